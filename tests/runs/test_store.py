"""Results on disk: whole or not there, taken up again where they are the same, never mixed where they are not."""

import json
from dataclasses import replace

import pyarrow.parquet as pq
import pytest
from studies import EXPERIMENT, FRAGILE, TINY, experimental, study, written

from trustsim import __version__
from trustsim.errors import BadInput
from trustsim.network import fingerprint, make_network
from trustsim.runs import deciding, plan, store
from trustsim.runs.disk import digest, write_whole
from trustsim.runs.replay import replay
from trustsim.scenario import read, resolved

ONE = '''
def my_measure(model):
    """A constant."""
    return 1.0
'''


@pytest.fixture(autouse=True)
def one_plain_figure_and_one_part(monkeypatch):
    """Figures take long and have tests of their own; a slow machine makes no more parts than a fast one."""
    monkeypatch.setattr(store, "SECONDS", 3600.0)

    def draw(replayed, folder, failed=None):
        folder.mkdir(exist_ok=True)
        write_whole(folder / "plain.svg", "<svg/>")
        return [folder / "plain.svg"]

    monkeypatch.setattr("trustsim.plots.draw", draw)


def replayed(made, out, **how):
    """The study replayed as configured on one core; what was run anew, and the manifest."""
    ran = []
    how = {"robust": False, "jobs": 1} | how
    replay(made, out, report=lambda task: ran.append(task.key), **how)
    return ran, json.loads((out / "manifest.json").read_text())


def test_a_finished_study_is_not_run_again(tmp_path):
    """The second call runs nothing and writes the same manifest but for the time."""
    first, second = replayed(study(), tmp_path), replayed(study(), tmp_path)
    assert len(first[0]) == 6 and second[0] == []
    changing = {"digest": None, "finished": None, "seconds": None}
    assert first[1] | changing == second[1] | changing


def test_an_interrupted_study_goes_on_and_ends_as_if_it_had_not_been_interrupted(tmp_path):
    """Ctrl-C after the third run: three are kept, three are run, every series is the same."""

    def interrupt(task):
        heard.append(task)
        if len(heard) == 3:
            raise KeyboardInterrupt

    heard = []
    stopped = replay(study(), tmp_path / "stopped", 1, False, interrupt)
    assert stopped.interrupted and stopped.verdicts == [] and not (tmp_path / "stopped" / "manifest.json").exists()
    kept = len(stopped.results.runs)
    assert 3 <= kept < 6
    ran, manifest = replayed(study(), tmp_path / "stopped")
    assert len(ran) == 6 - kept
    assert manifest["series_hash"] == replayed(study(), tmp_path / "whole")[1]["series_hash"]


def test_what_a_killed_process_was_writing_is_nobodys_result(tmp_path):
    """Half a part beside its name, and a folder without manifest: the next call runs all and tells nothing of it."""
    (tmp_path / "series").mkdir()
    (tmp_path / "series" / ".part-00001.parquet.4711.tmp").write_bytes(b"PAR1 half a part")
    (tmp_path / ".manifest.json.4711.tmp").write_text('{"study": "tiny", "runs"')
    ran, manifest = replayed(study(), tmp_path)
    assert len(ran) == 6 and not any(name.endswith(".tmp") for name in manifest["outputs"])


def test_one_command_at_a_time_writes_to_a_folder(tmp_path):
    """Another is told so and loses nothing; once the first has ended, or failed, the folder is free again."""
    held = store.Store(tmp_path, study(), [])
    held.open()
    with pytest.raises(BadInput, match="another run is writing there"):
        replay(study(), tmp_path, robust=False)
    with pytest.raises(BadInput, match="another run is writing there"):  # not even read
        store.Store(tmp_path, study(), []).open()
    held.end()
    with pytest.raises(RuntimeError, match="on the way"):
        replay(study(), tmp_path, robust=False, starting=lambda *_: (_ for _ in ()).throw(RuntimeError("on the way")))
    assert len(replayed(study(), tmp_path)[0]) == 6


def test_writing_leaves_a_whole_file_or_none(tmp_path):
    """An old file stays as it was until the new one is whole; what could not be written leaves nothing behind."""
    path = tmp_path / "summary.json"
    write_whole(path, "old")
    with pytest.raises(TypeError):
        write_whole(path, 7)
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError):
        write_whole(tmp_path / "folder", "text")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder", "summary.json"] and path.read_text() == "old"


