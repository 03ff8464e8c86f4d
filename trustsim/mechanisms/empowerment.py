"""Firms trust their advisors by leaving deliveries to their judgement; advisors feel it."""

from trustsim.chance import chance, purpose
from trustsim.evidence import note_in
from trustsim.leap import allowance
from trustsim.machine import where
from trustsim.mutual import trust_in_advisor
from trustsim.rule import rule
from trustsim.state import EMPATHY, OF_ADVISOR, OF_FIRM, OPENNESS, OTHER_ORIENTATION

FREE = purpose("delivering.free")


@rule
def is_left_free(world, row):
    """Whether the firm leaves the delivery to customer `row` to the advisor's own judgement: its leap of trust.

    It does if the size is at most allowance(its trust in the advisor, G, 1 - error_tolerance, kappa), times the odds of
    its leeway, eps / (1 - eps): one half leaves the allowance as it is, 1 leaves everything free and 0 nothing (our
    reading of a scale). Without this mechanism a share `leeway` of deliveries is free, whoever delivers.
    """
    advisor = world.customers[row].considered
    firm = world.firms[world.advisors[advisor].firm]
    if not world.settings.on_empowerment:
        return chance(world.clock.dice, row, FREE) < firm.leeway
    return leaves_free(world, advisor, world.customers[row].stake, float(world.employment[advisor, OF_FIRM].trust))


@rule
def leaves_free(world, advisor, size, trust):
    """Whether the firm of an advisor, with this trust in them, leaves them a delivery of this size, in median needs."""
    firm = world.firms[world.advisors[advisor].firm]
    if firm.leeway >= 1.0:
        return True
    dares = allowance(trust, world.settings.gain, 1.0 - firm.error_tolerance, firm.risk_aversion)
    return size <= dares * firm.leeway / (1.0 - firm.leeway)


@rule
def review(world, row):
    """Firm and advisor learn about one another from last week's deliveries by advisor `row`.

    For the firm the deliveries are evidence about the advisor, and what failed while free counts (2 - error_tolerance)
    times. For the advisor each delivery left free is evidence for the firm's empathy, other orientation and openness;
    each that was overruled, and the share 1 - error_tolerance of failures while free, which are punished, is evidence
    against them.

    reads  their own sums of last week, firms' traits       writes  employment of their own row
    """
    advisor, settings = world.advisors[row], world.settings
    if advisor.week_deliveries > 0:
        tolerance = world.firms[advisor.firm].error_tolerance
        good, bad = where(0, 0.0), where(0, 0.0)
        for d in range(7):
            good = good + where(d, settings.review_weight * advisor.week_good[d])
            worse = advisor.week_bad[d] + (1.0 - tolerance) * advisor.week_bad_free[d]
            bad = bad + where(d, settings.review_weight * worse)
        note_in(world, world.employment[row, OF_FIRM], good, bad)
        free, weight = float(advisor.week_free), settings.freedom_weight
        against = float(advisor.week_deliveries) - free + (1.0 - tolerance) * float(advisor.week_failed_free)
        felt = where(EMPATHY, weight) + where(OTHER_ORIENTATION, weight) + where(OPENNESS, weight)
        note_in(world, world.employment[row, OF_ADVISOR], free * felt, against * felt)
    world.employment[row, OF_FIRM].trust = trust_in_advisor(world, row)
