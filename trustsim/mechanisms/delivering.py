"""Advisors deliver what was entrusted to them; customers remember what the delivery showed."""

from trustsim.acquaintance import meet_again
from trustsim.chance import chance, nth, purpose
from trustsim.column import weekly_reset
from trustsim.evidence import add, counted_together, expectations, parted, seven
from trustsim.machine import where
from trustsim.mechanisms.contexts import quality_in
from trustsim.mechanisms.empowerment import is_left_free
from trustsim.mechanisms.inside import shown
from trustsim.mechanisms.oscillating import true_to_form
from trustsim.mechanisms.promising import promises
from trustsim.mechanisms.reciprocity import devotion
from trustsim.mechanisms.steadiness import wavering
from trustsim.rule import apart, rule
from trustsim.state import (
    ADVISORS,
    COMPETENCE,
    EMPATHY,
    FIRMS,
    INTEGRITY,
    INTIMACY,
    LEAPT,
    MOST_TIMES,
    NO_CLAIM,
    OPENNESS,
    OTHER_ORIENTATION,
    RELIABILITY,
)

MACHINE, DECEIT = purpose("delivering.machine"), purpose("delivering.deceit")
SIGNAL = purpose("delivering.signal")
forget_week_of_advisor, forget_week_of_firm = weekly_reset(ADVISORS, "tally"), weekly_reset(FIRMS, "tally")


@rule
def deliver(world, row):
    """The advisor to whom customer `row` leapt delivers: one signal per dimension, evidence about advisor and firm.

    The firm's leap of trust is to leave the delivery to the advisor's own judgement: see `empowerment`.

    reads  advisors.quality, firms' traits
    writes  their own columns; evidence, scars and satisfaction of their own relations
    """
    customer, settings, dice = world.customers[row], world.settings, world.clock.dice
    if customer.outcome != LEAPT:
        return
    relation = world.relations[customer.chosen]
    meet_again(relation)
    relation.used = min(MOST_TIMES, relation.used + 1)
    customer.digital = 1 if chance(dice, row, MACHINE) < world.firms[relation.firm].digital_share else 0
    customer.free = 1 if is_left_free(world, row) else 0
    customer.subject = customer.context  # remembered for telling later; the next need may be about something else
    customer.promised = 1 if promises(world, row) else 0
    customer.effort = (1.0 - settings.crowding_out * customer.watch) * devotion(world, row)
    for d in range(7):
        customer.signals[d] = 1 if chance(dice, row, nth(SIGNAL, d)) < odds(world, row, d) else 0
    evaluate(world, row)
    if customer.digital:
        remember(world, row, relation.with_firm, 1.0)
    else:
        remember(world, row, customer.chosen, 1.0)
        remember(world, row, relation.with_firm, settings.advisor_to_firm)


@rule
def evaluate(world, row):
    """Set success, experience and surprise of customer `row`, and their satisfaction with whoever delivered.

    success = mean of competence and reliability: what was asked for, and as agreed. experience = mean of the six
    signals without openness, which says how much is shown rather than how well it went. surprise = experience - the
    expected experience, which is 1 after a promise. satisfaction = the first experience; after that it moves by the
    share `newest` towards each new experience [assumption].
    """
    customer, shown = world.customers[row], world.customers[row].signals
    due = expectations(world, customer.chosen, customer.context)
    expected = due.competence + due.reliability + due.intimacy + due.other_orientation + due.empathy + due.integrity
    why = float(shown[INTIMACY]) + float(shown[OTHER_ORIENTATION]) + float(shown[EMPATHY]) + float(shown[INTEGRITY])
    how = float(shown[COMPETENCE]) + float(shown[RELIABILITY])
    customer.success, customer.experience = how / 2.0, (how + why) / 6.0
    customer.surprise = customer.experience - (1.0 if customer.promised else expected / 6.0)
    i = customer.chosen
    if customer.digital:
        i = world.relations[i].with_firm
    relation = world.relations[i]
    if relation.satisfaction < 0.0:
        relation.satisfaction = customer.experience
    else:
        relation.satisfaction += world.settings.newest * (customer.experience - relation.satisfaction)


@rule
def odds(world, row, dimension):
    """The probability of a good signal from this delivery in one dimension."""
    customer, settings = world.customers[row], world.settings
    odds = quality_in(world, customer.considered, dimension, customer.context) * true_to_form(world, row)
    if dimension == RELIABILITY:
        odds = wavering(world, customer.considered, odds)
    if settings.on_reciprocity and dimension in (INTIMACY, OTHER_ORIENTATION, EMPATHY):
        odds *= customer.effort  # who holds back, holds back care too
    if dimension == COMPETENCE:
        odds *= customer.effort
        if not customer.opened:
            odds *= 1.0 - settings.misdiagnosis
    elif dimension == RELIABILITY:
        odds *= customer.effort
        if customer.digital:
            odds = max(odds, settings.digital_reliability)
    elif dimension == EMPATHY:
        odds *= (1.0 if customer.free else 1.0 - settings.freedom) * shown(world, customer.considered)
    elif dimension == OPENNESS:
        odds = max(world.firms[world.advisors[customer.considered].firm].disclosure, 0.5 * odds)
    if customer.digital and dimension in (EMPATHY, INTIMACY):
        odds *= settings.digital_warmth
    if dimension in (INTEGRITY, RELIABILITY):  # watching compels what would otherwise go wrong
        odds += (1.0 - odds) * customer.watch * settings.verification
    return odds