@pytest.mark.parametrize("change", [{"ticks": 7}, {"lens": "abi"}, {"measures": ["trust"]}])
def test_runs_of_another_config_are_not_mixed_with_these(tmp_path, change):
    """In a folder of the user's choice the runs of the earlier config go, and the results are those of the new one alone."""
    replayed(study(), tmp_path / "here")
    ran, manifest = replayed(study(**change), tmp_path / "here")
    assert len(ran) == 6
    assert manifest["series_hash"] == replayed(study(**change), tmp_path / "fresh")[1]["series_hash"]


def test_runs_of_other_rules_are_not_mixed_with_these(tmp_path, monkeypatch):
    """A newer version with other rules, or another network maker, begins anew."""
    replayed(study(), tmp_path)
    monkeypatch.setattr(deciding, "code", lambda: "other rules")
    assert len(replayed(study(), tmp_path)[0]) == 6


def test_runs_of_an_edited_own_file_are_not_mixed_with_these(tmp_path):
    """The text of the user's measure is part of what decides a result."""
    path = written(tmp_path, TINY.replace('"leap_rate"', '"my_measures.py:my_measure"'), my_measures=ONE)
    replayed(read(str(path)), tmp_path / "results")
    assert replayed(read(str(path)), tmp_path / "results")[0] == []
    written(tmp_path, path.read_text(), my_measures=ONE.replace("1.0", "2.0"))
    assert len(replayed(read(str(path)), tmp_path / "results")[0]) == 6


def test_an_edited_data_file_of_the_graph_begins_anew(tmp_path):
    """Relations read from a file are part of what decides a result."""
    graph = '[graph]\nfile = "ties.csv"\nroles = { rule = "highest_in_degree", advisors = 0.5 }\n[customers]\nneed_rate = 0.8\n'
    path = written(tmp_path, 'ticks = 3\nreplicates = 2\nmeasures = ["trust"]\n' + graph)
    ties = "source,target\nann,bob\ndan,bob\neve,dan\nann,dan\n"
    (tmp_path / "ties.csv").write_text(ties)
    assert len(replayed(read(str(path)), tmp_path / "results")[0]) == 2
    assert replayed(read(str(path)), tmp_path / "results")[0] == []
    (tmp_path / "ties.csv").write_text(ties + "eve,bob\n")
    assert len(replayed(read(str(path)), tmp_path / "results")[0]) == 2


def test_more_replicates_only_add_runs(tmp_path):
    """Three seeds are there; five want four more runs, and give what five at once would."""
    replayed(study(), tmp_path / "here")
    ran, manifest = replayed(study(replicates=5), tmp_path / "here")
    assert sorted({seed for _, _, seed in ran}) == [4, 5]
    assert manifest["series_hash"] == replayed(study(replicates=5), tmp_path / "fresh")[1]["series_hash"]


def test_other_words_do_not_cost_the_runs(tmp_path):
    """A new title, of the study or of an arm, changes no number."""
    replayed(study(), tmp_path)
    assert replayed(study(TINY.replace("Firms show all", "All is shown"), title="Another"), tmp_path)[0] == []


def test_a_study_that_is_gone_on_with_is_unfinished_until_its_end(tmp_path):
    """More seeds are asked for and Ctrl-C comes: no manifest, summary or figure of the smaller study is left to mislead."""
    replayed(study(), tmp_path)

    def interrupt(task):
        raise KeyboardInterrupt

    replay(study(replicates=5), tmp_path, 1, False, interrupt)
    left = {p.name for p in tmp_path.rglob("*") if p.is_file()}
    assert {name for name in left if not name.startswith("part-")} == {"plan.json", ".lock"}


def test_files_of_the_users_own_in_the_folder_are_left_alone(tmp_path):
    """Figures, configs and notes that lie where results are written stay as they are, whatever is replaced."""
    mine = ["figures/mine.png", "config-mine.toml", "notes.txt", "series/mine.csv"]
    for name in mine:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    for change in ({}, {"ticks": 7}, {"ticks": 7, "replicates": 4}):
        replayed(study(**change), tmp_path)
    assert [(tmp_path / name).read_text() for name in mine] == mine


def test_a_series_of_somebody_elses_making_is_neither_read_nor_removed(tmp_path):
    """Parquet parts without our plan beside them: one line, and they stay."""
    (tmp_path / "series").mkdir()
    (tmp_path / "series" / "part-00000.parquet").write_text("theirs")
    with pytest.raises(BadInput, match=r"was not made by trustsim .* choose another folder with --out"):
        replayed(study(), tmp_path)
    assert (tmp_path / "series" / "part-00000.parquet").read_text() == "theirs"


