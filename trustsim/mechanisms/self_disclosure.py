"""An advisor dares to be personal in public as far as they trust their audience."""

import math

from trustsim.chance import chance, normal, purpose
from trustsim.leap import allowance
from trustsim.mutual import trust_in_customer
from trustsim.rule import rule

EXPOSURE, WEAK = purpose("self_disclosure.exposure"), purpose("self_disclosure.weak")


@rule
def face(world, row):
    """Each advisor's mean trust in the customers who know them, in one loop in a fixed order.

    reads  regard       writes  advisors.audience
    """
    for advisor in range(len(world.advisors)):
        world.advisors[advisor].audience, world.advisors[advisor].followers = 0.0, 0
    for i in range(len(world.customers)):
        customer = world.customers[i]
        for relation in range(customer.first, customer.first + customer.known):
            advisor = world.advisors[world.evidence[relation, 0].knows]
            advisor.audience += trust_in_customer(world, relation)
            advisor.followers += 1
    for i in range(len(world.advisors)):
        advisor = world.advisors[i]
        advisor.audience = advisor.audience / advisor.followers if advisor.followers > 0 else -1.0


@rule
def dares_to_show(world, row):
    """Whether advisor `row` dares the personal post that they have in mind; notes whether it shows a weakness.

    Its exposure is log-normal with median 1; a weakness, a share `weakness` of these posts, exposes twice as much. They
    dare if it is at most allowance(trust in the audience, G, 1 - autonomy felt, kappa). Without an audience the trust
    is the benefit of the doubt of the firm, and without deliveries so far the autonomy is the firm's leeway.
    """
    advisor, settings, dice = world.advisors[row], world.settings, world.clock.dice
    advisor.weak = 1 if chance(dice, row, WEAK) < settings.weakness else 0
    exposure = math.exp(settings.exposure_spread * normal(dice, row, EXPOSURE)) * (1.0 + float(advisor.weak))
    trust = advisor.audience if advisor.audience >= 0.0 else world.firms[advisor.firm].benefit_of_doubt
    return dares_with(world, row, exposure, trust)


@rule
def dares_with(world, row, exposure, trust):
    """Whether advisor `row` dares an exposure, median 1, before people whom they trust this much."""
    advisor = world.advisors[row]
    autonomy = advisor.autonomy if advisor.autonomy >= 0.0 else world.firms[advisor.firm].leeway
    return exposure <= allowance(trust, world.settings.gain, 1.0 - autonomy, advisor.risk_aversion)
