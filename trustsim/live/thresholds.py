"""Find the thresholds for a leap by evaluating the rules of the model, not by inverting them.

A threshold is the nearest value on a grid at which the rules say yes, so the printed number is exact.
"""

from typing import NamedTuple

from trustsim.evidence import beliefs, trust_in
from trustsim.lenses import read
from trustsim.mechanisms.leaping import dared_with, loss
from trustsim.mechanisms.scrutiny import watch
from trustsim.parameters import parameters
from trustsim.rule import rule
from trustsim.state import DIMENSIONS

ORDINARY = 1.0  # median needs
STEPS = 1000  # trust, beliefs and losses are given in thousandths
MOST_LOSS = 1.0 + parameters()["leaping.novelty_risk"].high  # of a stake of 1, see `leaping.loss`


@rule
def dares(world, relation, trust, novelty):
    """How much the customer in a relation would dare with this trust, as in `leaping.dare`, without side effects."""
    watched = watch(world, world.relations[relation].firm, trust)
    return dared_with(world, relation, trust, loss(world, watched, novelty))


@rule
def trust_of_beliefs(world, relation, held):
    """Trust from these beliefs, through the lens by which the customer of a relation trusts."""
    return read(world.customers[world.relations[relation].customer].lens, held, world.settings)


class Chances(NamedTuple):
    """What a customer would dare to entrust to an advisor now, and what a leap would need (None: nothing is enough)."""

    believed: float  # believed competence, by which candidates are judged
    floor: float  # minimum believed competence to be considered
    trust: float
    size: float  # what they dare, in median needs
    new: float  # what they dare for something entirely new
    loss: float  # what could be lost of a stake of 1
    needs_trust: float | None  # the lowest trust that is enough for an ordinary need
    needs_loss: float | None  # the highest loss at which the present trust is enough
    needs_beliefs: tuple  # (belief needed, belief now, dimension): each alone is enough; the nearest first
    remembered: float | None  # what they last dared with this advisor; None: not considered yet

    @property
    def eligible(self):
        """Whether the advisor is competent enough to be considered."""
        return self.believed >= self.floor

    @property
    def leaps(self):
        """Whether they would leap with an ordinary need."""
        return self.eligible and self.size >= ORDINARY


def chances(model, row):
    """The Chances of relation `row` for a need in the main context, if the customer turned to this advisor now."""
    ask, relation = model.engine.call, model.tables.relations[row]
    held, trust = ask(beliefs, row, 0, 0.0), float(ask(trust_in, row, 0, 0.0))
    at_risk = float(ask(loss, ask(watch, int(relation["firm"]), trust), 0.0))

    def enough(trust):
        return ask(dares, row, trust, 0.0) >= ORDINARY

    return Chances(
        believed=float(held.competence),
        floor=float(model.world.settings.reputation_floor),
        trust=trust,
        size=float(ask(dares, row, trust, 0.0)),
        new=float(ask(dares, row, float(ask(trust_in, row, 0, 1.0)), 1.0)),
        loss=at_risk,
        needs_trust=lowest(enough, 1 / STEPS, 1 - 1 / STEPS),
        needs_loss=highest(lambda at_risk: ask(dared_with, row, trust, at_risk) >= ORDINARY, 0.0, MOST_LOSS),
        needs_beliefs=tuple(nearest(model, row, held, enough)),
        remembered=float(relation["dared"]) if relation["dared"] >= 0 else None,
    )


def nearest(model, row, held, enough):
    """(needed, now, dimension) of each belief that would be enough if it alone rose, the smallest rise first."""
    found = []
    for dimension, now in zip(DIMENSIONS, held, strict=False):

        def would(value, dimension=dimension):
            return enough(model.engine.call(trust_of_beliefs, row, held._replace(**{dimension: value})))

        needed = lowest(would, -(-float(now) * STEPS // 1) / STEPS, 1 - 1 / STEPS)
        if needed is not None:
            found.append((needed, float(now), dimension))
    return sorted(found, key=lambda way: way[0] - way[1])


def lowest(says_yes, low, high):
    """The lowest value in low..high, in steps of 1 / STEPS, from which a rule says yes up to `high`; or None."""
    first, last = round(low * STEPS), round(high * STEPS)
    if last < first or not says_yes(last / STEPS):
        return None
    while first < last:
        middle = (first + last) // 2
        first, last = (first, middle) if says_yes(middle / STEPS) else (middle + 1, last)
    return last / STEPS


def highest(says_yes, low, high):
    """The highest value in low..high, in steps of 1 / STEPS, up to which a rule says yes from `low`; or None."""
    found = lowest(lambda value: says_yes(-value), -high, -low)
    return None if found is None else -found
