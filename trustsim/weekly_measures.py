"""Quantities measured every week as expressions over the sums of the week: see `measures`."""

import sys
from collections.abc import Callable

import numpy as np

from trustsim.counting import UNWATCHED
from trustsim.measuring import Totals, share, weekly
from trustsim.state import DIMENSIONS


@weekly("trust, 0..1", "mean trust in the advisors people know")
def trust(week: Totals) -> np.ndarray:
    return share(week.trust, week.customers)


@weekly("trust, 0..1", "mean trust in the firms people know")
def trust_in_firms(week: Totals) -> np.ndarray:
    return share(week.trust_in_firms, week.asked)


@weekly("share of customers", "customers whose trust in business exceeds one half")
def barometer(week: Totals) -> np.ndarray:
    return share(week.confident, week.asked)


@weekly("needs per week", "needs that arose")
def needs(week: Totals) -> np.ndarray:
    return week.needs


@weekly("leaps per week", "needs that were entrusted to somebody")
def leaps(week: Totals) -> np.ndarray:
    return week.leaps


@weekly("refusals per week", "needs that were not entrusted although somebody was considered")
def refusals(week: Totals) -> np.ndarray:
    return week.refusals


@weekly("share of needs", "needs that were entrusted to somebody")
def leap_rate(week: Totals) -> np.ndarray:
    return share(week.leaps, week.needs)


@weekly("share of needs", "needs for which nobody was reputable enough")
def without_candidate(week: Totals) -> np.ndarray:
    return share(week.without_candidate, week.needs)


@weekly("share, 0..1", "deliveries that were what was asked for, and as agreed: mean of competence and reliability")
def success(week: Totals) -> np.ndarray:
    return share(week.success, week.leaps)


@weekly("share, 0..1", "how deliveries were experienced: mean of their signals, openness aside")
def experience(week: Totals) -> np.ndarray:
    return share(week.experience, week.leaps)


@weekly("median needs per week", "total size of the needs that were entrusted: revenue")
def revenue(week: Totals) -> np.ndarray:
    return week.revenue


@weekly("share of leaps", "leaps in which the real problem was entrusted")
def real_problems(week: Totals) -> np.ndarray:
    return share(week.opened, week.leaps)


@weekly("share, 0..1", "effort that advisors put into deliveries")
def effort(week: Totals) -> np.ndarray:
    return share(week.effort, week.leaps)


@weekly("share, 0..1", "demand for transparency, 1 - trust")
def demand_for_transparency(week: Totals) -> np.ndarray:
    return 1.0 - trust.of(week)


@weekly("looks per relation", "looks into a firm's record, per relation with an advisor")
def use_of_transparency(week: Totals) -> np.ndarray:
    return share(week.looks, week.known)


@weekly("correlation", "correlation between looking into records and trust, as an observer would see it")
def looking_and_trust(week: Totals) -> np.ndarray:
    return share(week.looks_and_trust, np.sqrt(week.varied_looks * week.varied_trust))


@weekly("advisors", "mean number of advisors that a customer knows")
def acquaintances(week: Totals) -> np.ndarray:
    return share(week.known, week.customers)


@weekly("share of customers", "customers who know an advisor")
def known(week: Totals) -> np.ndarray:
    return share(week.knowing, week.customers)


@weekly("share of customers", "customers who know an advisor they believe competent enough")
def reputable(week: Totals) -> np.ndarray:
    return share(week.reputable, week.asked)


@weekly("share of customers", "customers whose trust in some advisor exceeds one half")
def trusted(week: Totals) -> np.ndarray:
    return share(week.trusting, week.customers)


@weekly("share of customers", "customers who have leapt at least once")
def have_leapt(week: Totals) -> np.ndarray:
    return share(week.have_leapt, week.customers)


@weekly("weeks", "mean week of the first leap; the end of the run for customers who never leapt")
def time_to_first_leap(week: Totals) -> np.ndarray:
    return mean_week(week, week.first_leap, week.have_leapt)


@weekly(
    "weeks",
    "mean week in which a customer first trusts an advisor enough for a median need; the end of the run if never",
)
def time_to_trust(week: Totals) -> np.ndarray:
    return mean_week(week, week.enough_since, week.have_enough)


def mean_week(week: Totals, total: np.ndarray, reached: np.ndarray) -> np.ndarray:
    """The mean of the weeks in which customers reached something; for the others it is the week after this one."""
    return share(total + (week.customers - reached) * week.weeks, week.customers)


@weekly("trust, 0..1", "trust that a median need takes when nothing is new and nothing is watched: 1 / (1 + gain)")
def trust_needed(week: Totals) -> np.ndarray:
    return 1.0 / (1.0 + week.gain)


@weekly(
    "share, 0..1",
    "mean signal of deliveries in what watching does not compel: all but integrity, reliability and openness",
)
def beyond_watch(week: Totals) -> np.ndarray:
    return share(week.unwatched, len(UNWATCHED) * week.leaps)


@weekly("share of revenue", "revenue of advisors who post personally")
def revenue_of_personal(week: Totals) -> np.ndarray:
    return share(week.personal_revenue, week.revenue)


