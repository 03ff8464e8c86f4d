"""What is declared in code, as tables of Markdown: parameters, columns, the phases of the week."""

from trustsim.declaring import declared
from trustsim.pages.markdown import number, story, table
from trustsim.state import columns_of
from trustsim.week import PHASES

HEADS = ("parameter", "default", "unit", "range", "meaning", "source")


def rows_of(group, owner):
    """The rows of one group of parameters."""
    return [(f"`{p.path}`", number(p.default), p.unit, span(p), p.meaning, p.source) for p in declared(group, owner)]


def span(parameter):
    """The range of a parameter, or "" for a switch."""
    return "" if parameter.kind is bool else f"{number(parameter.low)}..{number(parameter.high)}"


def columns_table(name):
    """The columns of one table."""
    rows = [
        (f"`{c.name}`", kind(c.dtype), c.unit, f"{limit(c.low)}..{limit(c.high)}", c.meaning)
        for c in columns_of(name).values()
    ]
    return table(("column", "type", "unit", "range", "meaning"), rows)


def kind(dtype):
    """The type of a column, abbreviated."""
    return dtype if isinstance(dtype, str) else f"{dtype[0]} × {dtype[1]}"


def limit(value):
    """One end of a range; values above 1e9 are shown as infinity."""
    return "∞" if value > 1e9 else number(value)


def phases_table():
    """The phases of the week, each with its rows and its rules."""
    rows = []
    for place, phase in enumerate(PHASES, 1):
        rules = "; ".join(f"`{rule.__module__.rpartition('.')[2]}.{rule.__name__}`" for rule in phase.rules)
        rows.append((place, f"`{phase.name}`", phase.table, rules, first_sentence(phase)))
    return table(("#", "phase", "rows of", "rules", "what happens"), rows)


def first_sentence(phase):
    """What the rules of a phase do, one sentence per rule."""
    return " ".join(story(rule).partition("\n")[0] for rule in phase.rules)
