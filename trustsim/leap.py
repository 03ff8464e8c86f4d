"""The one rule for a leap of trust, used by customers, advisors and firms."""

import math

from trustsim.rule import rule


@rule
def allowance(trust, gain, loss, risk_aversion):
    """The amount that a trustor dares to put at stake, in median needs: min(a, a^(1 / kappa)), a = G T / ((1 - T) l).

    A stake x counts as max(x, x^kappa). Risk aversion makes a large stake count more and never makes a small one count
    less. With x^kappa alone, people of little trust would dare more when they are more risk averse. With kappa = 1 and
    size 1 this is Coleman's rule T / (1 - T) > L / G [Coleman1990, ch. 5].
    """
    neutral = gain * trust / (max(1.0 - trust, 1e-9) * max(loss, 1e-9))
    return min(neutral, math.pow(neutral, 1.0 / risk_aversion))
