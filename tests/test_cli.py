"""The command line: what each command prints, where, and with which exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from studies import EXPERIMENT, FRAGILE, TINY

from trustsim import __version__
from trustsim.cli import main
from trustsim.scenario import json_schema, names, read

HOUSE = Path(__file__).parents[1]


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to work in, with tiny.toml in it; figures are left out, they have tests of their own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("trustsim.plots.draw", lambda *_: [])
    (tmp_path / "tiny.toml").write_text(TINY)
    return tmp_path


def called(*arguments):
    """What came of `trustsim ARGUMENTS`."""
    return CliRunner().invoke(main, arguments)


def refused(*arguments):
    """The one line with which it is refused, with exit status 2 and nothing on standard output."""
    done = called(*arguments)
    assert (
        (done.exit_code, done.stdout) == (2, "")
        and len(done.stderr.splitlines()) == 1
        and done.stderr.startswith("trustsim: ")
    )
    return done.stderr.removeprefix("trustsim: ").strip()


def in_a_process(*arguments, **environment):
    """`python -m trustsim ARGUMENTS` in a process of its own."""
    everything = {**os.environ, "PYTHONPATH": str(HOUSE), **environment}
    return subprocess.run(
        [sys.executable, "-m", "trustsim", *arguments], env=everything, capture_output=True, text=True, timeout=600
    )


def test_help_names_every_command_and_comes_without_any_heavy_import():
    """Neither numpy nor mesa nor the compiler is loaded to say what there is."""
    code = "import sys; sys.argv = ['trustsim', '--help']\nfrom trustsim.cli import main\ntry:\n    main()\nfinally:\n    print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(HOUSE)},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0 and all(f"\n  {command} " in done.stdout for command in main.commands)
    assert not {"numpy", "mesa", "numba", "networkx", "pydantic", "matplotlib", "rich", "pyarrow"} & set(
        done.stdout.split()
    )


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_help(command):
    """What it does, and its options."""
    done = called(command, "--help")
    assert done.exit_code == 0 and "Usage:" in done.stdout


def test_the_version_is_that_of_the_package():
    """`trustsim --version`."""
    assert called("--version").stdout.strip().endswith(__version__)


def test_list_shows_every_config_with_its_title_and_claims():
    """Names that `run` takes."""
    done = called("list")
    assert done.exit_code == 0 and all(name in done.stdout for name in names())
    assert "31, 32, 33, 72, 84" in done.stdout


def test_show_tells_the_question_the_claims_and_what_differs_from_the_defaults():
    """Of transparency_vs_trust: its claims, its arms, its interventions, what else is tried; and no parameter at its default."""
    done = called("show", "transparency_vs_trust")
    words = " ".join(done.stdout.split())
    assert done.exit_code == 0
    assert read("transparency_vs_trust").question.split()[0] in words and "claim 33: Transparency is a plaster" in words
    assert (
        "firms.disclosure 0.3 0.95" in words
        and "week 78: firms.disclosure = 0.05" in words
        and "firms.digital_share" not in words
    )
    assert "also without: scrutiny; posting" in words and "customers.negativity = 1, 4" in words


def test_show_takes_overrides_into_account(here):
    """A changed parameter appears."""
    assert "customers.need_rate" in called("show", "tiny.toml", "--set", "customers.need_rate=0.9").stdout


def test_validate_says_that_configs_are_fine(here):
    """A line each, of those that ship and one's own; nothing is run or written."""
    done = called("validate", "tiny.toml", *names())
    assert done.exit_code == 0 and done.stdout.splitlines() == [f"{name}: fine" for name in ("tiny.toml", *names())]
    assert [p.name for p in here.iterdir()] == ["tiny.toml"]


def test_new_writes_a_config_that_runs_and_overwrites_none(here):
    """`new mine`, then `run mine.toml`; a second `new mine` is refused and leaves the file alone."""
    assert "trustsim run mine.toml" in called("new", "mine").stdout
    assert called("validate", "mine.toml").exit_code == 0
    (here / "mine.toml").write_text(TINY)
    assert "mine.toml already exists" in refused("new", "mine") and (here / "mine.toml").read_text() == TINY
    assert "there is no folder" in refused("new", "nowhere/mine")


@pytest.mark.parametrize(
    ("name", "next_step"),
    [
        ("my study", "trustsim run 'my study.toml'"),
        ("-pilot", "trustsim run ./-pilot.toml"),
        ("étude", "trustsim run étude.toml"),
    ],
)
def test_the_command_that_new_names_can_be_typed(here, name, next_step):
    """Names with spaces are quoted, and one with a dash in front is no option."""
    done = called("new", "--", name)
    assert done.stdout.rstrip().replace("'étude.toml'", "étude.toml").endswith(next_step)
    assert (here / f"{name}.toml").read_text(encoding="utf-8").startswith("# List only")


