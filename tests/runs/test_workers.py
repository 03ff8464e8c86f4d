"""Worker processes that are killed, run out of memory or cannot start: one line, one more attempt, nothing else lost."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from studies import TINY, study, without, written

from trustsim.errors import BadInput
from trustsim.runs.conditions import conditions
from trustsim.runs.execute import tasks
from trustsim.runs.replay import replay
from trustsim.runs.workers import GUARD, by_processes, cause_of
from trustsim.scenario import read

HOUSE = Path(__file__).parents[2]
FATE = '''
import os
import signal
from pathlib import Path


def fate(model):
    """One; seed 2 of the arm open meets its fate: once where a file says so, else every time."""
    mark = Path(__file__).with_name("met")
    if model.seed == 2 and model.arm.name == "open" and not mark.exists():
        if Path(__file__).with_name("once").exists():
            mark.touch()
        {fate}
    return 1.0
'''
FATES = {
    "os.kill(os.getpid(), signal.SIGKILL)": "was killed (SIGKILL): memory ran out, or somebody ended it",
    "os._exit(7)": "ended with exit status 7",
    "os.kill(os.getpid(), signal.SIGSEGV)": "crashed (SIGSEGV): memory ran out, or a rule wrote beyond its table",
}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="signals are sent as on Unix"),
]


@pytest.fixture
def fated(tmp_path, monkeypatch):
    """Makes a study of six runs of which one meets a fate, in plain Python so that workers start in a moment."""
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    monkeypatch.setattr("trustsim.plots.draw", lambda *_: [])
    monkeypatch.setattr("trustsim.runs.workers.START", 0.0)  # processes from two jobs on, however short the runs

    def make(fate, once=False):
        if once:
            (tmp_path / "once").touch()
        text = without(TINY.replace('"leap_rate"', '"my_measures.py:fate"'), ["ticks"])
        return read(str(written(tmp_path, "ticks = 1\n" + text, my_measures=FATE.replace("{fate}", fate))))

    return make


@pytest.mark.parametrize("fate", FATES)
def test_what_a_killed_worker_was_at_is_tried_once_more(fated, tmp_path, fate):
    """One line that says how it ended; the study ends whole, as if nothing had happened."""
    told = []
    ended = replay(fated(fate, once=True), tmp_path / "results", 2, False, tell=told.append)
    assert ended.failures == [] and len(ended.results.runs) == 6 and (tmp_path / "results" / "manifest.json").exists()
    assert (
        len(told) == 1 and told[0].startswith(f"a worker process {FATES[fate]}") and told[0].endswith("tried once more")
    )
    whole = replay(fated("pass"), tmp_path / "whole", 1, False)
    for key, series in whole.results.runs.items():
        assert all((values == ended.results.runs[key][name]).all() for name, values in series.items())


@pytest.mark.parametrize("fate", [next(iter(FATES))])
def test_a_run_that_kills_its_worker_twice_fails_alone(fated, tmp_path, fate):
    """It and no other: a run that was only beside it is done; no process is tried for ever."""
    ended = replay(fated(fate), tmp_path / "results", 2, False)
    assert [each.task.key for each in ended.failures] == [("as configured", "open", 2)]
    assert str(ended.failures[0].error) == f"its process {FATES[fate]}" and ended.failures[0].where == "twice"
    assert len(ended.results.runs) == ended.saved == 5


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("error", ["MemoryError", "np.ones(2**50)"])
def test_a_run_for_which_memory_runs_out_is_tried_once_more_and_fails_in_a_line(fated, tmp_path, jobs, error):
    """With what would help; where there is room the second time, all is well."""
    fate = f"import numpy as np; {f'raise {error}' if error == 'MemoryError' else error}"
    ended, told = replay(fated(fate), tmp_path / "never", jobs, False), []
    assert [each.task.key for each in ended.failures] == [("as configured", "open", 2)] and len(ended.results.runs) == 5
    assert str(ended.failures[0].error).startswith("memory ran out; a smaller world or fewer --jobs")
    ended = replay(fated(fate, once=True), tmp_path / "once_only", jobs, False, tell=told.append)
    assert ended.failures == [] and len(ended.results.runs) == 6
    assert told == ["memory ran out in open, seed 2: it is tried once more, alone"]


def test_a_script_without_a_main_guard_is_told_so_in_one_line(tmp_path):
    """Every worker imports the script: it would begin the study again, in each of them."""
    written(tmp_path, "ticks = 1\n" + without(TINY, ["ticks"]))
    script = "from trustsim.runs import workers\nfrom trustsim.runs.replay import replay\nfrom trustsim.scenario import read\n"
    script += "workers.START = 0.0\nreplay(read('tiny.toml'), 'out', 2)\n"
    (tmp_path / "script.py").write_text(script)
    done = run([sys.executable, "script.py"], tmp_path)
    assert done.returncode == 1 and done.stderr.splitlines()[-1] == f"trustsim.errors.BadInput: {GUARD}"
    assert done.stderr.count("Traceback") == 1  # that of the script itself
    guarded = script.replace("replay(read", "if __name__ == '__main__':\n    replay(read")
    (tmp_path / "script.py").write_text(guarded)
    done = run([sys.executable, "script.py"], tmp_path)
    assert (done.returncode, done.stderr) == (0, "") and (tmp_path / "out" / "manifest.json").exists()


def test_runs_share_a_process_unless_processes_are_done_earlier(monkeypatch):
    """Compiled runs are threads on a few cores; runs in Python are processes once they last longer than a start."""
    long = study(replicates=2000)
    slow = with_measures(long, "concentration")

    def apart(made, jobs):
        arms = {("as configured", name): arm for name, arm in made.arms.items()}
        return by_processes(jobs, tasks(made, conditions(made, robust=False)), arms)

    monkeypatch.setenv("NUMBA_DISABLE_JIT", "0")
    assert [apart(long, jobs) for jobs in (1, 2, 4)] == [False, False, False]
    assert [apart(slow, jobs) for jobs in (1, 2, 4)] == [False, True, True]
    assert not apart(with_measures(study(), "concentration"), 4)
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    assert apart(long, 2) and not apart(study(), 2)


def with_measures(made, *names):
    """A study that measures something else."""
    return replace(made, arms={name: replace(arm, measures=names) for name, arm in made.arms.items()})


def test_a_script_without_a_main_guard_runs_on_threads(tmp_path):
    """No worker imports it, so it needs no guard."""
    written(tmp_path, "ticks = 1\n" + without(TINY, ["ticks"]))
    script = "from trustsim.runs.replay import replay\nfrom trustsim.scenario import read\nreplay(read('tiny.toml'), 'out', 2)\n"
    (tmp_path / "script.py").write_text(script)
    done = run([sys.executable, "script.py"], tmp_path)
    assert (done.returncode, done.stderr) == (0, "") and (tmp_path / "out" / "manifest.json").exists()


def run(command, folder):
    """A process in a folder, on this checkout, in plain Python."""
    environment = {**os.environ, "PYTHONPATH": str(HOUSE), "NUMBA_DISABLE_JIT": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=600)


def test_workers_that_cannot_start_are_one_line_with_a_way_out(fated, tmp_path, monkeypatch):
    """No semaphores, no room for processes."""

    def refused(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("multiprocessing.context.SpawnContext.Event", refused)
    with pytest.raises(BadInput, match=r"cannot be started here \(.*No space left on device\); use --jobs 1"):
        replay(fated("pass"), tmp_path / "results", 2, False)


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        ({0, -9, -15, None}, "was killed (SIGKILL): memory ran out, or somebody ended it"),
        ({-15, 0}, "was ended by the system or by somebody"),
        ({3, -15}, "ended with exit status 3"),
        (
            {-11},
            "crashed (SIGSEGV): memory ran out, or a rule wrote beyond its table (NUMBA_BOUNDSCHECK=1 tells where)",
        ),
        (
            {-120},
            "crashed (signal 120): memory ran out, or a rule wrote beyond its table (NUMBA_BOUNDSCHECK=1 tells where)",
        ),
    ],
)
def test_exit_statuses_say_what_broke_the_pool(ended, said):
    """Those that were only told to end because another died say nothing."""
    assert cause_of(ended) == said