@pytest.mark.parametrize("name", ["manifest.json", "plan.json", "summary.json", "config-resolved.toml"])
def test_a_file_of_somebody_elses_making_is_never_written_over(tmp_path, name):
    """Their manifest, or a plan that is not ours: one line, and it stays as it is."""
    (tmp_path / name).write_bytes(b"\xff theirs")
    with pytest.raises(BadInput, match="was not made by trustsim"):
        replayed(study(), tmp_path)
    assert (tmp_path / name).read_bytes() == b"\xff theirs"


@pytest.mark.parametrize(
    "wrong",
    [
        TINY.replace('"leap_rate"', '"trust by pratice"'),
        'interventions = [{ at = 2, set = { "firms.disclosure" = 0.1 }, for = { firms = ["firm 9"] } }]\n' + TINY,
    ],
    ids=["group", "label"],
)
def test_what_is_wrong_on_the_graph_is_told_before_anything_is_replaced(tmp_path, wrong):
    """A name that is not there costs no finished study; `validate` says the same, with the file and the arm."""
    _, manifest = replayed(study(), tmp_path)
    parts = sorted(path.name for path in (tmp_path / "series").iterdir())
    with pytest.raises(BadInput, match=r"tiny.*: arm closed: .*(pratice|firm 9)"):
        replayed(study(wrong), tmp_path)
    assert sorted(path.name for path in (tmp_path / "series").iterdir()) == parts
    assert json.loads((tmp_path / "manifest.json").read_text()) == manifest


def test_changes_get_a_folder_of_their_own_by_default():
    """What decides the numbers is in the name of the folder; the same study has the same."""
    made = study()
    here = plan.folder_for(made)
    assert here.parent.name == "results" and here.name.startswith("tiny-") and plan.folder_for(study()) == here
    assert len({here, plan.folder_for(study(ticks=7)), plan.folder_for(study(lens="abi"))}) == 3


def test_how_many_runs_there_are_is_no_part_of_the_folders_name(tmp_path):
    """More seeds, other first seeds, other titles and the lenses of a full run go on from what is there."""
    here = plan.folder_for(study())
    for change in ({"replicates": 20}, {"first_seed": 3}, {"title": "Another"}, {"lenses": ["abi"]}):
        assert plan.folder_for(study(**change)) == here


def test_a_run_as_configured_is_gone_on_with_under_other_lenses(tmp_path):
    """`--as-configured` first, then everything: only the lenses and the ablations are run; and the smaller opens again."""
    made, out = experimental(tmp_path), tmp_path / "results"
    assert len(replayed(made, out)[0]) == 6
    ran, manifest = replayed(made, out, robust=True)
    assert sorted({condition for condition, _, _ in ran}) == ["lens abi", "without scrutiny"] and manifest["runs"] == 18
    ran, smaller = replayed(made, out)
    assert ran == [] and smaller["runs"] == 6


@pytest.mark.parametrize("name", ["n" * 250, "a/b", "\u4fe1\u4efb" * 60, "con: <x>|?*", "..", "tab\tline\n"])
def test_every_name_of_a_study_gives_a_folder_that_can_be_made(tmp_path, name):
    """Long, of other scripts, with letters that a file system refuses."""
    folder = tmp_path / plan.folder_for(replace(study(), name=name))
    folder.mkdir(parents=True)
    assert folder.parent == tmp_path / "results"


def test_a_damaged_part_is_told_and_its_runs_are_done_again(tmp_path):
    """A bit, an end, all of it: one line, the part goes, the other part stays, and the series are those of before."""
    _, whole = replayed(study(), tmp_path)
    replayed(study(replicates=4), tmp_path)
    series = tmp_path / "series"
    for harm in (lambda data: data[:50] + bytes([data[50] ^ 1]) + data[51:], lambda data: data[:-9], lambda data: b""):
        first, *others = sorted(series.glob("part-*"), key=lambda path: -pq.read_table(path).num_rows)
        first.write_bytes(harm(first.read_bytes()))
        told = []
        ran, manifest = replayed(study(), tmp_path, tell=told.append)
        assert told == [f"{first}: is damaged; its runs are done again"] and len(ran) == 6
        assert manifest["series_hash"] == whole["series_hash"] and all(path.exists() for path in others)


