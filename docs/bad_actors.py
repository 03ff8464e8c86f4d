"""Write the tables of docs/bad_actors.md, and its figure, from a replayed study: `python -m docs.bad_actors FOLDER`.

Which theory of trust is fooled by which kind of pretence, for how long, and what a repair takes back of it. Only what
lies between the marks of the page is written; the text around them stays.
"""

import sys
from functools import cache
from math import isnan
from pathlib import Path
from typing import NamedTuple

import trustsim
from docs.markdown import region
from trustsim.pages.markdown import table
from trustsim.plots.flipmap import listed
from trustsim.plots.paper import BLUE, EDGE, GRID, INK, ORANGE, QUIET, SMALL, TEXT, Sheet, plain_style, save
from trustsim.runs.claims import HOLDS
from trustsim.runs.compare import Interval, in_figures, interval
from trustsim.runs.conditions import AS_CONFIGURED
from trustsim.runs.every_claim import counted
from trustsim.runs.experiments import experiment_of
from trustsim.runs.words import plainly

HERE = Path(__file__).parent
PAGE, IMAGES = HERE / "bad_actors.md", HERE / "images"
KINDS = {
    "oscillating": "good until trusted",
    "whitewashing": "a new name",
    "colluding": "bought praise",
    "exaggerating": "tellers who overstate",
}
CHANGES = {
    "forgetful": "forget four times as fast",
    "unforgiving": "bad news weighs twice as much",
    "sparing": "expect little of strangers",
    "talkative": "hear peers three times as much",
    "open": "firms show nearly all",
    "unweighed": "believe all tellers alike",
}
LEFT, TALL, GAP, HEAD = 2.9, 0.66, 0.06, 0.62  # inches: names of rows, height of a tile, between tiles, a heading
STRONGEST = 0.13  # trust: a tile is fully coloured from here
NOTE = (
    "A quarter of the advisors pretend. Upper tiles: trust in them (0..1, last half year) and their share of the leaps "
    "in points of a hundred (last year), each minus that of their unmasked twins, who are as good and hide nothing. "
    "Fooled: the weeks, of {weeks}, in which they are trusted as much as all others, to within a hundredth. Lower "
    "tiles, under the lens {lens}: how a change in the market alters the trust gained, its effect on the unmasked "
    "twins taken off; and in how many of the {lenses} lenses it takes a hundredth or more. Weighing tellers is on by "
    "default: the last row takes it away. Last column: leap rate, in points of a hundred, where nobody pretends. "
    "±: half of a 95 % interval over n = {n} twin worlds. Orange: pretence gains; blue: it loses."
)


@cache
def experiment():
    """The experiment, with its outcomes and tests."""
    return experiment_of(trustsim.load("bad_actors"))


class Gain(NamedTuple):
    """What a kind of pretence gains beyond twins of equal true quality, and how long it deceives."""

    trust: Interval
    leaps: Interval
    weeks: Interval


class Tile(NamedTuple):
    """The lines of a tile, the first one bold, and the trust by which it is coloured."""

    lines: tuple
    trust: float = 0.0


def lenses(results):
    """{lens: the condition under which it was read}, the configured one first."""
    names = [each.name for each in results.conditions]
    others = {lens: f"lens {lens}" for lens in results.study.lenses if f"lens {lens}" in names}
    return {next(iter(results.study.arms.values())).lens: AS_CONFIGURED} | others


def beyond(results, outcome, weights, condition=AS_CONFIGURED):
    """The interval of a weighted sum of arms, {arm: weight}, over the seeds that all of them have completed."""
    seeds = results.seeds(*((condition, arm) for arm in weights))
    return interval(sum(w * results.values(outcome, arm, condition, seeds) for arm, w in weights.items()))


def gains(results):
    """{(lens, kind): Gain}."""
    of, found = experiment(), {}
    for lens, condition in lenses(results).items():
        for kind in KINDS:
            over = {kind: 1, of.UNMASKED: -1}
            trust, leaps = (beyond(results, outcome, over, condition) for outcome in (of.TRUST, of.LEAPS))
            found[lens, kind] = Gain(trust, leaps, beyond(results, of.FOOLED, {kind: 1}, condition))
    return found


def altered(results, change, kind):
    """How a change alters the trust that a kind of pretence gains: an Interval, or None if that was not run."""
    if f"{change}_{kind}" not in results.study.arms:
        return None
    return experiment().repair(change, kind).measured(results)


def lenses_that_take(results, change, kind):
    """In how many lenses a change takes a hundredth or more of the trust that pretence gains."""
    test = experiment().repair(change, kind)
    return sum(test.answer(test.measured(results, condition)) == HOLDS for condition in lenses(results).values())


def cost(results, change):
    """What a change does to the leap rate where nobody pretends."""
    twin = experiment().UNMASKED
    return beyond(results, experiment().LEAP_RATE, {f"{change}_{twin}": 1, twin: -1})


def finding(results):
    """Sentences: which pretence gains most leaps and most trust under which lens, and what takes most of it back."""
    found = gains(results)
    (lens, kind), most = max(found.items(), key=lambda each: each[1].leaps.mean)
    (other, by), trusted = max(found.items(), key=lambda each: each[1].trust.mean)
    leaps = 100 * most.leaps.mean
    told = [
        f"“{KINDS[kind].capitalize()}” gains most: {leaps:.0f} of a hundred leaps under {plainly(lens)}",
        f"Most trust beyond what is deserved: {trusted.trust.mean:.2f}, by “{KINDS[by]}” under {plainly(other)}",
    ]
    helps = []
    for each, name in KINDS.items():
        best = min(experiment().REPAIRS, key=lambda change: altered(results, change, each).mean)
        if experiment().repair(best, each).answer(altered(results, best, each)) == HOLDS:
            helps.append(f"against “{name}” to {CHANGES[best]}")
    return [*told, f"It helps most {listed(helps)}"] if helps else told


