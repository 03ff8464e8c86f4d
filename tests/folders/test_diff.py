"""Two folders of results against each other: what differs is named, with the likeliest cause."""

import json
import shutil

import pytest
from studies import EXPERIMENT, TINY, written

import trustsim
from trustsim.errors import BadInput
from trustsim.folders.diff import claims_apart
from trustsim.folders.opened import opened
from trustsim.folders.showing import show_diff
from trustsim.runs.disk import digest
from trustsim.runs.parts import parts_in, read_part, write_part

OPEN = "firms.disclosure = 1.0"


def ran(home, text=TINY, **how):
    """The folder of a config's results."""
    home.mkdir(exist_ok=True)
    return trustsim.run(written(home, text), out=home / "out", as_configured=True, **how).folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A small study, run once."""
    return ran(tmp_path_factory.mktemp("diff"))


def as_if(folder, copy, **changed):
    """A copy of a folder whose manifest and plan say other things, with digests as of an undisturbed run."""
    shutil.copytree(folder, copy)
    plan = json.loads((copy / "plan.json").read_text(encoding="utf-8")) | changed.pop("plan", {})
    (copy / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    path = copy / "manifest.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    del table["digest"]
    for key, value in changed.items():
        table[key] = {**table[key], **value} if isinstance(table.get(key), dict) else value
    table["outputs"]["plan.json"] = digest((copy / "plan.json").read_bytes())
    path.write_text(json.dumps({"digest": digest(json.dumps(table)), **table}), encoding="utf-8")
    return copy


def edited(copy, change):
    """Change the runs of a copied folder, as another version or a hand would have written them."""
    for path in parts_in(copy / "series"):
        of, runs = read_part(path)
        runs = {
            key: ({name: values.copy() for name, values in run.items()}, graph) for key, (run, graph) in runs.items()
        }
        for key, (series, _) in runs.items():
            change(key, series)
        path.unlink()
        write_part(copy / "series", 1, of, runs)
    path = copy / "manifest.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    del table["digest"]
    kept = {name: mark for name, mark in table["outputs"].items() if not name.endswith(".parquet")}
    parts = {f"series/{each.name}": digest(each.read_bytes()) for each in parts_in(copy / "series")}
    table["outputs"] = kept | parts
    path.write_text(json.dumps({"digest": digest(json.dumps(table)), **table}), encoding="utf-8")


def test_a_folder_and_its_copy_are_the_same(folder, tmp_path):
    """Nothing is listed, and the cause says so."""
    shutil.copytree(folder, tmp_path / "copy")
    found = trustsim.diff(folder, tmp_path / "copy")
    assert found.same and found.cause == "All runs in both are equal to the last bit."
    assert (found.runs.both, found.settings, found.outcomes, found.verdicts) == (6, [], [], [])


def test_a_changed_parameter_of_one_arm_is_the_cause(folder, tmp_path):
    """The other arm's runs are equal, so nothing else can be it."""
    other = ran(tmp_path / "b", TINY.replace(OPEN, "firms.disclosure = 0.5"))
    found = trustsim.diff(folder, other)
    assert found.cause == "Likeliest cause: the config of open: arms.open.firms.disclosure (1.0, 0.5)."
    assert {each.key[1] for each in found.runs.apart} == {"open"} and not found.same
    assert {row["arm"] for row in found.outcomes} == {"open"}


def test_a_parameter_that_differs_in_every_arm_is_named_once(folder, tmp_path):
    """One setting, not one per arm."""
    found = trustsim.diff(folder, ran(tmp_path / "b", TINY.replace("need_rate = 0.8", "need_rate = 0.7")))
    assert [(each.where, each.named) for each in found.settings] == [("every arm", "customers.need_rate")]
    assert "the config: customers.need_rate (0.8, 0.7)" in found.cause


def test_more_seeds_are_more_runs_and_no_difference(folder, tmp_path):
    """The first seeds of five are the seeds of three."""
    found = trustsim.diff(folder, ran(tmp_path / "b", replicates=5))
    assert (found.runs.both, found.runs.apart, len(found.runs.only_b)) == (6, [], 4)
    assert not found.same and [each.key for each in found.settings] == ["replicates"]


def test_another_version_with_equal_numbers_is_named_and_confirmed(folder, tmp_path):
    """The folder of another numpy: the same numbers, and the difference in words."""
    copy = as_if(folder, tmp_path / "copy", versions={"numpy": "1.0.0", "python": "3.12.9"})
    found = trustsim.diff(folder, copy)
    assert found.same and "equal to the last bit, although these differ: numpy (" in found.cause
    assert {each.key for each in found.settings} == {"numpy", "python"}


def test_last_digits_point_to_versions_before_rules(folder, tmp_path):
    """A difference of one unit in the last place is rounding."""
    copy = as_if(folder, tmp_path / "copy", versions={"numpy": "1.0.0"}, source_hash="0123")
    edited(copy, lambda key, series: series["trust"].__imul__(1 + 1e-14))
    found = trustsim.diff(folder, copy)
    assert found.cause.startswith("Likeliest cause: other versions: numpy (")
    assert "code of trustsim" in found.cause and "last digits" in found.cause


def test_other_rules_are_the_cause_of_large_differences(folder, tmp_path):
    """The hash of the sources differs, the versions do not."""
    copy = as_if(folder, tmp_path / "copy", source_hash="0123")
    edited(copy, lambda key, series: series["trust"].__imul__(1.5))
    assert trustsim.diff(folder, copy).cause == "Likeliest cause: the code of trustsim."