@weekly("share of leaps", "leaps to another advisor than the last time, by customers who had leapt before")
def churn(week: Totals) -> np.ndarray:
    return share(week.switched, week.again)


@weekly("share of deliveries", "deliveries by people, not machines, that were left to the advisor's own judgement")
def autonomy(week: Totals) -> np.ndarray:
    return share(week.free, week.by_people)


@weekly("share, 0..1", "mean satisfaction in relations with a delivery; the newest delivery has the largest weight")
def satisfaction(week: Totals) -> np.ndarray:
    return share(week.satisfaction, week.served)


@weekly(
    "share of relations with a delivery", "promoters: satisfaction of .85 or more (9 or 10 out of 10: Reichheld2003)"
)
def promoters(week: Totals) -> np.ndarray:
    return share(week.promoters, week.served)


@weekly(
    "share of relations with a delivery",
    "detractors: satisfaction of .6 or less (6 or less out of 10: Reichheld2003)",
)
def detractors(week: Totals) -> np.ndarray:
    return share(week.detractors, week.served)


@weekly("share of customers", "fans: customers whose experience keeps exceeding their expectation")
def fans(week: Totals) -> np.ndarray:
    return share(week.fans, week.customers)


@weekly("tellings per week", "customers who told peers something good")
def good_tellings(week: Totals) -> np.ndarray:
    return week.good_tellings


@weekly("tellings per week", "customers who told peers something bad")
def bad_tellings(week: Totals) -> np.ndarray:
    return week.bad_tellings


@weekly("trust, 0..1", "mean trust of advisors in the customers who know them")
def trust_in_customers(week: Totals) -> np.ndarray:
    return share(week.regard, week.regards)


@weekly("trust, 0..1", "mean trust of firms in their advisors")
def trust_in_advisors(week: Totals) -> np.ndarray:
    return share(week.trust_in_advisors, week.employed)


@weekly("trust, 0..1", "mean trust of advisors in their firms")
def trust_in_employers(week: Totals) -> np.ndarray:
    return share(week.trust_in_employers, week.employed)


@weekly("trust, 0..1", "mean trust of firms in their customers as a whole")
def trust_in_clientele(week: Totals) -> np.ndarray:
    return share(week.trust_in_clientele, week.firms)


@weekly("leaps per week", "leaps of customers: needs entrusted to an advisor")
def leaps_of_customers(week: Totals) -> np.ndarray:
    return week.leaps


@weekly("leaps per week", "leaps of advisors: personal posts")
def leaps_of_advisors(week: Totals) -> np.ndarray:
    return week.shown


@weekly("refusals per week", "personal posts that advisors did not dare to publish")
def refusals_of_advisors(week: Totals) -> np.ndarray:
    return week.held_back


@weekly("leaps per week", "leaps of firms: deliveries left to the advisor's own judgement, claims made good unasked")
def leaps_of_firms(week: Totals) -> np.ndarray:
    return week.left_free + week.lenient


@weekly("refusals per week", "deliveries that firms did not leave to the advisor, and claims that they looked into")
def refusals_of_firms(week: Totals) -> np.ndarray:
    return week.overruled + week.claims - week.lenient


@weekly("share of deliveries", "deliveries after which the customer threatened")
def threats(week: Totals) -> np.ndarray:
    return share(week.threats, week.met)


@weekly("share of deliveries", "deliveries after which the customer said honestly what was wrong")
def candour(week: Totals) -> np.ndarray:
    return share(week.candid, week.met)


@weekly("share of deliveries", "deliveries after which the two talked it over")
def talks(week: Totals) -> np.ndarray:
    return share(week.talks, week.met)


@weekly("share of talks", "talks that restored some trust")
def settled(week: Totals) -> np.ndarray:
    return share(week.settled, week.talks)


@weekly("share of leaps", "leaps out of habit, without deliberation")
def habit(week: Totals) -> np.ndarray:
    return share(week.habitual, week.leaps)


@weekly("share of leaps", "leaps with something new")
def new_leaps(week: Totals) -> np.ndarray:
    return share(week.new_leaps, week.leaps)


@weekly("share of revenue", "revenue from something new")
def new_revenue(week: Totals) -> np.ndarray:
    return share(week.new_revenue, week.revenue)


@weekly("share of revenue", "what firms made good without asking: the cost of their lenience")
def cost_of_lenience(week: Totals) -> np.ndarray:
    return share(week.made_good, week.revenue)


@weekly("share of claims", "false claims")
def exploitation(week: Totals) -> np.ndarray:
    return share(week.exploits, week.claims)


def belief_in(dimension: int) -> Callable:
    """The measure `belief_<dimension>`."""

    @weekly("belief, 0..1", f"mean belief in {DIMENSIONS[dimension].replace('_', ' ')}")
    def belief(week):
        return share(week.belief[:, dimension], week.asked)

    return belief


WEEKLY = {name: value for name, value in vars(sys.modules[__name__]).items() if hasattr(value, "unit")}
WEEKLY |= {f"belief_{name}": belief_in(d) for d, name in enumerate(DIMENSIONS)}