def near(found, unit=1.0, figures=3):
    """An interval in a tile: "+0.116 ± 0.005"."""
    return f"{unit * found.mean:+.{figures}f} ± {unit * (found.high - found.low) / 2:.{figures}f}".replace("-", "−")


def upper(results):
    """Rows of tiles: what each kind gains under each lens."""
    found, rows = gains(results), {}
    for (lens, _), gain in found.items():
        weeks = f"fooled for {counted(round(gain.weeks.mean), 'week')}"
        lines = f"trust {near(gain.trust)}", f"leaps {near(gain.leaps, 100, 1)}", weeks
        rows.setdefault(plainly(lens), []).append(Tile(lines, gain.trust.mean))
    return rows


def lower(results):
    """Rows of tiles: what each change takes back of it, and what it costs."""
    rows = {}
    for change, name in CHANGES.items():
        row = rows.setdefault(name, [])
        for kind in KINDS:
            found = altered(results, change, kind)
            if found is None:
                row.append(None)
            else:
                many = f"{lenses_that_take(results, change, kind)} of {len(lenses(results))} lenses"
                row.append(Tile((f"trust {near(found)}", many), found.mean))
        row.append(Tile((near(cost(results, change), 100, 1),)))
    return rows


def draw(results):
    """The figure: above what each kind of pretence gains under each lens, below what each change takes back of it."""
    above, below, told = upper(results), lower(results), finding(results)
    n, weeks = len(results.study.seeds), next(iter(results.study.arms.values())).ticks
    note = NOTE.format(n=n, weeks=weeks, lens=next(iter(above)), lenses=len(above))
    sheet = Sheet((len(above) + len(below)) * TALL + 2 * HEAD + 0.3, told[0], f"{'. '.join(told[1:])}.", note)
    canvas = sheet.axes(0, 0, sheet.width, sheet.height)
    canvas.set(xlim=(0, sheet.width), ylim=(sheet.height, 0))
    canvas.set_axis_off()
    wide = (sheet.width - 2 * EDGE - LEFT) / (len(KINDS) + 1)
    y = grid(canvas, sheet.top, wide, ("What pretence gains", tuple(KINDS.values())), above)
    grid(canvas, y + 0.3, wide, ("What a change does to it", (*KINDS.values(), "leap rate")), below)
    return sheet


def grid(canvas, y, wide, heads, rows):
    """Draw rows of tiles, {name: tiles}, from `y` on, under a title and names of columns; returns where they end."""
    title, columns = heads
    canvas.text(EDGE, y + 0.12, title, size=TEXT, weight="bold", color=INK, va="center")
    for place, name in enumerate(columns):
        how = {"size": SMALL, "color": QUIET, "ha": "center", "va": "center"}
        canvas.text(EDGE + LEFT + (place + 0.5) * wide - GAP / 2, y + HEAD - 0.14, name, **how)
    y += HEAD
    for name, tiles in rows.items():
        canvas.text(EDGE, y + TALL / 2, name, size=TEXT - 1, color=INK, va="center")
        for place, tile in enumerate(tiles):
            if tile is not None:
                draw_tile(canvas, (EDGE + LEFT + place * wide, y), wide, tile)
        y += TALL
    return y


def draw_tile(canvas, corner, wide, tile):
    """Draw a tile: orange where pretence gains and blue where it loses."""
    from matplotlib.patches import Rectangle

    (x, y), size = corner, (wide - GAP, TALL - GAP)
    deep = 0.55 * min(1.0, abs(tile.trust) / STRONGEST)
    canvas.add_patch(Rectangle(corner, *size, facecolor=ORANGE if tile.trust > 0 else BLUE, alpha=deep, linewidth=0))
    canvas.add_patch(Rectangle(corner, *size, facecolor="none", edgecolor=GRID))
    for place, text in enumerate(tile.lines):
        how = {"size": SMALL - 1, "weight": "bold" if place == 0 else "normal", "ha": "center", "va": "center"}
        canvas.text(x + size[0] / 2, y + size[1] * (place + 0.75) / (len(tile.lines) + 0.5), text, color=INK, **how)


def gains_table(results):
    """What each kind of pretence gains, lens by lens."""
    rows = [
        (plainly(lens), KINDS[kind], in_figures(gain.trust, "+"), in_figures(gain.leaps, "+"), in_figures(gain.weeks))
        for (lens, kind), gain in gains(results).items()
    ]
    return table(("lens", "pretence", "trust gained", "share of leaps gained", "weeks as trusted as others"), rows)


def verdicts_table(result):
    """The verdict on each claim and part, with the shares of the assumed space in which it holds and is refuted."""
    rows = [
        (number, claim.claim, f"**{claim.verdict}**", percent(claim.holds), percent(claim.refuted))
        for number, claim in result.verdicts().iterrows()
    ]
    return table(("#", "claim", "verdict", "holds in", "refuted in"), rows)


def percent(share):
    """A share in words; a claim with parts has none."""
    return "" if isnan(share) else f"{share:.0%}"


def main(folder):
    """Draw the figure and write the regions of the page."""
    result = trustsim.open(folder)
    results = result.results
    with plain_style():
        _, png = save(draw(results), IMAGES / "bad_actors")
        png.unlink()
    told = f"{'. '.join(finding(results))}."
    text = region(PAGE.read_text(encoding="utf-8"), "figure", f"{told}\n\n![{told}](images/bad_actors.svg)")
    text = region(text, "verdicts", verdicts_table(result))
    PAGE.write_text(region(text, "gains", gains_table(results)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