def test_schema_prints_the_json_schema():
    """One JSON document that editors can use."""
    assert json.loads(called("schema").stdout) == json.loads(json.dumps(json_schema()))


def test_run_shows_outcomes_and_says_where_the_results_are(here):
    """Exit status 0; figures, series, configs and manifest lie in a folder of results/."""
    done = called("run", "tiny.toml")
    assert done.exit_code == 0 and "trust in the last 6 weeks" in done.stdout and "minus closed" in done.stdout
    folder = Path(done.stdout.split()[-1])
    assert folder.parent == Path("results") and (folder / "manifest.json").is_file()


def test_run_with_an_experiment_ends_with_verdicts(here):
    """The user's own, beside the config, run from another folder."""
    (here / "mine").mkdir()
    (here / "mine" / "my_experiment.py").write_text(EXPERIMENT)
    (here / "mine" / "my.toml").write_text('experiment = "my_experiment.py"\nlenses = ["abi"]\n' + TINY)
    done = called("run", "mine/my.toml", "--out", "there")
    words = " ".join(done.stdout.split())
    assert (
        done.exit_code == 0
        and "Verdicts 1 " in words
        and "Showing more builds trust." in words
        and "18 runs in" in words  # as configured, under abi, and without what the claim hangs on
    )
    assert (here / "there" / "manifest.json").is_file()


def test_as_configured_leaves_out_other_lenses(here):
    """Six runs rather than eighteen."""
    (here / "my_experiment.py").write_text(EXPERIMENT)
    (here / "my.toml").write_text('experiment = "my_experiment.py"\nlenses = ["abi"]\n' + TINY)
    done = called("run", "my.toml", "--as-configured")
    assert "6 runs in" in done.stdout and "no other lens or value was tried" in " ".join(done.stdout.split())


def test_json_is_one_document_on_standard_output_and_nothing_else(here):
    """In a process of its own, so that all of standard output is seen; it says what the text says."""
    (here / "my_experiment.py").write_text(EXPERIMENT)
    (here / "my.toml").write_text('experiment = "my_experiment.py"\n' + TINY)
    done = in_a_process("run", "my.toml", "--json", "--as-configured", "--out", "results")
    assert done.returncode == 0, done.stderr
    found, figures = json.loads(done.stdout), (here / "results" / "figures").glob("*.svg")
    assert sorted(path.stem for path in figures) == ["differences", "trust_and_leap_rate", "verdicts"]
    assert found["seeds"] == [1, 2, 3] and found["runs"] == 6 and [claim["number"] for claim in found["claims"]] == [1]
    text = " ".join(called("run", "my.toml", "--as-configured", "--out", "results").stdout.split())
    assert (
        found["claims"][0]["verdict"] in text
        and format(found["outcomes"][0]["arms"]["open"]["mean"]["mean"], ".3f") in text
    )


def test_options_change_seeds_parameters_and_folder_and_are_recorded(here):
    """--replicates, --set, --jobs and --out; the manifest keeps what was overridden."""
    done = called(
        "run",
        "tiny.toml",
        "--replicates",
        "2",
        "--set",
        "customers.need_rate=0.9",
        "--jobs",
        "1",
        "--out",
        "there",
        "--json",
    )
    manifest = json.loads((here / "there" / "manifest.json").read_text())
    assert json.loads(done.stdout)["seeds"] == manifest["seeds"] == [1, 2]
    assert manifest["overrides"] == ["customers.need_rate=0.9", "replicates=2"]


def test_the_same_folder_for_another_config_is_told(here):
    """Its runs are replaced, not mixed, and one hears of it; the same config goes on where it was."""
    called("run", "tiny.toml", "--out", "there")
    assert (
        "contains results of a different config or version; replacing them"
        in called("run", "tiny.toml", "--out", "there", "--set", "ticks=7").stderr
    )
    assert (
        "Resuming there: 6 of 8 runs are done."
        in called("run", "tiny.toml", "--out", "there", "--set", "ticks=7", "--replicates", "4").stderr
    )


