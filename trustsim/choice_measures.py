"""Quantities about who chooses whom, and who is what they seem, as expressions over the sums of the week."""

import sys

import numpy as np

from trustsim.measuring import Totals, share, weekly


@weekly("share of needs", "needs that were entrusted where somebody trusted below .4 was considered")
def leap_rate_in_doubt(week: Totals) -> np.ndarray:
    return share(week.doubtful_leaps, week.doubtful)


@weekly("share of needs", "needs that were entrusted where somebody trusted above .6 was considered")
def leap_rate_in_trust(week: Totals) -> np.ndarray:
    return share(week.trustful_leaps, week.trustful)


@weekly("share of leaps", "leaps with less trust than a median need takes")
def leaps_short_of_trust(week: Totals) -> np.ndarray:
    return share(week.short_leaps, week.leaps)


@weekly("share of needs", "needs of at least twice the median that were entrusted")
def leap_rate_large(week: Totals) -> np.ndarray:
    return share(week.large_leaps, week.large)


@weekly("share of needs", "needs of at most half the median that were entrusted")
def leap_rate_small(week: Totals) -> np.ndarray:
    return share(week.small_leaps, week.small)


@weekly("share of needs", "needs at least half new that were entrusted")
def leap_rate_new(week: Totals) -> np.ndarray:
    return share(week.very_new_leaps, week.very_new)


@weekly("share of needs", "needs for something known that were entrusted")
def leap_rate_known(week: Totals) -> np.ndarray:
    return share(week.familiar_leaps, week.familiar)


@weekly("share, 0..1", "the part of their needs that customers entrusted who leapt")
def part_entrusted(week: Totals) -> np.ndarray:
    return share(week.revenue, week.wanted)


@weekly("pitches per week", "solutions that advisors offered when they approached customers")
def pitches(week: Totals) -> np.ndarray:
    return week.pitched


@weekly("share of pitches", "offered solutions that customers took up")
def pitches_taken_up(week: Totals) -> np.ndarray:
    return share(week.invited, week.pitched)


@weekly("relations per week", "relations in which the customer fled from an advisor who approached them")
def flights(week: Totals) -> np.ndarray:
    return week.fled


@weekly("share of relations", "relations in which the customer avoids the advisor")
def avoided(week: Totals) -> np.ndarray:
    return share(week.avoiding, week.known)


@weekly(
    "share of deliveries",
    "deliveries by somebody trusted below .4 after which the customer said honestly what was wrong",
)
def candour_in_doubt(week: Totals) -> np.ndarray:
    return share(week.told_by_doubtful, week.met_by_doubtful)


@weekly(
    "share of deliveries",
    "deliveries by somebody trusted above .6 after which the customer said honestly what was wrong",
)
def candour_in_trust(week: Totals) -> np.ndarray:
    return share(week.told_by_trustful, week.met_by_trustful)


@weekly("share, 0..1", "success of deliveries in which the real problem was entrusted")
def success_opened(week: Totals) -> np.ndarray:
    return share(week.success_opened, week.opened)


@weekly("share, 0..1", "success of deliveries in which it was not")
def success_unopened(week: Totals) -> np.ndarray:
    return share(week.success - week.success_opened, week.leaps - week.opened)


@weekly("share of firms", "firms that are in business")
def firms_in_business(week: Totals) -> np.ndarray:
    return share(week.open_firms, week.all_firms)


@weekly("share of advisors", "advisors who post more about themselves than about what they know")
def posting_personally(week: Totals) -> np.ndarray:
    return share(week.personal_advisors, week.all_advisors)


@weekly("share of advisors", "advisors who post what they know")
def posting_knowledge(week: Totals) -> np.ndarray:
    return share(week.knowing_advisors, week.all_advisors)


@weekly("share of revenue", "revenue of advisors who post what they know")
def revenue_of_knowledge(week: Totals) -> np.ndarray:
    return share(week.knowledge_revenue, week.revenue)


@weekly("share of leaps", "leaps to advisors who betray, return under new names, or have praise spread")
def leaps_to_pretenders(week: Totals) -> np.ndarray:
    return share(week.pretended_leaps, week.leaps)


@weekly("trust, 0..1", "mean trust in advisors who betray, return under new names, or have praise spread")
def trust_in_pretenders(week: Totals) -> np.ndarray:
    return share(week.pretended_trust, week.pretended)


@weekly("trust, 0..1", "mean trust in all other advisors")
def trust_in_honest(week: Totals) -> np.ndarray:
    return share(week.honest_trust, week.honest)


@weekly("correlation", "correlation over relations between the customer's trust and the advisor's")
def trust_returned(week: Totals) -> np.ndarray:
    return share(week.bonds_and_regard, np.sqrt(week.varied_bonds * week.varied_regard))


@weekly("share of relations with a delivery", "promoters among relations with trust below one half")
def promoters_in_doubt(week: Totals) -> np.ndarray:
    return share(week.doubted_promoters, week.doubted)


@weekly("share of relations with a delivery", "promoters among relations with trust of one half or more")
def promoters_in_trust(week: Totals) -> np.ndarray:
    return share(week.believed_promoters, week.believed)


CHOICES = {name: value for name, value in vars(sys.modules[__name__]).items() if hasattr(value, "unit")}