def test_what_nothing_explains_is_said_to_be_so(folder, tmp_path):
    """The same settings and other numbers."""
    copy = as_if(folder, tmp_path / "copy")
    edited(copy, lambda key, series: series["leap_rate"][2:].__imul__(0.5) if key[2] == 2 else None)
    found = trustsim.diff(folder, copy)
    assert "Nothing that the folders record explains it" in found.cause
    apart = found.runs.apart
    assert {(each.key[2], each.week, each.measure) for each in apart} == {(2, 2, "leap_rate")}
    assert all(each.largest == pytest.approx(0.5) for each in apart)
    assert [differ for _, differ in found.runs.parts.values()] == [2]


def test_a_file_that_was_changed_afterwards_is_named(folder, tmp_path):
    """By the digests in the manifest, before any number is looked at."""
    shutil.copytree(folder, tmp_path / "copy")
    path = tmp_path / "copy" / "config-resolved.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# mine\n", encoding="utf-8")
    found = trustsim.diff(folder, tmp_path / "copy")
    assert found.changed == {path.as_posix(): "was changed after it was written"} and not found.same


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\x", "a/../../b", ""])
def test_no_name_in_a_manifest_leads_out_of_the_folder(folder, tmp_path, name):
    """It is named as such, and the file is not opened."""
    copy = as_if(folder, tmp_path / "copy", outputs={name: "0"})
    assert opened(copy).changed[name] == "is not in this folder"


def test_a_measure_that_only_one_has_is_named(folder, tmp_path):
    """The measures that both have are compared, and measuring more changes nothing."""
    found = trustsim.diff(folder, ran(tmp_path / "b", TINY.replace('"leap_rate"', '"leap_rate", "revenue"')))
    assert found.runs.measures == ((), ("revenue",)) and found.runs.apart == [] and not found.same


def test_verdicts_that_differ_are_listed(tmp_path):
    """The same claim in two folders, once with another smallest effect of interest."""
    (tmp_path / "mine.py").write_text(EXPERIMENT, encoding="utf-8")
    text = 'experiment = "mine.py"\n' + TINY
    a = trustsim.run(written(tmp_path, text), out=tmp_path / "a", as_configured=True)
    (tmp_path / "mine.py").write_text(EXPERIMENT.replace("-3)", "-3, matters=0.9, because='so')"), encoding="utf-8")
    b = trustsim.run(written(tmp_path, text), out=tmp_path / "b", as_configured=True)
    verdicts = [result.verdicts()["verdict"].iloc[0] for result in (a, b)]
    (found,) = trustsim.diff(a.folder, b.folder).verdicts
    assert (found["number"], found["a"], found["b"]) == (1, *verdicts)


def test_runs_without_a_common_seed_are_not_compared(folder, tmp_path):
    """It says that there is nothing to compare, and that is no agreement."""
    found = trustsim.diff(folder, ran(tmp_path / "b", f"first_seed = 100\n{TINY}"))
    assert found.cause.startswith("No run is in both") and not found.same


def test_a_folder_that_holds_no_results_is_one_line(folder, tmp_path):
    """Whichever of the two it is."""
    for pair in ((folder, tmp_path), (tmp_path, folder)):
        with pytest.raises(BadInput, match="is not a folder of results"):
            trustsim.diff(*pair)


def test_two_folders_of_claims_are_compared_claim_by_claim(tmp_path):
    """Which verdicts differ, parts among them, and which claims only one has; exit status 1 by the command."""
    rows = [{"number": n, "claim": f"claim {n}", "verdict": "supported", "parts": []} for n in (1, 2, 3)]
    rows[0]["parts"] = [{"number": "1a", "claim": "part", "verdict": "supported", "parts": []}]
    changed = json.loads(json.dumps(rows[:2]))
    changed[0]["parts"][0]["verdict"] = "refuted"
    for name, claims in (("a", rows), ("b", changed)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "claims.json").write_text(json.dumps({"claims": claims}), encoding="utf-8")
    found = claims_apart(tmp_path / "a", tmp_path / "b")
    assert found["verdicts"] == [{"number": "1a", "claim": "part", "a": "supported", "b": "refuted"}]
    assert (found["claims_in_both"], found["claims_only_in"]) == (3, {"a": [3], "b": []})
    assert show_diff(str(tmp_path / "a"), str(tmp_path / "b"), False) == 1
    assert show_diff(str(tmp_path / "a"), str(tmp_path / "a"), False) == 0


@pytest.mark.parametrize("claims", ["3", "[3]", '[{"number": 1}]', '{"1": 2}'])
def test_claims_that_are_not_ours_are_one_line(tmp_path, claims):
    """Whatever a file that somebody else sent holds."""
    (tmp_path / "claims.json").write_text(f'{{"claims": {claims}}}', encoding="utf-8")
    with pytest.raises(BadInput, match="not as trustsim writes"):
        claims_apart(tmp_path, tmp_path)


@pytest.mark.parametrize("name", ["plan.json", "manifest.json", "summary.json"])
def test_no_value_in_a_strangers_folder_breaks_it(folder, tmp_path, name):
    """Each key of each file in turn holds something odd: a comparison, or one line."""
    shutil.copytree(folder, tmp_path / "copy")
    path = tmp_path / "copy" / name
    table, broken = json.loads(path.read_text(encoding="utf-8")), []
    for key in table:
        for odd in (None, 3, "x", [], [1], {}, {"a": 1}, {"a": {"b": [None]}}):
            path.write_text(json.dumps({**table, key: odd}), encoding="utf-8")
            try:
                trustsim.diff(folder, tmp_path / "copy", tell=lambda line: None)
            except BadInput:
                pass
            except Exception as error:
                broken.append((key, odd, repr(error)[:80]))
    assert broken == []