def test_a_failing_run_gives_exit_status_1_names_it_and_keeps_the_others(here):
    """Arm, seed, condition, error, week and line; four of six runs are kept; nothing on standard output."""
    (here / "my_measures.py").write_text(FRAGILE)
    (here / "my.toml").write_text(TINY.replace('"leap_rate"', '"my_measures.py:fragile"'))
    done = called("run", "my.toml", "--out", "there", "--json")
    assert done.exit_code == 1 and done.stdout == "" and "Traceback" not in done.stderr
    lines = done.stderr.splitlines()  # among them a line about compiling, where nothing is compiled yet
    assert sorted(line for line in lines if line.startswith("failed:")) == [
        f"failed: {arm}, seed 2, as configured: ZeroDivisionError: nobody left (week 3, my_measures.py line 5)"
        for arm in ("closed", "open")
    ]
    assert "2 runs failed, 4 are saved in there. Run the same command again to retry." in lines


def test_an_unknown_config_is_refused_with_the_nearest_name(here):
    """Of those that ship, and of files in the folder."""
    assert "did you mean transparency_vs_trust?" in refused("run", "transparancy_vs_trust")
    assert "did you mean tiny.toml?" in refused("show", "tinny.toml")


def test_a_file_that_is_not_toml_is_refused_with_its_name(here):
    """And the place of the fault."""
    (here / "bad.toml").write_text("ticks = = 3\n")
    assert refused("run", "bad.toml").startswith("bad.toml: is not TOML: ")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("advisors.rate=2", "advisors.rate = 2 is outside 0..1"),
        ("advisors.rte=0.3", "did you mean advisors.rate?"),
        ("replicates=0", "replicates = 0 is outside 1..100000"),
        ("ticks", "is not of the form key=value"),
        ('measures=["trsut"]', "unknown measure 'trsut' in measures; did you mean trust?"),
        ("lens=abii", "did you mean abi?"),
    ],
)
def test_an_override_that_is_wrong_is_refused(here, setting, said):
    """Out of range, unknown key, not a setting at all, unknown measure or lens; and nothing is written."""
    assert said in refused("run", "tiny.toml", "--set", setting)
    assert [p.name for p in here.iterdir()] == ["tiny.toml"]


def test_an_arm_that_the_experiment_names_and_the_config_lacks_is_refused(here):
    """Before anything runs."""
    (here / "my_experiment.py").write_text(EXPERIMENT.replace('than="closed"', 'than="clsed"'))
    (here / "my.toml").write_text('experiment = "my_experiment.py"\n' + TINY)
    assert "compares the arm clsed; did you mean closed?" in refused("run", "my.toml")
    assert not (here / "results").exists()


@pytest.mark.parametrize("command", ["run", "validate"])
@pytest.mark.parametrize("network", ["lawyers", "consultants"])
def test_a_network_whose_data_are_not_there_is_refused_with_where_to_get_them(here, command, network):
    """The folder looked in, the publisher's page, the key to set; nothing is run or written."""
    line = refused(command, "transparency_vs_trust", "--network", network, "--set", "graph.folder=nodata")
    assert line.startswith(f"network {network}: there is no ") and " in nodata; get the data from https://" in line
    assert line.endswith("--set graph.folder=FOLDER") and [p.name for p in here.iterdir()] == ["tiny.toml"]


def test_an_unknown_network_is_refused_with_the_nearest_name(here):
    """Of those that ship."""
    assert "did you mean lawyers?" in refused("run", "baseline", "--network", "lawyer")


def test_a_folder_that_cannot_be_written_is_refused(here):
    """A file stands in its way."""
    assert "choose another folder with --out" in refused("run", "tiny.toml", "--out", "tiny.toml/results")


def test_what_is_wrong_is_one_line_in_a_process_of_its_own_too(here):
    """No traceback on the real standard error."""
    done = in_a_process("run", "nowhere.toml")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "trustsim: nowhere.toml: there is no such file\n")


# --- what was typed wrongly, and what goes wrong outside ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["nope"], "there is no command 'nope'; there are: "),
        (["rum", "tiny.toml"], "there is no command 'rum'; did you mean run?; see trustsim --help"),
        (["run"], "Missing argument 'NAME|FILE'; see trustsim run --help"),
        (["run", "tiny.toml", "--replicates", "x"], "Invalid value for '--replicates'"),
        (["show", "tiny.toml", "--jason"], "No such option"),
    ],
)
def test_what_cannot_be_understood_is_one_line_with_the_help_to_look_at(here, typed, said):
    """Like any other bad input."""
    assert refused(*typed).startswith(said)


