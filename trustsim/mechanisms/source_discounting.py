"""What is told counts by how far the teller has proved right."""

from trustsim.rule import rule


@rule
def credit(world, row, place):
    """The weight, 0..1, that customer `row` gives to what the peer in row `place` of peers tells.

    It is the belief that the peer tells things as they are, (W pi + right) / (W + right + wrong) [JosangIsmail2002:
    discounting]. The weight is 1 without this mechanism.
    """
    if not world.settings.on_source_discounting:
        return 1.0
    peer, prior = world.peers[place], world.settings.prior_weight
    right, wrong = float(peer.right), float(peer.wrong)
    return (prior * world.customers[row].propensity + right) / (prior + right + wrong)


@rule
def compare(world, place, told, lived):
    """Note how far what a peer tells, 0..1, agrees with one's own experience, 0..1 (below 0: none), of the same."""
    if world.settings.on_source_discounting and lived >= 0.0:
        apart = abs(told - lived)
        world.peers[place].right = float(world.peers[place].right) + 1.0 - apart
        world.peers[place].wrong = float(world.peers[place].wrong) + apart
