"""Customers who know nobody suitable find an advisor by what advisors have put online."""

from trustsim.acquaintance import known_by_now
from trustsim.chance import chance, purpose
from trustsim.rule import apart, rule
from trustsim.state import KNOWLEDGE, NOBODY

FIND = purpose("searching.find")


@rule
def index(world, row):
    """Each advisor's open knowledge online, and the running total over advisors, in one loop in a fixed order.

    A knowledge post adds 1 - gated: what is behind a login is not found [article 000, claim 18]. The stock fades with
    a half-life of `findable_for` weeks.

    reads  advisors.post, gated       writes  advisors.findable, found_upto
    """
    kept, total = 0.5 ** (1.0 / world.settings.findable_for), 0.0
    for i in range(len(world.advisors)):
        advisor = world.advisors[i]
        advisor.findable *= kept
        if advisor.post == KNOWLEDGE:
            advisor.findable += 1.0 - advisor.gated
        total += advisor.findable
        advisor.found_upto = total


@apart
def found(world, row):
    """The relation of customer `row` with an advisor whom they find online, or NOBODY.

    The probability is proportional to the advisor's stock of open knowledge. They get to know each other.
    """
    last = len(world.advisors) - 1
    if not world.settings.on_searching or world.advisors[last].found_upto <= 0.0:
        return NOBODY
    place = chance(world.clock.dice, row, FIND) * world.advisors[last].found_upto
    low, high = 0, last
    while low < high:
        middle = (low + high) // 2
        if world.advisors[middle].found_upto > place:
            high = middle
        else:
            low = middle + 1
    return known_by_now(world, row, low)
