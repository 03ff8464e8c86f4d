"""Kills at every file operation and at random moments, full disks, flipped bits: the series are those of a calm run.

`TRUSTSIM_FUZZ` is how many inputs are tried; without it a small sample.
"""

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
from studies import TINY, study, without, written

from trustsim.errors import BadInput
from trustsim.runs import execute, store
from trustsim.runs.disk import write_whole
from trustsim.runs.replay import replay

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).parents[2]
FUZZ = int(os.environ.get("TRUSTSIM_FUZZ", "0"))
KILLED = 83
on_unix = pytest.mark.skipif(os.name == "nt", reason="processes are forked and signals sent as on Unix")


class Instead:
    """Stands in for the workers: every run is done at once, in this process, and its numbers follow from its key."""

    jobs = 1

    def __init__(self, *_):
        self.stop = None

    def submit(self, task):
        """A future with the series."""
        from concurrent.futures import Future

        rng, future = np.random.default_rng(zlib.crc32(repr(task.key).encode())), Future()
        future.set_result(({"trust": rng.random(6), "leap_rate": rng.random(6)}, f"graph {task.seed}"))
        return future

    def end(self, at_once):
        """Nobody has to leave."""


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """No model is run and no figure drawn; a part is written every other run, so that there are several."""

    def draw(replayed, folder, failed=None):
        folder.mkdir(exist_ok=True)
        write_whole(folder / "plain.svg", "<svg/>" * 20)
        return [folder / "plain.svg"]

    monkeypatch.setattr("trustsim.plots.draw", draw)
    monkeypatch.setattr(execute, "Hands", Instead)
    monkeypatch.setattr(store, "EVERY", 2)
    monkeypatch.setattr(store, "SECONDS", 3600.0)


def replayed(out, **how):
    """The tiny study replayed as configured; its manifest."""
    replay(study(), out, 1, False, **how)
    return json.loads((out / "manifest.json").read_text())


@pytest.fixture
def calm(tmp_path):
    """The hash of the series of an undisturbed run."""
    return replayed(tmp_path / "calm")["series_hash"]


def killed_at(point, out, half):
    """Whether a replay, in a process of its own, got as far as its `point`-th file operation, where it is killed.

    Operations are those that Python audits (opening, renaming, removing, making folders) and every sync; a sync that
    is cut short with `half` leaves half of the file, as a power failure may.
    """
    child = os.fork()
    if child == 0:
        try:
            watch(point, out, half)
            replay(study(), out, 1, False)
        except BaseException:
            os._exit(2)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, KILLED), f"file operation {point} ended with {status}"
    return status == KILLED


def watch(point, out, half):
    """End this process at its `point`-th file operation in the folder `out`."""
    counted, sync = [0], os.fsync

    def count(descriptor=None):
        counted[0] += 1
        if counted[0] == point:
            if descriptor is not None and half and os.path.isfile(f"/proc/self/fd/{descriptor}"):
                os.ftruncate(descriptor, os.fstat(descriptor).st_size // 2)
            os._exit(KILLED)

    def heard(event, arguments):
        if event in ("open", "os.rename", "os.remove", "os.mkdir") and str(arguments[0]).startswith(str(out)):
            count()

    def synced(descriptor):
        count(descriptor)
        sync(descriptor)

    os.fsync = synced
    sys.addaudithook(heard)


@on_unix
@pytest.mark.parametrize("before", ["nothing", "half of the runs", "all runs", "another plan"])
def test_a_kill_at_any_file_operation_costs_nothing_but_the_work_under_way(tmp_path, calm, before):
    """At each one in turn, the same command afterwards ends with the series of a calm run, and tidies up."""
    start = tmp_path / "start"
    if before == "half of the runs":
        replay(study(replicates=2), start, 1, False)
    elif before == "all runs":
        replay(study(), start, 1, False)
    elif before == "another plan":
        replay(study(lens="abi"), start, 1, False)
    point = 0
    while True:
        point += 1
        out = tmp_path / f"out{point}"
        if start.exists():
            shutil.copytree(start, out)
        if not killed_at(point, out, half=point % 2):
            break
        assert replayed(out)["series_hash"] == calm, f"killed at file operation {point}"
        assert not list(out.rglob("*.tmp")), f"killed at file operation {point}"
        shutil.rmtree(out)
    assert point > (10 if before == "all runs" else 30)


def test_a_file_is_on_the_disk_before_it_has_its_name_and_the_name_before_anything_goes_on(tmp_path, monkeypatch):
    """Synced, moved, the folder synced: a power failure leaves whole files."""
    seen, sync, move = [], os.fsync, os.replace
    monkeypatch.setattr(
        os, "fsync", lambda fd: seen.append("folder" if os.path.isdir(f"/proc/self/fd/{fd}") else "file") or sync(fd)
    )
    monkeypatch.setattr(os, "replace", lambda *paths: seen.append("moved") or move(*paths))
    write_whole(tmp_path / "a", "b")
    assert seen == ["file", "moved", "folder"]


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG])
def test_a_disk_that_is_full_at_any_moment_loses_nothing(tmp_path, calm, monkeypatch, error):
    """From each write on: no traceback, what was saved is whole, and once there is room the same command completes it."""
    sync = os.fsync
    for room in range(0, 40, 3):
        out, counted = tmp_path / f"out{room}", [0]

        def full(descriptor, counted=counted, room=room):
            counted[0] += 1
            if counted[0] > room:
                raise OSError(error, os.strerror(error))
            sync(descriptor)

        monkeypatch.setattr(os, "fsync", full)
        told = []
        try:
            ended = replay(study(), out, 1, False, tell=told.append)
        except BadInput as refused:  # not even the plan could be written
            assert "results cannot be written there" in str(refused)
        else:
            assert len(ended.results.runs) == 6 and len(ended.troubles) <= 1
            assert all(os.strerror(error) in trouble for trouble in ended.troubles)
            assert ended.troubles or (out / "manifest.json").exists()
        monkeypatch.setattr(os, "fsync", sync)
        assert replayed(out)["series_hash"] == calm


