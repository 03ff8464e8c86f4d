"""Turn a View into the data of the charts."""

import numpy as np

from trustsim.lenses import LENSES
from trustsim.live.events import EVENTS
from trustsim.state import DIMENSIONS
from trustsim.words import called

POINTS = 160  # most points per curve: about as many as a chart can resolve
SHARES = ("0..1", "share", "probability", "trust", "belief")  # units that run from 0 to 1
FUNNEL = ("known", "reputable", "trusted", "have_leapt")
SMOOTHED = 8  # weeks of a trailing mean
JUDGED = 26  # weeks with a value that are used to decide whether a measure jumps from week to week
JUMPY = 0.5  # variance of the weekly change / twice the variance: 1 for pure noise, near 0 for a smooth curve
FIRST_WEEKS = 13  # the shortest time axis


def said(value, digits=2, locale="en"):
    """A number formatted for the reader's language."""
    if value is None or value != value:
        return "–"
    text = f"{value:.{digits}f}" if abs(value) < 1000 else f"{value:.0f}"
    return text.replace(".", ",") if locale == "nl" else text


def blank(value):
    """A number for JSON."""
    return None if value is None or not np.isfinite(value) else round(float(value), 5)


def curves(view, told, units, chosen):
    """One figure per measure: trust, the difference between two worlds, the leap rate and the chosen measures."""
    figures = []
    for name in dict.fromkeys(("trust", "leap_rate", *chosen)):
        figures.append(curve(view, name, told, units))
        if name == "trust" and len(view.worlds) == 2:
            figures.append(difference(view, told))
    return figures


def curve(view, name, told, units):
    """The figure of one measure."""
    series = [world.get(name, np.array([])) for world in view.curves]
    jumps = any(jumpy(y) for y in series)
    shown = [smoothed(y) if jumps else y for y in series]
    lines = [line_of(world, y, shown[world] if jumps else None) for world, y in enumerate(series)]
    last, about, page = [at(y, view.tick) for y in shown], told["measures"][name], told["page"]
    unit = told["units"][units[name]]
    return figure_of(view, told, name, about["name"], lines) | {
        "meaning": f"{about['meaning'].rstrip('.')} ({unit})."
        + (" " + page["smoothed"].format(n=SMOOTHED) if jumps else ""),
        "least": 0.02 if is_share(units[name]) else 1e-6,
        "bounds": [0.0, 1.0] if is_share(units[name]) else [None, None],
        "values": [blank(value) for value in last],
        "says": says(view, told, [(about["name"], last)]),
    }


def difference(view, told):
    """The figure of B - A in mean trust per week."""
    a, b = (series["trust"] for series in view.curves)
    many = min(len(a), len(b))
    y = b[:many] - a[:many]
    title, value = told["page"]["difference"], at(y, view.tick)
    return figure_of(view, told, "difference", title, [line_of(2, y)]) | {
        "meaning": told["page"]["difference_help"],
        "least": 0.01,
        "bounds": [None, None],
        "zero": True,
        "values": [blank(value)],
        "says": f"{title}: {signed(value, told['locale'])}. {when(view, told)}",
    }


def figure_of(view, told, name, title, lines):
    """The common parts of a figure with curves: its lines, the weeks on its axis, and the marks of actions."""
    until = weeks_shown(view.newest, view.until)
    return {
        "id": name, "kind": "curves", "title": title, "lines": lines, "until": until, "now": view.tick,
        "marks": [mark for mark in marks(view, told) if mark["week"] < until],
    }  # fmt: skip


def line_of(world, y, smooth=None):
    """A line for the browser: the points drawn and their values, and also the raw values if it is smoothed."""
    keep = kept(y)
    line = {"world": world, "x": keep.tolist(), "y": [blank((y if smooth is None else smooth)[k]) for k in keep]}
    return line if smooth is None else line | {"raw": [blank(y[k]) for k in keep]}


def is_share(unit):
    """Whether a unit runs from 0 to 1."""
    return any(word in unit for word in SHARES)


def jumpy(y):
    """Whether a series jumps from week to week. Only its first JUDGED values count, so the answer stays the same."""
    values = y[np.isfinite(y)][:JUDGED]
    spread = values.var() if len(values) >= SMOOTHED else 0.0
    return bool(spread > 0 and np.diff(values).var() / (2 * spread) > JUMPY)


def smoothed(y):
    """The trailing mean over SMOOTHED weeks, gaps left out; NaN for the first SMOOTHED weeks."""
    there = np.isfinite(y)
    total, count = (np.concatenate([[0.0], np.cumsum(values)]) for values in (np.where(there, y, 0.0), there))
    found = np.full(len(y), np.nan)
    late = np.arange(min(SMOOTHED, len(y)), len(y))
    total, count = (values[late + 1] - values[late + 1 - SMOOTHED] for values in (total, count))
    found[late] = np.divide(total, count, out=np.full(len(late), np.nan), where=count > 0)
    return found


