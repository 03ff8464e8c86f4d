"""The flip map: in which worlds of the assumed space a claim holds, over the one or two coordinates that decide."""

from functools import partial

from trustsim.plots.paper import BLUE, EDGE, FAINT, INK, ORANGE, SMALL, WIDTH, Sheet, wrapped
from trustsim.plots.placing import coordinates, positions
from trustsim.runs.claims import DEPENDS, HOLDS, REFUTED
from trustsim.runs.compare import UNDECIDED
from trustsim.runs.space import HORIZON, LENS, NETWORK, WHEN, spans
from trustsim.runs.verdicts import flat
from trustsim.runs.words import plainly

ANSWERS = {  # marker, face, edge, how it is called
    HOLDS: ("o", BLUE, BLUE, "holds"),
    DEPENDS: ("D", "white", INK, "depends"),
    UNDECIDED: ("o", "white", FAINT, "undecided"),
    REFUTED: ("X", ORANGE, ORANGE, "refuted"),
}
SHADES = {HOLDS: BLUE, REFUTED: ORANGE}
UNITS = {LENS: "", NETWORK: "", WHEN: "", HORIZON: "weeks"}
ACROSS, HIGH, FOOT, BAR, LEADING = 3, 2.6, 1.0, 0.16, 0.24  # panels in a row; inches
SLANT = 25  # degrees, of names below a panel


def figure(replayed):
    """The sheet, or None if no claim was read over an assumed space with different answers."""
    shown = [v for v in flat(replayed.verdicts) if v.space is not None and len(set(v.space.answers)) > 1]
    if not shown:
        return None
    left = EDGE + 1.25
    across = (WIDTH - EDGE - left - (ACROSS - 1) * 1.5) / ACROSS
    texts = {v.claim.number: heading_of(v, across + 1.0) for v in shown}
    rows = [shown[first : first + ACROSS] for first in range(0, len(shown), ACROSS)]
    heads = [LEADING * max(len(texts[v.claim.number]) for v in row) + BAR + 0.25 for row in rows]
    study = replayed.results.study
    under = f"{study.title} · {study.space.worlds} worlds, n = {min(study.space.replicates, len(study.seeds))} in each"
    sheet = Sheet(sum(heads) + len(rows) * (HIGH + FOOT), finding(shown), under, note(shown))
    y = sheet.top
    for row, head in zip(rows, heads, strict=True):
        for column, verdict in enumerate(row):
            x = left + column * (across + 1.5)
            for at, line in enumerate(texts[verdict.claim.number]):
                weight = "bold" if at == 0 else "normal"
                sheet.write(x - 1.0, y + at * LEADING, line, size=SMALL + 1, weight=weight, va="top")
            shares = {answer: verdict.space.share(answer) for answer in ANSWERS}
            bar(sheet.axes(x, y + head - BAR - 0.12, across, BAR), shares)
            panel(sheet.axes(x, y + head, across, HIGH), verdict.space)
        y += head + HIGH + FOOT
    return sheet


def heading_of(verdict, width):
    """The lines above a panel: the number of the claim and its verdict, then the claim."""
    return [f"{verdict.claim.number}  {verdict.shown}", *wrapped(verdict.claim.text, width, SMALL + 1)]


def bar(axes, shares, size=SMALL - 1):
    """Draw the shares of the answers, {answer: share, 0..1}, one after the other, with figures of this size."""
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(0, 1))
    begun = 0.0
    for answer, (_, face, edge, _) in ANSWERS.items():
        share = shares.get(answer, 0.0)
        if share:
            axes.barh(0.5, share, 1.0, begun, color=face, edgecolor=edge, linewidth=1)
            if share > 0.12:
                colour = "white" if face != "white" else INK
                how = {"ha": "center", "va": "center_baseline", "size": size}
                axes.text(begun + share / 2, 0.5, f"{share:.0%}", color=colour, **how)
            begun += share


def panel(axes, space):
    """Draw the readings over the coordinates that decide, and shade the regions of the rule."""
    x, y = coordinates(space)
    whole = spans(space.places)
    for region in space.regions:
        if region.answer in SHADES:
            shade(axes, region, (x, y), whole)
    along = {name: positions(space, name, turn) for turn, name in enumerate((x, y))}
    for answer, (marker, face, edge, _) in ANSWERS.items():
        here = [at for at, each in enumerate(space.answers) if each == answer]
        how = {"color": face, "edgecolors": edge, "linewidths": 1.0, "s": 46 if marker == "X" else 34, "zorder": 3}
        axes.scatter(along[x][here], along[y][here], marker=marker, **how)
    scale(axes.set_xticks, axes.set_xlim, axes.set_xlabel, x, whole[x])
    scale(axes.set_yticks, axes.set_ylim, axes.set_ylabel, y, whole[y])
    if isinstance(whole[x][0], str):
        for label in axes.get_xticklabels():
            label.set(rotation=SLANT, ha="right", rotation_mode="anchor")
    else:
        axes.locator_params(axis="x", nbins=4)


def shade(axes, region, names, whole):
    """Shade the part of the panel where the rule expects one answer."""
    edges = []
    for name in names:
        part = region.bounds.get(name, whole[name])
        if isinstance(part[0], str):
            edges.append([(whole[name].index(each) - 0.5, whole[name].index(each) + 0.5) for each in part])
        else:
            edges.append([tuple(part)])
    for left, right in edges[0]:
        for low, high in edges[1]:
            span = partial(axes.fill_between, [left, right], low, high, linewidth=0, zorder=0)
            span(color=SHADES[region.answer], alpha=0.13)


def scale(set_ticks, set_limits, set_label, name, span):
    """Label an axis, and fit it to the values."""
    if isinstance(span[0], str):
        set_ticks(range(len(span)), [plainly(each) for each in span])
        set_limits(-0.6, len(span) - 0.4)
    else:
        edge = 0.04 * (span[1] - span[0])
        set_limits(span[0] - edge, span[1] + edge)
    unit = UNITS.get(name, "") or unit_of(name)
    set_label(f"{name} [{unit}]" if unit else name, size=SMALL)


def unit_of(path):
    """The unit of a shipped parameter."""
    from trustsim.parameters import parameters

    return parameters()[path].unit if path in parameters() else ""


def finding(shown):
    """The sentence at the top."""
    flips = [v for v in shown if {HOLDS, REFUTED} <= set(v.space.answers)]
    told = [v for v in flips if v.space.regions]
    if not flips:
        return "No claim that holds in one world of the assumed space is refuted in another"
    names = list(dict.fromkeys(name for v in told for name in v.space.decide))
    text = f"{len(flips)} claims or parts hold in some worlds and are refuted in others"
    verb = "decides" if len(names) == 1 else "decide"
    return f"{text}; {listed(names)} {verb} where" if names else text


def listed(names):
    """Names in a list: "a, b and c"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def note(shown):
    """What marks, shades and bars mean."""
    n = max(len(v.space.places) for v in shown)
    marks = "Filled dot: the claim holds; cross: refuted; hollow: undecided; diamond: depends."
    return (
        f"Each mark is the answer in one world of the assumed space (up to {n} readings; a claim about time is read "
        f"several times). {marks} Everything else varies as well, so marks mix where more than two things decide. "
        "Shaded: where a decision tree expects the answer of that colour; without shade no rule tells answers apart. "
        "Bars: shares of the answers."
    )
