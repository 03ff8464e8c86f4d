"""From a View to what the charts show."""

import numpy as np

from trustsim.lenses import LENSES
from trustsim.state import DIMENSIONS

POINTS = 240  # of a curve: more than a chart has pixels to tell apart
UNIT = ("0..1", "share", "probability", "trust", "belief")
FUNNEL = ("known", "reputable", "trusted", "have_leapt")


def said(value, digits=2, locale="en"):
    """A number as the reader's language writes it."""
    if value is None or value != value:
        return "–"
    text = f"{value:.{digits}f}" if abs(value) < 1000 else f"{value:.0f}"
    return text.replace(".", ",") if locale == "nl" else text


def blank(value):
    """A number that JSON can hold."""
    return None if value is None or not np.isfinite(value) else round(float(value), 5)


def curves(view, told, units, chosen):
    """One figure a measure: trust with its band, the difference of two worlds, and whatever was chosen."""
    figures = []
    for name in ("trust", "leap_rate", *(name for name in chosen if name not in ("trust", "leap_rate"))):
        figures.append(curve(view, name, told, units))
        if name == "trust" and len(view.worlds) == 2:
            figures.append(difference(view, told))
    return figures


def curve(view, name, told, units):
    """The figure of one measure."""
    lines, locale = [], told["locale"]
    for world, series in enumerate(view.curves):
        y = series.get(name, np.array([]))
        keep = kept(y)
        line = {"world": world, "x": keep.tolist(), "y": [blank(y[k]) for k in keep]}
        if name == "trust" and len(y) and "trust_low" in series:
            line |= {side: [blank(series[f"trust_{side}"][k]) for k in keep] for side in ("low", "high")}
        lines.append(line)
    last = [at(series.get(name), view.tick) for series in view.curves]
    share = any(word in units[name] for word in UNIT)
    about = told["measures"][name]
    return {
        "id": name,
        "kind": "curves",
        "title": about["name"],
        "meaning": f"{about['meaning'].rstrip('.')} ({told['units'][units[name]]})." + (" " + told["page"]["band"] if any("low" in line for line in lines) else ""),
        "lines": lines,
        "low": 0.0 if share else None,
        "high": 1.0 if share else None,
        "last": view.newest,
        "now": view.tick,
        "marks": marks(view, told),
        "last_values": [said(value, locale=locale) for value in last],
        "says": says(view, told, [(about["name"], last)]),
    }


def difference(view, told):
    """B - A in mean trust, week by week."""
    a, b = (series["trust"] for series in view.curves)
    many = min(len(a), len(b))
    y = b[:many] - a[:many]
    keep, value = kept(y), at(y, view.tick)
    title = told["page"]["difference"]
    return {
        "id": "difference", "kind": "curves", "title": title, "meaning": told["page"]["difference_help"], "zero": True, "low": None, "high": None,
        "lines": [{"world": 2, "x": keep.tolist(), "y": [blank(y[k]) for k in keep]}], "last": view.newest, "now": view.tick, "marks": [],
        "last_values": [signed(value, told["locale"])], "says": f"{title}: {signed(value, told['locale'])}. {when(view, told)}",
    }  # fmt: skip


def signed(value, locale):
    """A difference with its sign."""
    return "–" if value != value else ("+" if value > 0 else "−" if value < 0 else "±") + said(abs(value), 3, locale)


def kept(values):
    """The places of a curve that are drawn: where there is a value, evenly thinned, the last one always."""
    places = np.flatnonzero(np.isfinite(values))
    if len(places) <= POINTS:
        return places
    return places[np.unique(np.append(np.arange(0, len(places), -(-len(places) // POINTS)), len(places) - 1))]


def at(series, tick):
    """The last value at or before a tick."""
    if series is None:
        return float("nan")
    values = np.asarray(series[: tick + 1])
    places = np.flatnonzero(np.isfinite(values))
    return float(values[places[-1]]) if len(places) else float("nan")


def marks(view, told):
    """What was done, by week: [[tick, words]]."""
    by_tick = {}
    for world, done in enumerate(view.marks):
        for tick, what, shock in done:
            texts = [f"{told['parameters'][path]['name']} → {said(float(value), 3, told['locale'])}" for path, value in what] + (
                [told["page"]["shock"]] if shock else []
            )
            by_tick.setdefault(tick, {}).update({f"{'AB'[world]}: {text}" if len(view.marks) > 1 else text: None for text in texts})
    return [[tick, "; ".join(texts)] for tick, texts in sorted(by_tick.items())]


def bars(view, told, name, rows, percent=False):
    """Horizontal bars: one measure a row, one bar a world."""
    pairs = [(label, [world.measures.get(measure, float("nan")) for world in view.worlds]) for measure, label in rows]
    return {
        "id": name,
        "kind": "bars",
        "title": told["page"][name],
        "meaning": told["page"][f"{name}_help"],
        "rows": [label for label, _ in pairs],
        "values": [[blank(values[world]) for _, values in pairs] for world in range(len(view.worlds))],
        "percent": percent,
        "last_values": [],
        "says": f"{told['page'][name]}: {says(view, told, pairs)}",
    }


def beliefs(view, told):
    """The seven beliefs."""
    return bars(view, told, "beliefs", [(f"belief_{d}", told["dimensions"][d]) for d in DIMENSIONS])


def lenses(view, told):
    """The same evidence through every lens."""
    return bars(view, told, "lenses", [(f"trust_under_{lens}", told["lenses"][lens]["name"]) for lens in LENSES])


def contexts(view, told, names):
    """Trust about each context."""
    return bars(view, told, "contexts", [(f"trust_about:{name}", name) for name in names])


def funnel(view, told):
    """Known, reputable, trusted, leapt."""
    return bars(view, told, "funnel", [(name, told["page"][f"funnel_{name}"]) for name in FUNNEL], percent=True)


def spread(view, told):
    """The distribution of trust over customers."""
    values = [[round(v, 5) for v in world.histogram] for world in view.worlds]
    middle = [float(np.dot(v, (np.arange(len(v)) + 0.5) / len(v))) if len(v) else float("nan") for v in values]
    return {
        "id": "spread", "kind": "spread", "title": told["page"]["spread"], "meaning": told["page"]["spread_help"], "values": values, "last_values": [],
        "says": says(view, told, [(told["page"]["spread"], middle)]),
    }  # fmt: skip


def when(view, told):
    """Which week the numbers are of."""
    return told["page"]["tick"].replace("{n}", str(view.tick)) + "."


def says(view, told, pairs):
    """The last numbers in words, for those who hear the chart."""
    texts = []
    for label, values in pairs:
        numbers = [said(value, locale=told["locale"]) for value in values]
        texts.append(f"{label} {numbers[0] if len(numbers) == 1 else ', '.join(f'{name} {number}' for name, number in zip('AB', numbers, strict=False))}")
    return "; ".join(texts) + ". " + when(view, told)
