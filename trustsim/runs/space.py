"""The assumed space: worlds drawn from a Latin hypercube, and what decides where a claim holds.

A verdict that is read at one value of each assumption says little about the others. Here lenses, networks, the horizon
and the ranges of assumed parameters vary together [McKay1979]. A claim is read in every world by itself; the shares of
worlds in which it holds, is refuted and is undecided are the result, and a small decision tree [Breiman1984] says which
one or two coordinates separate them.
"""

import json
import warnings
from typing import NamedTuple

import numpy as np

from trustsim.runs.compare import UNDECIDED
from trustsim.runs.disk import digest

LENS, NETWORK, HORIZON, WHEN = "lens", "network", "horizon", "when"  # coordinates beside the parameters
SEED = 1  # of the hypercube: the same space gives the same worlds
STRUCTURAL = 0.95  # a claim that holds in this share of worlds holds whatever is assumed
SOME = 0.05  # an answer in more than this share of the worlds, beyond chance, counts: see `verdicts.often`
BETTER = 0.05  # how much more of the worlds a rule must tell right than the commonest answer does
SMALLEST = 20  # worlds, for a rule
LEAVES, LEAST = 3, 0.08  # regions of a rule at most, and the share of worlds in each at least


def points(space):
    """(mark, place, changes) of each world of a `scenario.Space`: its name, its coordinates, and how it is made.

    The mark contains a digest of the changes, so that runs are never taken for those of another world.
    """
    if space is None:
        return []
    from scipy.stats.qmc import LatinHypercube

    coordinates = coordinates_of(space)
    draws = LatinHypercube(len(coordinates), seed=SEED).random(space.worlds)
    found = []
    for number, draw in enumerate(draws, 1):
        place = {name: at(luck, span) for (name, span), luck in zip(coordinates.items(), draw, strict=True)}
        changes = changes_of(space, place)
        mark = digest(json.dumps(changes, sort_keys=True).encode())[:6]
        found.append((f"{number} of {space.worlds} ({mark})", place, changes))
    return found


def coordinates_of(space):
    """{name: what it ranges over}: (low, high, type) for a number, a list of names for lenses and networks."""
    found = {path: (*span, type(span[0])) for path, span in space.over.items()}
    found[LENS] = list(space.lenses)
    if space.networks:
        found[NETWORK] = [name for name, *_ in space.networks]
    if space.horizon:
        found[HORIZON] = (*space.horizon, int)
    return found


def at(luck, span):
    """The value at a place 0..1 in a range; each whole number and each name has an equal share."""
    if isinstance(span, list):
        return span[int(luck * len(span))]
    low, high, kind = span
    return low + int(luck * (high - low + 1)) if kind is int else float(f"{low + luck * (high - low):.6g}")


def changes_of(space, place):
    """What `Condition.applied` changes for a world at this place."""
    changes = {"values": {path: place[path] for path in space.over}, "lens": place[LENS]}
    if NETWORK in place:
        _, graph, numbers = next(each for each in space.networks if each[0] == place[NETWORK])
        changes["values"] |= numbers
        changes["graph"] = graph
    if HORIZON in place:
        changes["ticks"] = place[HORIZON]
    return changes


# --- what was found ---------------------------------------------------------------------------------------------------


class Region(NamedTuple):
    """A region of the space, where one answer is the commonest."""

    bounds: dict  # coordinate -> (low, high) for a number, a tuple of names for lenses and networks
    answer: str
    share: float  # of the worlds in it, with that answer
    worlds: int


class Found(NamedTuple):
    """How a claim fares over the assumed space."""

    places: list  # of each reading: {coordinate: value}
    answers: list  # beside `places`: HOLDS, REFUTED, DEPENDS or UNDECIDED
    regions: tuple  # of Region: the rule, or () if nothing tells the answers apart
    right: float  # the share of readings that the rule tells right, in cross-validation; NaN without a rule

    def share(self, answer):
        """The share of readings with an answer."""
        return self.answers.count(answer) / len(self.answers)

    @property
    def decide(self):
        """The coordinates that the rule names, the most important first."""
        return tuple(dict.fromkeys(name for region in self.regions for name in region.bounds))


def found(places, answers):
    """The Found of readings at these places."""
    regions, right = rule_of(places, answers)
    return Found(list(places), list(answers), regions, right)


