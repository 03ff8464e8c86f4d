"""A sweep as one plain table of numbers and sentences: what `--json` prints and `summary.json` keeps."""

import numpy as np

from trustsim.runs.compare import in_figures, interval
from trustsim.runs.space import spans, where
from trustsim.runs.summary import of_study, plain
from trustsim.runs.words import capital
from trustsim.sweeps.designs import DUMMY, FILE, LHS, in_words, places
from trustsim.sweeps.indices import LEAD, indices, ranked, what_decides
from trustsim.sweeps.outcomes import responses

MORE = 3  # factors that a sentence names


def summary(swept):
    """Everything as plain types for JSON; NaN becomes null."""
    study, sweep = swept.study, swept.study.sweep
    looked_at = responses(swept.table, study)
    told = [told_of(each, swept) for each in looked_at]
    return plain({
        **of_study(study),
        "runs": swept.runs,
        "seconds": round(swept.seconds, 2),
        "folder": str(swept.folder),
        "sweep": {
            **swept.asked._asdict(),
            "design": sweep.design,
            "over": sweep.over,
            "points": len(swept.conditions),
            "imprecise": imprecise(swept, looked_at),
            "main": main_of(told, study, swept.asked.outcome),
        },
        "points": points_of(swept, looked_at),
        "responses": told,
        "outcomes": [],
        "claims": [],
    })  # fmt: skip


def lasting(told):
    """The summary without what differs from call to call."""
    return {key: value for key, value in told.items() if key not in ("seconds", "folder")}


def points_of(swept, looked_at):
    """Each point: its place, and the mean of each response with its interval."""
    intervals = [each.intervals(swept.table, swept.conditions) for each in looked_at]
    placed = placed_at(swept)
    return [
        {
            "point": number,
            "place": place,
            "condition": condition.name,
            "responses": [{"response": each.title, **found[number - 1]._asdict()} for each, found in
                          zip(looked_at, intervals, strict=True)],
        }
        for number, (place, condition) in enumerate(zip(placed, swept.conditions, strict=True), 1)
    ]  # fmt: skip


def placed_at(swept):
    """The place of each point: of the whole design, or of a shard's own points."""
    if swept.asked.shard:
        return [dict(each.place) for each in swept.conditions]
    return places(swept.study.sweep)


def told_of(response, swept):
    """A response: what it is, its indices, what decides, and a sentence on what one sees."""
    intervals = response.intervals(swept.table, swept.conditions)
    sweep, whole = swept.study.sweep, not swept.asked.shard
    found = indices(sweep, np.array([each.mean for each in intervals])) if whole else []
    about = {
        "response": response.title,
        "outcome": response.about.name,
        "unit": response.about.unit,
        "arm": response.arm,
        "minus": response.minus or None,
        "matters": response.about.smallest,
        "indices": [each._asdict() for each in found],
    }
    if not whole:
        return about | {"ranking": [], "headline": "", "finding": "", "decides": ""}
    ranking = (
        [{"factor": name, "above_the_dummy": clear} for name, clear in ranked(found, sweep.design)] if found else []
    )
    headline, finding = by_indices(response, sweep, found) if found else by_points(response, swept, intervals)
    return about | {
        "ranking": ranking,
        "headline": headline,
        "finding": finding,
        "decides": decides(response, swept, intervals) if sweep.design in (LHS, FILE) else "",
    }


def imprecise(swept, looked_at):
    """The points at which `until` was not reached: the mean of the outcome is less precise in some arm."""
    until = swept.asked.until
    if until is None:
        return 0
    name = swept.asked.outcome or looked_at[0].about.name
    wide = set()
    for response in looked_at:
        if response.about.name == name and not response.minus:
            found = zip(swept.conditions, response.intervals(swept.table, swept.conditions), strict=True)
            wide |= {condition.name for condition, each in found if not each.high - each.mean <= until}
    return len(wide)


def main_of(told, study, outcome):
    """The places of the responses that the figure and the terminal show: differences first, if there are several arms.

    They are those of one outcome: of `outcome`, or of the first.
    """
    name = outcome or told[0]["outcome"]
    mine = [at for at, each in enumerate(told) if each["outcome"] == name]
    return [at for at in mine if told[at]["minus"]] + [at for at in mine if not told[at]["minus"]]


