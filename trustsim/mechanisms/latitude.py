"""Latitude: who does not dare to entrust all of a need entrusts a part of it, and trust grows in steps."""

from trustsim.rule import rule


@rule
def entrusted_part(world, size, dares):
    """What a customer who dares this much entrusts of a need of this size, both in median needs.

    min(size, dares) if that is at least the share `least_part` of the need; otherwise the whole need, which is more
    than they dare, so that they refrain. The whole need without this mechanism [article 003, claim 58: keeping
    agreements gives more latitude].
    """
    if world.settings.on_latitude and world.settings.least_part * size <= dares < size:
        return dares
    return size
