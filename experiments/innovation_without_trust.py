"""Innovation without trust: after a scandal the known offering sells on, and the new one does not [article 001]."""

from trustsim.runs.claims import Claim, higher, lower, same
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome

TWO = {"matters": 0.02, "because": "two needs of a hundred"}
KNOWN = Outcome("leap rate for what is known, half a year after", "leap_rate_known", 78, 104, **TWO)
NEW = Outcome("leap rate for what is new, half a year after", "leap_rate_new", 78, 104, **TWO)
LATER = Outcome("revenue a year, in the last year", "revenue", -52, matters=2.0, because="some 3 in a hundred")
OUTCOMES = (Outcome("trust in advisors, half a year after", "trust", 78, 104, **A_HUNDREDTH), KNOWN, NEW, LATER)

CLAIMS = (
    Claim(
        28,
        "Without trust, innovation is worth little.",
        (lower(NEW, "scandal", than="calm"),),
        hangs_on="news",
        note="Whether new things are entrusted after the scandal.",
    ),
    Claim(
        29,
        "A firm earns on while trust falls, and later cannot take us to new things.",
        parts=(
            Claim(
                "29a", "Known things are entrusted as before.", (same(KNOWN, "scandal", than="calm"),), hangs_on="habit"
            ),
            Claim("29b", "New things are not.", (lower(NEW, "scandal", than="calm"),), hangs_on="news"),
            Claim("29c", "Two years later revenue is lower.", (lower(LATER, "scandal", than="calm"),), hangs_on="news"),
        ),
    ),
    Claim(
        39,
        "Check new propositions against the pillars of trust.",
        (
            higher(
                NEW,
                "easier",
                than="scandal",
                assumed="a proposition that asks less trust carries less risk (leaping.novelty_risk)",
            ),
        ),
    ),
)