def is_number(values):
    """Whether values have an order and distances."""
    return all(type(value) in (int, float) for value in values)


def by_points(response, swept, intervals):
    """(in short, with numbers): where a response is highest and lowest."""
    known = [(each, condition) for each, condition in zip(intervals, swept.conditions, strict=True) if each.n]
    if not known:
        return (f"{capital(response.title)}: there is no value at any point",) * 2
    (least, low), (most, high) = (end(known, key=lambda each: each[0].mean) for end in (min, max))
    if low.name == high.name:
        return (f"{capital(response.title)}: {in_figures(least)} at every point",) * 2
    at_high, at_low, both = apart(high.place, low.place)
    text = f"highest, {in_figures(most)}, at {at_high}; lowest, {in_figures(least)}, at {at_low}{both}"
    if differ(response, swept.table, (high.name, low.name), len(known)):
        short = f"{capital(response.title)}: highest at {at_high}, lowest at {at_low}{both}"
        return short, f"{capital(response.title)}: {text}"
    short = f"{capital(response.title)}: no two points clearly differ with n = {min(least.n, most.n)}"
    return short, f"{short}; {text}"


def apart(place, other):
    """(where one place is, where the other is, what they have in common), each in words."""
    shared = {key: value for key, value in place.items() if other.get(key) == value and key != DUMMY}
    left = [key for key in place if key not in shared and key != DUMMY]
    mine, theirs = ({key: each[key] for key in left} for each in (place, other))
    return in_words(mine), in_words(theirs), f" (both at {in_words(shared)})" if shared else ""


def differ(response, table, names, many):
    """Whether two of `many` points differ, over the seeds that they share, by an interval that allows for the choice.

    They are the extremes of all pairs, so the interval is as wide as if every pair were compared (Bonferroni).
    """
    values, others = (response.by_seed(table, name) for name in names)
    apart = [value - others[seed] for seed, value in values.items() if seed in others]
    pairs = max(1, many * (many - 1) // 2)
    found = interval(apart, 1.0 - 0.05 / pairs)
    return found.low > 0.0 or (found.n > 1 and found.low == found.high != 0.0)


def by_indices(response, sweep, found):
    """(in short, with numbers): which factors a response depends on most, and what the dummy has."""
    lead = {each.factor: each for each in found if each.index == LEAD[sweep.design]}
    order = ranked(found, sweep.design)
    clear, left = ([name for name, above in order if above is wanted] for wanted in (True, False))
    floor = f"{LEAD[sweep.design]} of the dummy: {figure_of(lead[DUMMY])}"
    if not clear:
        short = f"{capital(response.title)}: no factor stands out from the dummy"
        named = f"{order[0][0]} has most ({figure_of(lead[order[0][0]])})"
        return short, f"{short}; {named}; {floor}"
    short = f"{capital(response.title)}: {clear[0]} matters most"
    short += f", then {' and '.join(clear[1:MORE])}" if clear[1:] else ""
    named = [f"{name} {figure_of(lead[name])}" for name in clear[:MORE]]
    text = f"{short} ({LEAD[sweep.design]}: {', '.join(named)}); {floor}"
    verb = "do" if len(left) > 1 else "does"
    return short, text + (f"; {', '.join(left)} {verb} not stand out from it" if left else "")


def figure_of(index):
    """ "0.62 [0.50, 0.74]"."""
    return f"{index.value:.2g} [{index.low:.2g}, {index.high:.2g}]"


def decides(response, swept, intervals):
    """What decides whether the response is high, in words; "" if no rule does."""
    placed = places(swept.study.sweep)
    regions, right = what_decides(placed, response, intervals)
    if not regions:
        return ""
    shown = [{key: str(value) if isinstance(value, bool) else value for key, value in each.items()} for each in placed]
    whole = spans([{key: value for key, value in each.items() if key != DUMMY} for each in shown])
    parts = [f"{region.answer} ({region.share:.0%}) {where(region.bounds, whole)}" for region in regions]
    return f"{capital(response.title)} is {'; '.join(parts)}. This tells {right:.0%} of left-out points right."
