"""Old evidence fades."""

import math

from trustsim.rule import rule

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
                known = world.evidence[relation, context]
                for d in range(7):
                    known.good[d] = float(known.good[d]) / ENOUGH
                    known.bad[d] = float(known.bad[d]) / ENOUGH
        world.clock.growth = world.clock.growth / ENOUGH
