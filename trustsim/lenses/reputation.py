"""The control: outcomes only, no psychology."""

from trustsim.rule import rule


@rule
def reputation(beliefs, settings):
    """All evidence pooled into one Beta, whatever it is about [JosangIsmail2002]."""
    return beliefs.pooled
