"""The same rows from threads, processes and a Dask cluster, and what is said when an executor cannot be used."""

import os
import subprocess
import sys
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from studies import TINY, rows, study, written
from test_sweep import VARY

from trustsim.errors import BadInput
from trustsim.runs import lent
from trustsim.runs.one_run import Failure
from trustsim.sweeps.elsewhere import executor_named
from trustsim.sweeps.sweep import Asked, planned, run

HOUSE = Path(__file__).parents[2]


def swept(out, executor=None):
    """The rows of the tiny sweep."""
    found = run(planned(study(), VARY, asked=Asked(2)), out, 2, executor=executor)
    assert not found.failures and found.table is not None
    return rows(out)


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The rows of the sweep without an executor."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("trustsim.plots.draw_sweep", lambda *_: [])
        return swept(tmp_path_factory.mktemp("alone"))


@pytest.fixture(autouse=True)
def no_figure(monkeypatch):
    """Figures have tests of their own."""
    monkeypatch.setattr("trustsim.plots.draw_sweep", lambda *_: [])


def test_threads_of_an_executor_give_the_same_rows(alone, tmp_path):
    """It is still open afterwards, since it is the caller's."""
    with ThreadPoolExecutor(2) as executor:
        assert swept(tmp_path, executor) == alone
        assert executor.submit(int, 1).result() == 1


def test_processes_of_an_executor_give_the_same_rows(alone, tmp_path):
    """Started by the caller, two of them."""
    with ProcessPoolExecutor(2, get_context("spawn")) as executor:
        assert swept(tmp_path, executor) == alone


@pytest.mark.slow
def test_a_dask_cluster_gives_the_same_rows_also_when_a_worker_is_killed(alone, tmp_path):
    """Two worker processes; one gets kill -9 while runs go on, and the scheduler gives its runs to the other."""
    distributed = pytest.importorskip("distributed")
    how = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "local_directory": str(tmp_path)}
    with distributed.LocalCluster(**how) as cluster:
        with executor_named(f"dask={cluster.scheduler_address}") as (executor, jobs):
            assert jobs == 2 and swept(tmp_path / "calm", executor) == alone
        with executor_named(f"dask={cluster.scheduler_address}") as (executor, jobs):
            assert swept(tmp_path / "killed", Killing(executor, cluster)) == alone


class Killing:
    """A Dask executor whose first worker gets kill -9 once the fourth run is submitted."""

    def __init__(self, executor, cluster):
        self.executor, self.cluster, self.submitted = executor, cluster, 0

    def submit(self, *work):
        """Submit a run, and kill a worker at the fourth."""
        self.submitted += 1
        future = self.executor.submit(*work)
        if self.submitted == 4:
            os.kill(self.cluster.workers[0].pid, 9)
        return future


class Breaking:
    """An executor whose workers are gone."""

    def submit(self, *_):
        """A future that says so."""
        from concurrent.futures import BrokenExecutor

        future = Future()
        future.set_exception(BrokenExecutor("gone"))
        return future


def test_a_broken_executor_ends_in_one_line(tmp_path):
    """Nothing can be started again there, so the user is told."""
    with pytest.raises(BadInput, match="the executor broke, because one of its workers was killed"):
        swept(tmp_path, Breaking())


def test_a_worker_with_other_rules_does_no_run():
    """Its numbers would be those of another model."""
    task = planned(study(), VARY, asked=Asked(1)).mine[0]
    found = lent.work_elsewhere(task, None, "other rules", {})
    assert isinstance(found, Failure) and "another version of trustsim" in str(found.error)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ray=1", "write dask=ADDRESS"),
        ("dask", "name the scheduler's address"),
        ("dask=", "name the scheduler's address"),
        ("dask=tcp://127.0.0.1:9", "no scheduler answers there"),
        ("dask=nowhere://x", "no scheduler answers there"),
    ],
)
def test_an_executor_that_cannot_be_used_is_told(monkeypatch, text, told):
    """In one line."""
    pytest.importorskip("distributed")
    monkeypatch.setattr("trustsim.sweeps.elsewhere.PATIENCE", 0.5)
    with pytest.raises(BadInput) as error, executor_named(text):
        pass
    assert told in str(error.value) and "\n" not in str(error.value)


def test_without_dask_one_line_says_what_to_install(monkeypatch):
    """And what it is needed for."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BadInput, match=r"pip install 'trustsim\[cluster\]'"), executor_named("dask=127.0.0.1:8786"):
        pass


def test_neither_salib_nor_dask_is_imported_before_it_is_needed(tmp_path):
    """A grid needs neither; help needs not even pandas."""
    path = written(tmp_path, TINY.replace("ticks = 6", "ticks = 1"))
    script = f"""
import sys
import trustsim.plots
trustsim.plots.draw_sweep = lambda *_: []
from trustsim.cli import main
try:
    main(["sweep", {str(path)!r}, "--vary", "lens=abi,pillars", "--seeds", "1", "--out", {str(tmp_path / "out")!r}])
except SystemExit:
    print([name for name in ("SALib", "dask", "distributed", "pandas") if name in sys.modules])
"""
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    ran = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)
    assert ran.stdout.splitlines()[-1] in ("[]", "['pandas']"), ran.stderr
