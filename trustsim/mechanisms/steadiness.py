"""Capricious advisors are reliable in some weeks and not in others, at the same mean."""

from trustsim.chance import chance, purpose
from trustsim.rule import rule

MOOD = purpose("steadiness.mood")


@rule
def wavering(world, advisor, reliability):
    """The reliability of an advisor this week: its mean plus or minus capriciousness x min(q, 1 - q), by one coin.

    A mean-preserving spread: the same for everybody whom they serve this week [claim 83].
    """
    capriciousness = world.advisors[advisor].capriciousness
    if not world.settings.on_steadiness or capriciousness <= 0.0:
        return reliability
    swing = capriciousness * min(reliability, 1.0 - reliability)
    return reliability + (swing if chance(world.clock.dice, advisor, MOOD) < 0.5 else -swing)
