"""Shards, merged in any order, are the whole; what does not belong together is refused in one line."""

import json
import shutil
from itertools import permutations

import pytest
from studies import EXPERIMENT, TINY, rows, study, written
from test_sweep import EVERYTHING, VARY

import trustsim
from trustsim.errors import BadInput
from trustsim.runs.parts import parts_in
from trustsim.runs.replay import Watch, replay
from trustsim.scenario import read
from trustsim.sweeps.merge import merge
from trustsim.sweeps.sweep import Asked, planned, run

MOST = 3  # shards
SOBOL = {"advisors.rate": (0.1, 0.5), "customers.negativity": (1.0, 4.0)}


def swept(out, asked, made=None, given=VARY, design="grid", size=None):
    """A sweep of the tiny study, or of another; its folder."""
    found = run(planned(made or study(), given, design, size, asked), out)
    assert found.troubles == ()
    return out


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """The folder of the whole sweep, and those of its shards."""
    folder = tmp_path_factory.mktemp("shards")
    shards = [swept(folder / str(number), Asked(2, shard=(number, MOST))) for number in range(1, MOST + 1)]
    return swept(folder / "whole", Asked(2)), shards


def test_shards_share_out_the_points(folders):
    """Each run is in one of them, and each says which it is."""
    whole, shards = folders
    found = [rows(shard) for shard in shards]
    assert sum(map(len, found)) == len(rows(whole)) == 16
    assert {key: row for each in found for key, row in each.items()} == rows(whole)
    assert [json.loads((each / "manifest.json").read_text())["sweep"]["shard"] for each in shards] == [
        [1, 3],
        [2, 3],
        [3, 3],
    ]
    assert not (shards[0] / "figures").exists()


@pytest.mark.parametrize("order", permutations(range(MOST)))
def test_shards_merged_in_any_order_are_the_whole(folders, tmp_path, order):
    """Rows, plan, summary, table of outcomes, resolved config and figure, byte for byte."""
    whole, shards = folders
    merge(tmp_path / "merged", [shards[at] for at in order])
    assert rows(tmp_path / "merged") == rows(whole)
    for name in (*EVERYTHING, "figures/sweep.svg"):
        assert (tmp_path / "merged" / name).read_bytes() == (whole / name).read_bytes(), name
    mine, theirs = (json.loads((each / "manifest.json").read_text()) for each in (tmp_path / "merged", whole))
    for key in ("series_hash", "graph_hashes", "seeds", "runs", "conditions", "config_hash", "sweep", "study"):
        assert mine[key] == theirs[key], key


def test_a_merged_sweep_is_finished(folders, tmp_path):
    """The command of the whole runs nothing there, and Python opens it."""
    merge(tmp_path, folders[1])
    ran = []
    run(planned(study(), VARY, asked=Asked(2)), tmp_path, watch=Watch(ran.append))
    assert ran == [] and len(trustsim.open(tmp_path).outcomes()) == 16
    merge(tmp_path, [tmp_path, *folders[1]])  # into one of them
    assert rows(tmp_path) == rows(folders[0])


def test_shards_of_a_drawn_design_are_analysed_as_a_whole(tmp_path):
    """A shard has no indices; merged, they are those of the whole."""
    one, two = (swept(tmp_path / str(k), Asked(1, shard=(k, 2)), None, SOBOL, "sobol", 4) for k in (1, 2))
    whole = swept(tmp_path / "whole", Asked(1), None, SOBOL, "sobol", 4)
    assert trustsim.open(one).indices().empty
    merge(tmp_path / "merged", [two, one])
    assert (tmp_path / "merged" / "summary.json").read_bytes() == (whole / "summary.json").read_bytes()
    assert len(trustsim.open(whole).indices())


def test_an_experiment_that_comes_with_a_folder_is_never_run(tmp_path):
    """Outcomes are those that the shards wrote down, although the experiment is not there any more."""
    path = written(tmp_path / "config", 'experiment = "my_experiment.py"\n' + TINY, my_experiment=EXPERIMENT)
    shards = [swept(tmp_path / str(k), Asked(1, shard=(k, 2)), read(str(path))) for k in (1, 2)]
    whole = swept(tmp_path / "whole", Asked(1), read(str(path)))
    path.with_name("my_experiment.py").write_text("raise SystemExit('this was run')")
    merge(tmp_path / "merged", shards)
    assert (tmp_path / "merged" / "summary.json").read_bytes() == (whole / "summary.json").read_bytes()


def refused(tmp_path, folders):
    """The line with which merging is refused; no folder is made."""
    with pytest.raises(BadInput) as error:
        merge(tmp_path / "refused", folders)
    assert not (tmp_path / "refused").exists() and "\n" not in str(error.value)
    return str(error.value)


def test_what_does_not_belong_together_is_refused(folders, tmp_path):
    """Another sweep, another config, other seeds, a study, an unfinished shard, nothing at all, or one missing."""
    first, second, third = folders[1]
    other = swept(tmp_path / "other", Asked(2, shard=(1, 2)), given={"advisors.rate": [0.1, 0.3]})
    assert "it varies other things, or at other points" in refused(tmp_path, [first, other])
    longer = swept(tmp_path / "longer", Asked(2, shard=(2, 3)), study(ticks=7))
    assert "its config differs" in refused(tmp_path, [first, longer])
    more = swept(tmp_path / "more", Asked(3, shard=(2, 3)))
    assert f"has other seeds (3 there, 2 in {first}); run it again with the same" in refused(
        tmp_path, [first, more, third]
    )
    replay(study(), tmp_path / "study", robust=False)
    assert "has the results of a study, not of a sweep" in refused(tmp_path, [first, tmp_path / "study"])
    shutil.copytree(second, tmp_path / "unfinished")
    (tmp_path / "unfinished" / "manifest.json").unlink()
    assert "is not finished; run its command again" in refused(tmp_path, [first, tmp_path / "unfinished", third])
    assert "is not a folder of results" in refused(tmp_path, [first, tmp_path / "nothing"])
    assert "give the folders of shard 2/3 as well" in refused(tmp_path, [first, third])


def test_a_folder_with_other_results_is_not_merged_into(folders, tmp_path):
    """It stays as it is."""
    swept(tmp_path / "other", Asked(2), given={"advisors.rate": [0.1, 0.3]})
    before = rows(tmp_path / "other")
    with pytest.raises(BadInput, match="has other results; choose another folder to merge into"):
        merge(tmp_path / "other", folders[1])
    assert rows(tmp_path / "other") == before


def test_a_damaged_shard_is_told(folders, tmp_path):
    """A flipped bit in its series: one line, with the file and what to do."""
    shutil.copytree(folders[1][1], tmp_path / "damaged")
    (part,) = parts_in(tmp_path / "damaged" / "series")
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 1
    part.write_bytes(data)
    with pytest.raises(BadInput, match=r"part-00001.*is damaged; run the command of this shard again, then merge"):
        merge(tmp_path / "merged", [folders[1][0], tmp_path / "damaged", folders[1][2]])


def test_a_foreign_table_of_outcomes_is_told(folders, tmp_path):
    """Whatever lies under its name: one line."""
    shutil.copytree(folders[1][1], tmp_path / "foreign")
    (tmp_path / "foreign" / "outcomes.parquet").write_bytes(b"PAR1 nothing")
    assert "is not a table of outcomes" in refused(tmp_path, [folders[1][0], tmp_path / "foreign", folders[1][2]])
