"""Adding up what happened in a week: compiled rules that go through everybody in a fixed order and write the sums."""

from trustsim.rule import rule
from trustsim.state import (
    COMPETENCE,
    EMPATHY,
    INTIMACY,
    LEAPT,
    NO_CANDIDATE,
    NO_NEED,
    NOBODY,
    OTHER_ORIENTATION,
    REFUSED,
)

UNWATCHED = COMPETENCE, INTIMACY, OTHER_ORIENTATION, EMPATHY  # what watching does not compel
PROMOTER, DETRACTOR = 0.85, 0.6  # 9 or 10, and 6 or less, out of 10 [Reichheld2003]


@rule
def count(world, row):
    """Add up what the customers who remain did and felt this week.

    reads  customers       writes  the sums of "count"
    """
    sums, tick = world.sums, world.clock.tick
    customers, trust, trusting, known, knowing, looks = 0, 0.0, 0, 0, 0, 0
    needs, leaps, refusals, without, fans, good, bad = 0, 0, 0, 0, 0, 0, 0
    have_leapt, first_leap, have_enough, enough_since = 0, 0, 0, 0
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
            leaps += outcome == LEAPT
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
    sums.weeks, sums.gain = tick + 1, world.settings.gain
    sums.customers, sums.trust, sums.trusting, sums.known, sums.knowing = customers, trust, trusting, known, knowing
    sums.looks, sums.needs, sums.leaps, sums.refusals, sums.without_candidate = looks, needs, leaps, refusals, without
    sums.have_leapt, sums.first_leap, sums.have_enough, sums.enough_since = (
        have_leapt,
        first_leap,
        have_enough,
        enough_since,
    )
    sums.fans, sums.good_tellings, sums.bad_tellings = fans, good, bad


@rule
def compare(world, row):
    """Add up how looks and trust vary around their means, and together.

    In a second pass, because differences between large sums would lose digits.

    reads  customers, the sums of looks and trust       writes  varied_looks, varied_trust, looks_and_trust
    """
    sums = world.sums
    each = max(1.0, sums.customers)
    mean_looks, mean_trust = sums.looks / each, sums.trust / each
    looks, trust, both = 0.0, 0.0, 0.0
    for i in range(len(world.customers)):
        customer = world.customers[i]
        if not customer.gone:
            looked, felt = customer.looks - mean_looks, customer.trust - mean_trust
            looks += looked * looked
            trust += felt * felt
            both += looked * felt
    sums.varied_looks, sums.varied_trust, sums.looks_and_trust = looks, trust, both


@rule
def deliveries(world, row):
    """Add up this week's leaps and their deliveries.

    reads  customers, advisors.personal       writes  the sums of "count" that are about leaps
    """
    sums = world.sums
    revenue, personal, success, experience, effort = 0.0, 0.0, 0.0, 0.0, 0.0
    opened, unwatched, again, switched, by_people, free = 0, 0, 0, 0, 0, 0
    for i in range(len(world.customers)):
        customer = world.customers[i]
        if customer.outcome == LEAPT and not customer.gone:
            revenue += customer.stake
            if world.advisors[customer.considered].personal > 0.0:
                personal += customer.stake
            success += customer.success
            experience += customer.experience
            effort += customer.effort
            opened += customer.opened
            for d in range(7):
                if d in UNWATCHED:
                    unwatched += customer.signals[d]
            if customer.leaps > 1:
                again += 1
            switched += customer.switched
            if not customer.digital:
                by_people += 1
                free += customer.free
    sums.revenue, sums.personal_revenue = revenue, personal
    sums.success, sums.experience, sums.effort = success, experience, effort
    sums.opened, sums.unwatched, sums.again, sums.switched = opened, unwatched, again, switched
    sums.by_people, sums.free = by_people, free


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
