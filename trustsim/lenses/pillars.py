"""Four pillars in two pairs, how and why, from article 001."""

import math

from trustsim.rule import rule

WEAKEST = -50.0  # at or below this exponent the power mean is the smaller of the two


@rule
def power_mean(one, other, exponent):
    """The power mean of two numbers in (0, 1): exponent 1 arithmetic, 0 geometric, far below 0 the smaller."""
    if exponent <= WEAKEST:
        return min(one, other)
    if abs(exponent) < 1e-12:
        return math.sqrt(one * other)
    # the smaller times (1/2 + 1/2 ratio^exponent)^(1 / exponent), written to be exact near 0 and never to overflow
    small = min(one, other)
    ratio = math.log(max(one, other) / small)
    return small * math.exp(math.log1p(0.5 * math.expm1(exponent * ratio)) / exponent)


@rule
def pillars(beliefs, settings):
    """how = mean(competence, reliability), why = mean(empathy, integrity), trust = mean(how, why).

    Pillars as in [Botsman2017; article 001].

    The sources name the pillars but give no formula; the power mean is our reading. With `compensation` 0 (geometric,
    the default) a weak pillar is hard to make up for; with 1 it is easy; with -50 the weakest pillar decides.
    """
    how = power_mean(beliefs.competence, beliefs.reliability, settings.compensation)
    why = power_mean(beliefs.empathy, beliefs.integrity, settings.compensation)
    return power_mean(how, why, settings.compensation)
