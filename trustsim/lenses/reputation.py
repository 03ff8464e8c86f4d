"""The control lens: evidence only, no psychology."""

from trustsim.rule import rule


@rule
def reputation(beliefs, settings):
    """The belief from all evidence pooled into one Beta distribution, whatever its dimension [JosangIsmail2002]."""
    return beliefs.pooled
