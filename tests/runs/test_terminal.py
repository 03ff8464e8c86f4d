"""What the terminal shows: the numbers of the summary, in 80 columns; what went wrong, in a line."""

import io

import pytest
from rich.console import Console
from studies import TINY, experimental, written

from trustsim.errors import BadInput
from trustsim.runs import tables, terminal
from trustsim.runs.compare import Interval, in_figures
from trustsim.runs.replay import replay
from trustsim.runs.summary import summary
from trustsim.scenario import read


def shown(found, width=80):
    """The text of a summary."""
    console = Console(file=io.StringIO(), width=width)
    tables.show_summary(found, console)
    return console.file.getvalue()


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """The summary of a small study with an experiment."""
    folder = tmp_path_factory.mktemp("terminal")
    return summary(replay(experimental(folder), folder / "results", robust=False))


def test_means_differences_and_verdicts_are_those_of_the_summary(found):
    """With the interval beside it, and as many digits as show what is not zero."""
    text, arm = shown(found), found["outcomes"][0]["arms"]["open"]
    between = in_figures(Interval(**arm["difference"]), "+")
    assert "trust in the last weeks (trust, 0..1)" in text and between in text and "minus closed [95 %]" in text
    assert f"1  {found['claims'][0]['verdict']}" in text and "Showing more builds trust." in text
    assert "n = 3 twin worlds" in text and "6 runs in" in text


def test_tables_fit_a_terminal_of_80_columns(found):
    """Nothing is cut short, and only the line with the folder may be longer."""
    text = shown(found)
    assert "…" not in text and all(
        len(line.rstrip()) <= 80 for line in text.splitlines() if "results, figures and manifest" not in line
    )


def test_a_single_run_shows_means_without_brackets_and_dashes_for_what_takes_two(tmp_path):
    """No interval is invented."""
    text = shown(summary(replay(experimental(tmp_path, replicates=1), tmp_path / "results", robust=False)))
    assert "nan" not in text.lower() and "None" not in text and "n = 1" in text
    row = next(line for line in text.splitlines() if line.startswith("open"))
    assert "[" not in row and row.split()[-2:] == ["-", "-"]


def test_words_of_the_user_are_shown_as_they_are(tmp_path):
    """Brackets in titles and questions are no markup."""
    made = experimental(tmp_path, TINY.replace('"Tiny"', '"[bold] or [/] not"'))
    assert "[bold] or [/] not" in shown(summary(replay(made, tmp_path / "results", robust=False)))


def test_a_missing_network_file_says_where_to_get_it_and_which_key_to_set():
    """Of a network that ships: its publisher's page, the folder looked in, the option to give."""
    error = terminal.where_to_get_it(BadInput("data/lazega_attributes.csv: no such file; put it there"), "lawyers")
    said, cure = str(error).split("; ")
    assert said == "network lawyers: there is no lazega_attributes.csv in data"
    assert cure.startswith("get the data from https://") and cure.endswith("--set graph.folder=FOLDER")


@pytest.mark.parametrize(
    ("text", "network"),
    [("ticks = 0 is outside 1..9", "lawyers"), ("ties.csv: no such file", "mine.toml"), ("x: no such file", None)],
)
def test_other_errors_are_left_as_they_are(text, network):
    """What is not about a missing file of a network that ships."""
    error = BadInput(text)
    assert terminal.where_to_get_it(error, network) is error


def test_everything_that_can_be_wrong_before_a_run_is_found_without_one(tmp_path):
    """An own lens that is not there, an unknown measure, an agent class of the wrong kind: `validate` names each."""
    for line, said in (
        ('lens = "my_lens.py:gut"', r"my_lens\.py:gut: there is no file"),
        ('measures = ["trsut"]', "unknown measure 'trsut' in measures; did you mean trust?"),
        ('agents = { customer = "my_agents.py:Thing" }', "must be written as class Thing"),
    ):
        top, _, rest = TINY.partition("[population]")
        top = "".join(each for each in top.splitlines(True) if each.split(" ")[0] != line.split(" ")[0])
        path = written(tmp_path, f"{line}\n{top}[population]{rest}", my_agents="class Thing:\n    pass\n")
        with pytest.raises(BadInput, match=said.replace("?", r"\?")) as error:
            terminal.check(str(path), (), None)
        assert "tiny.toml" in str(error.value) and read(str(path))
