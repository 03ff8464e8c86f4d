"""How and why: the pillars, caprice and late answers [article 001]."""

from trustsim.runs.claims import Claim, higher, lower
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome

TRUST = Outcome("trust in the last half year", "trust", **A_HUNDREDTH)
OUTCOMES = (TRUST, Outcome("success in the last half year", "success", **A_HUNDREDTH))
CAPRICE = lower(TRUST, "capricious", than="usual")

CLAIMS = (
    Claim(
        34,
        "Customers judge how one works (competence, reliability) and why (empathy, integrity).",
        definition="a definition: the lens `pillars` is this claim",
    ),
    Claim(
        35,
        "Reliable is who is consistent and answers; integrity is deeds that match words.",
        parts=(
            Claim("35a", "Inconsistency lowers trust, at an equal average.", (CAPRICE,), hangs_on="steadiness"),
            Claim(
                "35b",
                "Late answers lower trust.",
                (lower(TRUST, "late", than="usual", assumed="a late answer counts against reliability (responding)"),),
                hangs_on="responding",
            ),
        ),
        note="Deeds and words: see `alignment`.",
    ),
    Claim(
        36,
        "Companies must improve most on empathy and integrity.",
        (higher(TRUST, "better_why", than="better_how"),),
        note="Equal steps of 0.6 logits in both pillars of why, and in both of how.",
    ),
    Claim(
        83,
        "The opposite of reliable is capricious.",
        (CAPRICE,),
        hangs_on="steadiness",
        note="A spread around the same mean.",
    ),
)
