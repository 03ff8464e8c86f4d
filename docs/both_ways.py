"""Write docs/both_ways.md and its figures, on trust in both directions: `python -m docs.both_ways`. It takes a minute.

Every number on the page comes from the runs. What they are is on the page: one pair, or the default world.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from trustsim.lenses import LENSES
from trustsim.network import make_network
from trustsim.plots.paper import BLUE, EDGE, INK, ORANGE, QUIET, SMALL, Sheet, plain_style, save
from trustsim.runs.compare import interval
from trustsim.runs.one_run import cores, run_one
from trustsim.scenario import parse

HERE = Path(__file__).parent
PAGE, IMAGES = HERE / "both_ways.md", HERE / "images"
PAIRS, WORLDS = 60, 10  # seeds of a pair, and of a world
YEAR = 52
PAIR = {  # one customer, one advisor, one firm, all average; nobody posts or talks, so only deliveries teach
    "population": {"firms": 1, "advisors": 1, "customers": 1},
    "graph": {"relations": 1, "peers": 0, "spare": 0},
    "spread": {"quality": 0.0, "propensity": 0.0, "status": 0.0, "disclosure": 0.0},
    "leaping": {"reputation_floor": 0.0},
    "mechanisms": {"posting": False, "word_of_mouth": False, "candour": False},
    "reciprocity": {"least_effort": 0.3},
    "measures": ["trust", "trust_in_customers", "effort"],
}
SLOPES = (0.0, 4.0, 8.0, 12.0, 16.0, 20.0)
CONDUCT, LATER = 0.6, 10  # of the pair whose two starts are compared; years after the start
STARTS = {"trusting": (0.0, 1.0), "distrusting": (1.0, 0.0)}  # conduct and least effort in the first year
APART = 0.1  # trust: two ends that differ by more are called apart
STEPS = tuple(np.linspace(0.0, 1.0, 7))  # of conduct, moved up and down, two years each
LOOP = {"evidence": {"half_life": 26.0}, "customers": {"need_rate": 0.5}}  # a step is four half-lives: memory is short
LOOPED = (0.0, 12.0)  # slopes
HIGH = 3.4  # inches, of a panel


def merged(*configs):
    """Several configs as one, table by table."""
    whole = {}
    for config in configs:
        for key, value in config.items():
            whole[key] = {**whole.get(key, {}), **value} if isinstance(value, dict) else value
    return whole


def runs(config, seeds):
    """{measure: float64 [seeds, weeks]} of the only arm of a config."""
    arm = parse(config).arms["as configured"]

    def run(seed):
        return run_one(arm, seed, make_network(arm.graph, arm.values, seed))

    with ThreadPoolExecutor(cores()) as pool:
        found = list(pool.map(run, range(1, seeds + 1)))
    return {name: np.array([each[name] for each in found]) for name in found[0]}


def late(series, weeks=YEAR):
    """The mean over the last weeks of each run, as an Interval over the runs."""
    return interval(np.nanmean(series[:, -weeks:], axis=1).tolist())


def line(axes, weeks, series, colour, label, place=None):
    """The mean over the runs with its 95 % band, smoothed over a quarter, and its name at the end."""
    window = np.ones(13) / 13
    smooth = np.array([np.convolve(filled(each), window, "valid") for each in series])
    middle, half = smooth.mean(axis=0), 1.96 * smooth.std(axis=0, ddof=1) / len(smooth) ** 0.5
    years = (np.arange(len(middle)) + 12) / YEAR
    axes.fill_between(years, middle - half, middle + half, color=colour, alpha=0.2, lw=0)
    axes.plot(years, middle, color=colour, lw=2)
    axes.text(weeks / YEAR * 1.02, middle[-1] if place is None else place, label, color=colour, size=SMALL, va="center")


def filled(series):
    """A series in which each week without a value has the last one before it."""
    known = np.flatnonzero(~np.isnan(series))
    if not len(known):
        return np.full(len(series), np.nan)
    last = np.maximum.accumulate(np.where(np.isnan(series), -1, np.arange(len(series))))
    return np.where(last < 0, series[known[0]], series[np.maximum(last, 0)])


def said(found, digits=2):
    """A mean with its interval."""
    return f"{found.mean:.{digits}f} [{found.low:.{digits}f}, {found.high:.{digits}f}]"


# --- one pair: a spiral -----------------------------------------------------------------------------------------------


def spiral():
    """A pair with and without threats: the figure and the paragraph."""
    base = merged(PAIR, {"lens": "pillars", "ticks": 5 * YEAR, "reciprocity": {"steepness": 12.0}})
    arms = {
        name: runs(merged(base, {"customers": {"conduct": conduct}}), PAIRS)
        for name, conduct in (("without threats", 0.0), ("with threats", 1.0))
    }
    ends = {name: {m: late(each[m]) for m in PAIR["measures"]} for name, each in arms.items()}
    calm, threatened = ends.values()
    title = (
        f"Threats take trust both ways down with the effort: {threatened['trust'].mean:.2f} after five years, "
        f"{calm['trust'].mean:.2f} without them"
    )
    sheet = Sheet(
        HIGH + 0.95, title, "One customer and one advisor who meet every three weeks",
        f"Lens pillars, steepness 12, least effort .3; n = {PAIRS} pairs, 95 % bands, mean of a quarter of a year. "
        "Threatening: conduct 1.",
    )  # fmt: skip
    for column, (name, each) in enumerate(arms.items()):
        axes = sheet.axes(EDGE + 0.6 + column * 6.3, sheet.top + 0.3, 3.9, HIGH)
        axes.set_title(name, loc="left", size=SMALL + 1, color=INK, weight="bold")
        names = (
            ("effort", QUIET, "effort"),
            ("trust_in_customers", ORANGE, "advisor's trust"),
            ("trust", BLUE, "customer's"),
        )
        for measure, colour, label in names:
            line(axes, 5 * YEAR, each[measure], colour, label)
        axes.set(xlim=(0, 5), ylim=(0, 1), xlabel="years", ylabel="trust, effort (0..1)")
        axes.grid(axis="y")
    text = (
        f"Without threats the customer's trust ends at {said(calm['trust'])}, the advisor's at "
        f"{said(calm['trust_in_customers'])} and effort at {said(calm['effort'])}. With threats they end at "
        f"{said(threatened['trust'])}, {said(threatened['trust_in_customers'])} and {said(threatened['effort'])}."
    )
    return sheet, text


# --- two firms --------------------------------------------------------------------------------------------------------


def punishing():
    """A firm that punishes errors and one that tolerates them, in the default world under the lens of care."""
    names = {
        "autonomy": "deliveries left free",
        "trust_in_employers": "advisors' trust in the firm",
        "belief_empathy": "care that customers see",
        "trust": "customers' trust in advisors",
    }
    tolerances = {"tolerates errors": 1.0, "punishes errors": 0.0}
    base = {"ticks": 5 * YEAR, "measures": list(names)}

    def under(lens):
        each = {name: runs(merged(base, {"lens": lens, "firms": {"error_tolerance": value}}), WORLDS)
                for name, value in tolerances.items()}  # fmt: skip
        ends = {name: {m: np.nanmean(series[m][:, -YEAR:], axis=1) for m in names} for name, series in each.items()}
        gaps = {m: interval((ends["punishes errors"][m] - ends["tolerates errors"][m]).tolist()) for m in names}
        return each, gaps

    found = {lens: under(lens) for lens in LENSES}
    arms, gaps = found["components"]
    title = (
        f"Where errors are punished, advisors are left {-gaps['autonomy'].mean:.2f} less freedom, trust the firm "
        f"{-gaps['trust_in_employers'].mean:.2f} less, and customers trust them {-gaps['trust'].mean:.3f} less"
    )
    sheet = Sheet(
        2 * (2.3 + 0.9), title, "The default world under the lens components, which reads care; firms tolerate errors "
        "(1) or punish them (0)",
        f"n = {WORLDS} twin worlds, 95 % bands, mean of a quarter of a year. Axes are fitted to each panel.",
    )  # fmt: skip
    for place, (measure, label) in enumerate(names.items()):
        x, y = EDGE + 0.7 + (place % 2) * 6.3, sheet.top + 0.3 + (place // 2) * 3.2
        axes = sheet.axes(x, y, 3.9, 2.2)
        axes.set_title(label, loc="left", size=SMALL + 1, color=INK, weight="bold")
        for (name, each), colour in zip(arms.items(), (BLUE, ORANGE), strict=True):
            line(axes, 5 * YEAR, each[measure], colour, name)
        axes.set(xlim=(0, 5), xlabel="years", ylabel="share" if measure == "autonomy" else "trust, belief")
        axes.grid(axis="y")
    rows = [
        f"| {lens.replace('_', ' ')} | " + " | ".join(moved(each[m]) for m in names) + " |"
        for lens, (_, each) in found.items()
    ]
    head = f"| lens | {' | '.join(names.values())} |"
    table = "\n".join([head, "| --- " * (1 + len(names)) + "|", *rows])
    return sheet, f"Punishing minus tolerating, in the fifth year, under each lens:\n\n{table}"


def moved(gap):
    """A difference with its interval."""
    return f"{gap.mean:+.3f} [{gap.low:+.3f}, {gap.high:+.3f}]"


def lenient():
    """Firms that trust their clientele first, where few or many customers exploit it."""
    outcomes = {
        "trust_in_firms": "customers' trust in firms",
        "revenue": "revenue (median needs a week)",
        "cost_of_lenience": "made good unasked (share of revenue)",
        "exploitation": "false claims (share of claims)",
    }
    base = {"ticks": 3 * YEAR, "measures": list(outcomes)}
    arms = {  # (opportunism, whether firms are lenient)
        (opportunism, lenient): merged(
            base, {"customers": {"opportunism": opportunism}, "mechanisms": {"lenience": lenient}}
        )
        for opportunism in (0.05, 0.5)
        for lenient in (False, True)
    }
    series = {key: runs(config, WORLDS) for key, config in arms.items()}
    ends = {key: {m: late(each[m]) for m in outcomes if key[1] or m in ("trust_in_firms", "revenue")}
            for key, each in series.items()}  # fmt: skip
    few, many = (ends[o, True]["cost_of_lenience"].mean for o in (0.05, 0.5))
    gain = {o: ends[o, True]["trust_in_firms"].mean - ends[o, False]["trust_in_firms"].mean for o in (0.05, 0.5)}
    title = (
        f"Making good unasked gains {gain[0.05]:+.3f} of trust for {100 * few:.0f} % of the revenue; where half would "
        f"exploit it, {gain[0.5]:+.3f} for {100 * many:.0f} %"
    )
    sheet = Sheet(
        2 * (1.9 + 0.9), title, "Firms that make good unasked what they dare, and firms that never do",
        f"The default world, third year; n = {WORLDS} twin worlds, 95 % intervals. Opportunism is the probability of "
        "a false claim after a delivery that succeeded.",
    )  # fmt: skip
    for place, (measure, label) in enumerate(outcomes.items()):
        x, y = EDGE + 2.3 + (place % 2) * 6.3, sheet.top + 0.3 + (place // 2) * 2.8
        axes = sheet.axes(x, y, 3.7, 1.7)
        axes.set_title(label, loc="left", size=SMALL + 1, color=INK, weight="bold")
        rows = [key for key in ends if measure in ends[key]]
        for row, key in enumerate(rows):
            found, colour = ends[key][measure], BLUE if key[1] else ORANGE
            axes.plot([found.low, found.high], [-row, -row], color=colour, lw=3)
            axes.plot(found.mean, -row, "o", color=colour, ms=8)
        labels = [f"{'lenient' if lenient else 'never'}, opportunism {o:g}" for o, lenient in rows]
        axes.set_yticks([-row for row in range(len(rows))], labels, size=SMALL)
        axes.set_ylim(-len(rows) + 0.5, 0.5)
        axes.grid(axis="x")
    parts = []
    for o in (0.05, 0.5):
        without, there = ends[o, False], ends[o, True]
        parts.append(
            f"With opportunism {o:g}, lenience takes trust in firms from {said(without['trust_in_firms'], 3)} to "
            f"{said(there['trust_in_firms'], 3)} and revenue from {said(without['revenue'], 1)} to "
            f"{said(there['revenue'], 1)}; {said(there['cost_of_lenience'])} of revenue is made good, "
            f"{said(there['exploitation'])} of the claims are false."
        )
    return sheet, " ".join(parts)


# --- two stable states? -----------------------------------------------------------------------------------------------


def ends_from(start, slope, lens):
    """Trust of a pair ten years after a year in which everything went well, or badly."""
    conduct, effort = STARTS[start]
    events = [
        {"at": 0, "set": {"customers.conduct": conduct, "reciprocity.least_effort": effort}},
        {"at": YEAR, "set": {"customers.conduct": CONDUCT, "reciprocity.least_effort": 0.3}},
    ]
    config = {"ticks": (LATER + 1) * YEAR, "lens": lens, "reciprocity": {"steepness": slope}, "interventions": events}
    return late(runs(merged(PAIR, config), PAIRS)["trust"])


def there_and_back(slope, lens):
    """Trust of a pair while conduct is moved up and down again: two lists of Intervals, by STEPS."""
    path = [*STEPS, *STEPS[-2::-1]]
    events = [{"at": 2 * YEAR * i, "set": {"customers.conduct": value}} for i, value in enumerate(path)]
    config = {"ticks": 2 * YEAR * len(path), "lens": lens, "reciprocity": {"steepness": slope}, "interventions": events}
    trust = runs(merged(PAIR, LOOP, config), PAIRS)["trust"]
    found = [late(trust[:, : 2 * YEAR * (i + 1)], YEAR // 2) for i in range(len(path))]
    return found[: len(STEPS)], found[: len(STEPS) - 2 : -1]


def two_states():
    """Whether two starts end apart, by slope and lens, and whether the way back is the way there."""
    lenses = ("pillars", "trust_equation")
    ends = {(lens, start): [ends_from(start, k, lens) for k in SLOPES] for lens in lenses for start in STARTS}
    apart = {
        lens: [k for k, up, down in zip(SLOPES, ends[lens, "trusting"], ends[lens, "distrusting"], strict=True)
               if up.mean - down.mean > APART]
        for lens in lenses
    }  # fmt: skip
    loops = {slope: there_and_back(slope, "pillars") for slope in LOOPED}
    gaps = {slope: max(up.mean - down.mean for up, down in zip(*loop, strict=True)) for slope, loop in loops.items()}
    first = f"from a slope of {apart['pillars'][0]:g} on" if apart["pillars"] else "at no slope"
    title = f"Under pillars two starts end apart {first}; under the trust equation {slopes(apart['trust_equation'])}"
    sheet = Sheet(
        2 * (HIGH - 0.6 + 0.9), title, "One pair: trust ten years after a good or a bad first year (above); and while "
        "conduct is moved up and down again, two years a step (below, pillars)",
        f"Above: conduct {CONDUCT:g}, half-life two years. Below: half-life half a year, so that memory is short. "
        f"Least effort .3; n = {PAIRS} pairs, 95 % intervals. Apart: by more than {APART:g}.",
    )  # fmt: skip
    for column, lens in enumerate(lenses):
        axes = sheet.axes(EDGE + 0.7 + column * 6.3, sheet.top + 0.3, 3.9, HIGH - 0.7)
        axes.set_title(f"lens {lens.replace('_', ' ')}", loc="left", size=SMALL + 1, color=INK, weight="bold")
        for start, colour in zip(STARTS, (BLUE, ORANGE), strict=True):
            points(axes, SLOPES, ends[lens, start], colour)
            up = start == "trusting"
            place = ends[lens, start][-1].mean + (0.02 if up else -0.02)
            axes.text(20.6, place, f"{start} start", color=colour, size=SMALL, va="bottom" if up else "top")
        axes.set(xlabel="steepness k (0: linear)", ylabel="trust, 0..1", ylim=(0.2, 0.8), xlim=(-1, 21))
        axes.grid(axis="y")
    for column, (slope, (there, back)) in enumerate(loops.items()):
        axes = sheet.axes(EDGE + 0.7 + column * 6.3, sheet.top + 0.3 + HIGH + 0.3, 3.9, HIGH - 0.7)
        axes.set_title(f"steepness {slope:g}", loc="left", size=SMALL + 1, color=INK, weight="bold")
        points(axes, STEPS, there, BLUE)
        points(axes, STEPS, back, ORANGE)
        axes.text(0.4, there[3].mean + 0.06, "on the way there", color=BLUE, size=SMALL)
        axes.text(0.4, back[4].mean - 0.07, "on the way back", color=ORANGE, size=SMALL)
        axes.set(
            xlabel="conduct (probability of a threat without trust)",
            ylabel="trust, 0..1",
            ylim=(0.2, 0.8),
            xlim=(-0.05, 1.05),
        )
        axes.grid(axis="y")
    rows = [
        f"| {k:g} | " + " | ".join(said(ends[lens, start][i]) for lens in lenses for start in STARTS) + " |"
        for i, k in enumerate(SLOPES)
    ]
    heads = " | ".join(f"{lens.replace('_', ' ')}, {start} start" for lens in lenses for start in STARTS)
    table = "\n".join([f"| k | {heads} |", "| --- " * (1 + 2 * len(lenses)) + "|", *rows])
    text = (
        f"Under pillars the two starts end apart {slopes(apart['pillars'])}; under the trust equation "
        f"{slopes(apart['trust_equation'])}. When conduct is moved up and down again, trust on the way back is up to "
        f"{gaps[0.0]:.2f} lower than on the way there for k = 0, and up to {gaps[12.0]:.2f} for k = 12. What a linear "
        "answer shows is memory; the rest is that a pair which has lost its trust does not find it again when the "
        f"cause goes, only later.\n\n{table}"
    )
    return sheet, text


def points(axes, places, found, colour):
    """Means with intervals, joined."""
    axes.plot(places, [each.mean for each in found], "o-", color=colour, lw=2, ms=6)
    for place, each in zip(places, found, strict=True):
        axes.plot([place, place], [each.low, each.high], color=colour, lw=2)


def slopes(values):
    """Slopes in words."""
    return f"at k = {listed(values)}" if values else "they end together"


def listed(values):
    """Numbers in a list, or "none"."""
    return ", ".join(f"{each:g}" for each in values) or "none"


FIGURES = {
    "spiral": ("A spiral", spiral),
    "punishing": ("A firm that punishes errors", punishing),
    "lenience": ("A firm that trusts its customers first", lenient),
    "two_states": ("Two stable states?", two_states),
}
INTRODUCTION = """<!-- generated by python -m docs.both_ways: do not edit by hand -->

# Trust both ways

Customers trust advisors and firms, advisors trust customers and their firm, firms trust advisors and their clientele.
Each learns from what the other does, so trust can feed on itself. This page shows what comes of it. The mechanisms are
described in [the model](model.md#7-submodels). That effort follows trust is assumed; how far it goes, and whether it
comes back, is what the runs show.
"""


def main():
    """Run everything, and write the figures and the page."""
    parts = [INTRODUCTION]
    for name, (heading, make) in FIGURES.items():
        with plain_style():
            sheet, text = make()
            path, picture = save(sheet, IMAGES / name)
        picture.unlink()  # the page shows the drawing
        parts.append(f"## {heading}\n\n![{sheet.title}](images/{path.name})\n\n{text}\n")
    PAGE.write_text("\n".join(parts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
