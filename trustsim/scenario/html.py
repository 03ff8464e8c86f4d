"""How a study shows itself in a notebook: plain HTML, with every text of a user's escaped."""

from html import escape
from typing import Any

STYLE = "text-align: left; vertical-align: top; padding: 0.3em 1em 0.3em 0"


def of_study(study: Any) -> str:
    """The question, the arms, and how often each runs."""
    rows = [(name, arm.title, arm.ticks) for name, arm in study.arms.items()]
    runs = f"{study.replicates} runs of each arm from seed {study.first_seed}; lens {lens_of(study)}"
    runs += f"; an assumed space of {study.space.worlds} worlds" if study.space else ""
    return head(study) + table(("arm", "title", "weeks"), rows) + f"<p>{escape(runs)}</p>"


class Marked(str):
    """A text that is HTML already."""


def head(study: Any) -> str:
    """Title and question."""
    return f"<h3>{escape(study.title)}</h3><p>{escape(' '.join(study.question.split()))}</p>"


def lens_of(study: Any) -> str:
    """The lenses of the arms."""
    return ", ".join(dict.fromkeys(arm.lens for arm in study.arms.values()))


def table(heads: tuple, rows: list) -> str:
    """A table. Texts are escaped unless they are Marked."""
    top = "".join(f'<th scope="col" style="{STYLE}">{escape(each)}</th>' for each in heads)
    body = "".join("<tr>" + "".join(f'<td style="{STYLE}">{cell(each)}</td>' for each in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def cell(value: object) -> str:
    """A value as HTML."""
    return value if isinstance(value, Marked) else escape(str(value))
