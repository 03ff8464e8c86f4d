"""Old evidence fades."""

import math

from trustsim.rule import rule
from trustsim.state import OF_ADVISOR, OF_FIRM

ENOUGH = 2.0**20  # rescale long before single precision runs out; a power of two rescales exactly


@rule
def fade(world, row):
    """A week passes, and evidence fades: new evidence weighs 2^(1 / half-life) times as much as a week ago.

    reads  clock.growth       writes  clock.growth
    Forward decay [Cormode2009]: the result equals that of multiplying all evidence by 0.5^(1 / half-life) every week.
    """
    world.clock.growth = world.clock.growth * math.pow(2.0, 1.0 / world.settings.half_life)
    if world.clock.growth > ENOUGH:
        for relation in range(world.evidence.shape[0]):
            for context in range(world.evidence.shape[1]):
                rescale(world.evidence[relation, context])
        for relation in range(world.regard.shape[0]):
            rescale(world.regard[relation])
        for advisor in range(world.employment.shape[0]):
            rescale(world.employment[advisor, OF_FIRM])
            rescale(world.employment[advisor, OF_ADVISOR])
        for firm in range(world.clientele.shape[0]):
            rescale(world.clientele[firm])
        world.clock.growth = world.clock.growth / ENOUGH


@rule
def rescale(known):
    """Divide the evidence in a record by ENOUGH."""
    for d in range(7):
        known.good[d] = float(known.good[d]) / ENOUGH
        known.bad[d] = float(known.bad[d]) / ENOUGH