def test_show_promises_no_runs_that_would_not_be_run(here):
    """Without an experiment nothing but the config itself is replayed, whatever lenses and variations it names."""
    (here / "tiny.toml").write_text('lenses = ["abi"]\nablations = ["posting"]\n' + TINY)
    said = called("show", "tiny.toml").stdout
    assert "as configured only" in said and "also" not in said


def test_ties_that_have_no_place_are_told(here):
    """By `validate` and by `run`, on the channel of each."""
    (here / "ties.csv").write_text("source,target\nann,bob\nbob,ann\ndan,ann\neve,bob\n")
    (here / "tiny.toml").write_text(
        'graph = { file = "ties.csv", roles = { rule = "highest_in_degree", advisors = 0.5 } }\n' + TINY
    )
    assert called("validate", "tiny.toml").stdout.splitlines() == [
        "tiny.toml: fine",
        "  the network leaves out 2 ties: advisor-advisor",
    ]
    done = called("run", "tiny.toml", "--json")
    assert json.loads(done.stdout)["runs"] == 6 and "the network leaves out 2 ties: advisor-advisor" in done.stderr


@pytest.mark.parametrize(
    ("code", "status", "said"),
    [
        ("mine = 3", 2, "measures = 'mine.py:mine': mine is not a function of a model"),
        ("def mine(model):\n    return [1.0, 2.0]", 2, "the measure mine gave [1.0, 2.0]; it must give one number"),
        ("def mine(model):\n    raise SystemExit(7)", 1, "6 runs failed"),
    ],
)
def test_a_measure_that_is_none_is_told_in_a_line(here, code, status, said):
    """Neither a traceback nor a lost study, in one process and in two."""
    (here / "mine.py").write_text(code + "\n")
    (here / "tiny.toml").write_text(TINY.replace('"leap_rate"', '"mine.py:mine"'))
    for jobs in ("1", "2"):
        done = in_a_process("run", "tiny.toml", "--jobs", jobs)
        assert done.returncode == status and said in done.stderr and "Traceback" not in done.stderr, done.stderr


@pytest.mark.parametrize("kind", ['lens = "mine.py:mine"', 'mechanisms = { mine = "mine.py:mine" }'])
def test_a_lens_or_a_mechanism_that_is_no_function_is_told_before_anything_runs(here, kind):
    """By its type."""
    (here / "mine.py").write_text("mine = 3\nPHASE = 'perceive'\n")
    (here / "tiny.toml").write_text(kind + "\n" + TINY)
    assert "mine.py:mine is of type int, no function; write it as def mine(...)" in refused("validate", "tiny.toml")


def test_what_a_program_prints_that_a_measure_calls_is_no_part_of_the_json(here):
    """Nor what the measure prints itself."""
    (here / "mine.py").write_text(
        "import subprocess, sys\ndef mine(model):\n    print('one')\n    subprocess.run([sys.executable, '-c', 'print(2)'])\n    return 1.0\n"
    )
    (here / "tiny.toml").write_text(TINY.replace('"leap_rate"', '"mine.py:mine"').replace("ticks = 6", "ticks = 1"))
    done = in_a_process("run", "tiny.toml", "--jobs", "2", "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["runs"] == 6 and "one" in done.stderr and "2" in done.stderr


def test_a_full_disk_is_a_line_and_keeps_what_there_is(here, monkeypatch):
    """The file that did not fit is named, the status is that of a failed run, and no part of it stays."""
    before = os.replace

    def full(path, target):
        if "manifest" in str(target):
            raise OSError(28, "No space left on device")
        return before(path, target)

    monkeypatch.setattr(os, "replace", full)
    done = called("run", "tiny.toml", "--out", "out")
    assert (
        done.exit_code == 1
        and done.stderr.splitlines()[-1] == f"trustsim: {Path('out', 'manifest.json')}: No space left on device"
    )
    monkeypatch.setattr(os, "replace", before)
    assert "6 runs in" in called("run", "tiny.toml", "--out", "out").stdout


@pytest.mark.parametrize(
    "error",
    [
        OSError("Could not find/load shared object file 'libllvmlite.so'\n Error was: failed to map segment"),
        ImportError("\n\nIMPORTANT: PLEASE READ THIS\n\nImporting the numpy C-extensions failed."),
        MemoryError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_library_that_cannot_be_loaded_is_a_line_and_no_mistake_of_the_users(here, monkeypatch, error):
    """Exit status 1, as for what fails, not 2; one line however many the library has to say."""

    def fail(*arguments):
        raise error

    monkeypatch.setattr("trustsim.runs.terminal.show_run", fail)
    done = called("run", "tiny.toml")
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1 and done.stderr.startswith("trustsim: ")