@apart
def remember(world, row, relation, share):
    """Add the signals of this delivery to the evidence of one relation, with this share of their weight.

    Under watch, evidence is more precise, and good behaviour says less about intentions [Malhotra2002].
    """
    customer, settings = world.customers[row], world.settings
    context, watched = customer.context, customer.watch
    weight = share * settings.delivery_weight * (1.0 + settings.precision * watched)
    values = seven(customer.signals)
    of_intent = where(INTEGRITY, 1.0) + where(EMPATHY, 1.0) + where(RELIABILITY, 1.0)  # what good behaviour speaks for
    weights = weight * (1.0 - settings.attribution * watched * of_intent * values)
    good, bad = counted_together(world, relation, context, values, weights)
    scar = 0.0
    if values[INTEGRITY] == 0.0 and chance(world.clock.dice, row, DECEIT) < settings.deceit:
        fading, scar = parted(world, bad[INTEGRITY])  # a deception: see `evidence.deceived`
        bad = bad - where(INTEGRITY, bad[INTEGRITY] - fading)
    add(world, relation, context, good, bad, scar)


@rule
def tally(world, row):
    """The week's deliveries are added up for advisors and firms, in one loop in a fixed order.

    Totals count every need that was entrusted. The sums of the week are for next week's reviews: an advisor's count
    what they delivered themselves, a firm's what its machines delivered as well.

    reads  customers       writes  totals and sums of the week of advisors and firms
    """
    for advisor in range(len(world.advisors)):
        forget_week_of_advisor(world.advisors[advisor])
    for firm in range(len(world.firms)):
        forget_week_of_firm(world.firms[firm])
    for i in range(len(world.customers)):
        customer = world.customers[i]
        if customer.outcome == LEAPT:
            advisor = world.advisors[customer.considered]
            firm = world.firms[advisor.firm]
            advisor.deliveries += 1
            advisor.entrusted += customer.stake
            firm.deliveries += 1
            firm.entrusted += customer.stake
            firm.week_deliveries += 1
            if customer.claim != NO_CLAIM:
                firm.week_claims += 1
                firm.week_exploits += customer.found_out
                if customer.made_good:
                    firm.lenient += 1
                    firm.made_good += customer.stake
                else:
                    firm.strict += 1
            for d in range(7):
                firm.week_good[d] += float(customer.signals[d])
                firm.week_bad[d] += 1.0 - float(customer.signals[d])
            if not customer.digital:  # a machine has no judgement of its own
                book(world, advisor, firm, customer)


@rule
def book(world, advisor, firm, customer):
    """Add up what a delivery by a person says about the firm's leap, the advisor and the customer (records)."""
    advisor.week_deliveries += 1
    firm.week_met += 1
    firm.week_opened += customer.opened
    firm.week_threats += customer.threatened
    if customer.free:
        firm.leaps += 1
        firm.week_free += 1
        advisor.week_free += 1
        if customer.success < 1.0:
            advisor.week_failed_free += 1
    else:
        firm.refusals += 1
    for d in range(7):
        wrong = 1.0 - float(customer.signals[d])
        advisor.week_good[d] += float(customer.signals[d])
        advisor.week_bad[d] += wrong
        if customer.free:
            advisor.week_bad_free[d] += wrong
        if customer.candid:
            advisor.week_told[d] += wrong


@rule
def appraise(world, row):
    """Advisor `row` takes in how far the firm left last week's deliveries to their own judgement.

    autonomy = the first week's share; after that it moves by the share `newest` towards each new week's [assumption].

    reads  their own sums of last week       writes  advisors.autonomy of their own row
    """
    advisor = world.advisors[row]
    if advisor.week_deliveries > 0:
        free = advisor.week_free / advisor.week_deliveries
        if advisor.autonomy < 0.0:
            advisor.autonomy = free
        else:
            advisor.autonomy += world.settings.newest * (free - advisor.autonomy)


@rule
def steer(world, row):
    """Firm `row` decides how much of this week's deliveries it leaves to its advisors' judgement: its leap of trust.

    reads  firms.empowerment       writes  firms.leeway of its own row
    """
    world.firms[row].leeway = world.firms[row].empowerment
