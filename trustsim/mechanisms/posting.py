"""Advisors post; customers learn about them from the posts they see."""

from trustsim.acquaintance import meet_again
from trustsim.chance import chance, pair, purpose
from trustsim.eights import AT_ONCE, drawn_below, lowest, posting_now
from trustsim.evidence import belief, learn_together
from trustsim.machine import where
from trustsim.mechanisms.attention import attended
from trustsim.mechanisms.inside import shown
from trustsim.mechanisms.self_disclosure import dares_to_show
from trustsim.mechanisms.surviving import is_open
from trustsim.rule import rule
from trustsim.state import (
    COMPETENCE,
    EMPATHY,
    INTIMACY,
    KNOWLEDGE,
    NO_POST,
    OPENNESS,
    OTHER_ORIENTATION,
    PERSONAL,
    PROMOTIONAL,
    SPOTLIGHT,
)

POST, KIND, FOCUS, GOOD_POST = (purpose(f"posting.{name}") for name in ("post", "kind", "focus", "good"))
READY = purpose("posting.ready")
REACH, ANSWER, SHARE = (purpose(f"posting.{name}") for name in ("reach", "answer", "share"))


@rule
def publish(world, row):
    """Advisor `row` posts this week with probability `rate`, of a kind drawn from their mix [article 000].

    A knowledge or personal post is about themselves with probability 1 - other_orientation. A personal post is the
    advisor's leap of trust: nobody knows how it will land. Who does not dare it posts knowledge instead: see
    `self_disclosure` and `inside`.

    reads  their own traits       writes  advisors.post, self_focused, posts, leaps of their own row
    """
    advisor, dice = world.advisors[row], world.clock.dice
    mix = advisor.knowledge + advisor.personal + advisor.promotional + advisor.spotlight
    if mix <= 0.0 or chance(dice, row, POST) >= advisor.rate or not is_open(world, advisor.firm):
        return
    place = chance(dice, row, KIND) * mix
    kind = SPOTLIGHT
    if place < advisor.knowledge:
        kind = KNOWLEDGE
    elif place < advisor.knowledge + advisor.personal:
        kind = PERSONAL
    elif place < advisor.knowledge + advisor.personal + advisor.promotional:
        kind = PROMOTIONAL
    if kind == PERSONAL and not is_dared(world, row):
        advisor.held_back, advisor.weak, kind = 1, 0, KNOWLEDGE
        advisor.refusals += 1
    advisor.post = kind
    advisor.self_focused = 1 if chance(dice, row, FOCUS) >= advisor.quality[OTHER_ORIENTATION] else 0
    advisor.posts += 1
    if kind == PERSONAL:
        advisor.leaps += 1


@rule
def is_dared(world, row):
    """Whether advisor `row` publishes the personal post that they have in mind."""
    if world.settings.on_inside and chance(world.clock.dice, row, READY) >= shown(world, row):
        return False
    return not world.settings.on_self_disclosure or dares_to_show(world, row)


@rule
def see(world, row):
    """Customer `row` sees posts by the advisors they know, each with probability `reach`, all in the main context.

    Whoever knows many sees less of each: see `attention`.

    reads  advisors.post, self_focused
    writes  evidence and seen of their own relations, customers.saw, shared
    """
    customer, dice = world.customers[row], world.clock.dice
    if customer.saw:  # last week's posts
        for i in range(customer.first, customer.first + customer.known):
            world.relations[i].seen = NO_POST
    customer.saw = 0
    reach = world.settings.reach * attended(world, row)
    last = customer.first + customer.known
    for begin in range(customer.first, last, AT_ONCE):
        left = posting_now(world.evidence, begin, last, world.advisors)
        left &= drawn_below(world.evidence, begin, last, dice, row, REACH, reach)
        while left:
            i = begin + lowest(left)
            left &= left - 1
            advisor = world.evidence[i, 0].knows
            customer.saw += 1
            meet_again(world.relations[i])
            notice(world, i, advisor)
            if chance(dice, pair(row, advisor), ANSWER) < world.advisors[advisor].dialogue:
                converse(world, i)
            if chance(dice, pair(row, advisor), SHARE) < world.settings.sharing:
                customer.shared = advisor


@rule
def notice(world, relation, advisor):
    """Add what a post says to the evidence of a relation, in all dimensions at once.

    Knowledge: competence, as far as the reader feels safe (warmth before competence [Fiske2007]), and weakly other
    orientation. Personal: intimacy and openness; empathy too unless the post is about themselves. Promotional: against
    other orientation. Spotlight: for other orientation and empathy. A weakness shown by somebody of higher status
    counts against their competence [Gibson2018], and not daring to show anything weakly against openness [John2016].
    """
    kind, weight = world.advisors[advisor].post, world.settings.post_weight
    serving = 1.0 - float(world.advisors[advisor].self_focused)
    world.relations[relation].seen = kind
    if kind == KNOWLEDGE:
        luck = chance(world.clock.dice, advisor, GOOD_POST)
        good = 1.0 if luck < world.advisors[advisor].quality[COMPETENCE] else 0.0
        heard = 0.5 + 0.5 * belief(world, relation, 0, INTIMACY)
        values = where(COMPETENCE, good) + where(OTHER_ORIENTATION, serving)
        weights = where(COMPETENCE, weight * heard) + where(OTHER_ORIENTATION, 0.5 * weight)
        if world.advisors[advisor].held_back and world.settings.on_self_disclosure:
            weights = weights + where(OPENNESS, world.settings.closed_weight)  # the value is 0
    elif kind == PERSONAL:
        caring = 0.5 * weight if serving > 0.0 else 0.0
        values = where(INTIMACY, 1.0) + where(OPENNESS, 1.0) + where(OTHER_ORIENTATION, serving) + where(EMPATHY, 1.0)
        weights = where(INTIMACY, weight) + where(OPENNESS, 0.5 * weight)
        weights = weights + where(OTHER_ORIENTATION, weight) + where(EMPATHY, caring)
        if world.advisors[advisor].weak and world.relations[relation].gap > 0.0:
            weights = weights + where(COMPETENCE, 0.5 * weight)  # the value is 0
    elif kind == PROMOTIONAL:
        values, weights = where(OTHER_ORIENTATION, 0.0), where(OTHER_ORIENTATION, weight)
    else:
        values = where(OTHER_ORIENTATION, 1.0) + where(EMPATHY, 1.0)
        weights = where(OTHER_ORIENTATION, weight) + where(EMPATHY, 0.5 * weight)
    learn_together(world, relation, 0, values, weights)


@rule
def converse(world, relation):
    """The advisor asks a question back, and the reader feels heard [claim 4; Huang2017, unverified]."""
    weight = world.settings.dialogue_weight
    values = where(OTHER_ORIENTATION, 1.0) + where(EMPATHY, 1.0) + where(INTIMACY, 1.0)
    weights = where(OTHER_ORIENTATION, weight) + where(EMPATHY, 0.5 * weight) + where(INTIMACY, 0.5 * weight)
    learn_together(world, relation, 0, values, weights)
