"""Ctrl-C and kill, on the command line as a user runs it: prompt, one line, nothing lost that was finished, nothing half."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from studies import TINY, without, written

from trustsim.runs.replay import replay
from trustsim.scenario import read

HOUSE = Path(__file__).parents[2]
FOR_EVER = '''
import os
import time
from pathlib import Path


def patient(model):
    """One; from seed `STUCK_FROM` on it takes as good as for ever, and says that it has begun."""
    if model.seed >= int(os.environ.get("STUCK_FROM", 1_000_000)):
        Path(os.environ["BEGUN"], f"{model.arm.name} {model.seed}").touch()
        time.sleep(3600)
    return 1.0
'''
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are sent as on Unix")


@pytest.fixture
def mine(tmp_path):
    """A config with an own measure, and the folder of its results."""
    text = without(TINY.replace('"leap_rate"', '"my_measures.py:patient"'), ["ticks", "replicates"])
    return written(tmp_path, "ticks = 2\nreplicates = 40\n" + text, my_measures=FOR_EVER), tmp_path / "results"


def heed_ctrl_c():
    """As in a terminal: whoever runs the tests in the background may have had it ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def started(config, out, stuck_from, *more):
    """`trustsim run` in a process of its own, once both its workers are at runs from seed `stuck_from` on."""
    begun = out.with_name("begun")
    begun.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(HOUSE), "STUCK_FROM": str(stuck_from), "BEGUN": str(begun)}
    command = [sys.executable, "-m", "trustsim", "run", str(config), "--out", str(out), "--jobs", "2", *more]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heed_ctrl_c
    )
    while len(list(begun.iterdir())) < 2 and process.poll() is None:
        time.sleep(0.02)
    return process


def finished(config, out):
    """The manifest after the same study has been run to its end, and how many runs that took."""
    ran = []
    replay(read(str(config)), out, 2, report=lambda task: ran.append(task))
    return json.loads((out / "manifest.json").read_text()), len(ran)


@pytest.mark.parametrize("presses", [1, 3])
def test_ctrl_c_ends_promptly_with_one_line_and_keeps_what_is_finished(mine, presses):
    """Two runs would take an hour: the process ends all the same, exit status 130, no traceback; impatience loses nothing."""
    config, out = mine
    process = started(config, out, 5)
    for _ in range(presses):
        process.send_signal(signal.SIGINT)
    said, complained = process.communicate(timeout=60)
    assert process.returncode == 130 and said == "" and len(complained.splitlines()) == 1
    assert complained.startswith("Interrupted: ") and complained.endswith(". Run the same command again to resume.\n")
    assert not (out / "manifest.json").exists()
    manifest, ran = finished(config, out)
    assert ran == 80 - 8 and manifest["runs"] == 80


def test_a_killed_run_leaves_whole_parts_and_the_same_command_completes_it(mine):
    """SIGKILL after the first part is on disk: those runs are taken up, the others run, and all is as if nothing had happened."""
    config, out = mine
    process = started(config, out, 35)
    process.kill()
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert {p.name for p in out.iterdir()} == {"plan.json", "series", ".lock"} and list(
        (out / "series").glob("part-*.parquet")
    )
    manifest, ran = finished(config, out)
    assert 12 <= ran <= 16 and manifest["runs"] == 80  # 68 were finished, at least 64 of them on disk
    assert manifest["series_hash"] == finished(config, out.with_name("whole"))[0]["series_hash"]
