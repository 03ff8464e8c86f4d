"""Write docs/contradictions.md and its figures from replayed studies: `python -m docs.contradictions RESULTS_FOLDER…`.

The five articles contradict each other in eight places. For each, the claims of both sides are shown over the assumed
space: in which share of the worlds they hold, and what decides.
"""

import json
import sys
from pathlib import Path
from typing import NamedTuple

from trustsim.plots.flipmap import bar, listed
from trustsim.plots.paper import EDGE, INK, QUIET, SMALL, TEXT, Sheet, plain_style, save, wrapped
from trustsim.runs.claims import HOLDS, REFUTED
from trustsim.runs.words import with_parts

HERE = Path(__file__).parent
PAGE, IMAGES = HERE / "contradictions.md", HERE / "images"
ROW, BAR, LEFT, RIGHT = 0.62, 0.3, 5.6, 2.0  # inches: a row, its bar, the texts beside it, the verdict beside it
NOTE = (
    "Bars: the share of worlds of the assumed space in which a claim holds (blue), depends on the time (dark edge), is "
    "undecided (light edge) and is refuted (orange). Right: the verdict. An assumed claim was put in by hand, so its "
    "bar is no finding."
)


class Side(NamedTuple):
    """One side of a contradiction: what it says, and the claims, or parts of claims, that say so."""

    says: str
    claims: tuple


CONTRADICTIONS = {
    "transparency": (Side("transparency builds trust", ("84a", "84b")), Side("it is a plaster", ("31b", "31c", "33a"))),
    "control": (Side("probation earns trust", ("58a", "58b", "59")), Side("control destroys it", ("32b", "81c"))),
    "earned": (
        Side("trust is earned", ("57a", "57b")),
        Side("it is given first", ("50",)),
        Side("it takes a leap", ("25b", "66")),
    ),
    "weighs_most": (
        Side("care weighs most", ("73c", "74")),
        Side("self-orientation does", ("9", "15b")),
        Side("why weighs more than how", ("36",)),
    ),
    "opening_up": (Side("open up first", ("13a", "13b")), Side("even by a weakness", ("13c",))),
    "first": (Side("the human being first", ("63a", "63b", "63c")), Side("knowledge is the way in", ("1", "7a"))),
    "warm": (Side("a warm relation gains", ("53",)), Side("a breach then hurts more", ("54",))),
    "revenue": (Side("revenue stays when trust falls", ("29a",)), Side("without trust nobody follows", ("28", "23"))),
}


def read(folders):
    """{number: claim or part of one, as in summary.json} of these replayed studies."""
    found = {}
    for folder in folders:
        summary = json.loads((Path(folder) / "summary.json").read_text(encoding="utf-8"))
        found |= {str(each["number"]): each for each in with_parts(summary["claims"])}
    return found


def shares(claim):
    """The share of worlds per answer that there is; empty if the claim was not read over a space."""
    return (claim["space"] or {}).get("shares", {})


def holding(side, claims):
    """The mean share of worlds in which the claims of a side hold, those that are assumed aside unless all are."""
    found = [claims[number] for number in side.claims if claims[number]["verdict"] != "assumed"]
    held = [
        shares(each).get(HOLDS, 0.0) for each in found or [claims[number] for number in side.claims] if shares(each)
    ]
    return sum(held) / len(held) if held else 0.0


def finding(sides, claims):
    """The sentence over a figure: how often each side holds."""
    told = [f"“{side.says}” in {holding(side, claims):.0%}" for side in sides]
    return f"Of the worlds tried, {listed(told)}"


def deciding(sides, claims):
    """What decides, by claim, for those that hold in some worlds and are refuted in others."""
    told = []
    for side in sides:
        for number in side.claims:
            if {HOLDS, REFUTED} <= set(shares(claims[number])) and claims[number]["space"]["decide"]:
                told.append(f"{number} depends on {listed(claims[number]['space']['decide'])}")
    return f"{'; '.join(told)}." if told else "No assumption that was varied tells the worlds apart."


def beside(sheet, x, y, lines, colour):
    """Write up to two lines beside a bar."""
    for place, line in enumerate(lines[:2]):
        sheet.write(x, y + 0.05 + place * SMALL * 1.3 / 72, line, size=SMALL, color=colour, va="top")


def draw(sides, claims):
    """One figure: a bar for each claim, side by side with what it says."""
    rows = sum(len(side.claims) for side in sides)
    sheet = Sheet(rows * ROW + len(sides) * 0.45 + 0.5, finding(sides, claims), deciding(sides, claims), NOTE)
    y, wide = sheet.top, sheet.width - 2 * EDGE - LEFT - RIGHT
    for side in sides:
        sheet.write(EDGE, y + 0.3, side.says[0].upper() + side.says[1:], size=TEXT, weight="bold", color=INK)
        y += 0.45
        for number in side.claims:
            claim = claims[number]
            beside(sheet, EDGE + 0.15, y, wrapped(f"{number} {claim['claim']}", LEFT - 0.4, SMALL), INK)
            bar(sheet.axes(EDGE + LEFT, y, wide, BAR), shares(claim), SMALL)
            beside(sheet, sheet.width - EDGE - RIGHT + 0.15, y, wrapped(claim["shown"], RIGHT - 0.2, SMALL), QUIET)
            y += ROW
    return sheet


def section(name, sides, claims):
    """The part of the page on one contradiction."""
    title = f"## {', or '.join([sides[0].says[0].upper() + sides[0].says[1:], *(side.says for side in sides[1:])])}?"
    words = "; ".join(f"{number} {claims[number]['shown']}" for side in sides for number in side.claims)
    told = f"{finding(sides, claims)}. {deciding(sides, claims)}"
    return f"{title}\n\n{told}\n\n![{told}](images/contradiction_{name}.svg)\n\nVerdicts: {words}."


def main(folders):
    """Draw the figures and write the page."""
    claims = read(folders)
    with plain_style():
        for name, sides in CONTRADICTIONS.items():
            _, png = save(draw(sides, claims), IMAGES / f"contradiction_{name}")
            png.unlink()
    head = (
        "<!-- generated by python -m docs.contradictions: do not edit by hand -->\n\n"
        "# Where the articles contradict each other\n\nThe five articles contradict each other in eight places. Each "
        "is shown over the assumed space: worlds in which what nobody has measured varies within what the literature "
        "allows. The claims, their tests and their verdicts are in [the claims](claims.md)."
    )
    sections = [section(name, sides, claims) for name, sides in CONTRADICTIONS.items()]
    PAGE.write_text("\n\n".join([head, *sections]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