def rule_of(places, answers):
    """(regions, share right): the rule of one or two coordinates that tells the answers apart best, if any does."""
    kinds, counts = np.unique(answers, return_counts=True)
    decided = [kind for kind in kinds if kind != UNDECIDED]
    if len(places) < SMALLEST or len(kinds) < 2 or not decided:
        return (), float("nan")
    from sklearn.model_selection import StratifiedKFold, cross_val_score
    from sklearn.tree import DecisionTreeClassifier

    names, columns = features(places)
    least = max(4, round(LEAST * len(places)))
    tree = DecisionTreeClassifier(max_leaf_nodes=LEAVES, max_depth=2, min_samples_leaf=least, random_state=SEED)
    folds = StratifiedKFold(min(5, max(2, counts.min())), shuffle=True, random_state=SEED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # an answer that one world alone gives
        right = float(np.mean(cross_val_score(tree, columns, answers, cv=folds)))
    if right < counts.max() / len(answers) + BETTER:
        return (), float("nan")
    fitted = tree.fit(columns, answers).tree_
    return tuple(regions_of(fitted, names, kinds, spans(places))), right


def features(places):
    """(names, float64 [places, features]): numbers as they are, a switch per name; names are (coordinate, name)."""
    names, columns = [], []
    for coordinate in places[0]:
        values = [place[coordinate] for place in places]
        if isinstance(values[0], str):
            for name in sorted(set(values)):
                names.append((coordinate, name))
                columns.append([float(value == name) for value in values])
        else:
            names.append((coordinate, None))
            columns.append(values)
    return names, np.array(columns, float).T


def spans(places):
    """{coordinate: its range} over some places: (low, high), or all names."""
    found = {}
    for name, value in places[0].items():
        values = [place[name] for place in places]
        found[name] = tuple(sorted(set(values))) if isinstance(value, str) else (min(values), max(values))
    return found


def regions_of(tree, names, kinds, whole, node=0, bounds=None):
    """The leaves of a fitted tree as Regions; `whole` is the range of each coordinate."""
    bounds = bounds or {}
    left, right = tree.children_left[node], tree.children_right[node]
    if left == right:
        shares = tree.value[node][0] / tree.value[node][0].sum()
        yield Region(bounds, str(kinds[shares.argmax()]), float(shares.max()), int(tree.n_node_samples[node]))
        return
    (coordinate, name), edge = names[tree.feature[node]], float(tree.threshold[node])
    here = bounds.get(coordinate, whole[coordinate])
    if name is None:
        edge = float(f"{edge:.3g}")
        parts = (here[0], edge), (edge, here[1])
    else:  # the left branch is 0: any other name
        parts = tuple(each for each in here if each != name), (name,)
    for child, part in zip((left, right), parts, strict=True):
        yield from regions_of(tree, names, kinds, whole, child, {**bounds, coordinate: part})


# --- in words ---------------------------------------------------------------------------------------------------------


def in_words(space):
    """How a claim fares over the space, and what decides: one to three sentences."""
    said = [f"{DONE[answer]} in {space.share(answer):.0%}" for answer in DONE if answer in space.answers]
    text = f"Over the assumed space ({len(space.places)} readings) it {', '.join(said)}."
    if space.share("holds") >= STRUCTURAL:
        text += " It holds nearly whatever is assumed, so it is structural: close to being put in by hand."
    if space.regions:
        whole = spans(space.places)
        parts = [f"{region.answer} ({region.share:.0%}) {where(region.bounds, whole)}" for region in space.regions]
        text += f" What decides is {' and '.join(space.decide)}: {'; '.join(parts)}."
        text += f" This tells {space.right:.0%} of left-out worlds right."
    return text


DONE = {"holds": "holds", "depends": "depends", "undecided": "is undecided", "refuted": "is refuted"}


def where(bounds, whole):
    """A region in words: "where leaping.gain is below 1.52 and the lens is abi or pillars"."""
    return "where " + " and ".join(bound(name, part, whole[name]) for name, part in bounds.items())


def bound(name, part, whole):
    """One bound of a region in words."""
    if isinstance(part[0], str):
        left = [each for each in whole if each not in part]
        if len(left) == 1 and len(part) > 1:
            return f"the {name} is not {left[0]}"
        return f"the {name} is {' or '.join(part)}" if name != WHEN else f"it is {' or '.join(part)}"
    (low, high), (lowest, highest) = part, whole
    if low <= lowest:
        return f"{name} is up to {high:g}"
    return f"{name} is above {low:g}" if high >= highest else f"{name} is {low:g} to {high:g}"
