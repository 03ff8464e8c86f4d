"""Adding up what happened in a week: compiled rules that go through everybody in a fixed order and write the sums."""

from trustsim.column import reset_of
from trustsim.mutual import trust_in_advisor, trust_in_clientele, trust_in_customer, trust_in_firm
from trustsim.rule import rule
from trustsim.state import (
    COMPETENCE,
    EMPATHY,
    FALSE_CLAIM,
    INTIMACY,
    LEAPT,
    NO_CANDIDATE,
    NO_CLAIM,
    NO_NEED,
    NO_TALK,
    NOBODY,
    OTHER_ORIENTATION,
    PERSONAL,
    REFUSED,
    SETTLED,
)
from trustsim.sums import SUMS

UNWATCHED = COMPETENCE, INTIMACY, OTHER_ORIENTATION, EMPATHY  # what watching does not compel
PROMOTER, DETRACTOR = 0.85, 0.6  # 9 or 10, and 6 or less, out of 10 [Reichheld2003]
clear = reset_of(SUMS["count"])


@rule
def count(world, row):
    """Add up what the customers who remain did and felt this week, and their deliveries, in one pass.

    reads  customers, advisors.personal       writes  the sums of "count"
    """
    sums = world.sums
    customers, trust, trusting, known, knowing, looks = 0, 0.0, 0, 0, 0, 0
    needs, refusals, without, fans, good, bad = 0, 0, 0, 0, 0, 0
    have_leapt, first_leap, have_enough, enough_since = 0, 0, 0, 0
    clear(sums)
    for i in range(len(world.customers)):
        customer = world.customers[i]
        if not customer.gone:
            customers += 1
            trust += customer.trust
            trusting += customer.best_trust > 0.5
            known += customer.known
            knowing += customer.known > 0
            looks += customer.looks
            outcome = customer.outcome
            needs += outcome != NO_NEED
            refusals += outcome == REFUSED
            without += outcome == NO_CANDIDATE
            fans += customer.fan_of != NOBODY
            if customer.told_of != NOBODY:
                good += outcome != LEAPT or customer.surprise > 0.0
                bad += outcome == LEAPT and customer.surprise < 0.0
            if customer.first_leap != NOBODY:
                have_leapt += 1
                first_leap += customer.first_leap
            if customer.enough_since != NOBODY:
                have_enough += 1
                enough_since += customer.enough_since
            if outcome == LEAPT:
                add_delivery(world, sums, i)
    sums.weeks, sums.gain, sums.customers, sums.trust = world.clock.tick + 1, world.settings.gain, customers, trust
    sums.trusting, sums.known, sums.knowing, sums.looks = trusting, known, knowing, looks
    sums.needs, sums.refusals, sums.without_candidate = needs, refusals, without
    sums.have_leapt, sums.first_leap, sums.have_enough, sums.enough_since = (
        have_leapt, first_leap, have_enough, enough_since,
    )  # fmt: skip
    sums.fans, sums.good_tellings, sums.bad_tellings = fans, good, bad


@rule
def add_delivery(world, sums, row):
    """Add the leap of customer `row` and its delivery."""
    customer = world.customers[row]
    sums.leaps += 1.0
    sums.revenue += customer.stake
    if world.advisors[customer.considered].personal > 0.0:
        sums.personal_revenue += customer.stake
    sums.success += customer.success
    sums.experience += customer.experience
    sums.effort += customer.effort
    sums.opened += customer.opened
    for d in range(7):
        if d in UNWATCHED:
            sums.unwatched += customer.signals[d]
    if customer.leaps > 1:
        sums.again += 1.0
    sums.switched += customer.switched
    if not customer.digital:
        sums.by_people += 1.0
        sums.free += customer.free


@rule
def compare(world, row):
    """Add up how looks and trust vary around their means, and together.

    Around the means, because differences between large sums would lose digits; therefore in two passes.

    reads  customers       writes  the sums of "count_varied"
    """
    sums, customers, looks, trust = world.sums, 0, 0, 0.0
    for i in range(len(world.customers)):
        customer = world.customers[i]
        if not customer.gone:
            customers += 1
            looks += customer.looks
            trust += customer.trust
    mean_looks, mean_trust = looks / max(1, customers), trust / max(1, customers)
    varied_looks, varied_trust, both = 0.0, 0.0, 0.0
    for i in range(len(world.customers)):
        customer = world.customers[i]
        if not customer.gone:
            looked, felt = customer.looks - mean_looks, customer.trust - mean_trust
            varied_looks += looked * looked
            varied_trust += felt * felt
            both += looked * felt
    sums.varied_looks, sums.varied_trust, sums.looks_and_trust = varied_looks, varied_trust, both