def weeks_shown(newest, until):
    """The number of weeks on a time axis. It doubles as a run goes on, and is capped at `until` up to that week."""
    weeks = FIRST_WEEKS
    while weeks < newest:
        weeks *= 2
    return min(weeks, until) if newest <= until else weeks


def signed(value, locale):
    """A difference with its sign."""
    if value != value:
        return "–"
    if value == 0:
        return "±" + said(0.0, 3, locale)
    return ("+" if value > 0 else "−") + said(abs(value), 3, locale)


def kept(values):
    """The indices of a curve that are drawn: those with a value, thinned evenly, always with the last one."""
    places = np.flatnonzero(np.isfinite(values))
    if len(places) <= POINTS:
        return places
    step = -(-len(places) // POINTS)
    return places[np.unique(np.append(np.arange(0, len(places), step), len(places) - 1))]


def at(series, tick):
    """The last value at or before a tick."""
    if series is None:
        return float("nan")
    values = np.asarray(series[: tick + 1])
    places = np.flatnonzero(np.isfinite(values))
    return float(values[places[-1]]) if len(places) else float("nan")


def marks(view, told):
    """Past and scheduled actions by week: [{"week", "text", "news"}], where news is "bad", "good" or "" for none."""
    by_week, two = {}, len(view.marks) > 1
    for world, done in enumerate(view.marks):
        for week, what, news in done:
            texts = [f"{called(path, told)} {arrow(value, told)}" for path, value in what]
            for text in texts + ([told["events"][news]["mark"]] if news else []):
                by_week.setdefault(week, {}).setdefault((text, kind_of(news)), set()).add(world)
    return [
        {
            "week": week,
            "news": next((kind for kind in ("bad", "good") if kind in {news for _, news in texts}), ""),
            "text": "; ".join(named(text, worlds, two) for (text, _), worlds in texts.items()),
        }
        for week, texts in sorted(by_week.items())
    ]


def kind_of(news):
    """Whether an event is "bad" or "good" news; "" for none."""
    if not news:
        return ""
    return "good" if EVENTS.get(news, {}).get("shock", {}).get("good") else "bad"


def arrow(value, told):
    """Words for the new value of a parameter."""
    return f"→ {float(value):.4g}".replace(".", "," if told["locale"] == "nl" else ".")


def named(text, worlds, two):
    """A mark, with the name of its world if there are two."""
    return f"{'AB'[min(worlds)]}: {text}" if two and len(worlds) == 1 else text


def bars(view, told, name, rows, percent=False):
    """Horizontal bars: one row per measure, one bar per world."""
    pairs = [(label, [world.measures.get(measure, float("nan")) for world in view.worlds]) for measure, label in rows]
    return {
        "id": name,
        "kind": "bars",
        "title": told["page"][name],
        "meaning": told["page"][f"{name}_help"],
        "rows": [label for label, _ in pairs],
        "values": [[blank(values[world]) for _, values in pairs] for world in range(len(view.worlds))],
        "percent": percent,
        "says": f"{told['page'][name]}: {says(view, told, pairs)}",
    }


def beliefs(view, told):
    """The bars of the mean beliefs."""
    return bars(view, told, "beliefs", [(f"belief_{d}", told["dimensions"][d]) for d in DIMENSIONS])


def lenses(view, told):
    """The bars of mean trust from the same evidence through every lens."""
    return bars(view, told, "lenses", [(f"trust_under_{lens}", told["lenses"][lens]["name"]) for lens in LENSES])


def contexts(view, told, names):
    """The bars of mean trust about each context."""
    return bars(view, told, "contexts", [(f"trust_about:{name}", name) for name in names])


def funnel(view, told):
    """Known, reputable, trusted, leapt."""
    return bars(view, told, "funnel", [(name, told["page"][f"funnel_{name}"]) for name in FUNNEL], percent=True)


def spread(view, told):
    """The distribution of trust over customers."""
    values = [[round(v, 5) for v in world.histogram] for world in view.worlds]
    middle = [float(np.dot(v, (np.arange(len(v)) + 0.5) / len(v))) if len(v) else float("nan") for v in values]
    return {
        "id": "spread", "kind": "spread", "title": told["page"]["spread"], "meaning": told["page"]["spread_help"],
        "values": values,
        "says": says(view, told, [(told["page"]["spread"], middle)]),
    }  # fmt: skip


def when(view, told):
    """The week that the numbers are for."""
    return told["page"]["tick"].replace("{n}", str(view.tick)) + "."


def says(view, told, pairs):
    """The last numbers in words, for people who use a screen reader."""
    texts = []
    for label, values in pairs:
        numbers = [said(value, locale=told["locale"]) for value in values]
        named = [f"{name} {number}" for name, number in zip("AB", numbers, strict=False)]
        texts.append(f"{label} {numbers[0] if len(numbers) == 1 else ', '.join(named)}")
    return "; ".join(texts) + ". " + when(view, told)
