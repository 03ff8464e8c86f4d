"""Both experiments on the two real firms: 71 lawyers and 46 consultants, from the files that their publishers give out."""

import os
from pathlib import Path

import pytest

from trustsim.model import TrustModel
from trustsim.runs.replay import replay
from trustsim.scenario import read

DATA = Path(os.environ.get("TRUSTSIM_DATA", Path(__file__).parents[3] / "shared" / "data"))
PEOPLE = {"lawyers": (36, 35), "consultants": (9, 37)}  # advisors (partners; the most valued fifth), customers
needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"no data at {DATA}: set TRUSTSIM_DATA to the folder that holds them"
)


@needs_data
@pytest.mark.parametrize("network", PEOPLE)
@pytest.mark.parametrize("experiment", ["transparency_vs_trust", "knowledge_vs_personal"])
def test_an_experiment_runs_on_a_real_firm(experiment, network, tmp_path, monkeypatch):
    """Two twin worlds: every claim gets a verdict, both worlds have the firm's own relations."""
    monkeypatch.setattr("trustsim.plots.draw", lambda *_: [])
    study = read(experiment, [f"graph.folder={DATA}", "replicates=2"], network)
    done = replay(study, tmp_path, robust=False)
    assert done.failures == [] and len(done.results.runs) == 2 * len(study.arms)
    assert [verdict.claim.number for verdict in done.verdicts] == [claim.number for claim in done.experiment.CLAIMS]
    assert len(set(done.results.graphs.values())) == 1  # a network that is read, not made, is the same under every seed


@needs_data
@pytest.mark.parametrize("network", PEOPLE)
def test_the_people_of_the_firm_are_all_there(network):
    """Partners, or those whose expertise is valued most, are the advisors; everybody else is a customer."""
    arm = next(iter(read("baseline", [f"graph.folder={DATA}"], network).arms.values()))
    model = TrustModel(arm, 1)
    assert (len(model.tables.advisors), len(model.tables.customers)) == PEOPLE[network]
    model.close()


def test_data_that_are_named_are_there():
    """A wrong TRUSTSIM_DATA fails here rather than skipping quietly."""
    if "TRUSTSIM_DATA" in os.environ:
        assert (DATA / "lazega_advice.csv").is_file(), f"TRUSTSIM_DATA = {DATA} holds no lazega_advice.csv"