@pytest.mark.parametrize("name", ["summary.json", "config-resolved.toml", "config-as-given.toml", "figures/plain.svg"])
def test_a_damaged_output_is_told_and_made_again(tmp_path, name):
    """In one line that names it; no run is done again."""
    replayed(study(), tmp_path)
    before = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(b"?" + before[1:])
    told = []
    assert replayed(study(), tmp_path, tell=told.append)[0] == []
    assert told == [f"{tmp_path / name}: is not as it was written; it is made again"]
    assert (tmp_path / name).read_bytes() == before


@pytest.mark.parametrize("harm", [b"{", b"", b"[]", b"\xff", b'{"digest": "0", "outputs": {"../x": ""}}'])
def test_a_damaged_manifest_is_told_and_written_again(tmp_path, harm):
    """Whatever is left of it; nothing that it names is touched."""
    _, whole = replayed(study(), tmp_path)
    (tmp_path / "manifest.json").write_bytes(harm)
    told = []
    ran, manifest = replayed(study(), tmp_path, tell=told.append)
    assert told == [f"{tmp_path / 'manifest.json'}: is damaged; it is written again"] and ran == []
    assert manifest["outputs"] == whole["outputs"]


@pytest.mark.parametrize("harm", [b"{", b'{"arms": 0, "rules": 0, "files": 0}'])
def test_a_damaged_plan_costs_no_run(tmp_path, harm):
    """The parts say themselves of which plan they are."""
    replayed(study(), tmp_path)
    before = (tmp_path / "plan.json").read_bytes()
    (tmp_path / "plan.json").write_bytes(harm)
    told = []
    assert replayed(study(), tmp_path, tell=told.append)[0] == []
    assert told == [f"{tmp_path / 'plan.json'}: is damaged; it is written again"]
    assert (tmp_path / "plan.json").read_bytes() == before


def test_a_part_of_an_earlier_version_without_a_digest_is_done_again(tmp_path):
    """Nobody can tell whether it is as it was written."""
    replayed(study(), tmp_path)
    (part,) = (tmp_path / "series").iterdir()
    part.rename(part.with_name("part-00001.parquet"))
    told = []
    assert len(replayed(study(), tmp_path, tell=told.append)[0]) == 6
    assert told[0].endswith("part-00001.parquet: is of an earlier version; its runs are done again")


def test_a_file_of_somebody_elses_in_the_place_of_a_part_is_refused_and_a_copy_is_left_alone(tmp_path):
    """One line for what is not a table and for a table without runs; what is not named as parts are is nobody's."""
    import pyarrow as pa

    replayed(study(), tmp_path)
    (part,) = (series := tmp_path / "series").iterdir()
    for name in ("part-00001 (copy).parquet", "part-foreign.parquet"):
        (series / name).write_bytes(part.read_bytes())
    replayed(study(replicates=4), tmp_path)
    left = {path.name for path in series.iterdir()}
    assert {"part-00001 (copy).parquet", "part-foreign.parquet", part.name} < left and len(left) == 4
    (series / "part-00003.parquet").write_text("not a table")
    with pytest.raises(BadInput, match=r"part-00003\.parquet: is no part of results; remove it"):
        replayed(study(replicates=4), tmp_path)
    pq.write_table(pa.table({"x": [1.0]}), series / "part-00003.parquet")
    with pytest.raises(BadInput, match=r"part-00003\.parquet: is no part of results; remove it"):
        replayed(study(replicates=4), tmp_path)


def test_runs_that_are_there_twice_are_counted_once(tmp_path):
    """The part that repeats runs goes, as two commands in one folder of an earlier version could leave it."""
    replayed(study(), tmp_path)
    (part,) = (tmp_path / "series").iterdir()
    part.with_name(part.name.replace("00001", "00002")).write_bytes(part.read_bytes())
    told = []
    ran, manifest = replayed(study(), tmp_path, tell=told.append)
    assert ran == [] and "has runs that another part has as well" in told[0]
    assert pq.read_table(tmp_path / "series").num_rows == 6 * 6 and manifest["runs"] == 6


def test_a_folder_that_cannot_be_written_is_refused_before_anything_runs(tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "taken").write_text("")
    with pytest.raises(BadInput, match=r"results cannot be written there .* choose another folder with --out"):
        replayed(study(), tmp_path / "taken" / "results")


