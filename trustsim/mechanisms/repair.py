"""After a failure advisors apologise, deny or say nothing, and some trust comes back."""

from trustsim.calendar import met
from trustsim.chance import chance, purpose
from trustsim.evidence import belief, learn
from trustsim.rule import apart, rule
from trustsim.state import APOLOGY, COMPETENCE, DENIAL, INTEGRITY, NO_RESPONSE

ANSWER, EXPOSED = purpose("repair.answer"), purpose("repair.exposed")


@rule
def make_up(world, row):
    """The advisor of customer `row` answers to a failure of integrity, or else of competence.

    reads  their own columns of this week, advisors.apology, denial       writes  customers.response; their own evidence
    """
    customer = world.customers[row]
    if not met(world, row):
        return
    if not customer.signals[INTEGRITY]:
        answer(world, row, INTEGRITY)
    elif not customer.signals[COMPETENCE]:
        answer(world, row, COMPETENCE)


@apart
def answer(world, row, failed):
    """An apology or a denial restores rho x credibility of what the failure took, or takes more where rho is below 0.

    credibility = the belief in their integrity. For a failure of competence an apology works and a denial does not; for
    one of integrity it is the other way round [Kim2004]. A denial that is proven false counts once more against
    integrity [assumption].
    """
    customer, settings, dice = world.customers[row], world.settings, world.clock.dice
    advisor, luck = world.advisors[customer.considered], chance(dice, row, ANSWER)
    customer.response = NO_RESPONSE
    restored = 0.0
    if luck < advisor.apology:
        customer.response = APOLOGY
        restored = settings.apology_competence if failed == COMPETENCE else settings.apology_integrity
    elif luck < advisor.apology + advisor.denial:
        customer.response = DENIAL
        restored = settings.denial_competence if failed == COMPETENCE else settings.denial_integrity
    weight = restored * belief(world, customer.chosen, customer.context, INTEGRITY) * settings.delivery_weight
    if weight > 0.0:
        learn(world, customer.chosen, customer.context, failed, 1.0, weight)
    elif weight < 0.0:
        learn(world, customer.chosen, customer.context, failed, 0.0, -weight)
    if customer.response == DENIAL and chance(dice, row, EXPOSED) < settings.exposed:
        learn(world, customer.chosen, customer.context, INTEGRITY, 0.0, settings.delivery_weight)
