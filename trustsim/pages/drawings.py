"""The drawings beside a claim, as plain numbers that a template turns into SVG: intervals, shares and flips."""

import math

from trustsim.pages.language import Language
from trustsim.pages.scales import Scale, around
from trustsim.plots.placing import coordinates, positions
from trustsim.runs.claims import ANSWERS, HOLDS
from trustsim.runs.compare import HIGHER, LOWER, SAME
from trustsim.runs.space import Found, Region, spans

WIDE, HIGH = 150.0, 100.0  # of the drawing of a space


def interval(test: dict, language: Language) -> dict | None:
    """Where the interval of a test lies, where it should, and the ticks below; None if nothing was measured."""
    if test["mean"] is None:
        return None
    low, high = (test["mean"] if test[key] is None else test[key] for key in ("low", "high"))
    level, matters = test["level"], test["matters"]
    below, above = level - matters, level + matters
    scale = around(low, high, below - matters, above + matters)
    zones = {LOWER: (scale.low, below), SAME: (below, above), HIGHER: (above, scale.high)}
    wanted = [(scale.at(left), scale.at(right)) for left, right in (zones[name] for name in test["expected"])]
    return {
        "wanted": [(left, round(right - left, 2)) for left, right in wanted],
        "edges": [scale.at(below), scale.at(above)],
        "low": scale.at(low),
        "mean": scale.at(test["mean"]),
        "high": scale.at(high),
        "answer": test["answer"],
        "ticks": ticks(scale, language),
    }


def ticks(scale: Scale, language: Language) -> list[tuple[float, str]]:
    """(place, text) of the numbers below a drawing."""
    return [(scale.at(value), language.number(value)) for value in scale.ticks()]


def shares(space: dict, language: Language) -> list[dict]:
    """The shares of the answers over a space, one after the other: where each begins, how wide it is, its text."""
    begun, found = 0.0, []
    for answer in ANSWERS:
        share = space["shares"].get(answer, 0.0)
        if share:
            text = language.percent(share)
            found.append({"answer": answer, "at": 100 * begun, "wide": 100 * share, "text": text})
            begun += share
    return found


def flips(space: dict, language: Language) -> dict | None:
    """The readings of a space over the coordinates that decide; None where nothing decides."""
    if not space["decide"] or not space["readings"]:
        return None
    found = found_of(space)
    names = coordinates(found)
    axes = [axis(found, name, language) for name in names]
    along = [positions(found, name, turn) for turn, name in enumerate(names)]
    marks = [
        {"x": axes[0]["scale"].at(x) * WIDE / 100, "y": HIGH - axes[1]["scale"].at(y), "answer": answer}
        for x, y, answer in zip(*along, found.answers, strict=True)
    ]
    return {"x": axes[0], "y": axes[1], "marks": sorted(marks, key=lambda mark: mark["answer"] == HOLDS)}


def found_of(space: dict) -> Found:
    """The space of a summary as `runs.space` has it."""
    places = [{name: value for name, value in each.items() if name != "answer"} for each in space["readings"]]
    regions = tuple(Region(**region) for region in space["regions"])
    right = math.nan if space["right"] is None else space["right"]
    return Found(places, [each["answer"] for each in space["readings"]], regions, right)


def axis(found: Found, name: str, language: Language) -> dict:
    """The name, the scale and the ticks of one coordinate."""
    span = spans(found.places)[name]
    if isinstance(span[0], str):
        scale = Scale(-0.6, len(span) - 0.4)
        marks = [(scale.at(turn), language.value(name, each)) for turn, each in enumerate(span)]
    else:
        scale = around(*span)
        marks = ticks(scale, language)
    return {"name": language.coordinate(name), "scale": scale, "ticks": marks, "named": isinstance(span[0], str)}