def test_the_manifest_says_where_the_results_come_from(tmp_path):
    """Versions, seeds, arms, conditions, config, hashes of rules, files and graphs."""
    made = experimental(tmp_path)
    _, manifest = replayed(made, tmp_path / "results", robust=True)
    assert manifest["study"] == "tiny" and manifest["config"].endswith("tiny.toml") and manifest["overrides"] == []
    assert manifest["seeds"] == [1, 2, 3] and manifest["arms"] == ["closed", "open"] and manifest["runs"] == 18
    assert manifest["conditions"] == ["as configured", "lens abi", "without scrutiny"]
    assert (
        manifest["versions"]["trustsim"] in (__version__, "from source")
        and {"python", "numpy", "numba", "mesa"} < manifest["versions"].keys()
    )
    assert manifest["files"] == {"my_experiment.py": digest(EXPERIMENT)}
    arm = made.arms["closed"]
    graphs = {str(seed): [fingerprint(make_network(arm.graph, arm.values, seed, arm.folder))] for seed in made.seeds}
    assert manifest["graph_hashes"] == graphs


def test_every_output_is_in_the_manifest_with_the_hash_of_its_content(tmp_path):
    """All files of the folder but the manifest itself; and the user's own files beside them are left out."""
    out = tmp_path / "results"
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    _, manifest = replayed(experimental(tmp_path), out)
    files = {
        path.relative_to(out).as_posix(): digest(path.read_bytes())
        for path in out.rglob("*")
        if path.is_file() and path.name != ".lock"
    }
    del files["manifest.json"], files["notes.txt"]
    assert manifest["outputs"] == files
    assert {"config-as-given.toml", "config-resolved.toml", "summary.json", "figures/plain.svg"} < files.keys()
    assert [name for name in files if name.startswith("series/part-00001-")]


def test_the_config_is_kept_as_given_and_as_resolved(tmp_path):
    """The text that the user wrote; and a text that says everything, reads back to the same study, and gives the same runs."""
    path = written(tmp_path, "# mine\n" + TINY)
    made = read(str(path), ["customers.need_rate=0.5"])
    _, manifest = replayed(made, tmp_path / "results")
    assert (tmp_path / "results" / "config-as-given.toml").read_text() == path.read_text()
    assert manifest["overrides"] == ["customers.need_rate=0.5"]
    again = read(str(tmp_path / "results" / "config-resolved.toml"))
    assert again == made and resolved(again) == resolved(made)
    assert replayed(again, tmp_path / "again")[1]["series_hash"] == manifest["series_hash"]


def test_the_resolved_config_runs_from_the_results_with_the_users_own_files(tmp_path):
    """Experiment and measure lie beside the config that was given; the resolved one, in another folder, still finds them."""
    measured = TINY.replace('"leap_rate"', '"my_measures.py:my_measure"')
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "my_measures.py").write_text(ONE)
    _, manifest = replayed(experimental(tmp_path / "mine", measured), tmp_path / "results")
    again = read(str(tmp_path / "results" / "config-resolved.toml"))
    assert again.experiment == "../mine/my_experiment.py" and again.arms["open"].measures == (
        "trust",
        "../mine/my_measures.py:my_measure",
    )
    assert replayed(again, tmp_path / "again")[1]["series_hash"] == manifest["series_hash"]


def test_series_can_be_read_as_one_table(tmp_path):
    """A row a week: condition, arm, seed, graph, tick and a column a measure; the folder as a whole reads as one table."""
    replayed(study(), tmp_path)
    table = pq.read_table(tmp_path / "series")
    assert table.column_names == ["condition", "arm", "seed", "graph", "tick", "trust", "leap_rate"]
    assert table.num_rows == 2 * 3 * 6 and sorted(set(table["tick"].to_pylist())) == [0, 1, 2, 3, 4, 5]


def test_runs_that_failed_are_tried_again_and_no_others(tmp_path):
    """Seed 2 fails; once the fault is mended by other means than the file, only its two runs are missing."""
    path = written(tmp_path, TINY.replace('"leap_rate"', '"my_measures.py:fragile"'), my_measures=FRAGILE)
    failed = replay(read(str(path)), tmp_path / "results", 1, False)
    assert len(failed.failures) == 2 and not (tmp_path / "results" / "manifest.json").exists()
    again = replay(read(str(path)), tmp_path / "results", 1, False)
    assert sorted(each.task.key for each in again.failures) == [
        ("as configured", "closed", 2),
        ("as configured", "open", 2),
    ]
