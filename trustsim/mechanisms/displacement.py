"""What is newly learnt about somebody displaces what was known of them, by count and not only by the calendar."""

from trustsim.rule import rule


@rule
def left_by(world, good, bad):
    """The share of what was known that new evidence (good, bad; lanes, observations) leaves: 1 / (1 + (1/phi - 1) w).

    A whole observation, w = 1, leaves phi; no observation leaves everything. Every dimension has its own weight w. The
    form is ours: phi^w for the weights that occur, computed without a power. [data: phi = 1/2 fits 35,592 ratings of
    Bitcoin OTC]
    """
    return 1.0 / (1.0 + (1.0 / world.settings.phi - 1.0) * (good + bad))
