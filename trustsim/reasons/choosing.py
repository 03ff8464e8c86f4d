"""Why a leap was taken or refused: the candidates, their trust and luck, and the trust that the need demands.

The rules of `mechanisms.leaping` are watched while they run as ordinary Python: their own local variables are read.
"""

import sys
from collections.abc import Callable
from contextlib import contextmanager
from typing import NamedTuple

from trustsim.evidence import belief, trust_in
from trustsim.mechanisms.approaching import is_avoided
from trustsim.mechanisms.leaping import dared_with, is_available, loss, most_trusted
from trustsim.mechanisms.scrutiny import watch
from trustsim.mechanisms.surviving import is_open
from trustsim.reasons.standing import rows_known
from trustsim.state import COMPETENCE, NO_NEED, NOBODY, OUTCOMES

HALVINGS = 60  # of the range 0..1, down to the last bits


class Candidate(NamedTuple):
    """An advisor whom the customer could have turned to with a need."""

    advisor: int  # row
    trust: float  # in this need, 0..1
    luck: float | None  # the noise of the choice, trust; None: not compared
    score: float | None  # trust + luck
    demanded: float | None  # the least trust at which they dare to entrust all of the need; None: no trust would do
    why_not: str  # "" for who was considered


class Choice(NamedTuple):
    """A week's decision of one customer."""

    week: int
    outcome: str  # one of OUTCOMES
    way: str  # how they came to the advisor: "most trusted", "habit", "invitation", "search", ""
    considered: int  # row of the advisor, or NOBODY
    context: int
    wanted: float  # size of the need, median needs
    entrusted: float  # what they entrust of it, or would have
    novelty: float
    trust: float  # in whom they considered
    dares: float  # how much they dare to entrust, median needs
    watched: float
    floor: float  # least belief in competence
    candidates: tuple


@contextmanager
def watching(model, customer: int):
    """Watch the rule that compares candidates while it runs. Yields what was read, to be used afterwards."""
    scores, last = {}, object()

    def line(frame, event, argument):
        nonlocal last
        mine = frame.f_locals
        score = mine.get("score", last)
        if score is not last:  # made in this turn of the loop
            last = score
            scores[int(mine["i"])] = float(mine["trust"]), float(score)
        return line

    def call(frame, event, argument):
        return line if frame.f_code is most_trusted.__code__ else None

    dared = {row: float(model.tables.relations["dared"][row]) for row in rows_known(model, customer).values()}
    earlier = sys.gettrace()
    sys.settrace(call)
    try:
        yield scores, dared
    finally:
        sys.settrace(earlier)


def choice(model, customer: int, watched: tuple[dict, dict]) -> Choice:
    """The decision that a customer has just made, from what was watched and from the columns of this week."""
    world, (scores, dared) = model.engine.columns, watched
    me, tick = world.customers[customer], int(world.clock.tick)
    outcome, chosen = int(me.outcome), int(me.chosen)
    if outcome == NO_NEED:
        return Choice(tick, OUTCOMES[outcome], "", NOBODY, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, ())
    known = rows_known(model, customer)
    candidates = tuple(candidate(model, customer, i, scores, dared.get(i, -1.0)) for i in known.values())
    floor = float(world.settings.reputation_floor)
    if chosen == NOBODY:
        return Choice(tick, OUTCOMES[outcome], "", NOBODY, int(me.context), float(me.wanted), 0.0, float(me.novelty),
                      0.0, 0.0, 0.0, floor, candidates)  # fmt: skip
    return Choice(tick, OUTCOMES[outcome], way(me, chosen, scores), int(me.considered), int(me.context),
                  float(me.wanted), float(me.stake), float(me.novelty), float(me.trust_then), float(me.allowance),
                  float(me.watch), floor, candidates)  # fmt: skip


def way(me, chosen: int, scores: dict) -> str:
    """How the customer came to the relation they considered."""
    if me.habitual:
        return "habit"
    if chosen == me.invited:
        return "invitation"
    return "most trusted" if chosen in scores else "search"


def candidate(model, customer: int, i: int, scores: dict, dared: float) -> Candidate:
    """One advisor in the choice, and why they were not considered."""
    world = model.engine.columns
    me, relation = world.customers[customer], world.relations[i]
    trust, score = scores.get(i, (None, None))
    if trust is None:
        trust = float(model.engine.call(trust_in, i, int(me.context), float(me.novelty)))
    luck = None if score is None else score - trust
    why = "" if i == me.chosen else why_not(model, me, i, score)
    demanded = demanded_trust(model, i, (float(me.wanted), float(me.novelty)), dared)
    return Candidate(int(relation.advisor), trust, luck, score, demanded, why)


def why_not(model, me, i: int, score: float | None) -> str:
    """Why the advisor of a relation was not considered."""
    call, world = model.engine.call, model.engine.columns
    competence = float(call(belief, i, int(me.context), COMPETENCE))
    floor = float(world.settings.reputation_floor)
    if call(is_avoided, i):
        return "the customer avoids them"
    if not call(is_open, int(world.relations[i].firm)):
        return "their firm is out of business"
    if not call(is_available, i):
        return "not available"
    if competence < floor:
        return f"believed competence {competence:.3f} is below the floor {floor:.3f}"
    return "another had more trust plus luck" if score is not None else "nobody was compared"


def demanded_trust(model, i: int, need: tuple[float, float], dared: float) -> float | None:
    """The least trust at which the customer of relation `i` dares to entrust all of a need (size, novelty).

    dared: what they had last dared in this relation before they decided. Found by halving, with the rules themselves.
    None if no trust would do.
    """
    (size, novelty), relations = need, model.tables.relations
    held, relations["dared"][i] = float(relations["dared"][i]), dared
    try:
        return least(lambda trust: amount_dared(model, i, trust, novelty) >= size)
    finally:
        relations["dared"][i] = held


def amount_dared(model, i: int, trust: float, novelty: float) -> float:
    """How much the customer of relation `i` would dare at another trust, in median needs."""
    call = model.engine.call
    watched = call(watch, int(model.tables.relations["firm"][i]), trust)
    return call(dared_with, i, trust, call(loss, watched, novelty))


def least(enough: Callable[[float], bool]) -> float | None:
    """The least number within 0..1 that is enough, if any more is enough as well; None if none is."""
    low, high = 0.0, 1.0
    if not enough(high):
        return None
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
