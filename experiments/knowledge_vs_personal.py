"""Knowledge against personal posts, at equal numbers [seed 000].

Advisors post equally often in every arm (the same weeks, the same readers: twin worlds) and differ in what they post.
Two arms post twice as often, one hardly ever, and three do not post but are better at one thing.
"""

from trustsim.parameters import parameters
from trustsim.runs.claims import Claim, Outcome, below, higher, lower, not_higher, slowing

TRUST = Outcome("trust in the last half year", "trust")
FIRST_LEAP = Outcome("week of the first leap", "time_to_first_leap", -1)
REVENUE = Outcome("revenue a week, whole run", "revenue", 0)

# Coleman's rule for the median need of nothing new: T / (1 - T) = 1 / G, the trust at which one leaps
LEAP_THRESHOLD = 1.0 / (1.0 + parameters()["leaping.gain"].default)

OUTCOMES = (TRUST, FIRST_LEAP, REVENUE, Outcome("leap rate in the last half year", "leap_rate"), Outcome("real problems entrusted, whole run", "real_problems", 0))

CLAIMS = (
    Claim(1, "Sharing knowledge builds trust.", (higher(TRUST, "knowledge", than="silent"),), hangs_on="posting"),
    Claim(
        2,
        "Knowledge alone is not enough for real trust.",
        (not_higher(TRUST, "twice_knowledge", than="knowledge"), below(TRUST, "twice_knowledge", LEAP_THRESHOLD)),
        hangs_on="posting",
        note="Trust stays under the threshold for a median leap, and more of the same does not raise it.",
    ),
    Claim(
        3,
        "Being more personal makes people trust you sooner.",
        (lower(FIRST_LEAP, "personal", than="knowledge"), higher(TRUST, "personal", than="knowledge")),
        hangs_on="posting",
    ),
    Claim(
        4,
        "Broadcasting expertise without listening or showing oneself fails.",
        (
            lower(TRUST, "knowledge", than="dialogue", assumed="whoever asks back only adds good signals (posting)"),
            not_higher(TRUST, "knowledge", than="silent"),
        ),
        hangs_on="posting",
        note="Fails is read as: no more trust than saying nothing. Claim 1 says the opposite.",
    ),
    Claim(
        11,
        "Credibility and reliability are fine already; intimacy is the bottleneck.",
        (higher(TRUST, "more_intimate", than="more_competent"), higher(TRUST, "more_intimate", than="more_reliable")),
        hangs_on="opening_up",
        note="The same improvement, 0.1 in probability, on each; which lens reads intimacy at all decides much.",
    ),
    Claim(
        17,
        "A few posts do not build trust, but help considerably.",
        (higher(TRUST, "a_few", than="silent"), not_higher(TRUST, "a_few", than="silent"), slowing(TRUST, "silent", "mixed", "twice_mixed")),
        hangs_on="posting",
        note="They help (more than silence), they do not build (by less than 0.01), and more posts add less and less.",
    ),
    Claim(
        19,
        "Being more personal pays off commercially.",
        (higher(REVENUE, "mixed", than="knowledge"),),
        hangs_on="posting",
    ),
)