@rule
def answers(world, row):
    """Add up the answers to the survey, which has to come first.

    reads  customers       writes  the sums of "count_answers"
    """
    sums = world.sums
    asked, trust, confident, reputable = 0, 0.0, 0, 0
    for d in range(7):
        sums.belief[d] = 0.0
    for i in range(len(world.customers)):
        customer = world.customers[i]
        if not customer.gone:
            asked += 1
            trust += customer.trust_in_firms
            confident += customer.trust_in_firms > 0.5
            reputable += customer.reputable
            for d in range(7):
                sums.belief[d] += customer.belief[d]
    sums.asked, sums.trust_in_firms, sums.confident, sums.reputable = asked, trust, confident, reputable


@rule
def satisfaction(world, row):
    """Add up the satisfaction in relations with a delivery.

    reads  relations       writes  the sums of "count_satisfaction"
    """
    sums = world.sums
    served, total, promoters, detractors = 0, 0.0, 0, 0
    for i in range(len(world.relations)):
        felt = world.relations[i].satisfaction
        if felt >= 0.0:
            served += 1
            total += felt
            promoters += felt >= PROMOTER
            detractors += felt <= DETRACTOR
    sums.served, sums.satisfaction, sums.promoters, sums.detractors = served, total, promoters, detractors


@rule
def leaps(world, row):
    """Add up the leaps of advisors and firms, and what came of the leaps of customers.

    reads  advisors, customers       writes  the sums of "count_leaps"
    """
    sums = world.sums
    shown, held_back = 0, 0
    for i in range(len(world.advisors)):
        shown += world.advisors[i].post == PERSONAL
        held_back += world.advisors[i].held_back
    met, free, threats, candid, habitual, new, new_revenue = 0, 0, 0, 0, 0, 0, 0.0
    claims, lenient, made_good, exploits, talks, settled = 0, 0, 0.0, 0, 0, 0
    for i in range(len(world.customers)):
        customer = world.customers[i]
        if customer.outcome == LEAPT:
            met += not customer.digital
            free += customer.free and not customer.digital
            threats += customer.threatened
            candid += customer.candid
            habitual += customer.habitual
            if customer.novelty > 0.0:
                new += 1
                new_revenue += customer.stake
            talks += customer.talked != NO_TALK
            settled += customer.talked == SETTLED
            claims += customer.claim != NO_CLAIM
            exploits += customer.claim == FALSE_CLAIM
            if customer.made_good:
                lenient += 1
                made_good += customer.stake
    sums.shown, sums.held_back, sums.met, sums.left_free, sums.overruled = shown, held_back, met, free, met - free
    sums.threats, sums.candid, sums.habitual, sums.new_leaps, sums.new_revenue = (
        threats, candid, habitual, new, new_revenue,
    )  # fmt: skip
    sums.talks, sums.settled = talks, settled
    sums.claims, sums.lenient, sums.made_good, sums.exploits = claims, lenient, made_good, exploits


@rule
def regard(world, row):
    """Add up the trust of advisors and of firms.

    reads  regard, employment, clientele       writes  the sums of "count_regard"
    """
    sums = world.sums
    trust, relations = 0.0, 0
    for i in range(len(world.customers)):
        customer = world.customers[i]
        for relation in range(customer.first, customer.first + customer.known):
            trust += trust_in_customer(world, relation)
            relations += 1
    in_advisors, in_firms = 0.0, 0.0
    for advisor in range(len(world.advisors)):
        in_advisors += trust_in_advisor(world, advisor)
        in_firms += trust_in_firm(world, advisor)
    in_clientele = 0.0
    for firm in range(len(world.firms)):
        in_clientele += trust_in_clientele(world, firm)
    sums.regard, sums.regards, sums.trust_in_advisors, sums.trust_in_employers = trust, relations, in_advisors, in_firms
    sums.employed, sums.trust_in_clientele, sums.firms = len(world.advisors), in_clientele, len(world.firms)
