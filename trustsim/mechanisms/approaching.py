"""Advisors approach the people they know, in an order: as a human being, as a professional, with a solution."""

from trustsim.acquaintance import meet_again
from trustsim.chance import chance, pair, purpose
from trustsim.evidence import learn_together
from trustsim.machine import where
from trustsim.mechanisms.attention import attended
from trustsim.rule import apart, rule
from trustsim.state import COMPETENCE, EMPATHY, INTIMACY, MOST_TIMES, OTHER_ORIENTATION

HUMAN, PROFESSIONAL, SOLUTION = range(3)
# the first three contacts in each of the six orders, one after the other
STAGES = (0, 1, 2, 0, 2, 1, 1, 0, 2, 1, 2, 0, 2, 0, 1, 2, 1, 0)
CALL, ASK, SHOW, INVITE, FLEE = (purpose(f"approaching.{name}") for name in ("call", "ask", "show", "invite", "flee"))


@rule
def approach(world, row):
    """The advisors whom customer `row` knows approach them, each with probability `approach_rate` [article 003].

    reads  traits of advisors
    writes  evidence, approaches and customers.invited, pitched, fled of their own row
    """
    customer, dice = world.customers[row], world.clock.dice
    attends = attended(world, row)
    for i in range(customer.first, customer.first + customer.known):
        advisor = world.evidence[i, 0].knows
        rate = world.advisors[advisor].approach_rate
        if rate > 0.0 and chance(dice, pair(row, advisor), CALL) < rate * attends and not is_avoided(world, i):
            contact(world, row, i, advisor)


@rule
def is_avoided(world, i):
    """Whether the customer of relation `i` avoids the advisor this week; never without this mechanism."""
    return world.settings.on_approaching and world.approaches[i].avoid_until > world.clock.tick


@apart
def contact(world, row, i, advisor):
    """One contact: its stage is that of the order, and after three contacts human and professional in turn.

    Human: intimacy, and other orientation for or against by whether they ask back; asked back, empathy too.
    Professional: competence as it shows, heard fully only by who feels safe. Solution: see `invites`. One that comes
    too early is a sales trap: it counts against other orientation and intimacy, and the customer flees. A monologue
    makes them flee with half the probability [claims 60, 61].
    """
    known, dice, who = world.approaches[i], world.clock.dice, pair(row, advisor)
    weight = world.settings.contact_weight
    meet_again(world.relations[i])
    stage = stage_of(int(world.advisors[advisor].order), int(known.contacts))
    known.contacts = min(MOST_TIMES, int(known.contacts) + 1)
    asks = chance(dice, who, ASK) < world.advisors[advisor].dialogue
    hazard = 0.0 if asks else 0.5
    values, weights = where(0, 0.0), where(0, 0.0)
    if stage == SOLUTION:
        if not invites(world, row, i, who):  # a sales trap: the values are 0
            weights = where(OTHER_ORIENTATION, weight) + where(INTIMACY, weight)
            hazard = 1.0
    elif stage == HUMAN:
        back = 1.0 if asks else 0.0
        values = where(INTIMACY, 1.0) + where(OTHER_ORIENTATION, back) + where(EMPATHY, 1.0)
        weights = where(INTIMACY, weight) + where(OTHER_ORIENTATION, weight) + where(EMPATHY, weight * back)
    else:
        able = chance(dice, who, SHOW) < world.advisors[advisor].quality[COMPETENCE]
        values = where(COMPETENCE, 1.0 if able else 0.0)
        weights = where(COMPETENCE, weight * (0.5 + 0.5 * shown_of(world, i, INTIMACY)))
    learn_together(world, i, 0, values, weights)
    if chance(dice, who, FLEE) < hazard * world.settings.flight * (1.0 - gate(world, i)):
        known.avoid_until = world.clock.tick + world.settings.avoid_weeks
        world.customers[row].fled += 1


@rule
def stage_of(order, contacts):
    """The stage of the next contact after so many: three by the order, then human and professional in turn."""
    return STAGES[3 * order + contacts] if contacts < 3 else (contacts - 3) % 2


@rule
def shown_of(world, i, dimension):
    """How far there is evidence for a dimension, 0..1: min(1, r / enough_shown), r in observations, not grown."""
    shown = float(world.evidence[i, 0].good[dimension]) / world.clock.growth
    return min(1.0, shown / world.settings.enough_shown)


@rule
def gate(world, i):
    """How far the way is open for a solution, 0..1: what they have shown as a human being x as a professional.

    It reads evidence, not belief: a prior is not getting to know somebody (our reading of article 003).
    """
    return shown_of(world, i, INTIMACY) * shown_of(world, i, COMPETENCE)


@rule
def invites(world, row, i, who):
    """Whether customer `row` takes an offered solution up: with probability `gate`, and then has a need for it now."""
    customer = world.customers[row]
    customer.pitched += 1
    taken_up = chance(world.clock.dice, who, INVITE) < gate(world, i)
    if taken_up:
        customer.invited = i
    return taken_up
