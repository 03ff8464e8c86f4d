"""The sums of a week: a table with one row, whose columns are what the shipped measures need.

A measure is an expression over these sums (see `measures`). Each is declared under the phase of `week.COUNTS` that adds
it up, with the rules of `counting`. These phases are no part of the week; they run when a measure asks.
"""

import numpy as np

from trustsim.column import Column


def total(name, unit, meaning, shape=None):
    """A column of the sums: float64, of any size."""
    return Column(name, ("f8", shape) if shape else "f8", unit, -np.inf, np.inf, meaning)


SUMS = {  # by the phase that writes them: see `sums`
    "count": (
        total("weeks", "weeks", "Weeks so far."),
        total("customers", "customers", "Customers who remain."),
        total("gain", "ratio", "Gain when trust is kept, relative to the loss when it is broken."),
        total("trust", "trust", "Their mean trust in the advisors they know."),
        total("trusting", "customers", "Those whose trust in some advisor exceeds one half."),
        total("known", "relations", "Advisors they know."),
        total("knowing", "customers", "Those who know an advisor."),
        total("looks", "relations", "Relations in which they looked into a record."),
        total("needs", "needs", "Needs that arose."),
        total("leaps", "needs", "Needs that were entrusted to somebody."),
        total("refusals", "needs", "Needs that were not entrusted although somebody was considered."),
        total("without_candidate", "needs", "Needs for which nobody was reputable enough."),
        total("have_leapt", "customers", "Those who have leapt at least once."),
        total("first_leap", "weeks", "Week of the first leap of those who have leapt."),
        total("have_enough", "customers", "Those who have trusted an advisor enough for a median need."),
        total("enough_since", "weeks", "Week in which those first did."),
        total("fans", "customers", "Those who are a fan of an advisor."),
        total("good_tellings", "customers", "Those who told something good."),
        total("bad_tellings", "customers", "Those who told something bad."),
        total("revenue", "median needs", "Size of the needs entrusted."),
        total("personal_revenue", "median needs", "The part entrusted to advisors who post personally."),
        total("success", "deliveries", "Success of this week's deliveries."),
        total("experience", "deliveries", "Experience of this week's deliveries."),
        total("effort", "deliveries", "Effort put into this week's deliveries."),
        total("opened", "leaps", "Leaps in which the real problem was entrusted."),
        total("unwatched", "signals", "Good signals in what watching does not compel."),
        total("again", "leaps", "Leaps by customers who had leapt before."),
        total("switched", "leaps", "Leaps to another advisor than the leap before."),
        total("by_people", "deliveries", "Deliveries by people, not machines."),
        total("free", "deliveries", "Those that were left to the advisor's own judgement."),
    ),
    "count_varied": (
        total("varied_looks", "relations^2", "Squared differences of looks from their mean."),
        total("varied_trust", "trust^2", "Squared differences of trust from its mean."),
        total("looks_and_trust", "relations x trust", "Products of both differences."),
    ),
    "count_answers": (
        total("asked", "customers", "Customers who answered the survey."),
        total("trust_in_firms", "trust", "Their mean trust in the firms they know."),
        total("confident", "customers", "Those whose trust in firms exceeds one half."),
        total("reputable", "customers", "Those who know somebody they believe competent enough."),
        total("belief", "belief", "Their mean beliefs, in the order of DIMENSIONS.", 7),
    ),
    "count_satisfaction": (
        total("served", "relations", "Relations with a delivery, by an advisor or by a firm's machine."),
        total("satisfaction", "share", "Satisfaction in them."),
        total("promoters", "relations", "Those with a satisfaction of .85 or more."),
        total("detractors", "relations", "Those with a satisfaction of .6 or less."),
    ),
    "count_leaps": (
        total("shown", "posts", "Personal posts of this week."),
        total("held_back", "posts", "Personal posts that their advisors did not dare to publish."),
        total("overruled", "deliveries", "Deliveries by people that the firm did not leave to them."),
        total("left_free", "deliveries", "Deliveries by people that it did."),
        total("met", "deliveries", "Deliveries by people."),
        total("threats", "deliveries", "Those after which the customer threatened."),
        total("candid", "deliveries", "Those after which the customer said honestly what was wrong."),
        total("habitual", "leaps", "Leaps out of habit."),
        total("new_leaps", "leaps", "Leaps with something new."),
        total("new_revenue", "median needs", "Size of these."),
        total("talks", "deliveries", "Those after which they talked it over."),
        total("settled", "deliveries", "Those of these in which it worked."),
        total("claims", "claims", "Claims that a delivery had failed."),
        total("lenient", "claims", "Those that the firm made good without asking."),
        total("made_good", "median needs", "Their size."),
        total("exploits", "claims", "False claims."),
    ),
    "count_choices": (
        total("doubtful", "needs", "Needs for which somebody trusted below .4 was considered."),
        total("doubtful_leaps", "leaps", "Those that were entrusted all the same."),
        total("trustful", "needs", "Needs for which somebody trusted above .6 was considered."),
        total("trustful_leaps", "leaps", "Those that were entrusted."),
        total("short_leaps", "leaps", "Leaps with less trust than a median need takes."),
        total("large", "needs", "Needs of at least twice the median for which somebody was considered."),
        total("large_leaps", "leaps", "Those that were entrusted."),
        total("small", "needs", "Needs of at most half the median for which somebody was considered."),
        total("small_leaps", "leaps", "Those that were entrusted."),
        total("very_new", "needs", "Needs at least half new for which somebody was considered."),
        total("very_new_leaps", "leaps", "Those that were entrusted."),
        total("familiar", "needs", "Needs for something known for which somebody was considered."),
        total("familiar_leaps", "leaps", "Those that were entrusted."),
        total("wanted", "median needs", "Size of the needs of which something was entrusted."),
        total("pitched", "pitches", "Solutions that were offered."),
        total("invited", "pitches", "Those that were taken up."),
        total("fled", "relations", "Relations in which the customer fled."),
        total("avoiding", "relations", "Relations in which the customer avoids the advisor."),
        total("told_by_doubtful", "deliveries", "Deliveries by somebody trusted below .4 and then told honestly."),
        total("met_by_doubtful", "deliveries", "Deliveries by somebody trusted below .4."),
        total("told_by_trustful", "deliveries", "Deliveries by somebody trusted above .6 and then told honestly."),
        total("met_by_trustful", "deliveries", "Deliveries by somebody trusted above .6."),
        total("success_opened", "deliveries", "Success where the real problem was entrusted."),
        total("open_firms", "firms", "Firms that are in business."),
        total("all_firms", "firms", "Firms."),
        total("personal_advisors", "advisors", "Advisors who post more about themselves than what they know."),
        total("knowing_advisors", "advisors", "Advisors who post knowledge."),
        total("knowledge_revenue", "median needs", "Size of the needs entrusted to these."),
        total("all_advisors", "advisors", "Advisors."),
        total(
            "pretended_leaps", "leaps", "Leaps to advisors who pretend: who betray, rename themselves or buy praise."
        ),
    ),
    "count_bonds": (
        total("varied_bonds", "trust^2", "Squared differences of trust in advisors from its mean over relations."),
        total("varied_regard", "trust^2", "Squared differences of advisors' trust in customers from its mean."),
        total("bonds_and_regard", "trust^2", "Products of both differences."),
        total("doubted", "relations", "Relations with a delivery and trust below one half."),
        total("doubted_promoters", "relations", "Promoters among these."),
        total("believed", "relations", "Relations with a delivery and trust of one half or more."),
        total("believed_promoters", "relations", "Promoters among these."),
        total("pretended", "relations", "Relations with advisors who pretend."),
        total("pretended_trust", "trust", "Trust in these."),
        total("honest", "relations", "Relations with advisors who do not."),
        total("honest_trust", "trust", "Trust in these."),
    ),
    "count_regard": (
        total("regard", "trust", "Trust of advisors in the customers who know them."),
        total("regards", "relations", "Relations of customers with advisors."),
        total("trust_in_advisors", "trust", "Trust of firms in their advisors."),
        total("trust_in_employers", "trust", "Trust of advisors in their firms."),
        total("employed", "advisors", "Advisors."),
        total("trust_in_clientele", "trust", "Trust of firms in their customers as a whole."),
        total("firms", "firms", "Firms."),
    ),
}
