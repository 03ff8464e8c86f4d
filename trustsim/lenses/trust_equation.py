"""The Trust Equation, the formula in article 000."""

import math

from trustsim.rule import rule

FORMS = ("ratio", "log", "normalised")


@rule
def trust_equation(beliefs, settings):
    """(C + R + I) / S on the 1..10 scale, mapped to 0..1 by TE / (TE + 3) [Maister2000, ch. 8].

    The authors call it a framework, not a formula. Reading it as arithmetic is our choice, and so are credibility =
    mean(competence, integrity) and the three forms. `ratio` is literal, and self-orientation dominates it (elasticity
    -1, which the other three divide among them). `log` is ln N - ln S, mapped to 0..1 by its range. `normalised` is the
    plain mean.
    """
    credibility = 0.5 * (beliefs.competence + beliefs.integrity)
    if settings.lens_form == 2:
        return 0.25 * (credibility + beliefs.reliability + beliefs.intimacy + beliefs.other_orientation)
    numerator = 3.0 + 9.0 * (credibility + beliefs.reliability + beliefs.intimacy)
    self_orientation = 1.0 + 9.0 * (1.0 - beliefs.other_orientation)
    equation = numerator / self_orientation
    if settings.lens_form == 1:  # ln TE runs from ln 0.3 to ln 30; equal components give one half here too
        return math.log(equation / 0.3) / math.log(100.0)
    return equation / (equation + 3.0)
