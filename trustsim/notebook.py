"""How a result shows itself in a notebook: plain HTML, with every text of a user's escaped."""

from html import escape
from math import nan
from typing import Any

from trustsim.runs.compare import Interval, in_figures
from trustsim.runs.words import with_parts
from trustsim.scenario.html import Marked, head, table

COLOURS = {"supported": "#0072b2", "refuted": "#d55e00"}


def of_result(result: Any) -> str:
    """The question, the verdicts, the outcomes, and where everything is."""
    parts = [head(result.study)]
    claims = with_parts(result.told.get("claims", ()))
    if claims:
        rows = [(claim["number"], word(claim), Marked(reasons(claim))) for claim in claims]
        parts.append(table(("claim", "verdict", "why"), rows))
    for outcome in result.told.get("outcomes", ()):
        parts.append(f"<p><b>{escape(outcome['name'])}</b> {escape(outcome['unit'] or '')}</p>")
        rows = [(arm, figures(at["mean"]), figures(at.get("difference"), "+")) for arm, at in outcome["arms"].items()]
        parts.append(table(("arm", "mean [95 %]", f"minus {result.told['reference']} [95 %]"), rows))
    runs = f"{len(result.results.runs)} runs in {result.folder}"
    runs += "" if result.told else ", not finished: run the study again to resume"
    return "".join([*parts, f"<p>{escape(runs)}</p>"])


def word(claim: dict) -> Marked:
    """The verdict in its colour."""
    colour = COLOURS.get(claim["verdict"], "inherit")
    return Marked(f'<b style="color: {colour}">{escape(claim["shown"])}</b>')


def reasons(claim: dict) -> str:
    """The claim, and below it why the verdict is what it is."""
    return f"<b>{escape(claim['claim'])}</b><br>{escape(claim['because'])}"


def figures(found: dict | None, sign: str = "") -> str:
    """An interval as text, or nothing where there is none."""
    if found is None:
        return ""
    numbers = (nan if value is None else value for value in found.values())
    return in_figures(Interval(*numbers), sign)
