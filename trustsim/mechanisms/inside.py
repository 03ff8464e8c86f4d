"""Trust starts inside: a firm that talks with its advisors is trusted by them, and then they show that they care."""

from trustsim.chance import chance, purpose
from trustsim.evidence import note_in
from trustsim.machine import where
from trustsim.mutual import trust_in_firm
from trustsim.rule import rule
from trustsim.state import EMPATHY, OF_ADVISOR, OPENNESS

TALK = purpose("inside.talk")


@rule
def talk(world, row):
    """The firm talks with its advisors this week with probability `internal_communication`; advisor `row` takes it in.

    One draw a firm, so all its advisors hear it. It is evidence for the firm's openness and empathy.

    reads  firms.internal_communication       writes  employment of their own row
    """
    firm = world.advisors[row].firm
    if chance(world.clock.dice, firm, TALK) < world.firms[firm].internal_communication:
        weight = world.settings.talk_weight
        said = where(OPENNESS, weight) + where(EMPATHY, weight)
        note_in(world, world.employment[row, OF_ADVISOR], said, 0.0 * said)


@rule
def feel(world, row):
    """Advisor `row` takes stock of their trust in the firm: it sets how much of themselves they show this week.

    reads  employment of their own row       writes  employment.trust of their own row
    """
    world.employment[row, OF_ADVISOR].trust = trust_in_firm(world, row)


@rule
def shown(world, advisor):
    """The share of their empathy and of their personal posts that an advisor shows: 1 - withheld (1 - F).

    F is the advisor's trust in the firm. 1 without this mechanism [claim: it starts inside; assumption for the size].
    """
    if not world.settings.on_inside:
        return 1.0
    return 1.0 - world.settings.withheld * (1.0 - float(world.employment[advisor, OF_ADVISOR].trust))
