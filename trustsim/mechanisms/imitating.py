"""Advisors imitate what pays: they compare takings and take over the posts of whoever earns more."""

import math

from trustsim.chance import chance, purpose
from trustsim.rule import rule
from trustsim.state import KNOWLEDGE, NOBODY, PERSONAL, PROMOTIONAL, SPOTLIGHT

WHOM, COPY = purpose("imitating.whom"), purpose("imitating.copy")


@rule
def close_quarter(world, row):
    """At the end of a quarter, note what each advisor took in during it and what they posted, in a fixed order.

    reads  advisors.entrusted and their mix       writes  advisors.earned, earlier, mix
    """
    if (world.clock.tick + 1) % world.settings.quarter or not world.settings.on_posting:
        return
    for i in range(len(world.advisors)):
        advisor = world.advisors[i]
        advisor.earned, advisor.earlier = advisor.entrusted - advisor.earlier, advisor.entrusted
        advisor.mix[KNOWLEDGE], advisor.mix[PERSONAL] = advisor.knowledge, advisor.personal
        advisor.mix[PROMOTIONAL], advisor.mix[SPOTLIGHT] = advisor.promotional, advisor.spotlight


@rule
def imitate(world, row):
    """Advisor `row` compares takings with another, drawn at random, and may take over their mix of posts.

    The probability is 1 / (1 + exp((mine - theirs) / noise)), takings in median needs a quarter [SzaboToke1998].

    reads  advisors.earned, mix       writes  the mix and advisors.copied of their own row
    """
    advisor, dice = world.advisors[row], world.clock.dice
    if world.clock.tick == 0 or world.clock.tick % world.settings.quarter:
        return
    other = int(chance(dice, row, WHOM) * len(world.advisors))
    advisor.copied = NOBODY
    if other != row and chance(dice, row, COPY) < copies(world, float(advisor.earned), world.advisors[other].earned):
        theirs, advisor.copied = world.advisors[other].mix, other
        advisor.knowledge, advisor.personal = theirs[KNOWLEDGE], theirs[PERSONAL]
        advisor.promotional, advisor.spotlight = theirs[PROMOTIONAL], theirs[SPOTLIGHT]


@rule
def copies(world, mine, theirs):
    """The Fermi probability of imitating somebody with these takings: one half if they are equal."""
    apart = max(-500.0, min(500.0, (mine - theirs) / world.settings.imitation_noise))
    return 1.0 / (1.0 + math.exp(apart))