def test_runs_that_do_not_fit_on_the_disk_wait_in_memory_until_there_is_room(tmp_path, calm, monkeypatch):
    """Told once; the study ends whole where room is made in time."""
    before, told = store.write_part, []

    def full(folder, number, plan, runs):
        if len(told) == 0 or len(runs) < 6:
            raise OSError(errno.ENOSPC, "No space left on device", str(folder))
        before(folder, number, plan, runs)

    monkeypatch.setattr(store, "write_part", full)
    ended = replay(study(), tmp_path / "out", 1, False, tell=told.append)
    assert told == [
        f"{tmp_path / 'out' / 'series'}: No space left on device; finished runs wait in memory until there is room"
    ]
    assert ended.troubles == () and json.loads((tmp_path / "out" / "manifest.json").read_text())["series_hash"] == calm


def flipped(folder, rng):
    """A bit of a file in a folder, the other way round; which file."""
    files = sorted(
        path for path in folder.rglob("*") if path.is_file() and path.name != ".lock" and path.stat().st_size
    )
    path = rng.choice(files)
    data = bytearray(path.read_bytes())
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    path.write_bytes(data)
    return path


def test_a_flipped_bit_in_the_results_is_detected_or_harmless(tmp_path, calm):
    """In any file: the series, the summary and the configs are those of before, and what held a number says that it is damaged."""
    out, rng = tmp_path / "out", random.Random(8)
    replayed(out)
    before = {
        path.name: path.read_bytes()
        for path in [*out.glob("*.json"), *out.glob("*.toml")]
        if path.name != "manifest.json"
    }
    for _ in range(FUZZ or 60):
        path, told = flipped(out, rng), []
        manifest = replayed(out, tell=told.append)
        assert manifest["series_hash"] == calm, path
        assert {name: (out / name).read_bytes() for name in before} == before, path
        assert told or path.name == "manifest.json", path  # a flip in its white space means nothing
        again = []
        assert replayed(out, tell=again.append)["series_hash"] == calm and again == [], path


def test_a_folder_that_nobody_may_write_to_is_one_line_before_anything_runs(tmp_path, monkeypatch):
    """Neither a new one nor one of earlier results."""

    def refused(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "mkdir", refused)
    with pytest.raises(BadInput, match=r"results cannot be written there \(Permission denied\)"):
        replay(study(), tmp_path / "new" / "out", 1, False)


@pytest.mark.parametrize("error", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_drive_without_locks_is_told_and_used(tmp_path, calm, monkeypatch, error):
    """Network drives: one line, and the study runs."""

    def refused(*_, **__):
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr("filelock.FileLock.acquire", refused)
    told = []
    assert replayed(tmp_path / "out", tell=told.append)["series_hash"] == calm
    assert len(told) == 1 and "is on a drive without locks: start no second command" in told[0]


@on_unix
def test_a_lock_of_a_dead_process_does_no_harm(tmp_path, calm):
    """The system takes it back, whatever the file of the lock says."""
    child = os.fork()
    if child == 0:
        held = store.Store(tmp_path / "out", study(), [])
        held.open()
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert (tmp_path / "out" / ".lock").exists() and replayed(tmp_path / "out")["series_hash"] == calm


@on_unix
def test_kills_at_random_moments_cost_nothing_that_was_saved(tmp_path):
    """The command as it is, killed again and again: it resumes, and ends with the series of a calm run."""
    config = written(tmp_path, "ticks = 2\nreplicates = 15\n" + without(TINY, ["ticks", "replicates"]))
    environment = {**os.environ, "PYTHONPATH": str(HOUSE), "NUMBA_DISABLE_JIT": "1", "MPLBACKEND": "agg"}
    rng, out = random.Random(8), tmp_path / "out"

    def command(folder):
        return [sys.executable, "-m", "trustsim", "run", str(config), "--jobs", "2", "--out", str(folder)]

    began = time.monotonic()
    subprocess.run(command(tmp_path / "whole"), env=environment, check=True, capture_output=True)
    lasted = time.monotonic() - began
    for _ in range(20 if FUZZ else 2):
        process = subprocess.Popen(
            command(out), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        try:
            _, complained = process.communicate(timeout=lasted * rng.uniform(0.1, 1.0))
        except subprocess.TimeoutExpired:
            process.kill()
            _, complained = process.communicate()
        assert "Traceback" not in complained
    done = subprocess.run(command(out), env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    hashes = [json.loads((folder / "manifest.json").read_text())["series_hash"] for folder in (out, tmp_path / "whole")]
    assert hashes[0] == hashes[1]
