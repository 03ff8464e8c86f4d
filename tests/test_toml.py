"""TOML text to a table: what would take for ever or break Python's reader is refused at once, in one line."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.errors import BadInput
from trustsim.scenario import parse, read
from trustsim.scenario.toml import MOST_STEPS, MOST_TEXT, loads

LONG = 20_000
DOTTED = [
    ".".join(["a"] * LONG) + " = 1",
    " . ".join(["a"] * LONG) + " = 1",
    ".".join(['"a"'] * LONG) + " = 1",
    ".".join(["'a'"] * LONG) + " = 1",
    "[" + ".".join(["a"] * LONG) + "]",
    "[[" + ".".join(["a"] * LONG) + "]]",
    "x = {" + ".".join(["a"] * LONG) + " = 1}",
    '"""a""""\n' + ".".join(["a"] * LONG) + " = 1",
]
DEEP = [
    "x = " + "[" * 400 + "]" * 400,
    "x = " + "{a = " * 400 + "1" + "}" * 400,
    "x = " + "[{a = " * 200 + "1" + "}]" * 200,
    'x = ["""a"""", ' + "[" * 400 + "]" * 401,
    "x = ['''a'''', " + "[" * 400 + "]" * 401,
    "x = [ # ]]]]\n" + "[\n" * 400 + "]" * 401,
    'x = ["]]]]", "\\"]]", ' + "[" * 400 + "]" * 401,
    "[" + ".".join("abcdefghijkl") + "]\n" + ".".join("abcdefghijkl") + " = {" + ".".join("abc") + " = 1}",
]
HOSTILE = [
    'x = "' + '\\"' * 100_000,
    'x = """' + '\\"""' * 60_000,
    "'" * 250_000,
    '"' * 250_000,
    "'a\n" * 80_000,
    'x = """' + 'a"\\' * 80_000,
    "x = 0x" + "f" * 250_000,
    "x = " + "9" * 250_000,
    "x = [[[[",
    "\x00",
]


def refused(text):
    """The one line that refuses a text, and the seconds that it took."""
    began = time.perf_counter()
    with pytest.raises(BadInput) as error:
        loads(text, "x.toml")
    assert str(error.value).startswith("x.toml: ") and "\n" not in str(error.value) and len(str(error.value)) < 200
    return str(error.value), time.perf_counter() - began


@pytest.mark.parametrize("text", DOTTED, ids=range(len(DOTTED)))
def test_a_key_with_too_many_dots_is_refused_at_once(text):
    """However it is written: such a key of 39 kB cost half a minute and 1.5 GB."""
    message, seconds = refused(text)
    assert f"a key with more than {MOST_STEPS} dots" in message
    assert seconds < 1


@pytest.mark.parametrize("text", DEEP, ids=range(len(DEEP)))
def test_tables_too_deep_in_each_other_are_refused(text):
    """Behind whatever quotes and comments; header, key and value together."""
    assert f"more than {MOST_STEPS} deep in each other" in refused(text)[0]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_hostile_takes_no_time(text):
    """Unfinished texts, numbers of many digits: one line, within seconds on a slow machine."""
    assert refused(text)[1] < 5


def test_a_number_of_too_many_digits_is_refused():
    """Messages could not even print it."""
    assert "more than 100 digits" in refused("first_seed = 0x" + "f" * 9000)[0]
    with pytest.raises(BadInput, match="more than 100 digits"):
        parse({"first_seed": 10**5000})


def test_a_file_too_long_is_refused():
    """No config is a megabyte."""
    assert "too long for a config" in refused("#" * (MOST_TEXT + 1))[0]


def test_a_deep_table_from_python_is_refused():
    """`parse` takes tables as well."""
    table = {}
    for _ in range(5000):
        table = {"a": table}
    with pytest.raises(BadInput, match="deep in each other"):
        parse(table)


def test_dots_elsewhere_are_no_steps():
    """In numbers, texts and comments; many keys on many lines."""
    numbers = ", ".join(["1.5"] * 500)
    text = f"x = [{numbers}]\ny = \"{'.' * 500}\"\n# {'.' * 500}[[[[[[[[[[[[[[[[[[[[\nz = '{'[' * 500}'\n"
    text += "\n".join(f"a.b.c{n} = 1.5" for n in range(500))
    table = loads(text, "x.toml")
    assert (len(table["x"]), table["y"], table["z"], len(table["a"]["b"])) == (500, "." * 500, "[" * 500, 500)


@given(st.text(alphabet="\"'\\[]{}=,.#\n ab1", max_size=60))
def test_what_python_reads_is_refused_only_for_its_depth(text):
    """A short text is read as Python's reader reads it."""
    import tomllib

    try:
        expected = tomllib.loads(text)
    except ValueError:
        return
    try:
        assert loads(text, "x.toml") == expected
    except BadInput as error:
        assert "more than 16" in str(error) and text.count("[") + text.count("{") + text.count(".") > MOST_STEPS


@pytest.mark.parametrize(
    "override", [f"{'a.' * 5000}b=1", f"ticks={'[' * 5000}", f"ticks=0x{'f' * 5000}", f"title={'a.' * 9000}"]
)
def test_overrides_pass_the_same_place(override):
    """One line, and no long wait."""
    if override.startswith("title"):
        assert read("baseline", [override]).title == override.removeprefix("title=")
        return
    with pytest.raises(BadInput) as error:
        read("baseline", [override])
    assert "\n" not in str(error.value) and len(str(error.value)) < 300
