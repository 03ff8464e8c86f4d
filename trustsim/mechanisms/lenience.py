"""Firms trust their customers by making good without asking who was at fault; some customers exploit it."""

from trustsim.calendar import was_served
from trustsim.chance import chance, purpose
from trustsim.evidence import learn, note_in
from trustsim.leap import allowance
from trustsim.machine import where
from trustsim.mutual import trust_in_clientele
from trustsim.rule import rule
from trustsim.state import (
    CLAIM,
    EMPATHY,
    FALSE_CLAIM,
    INTEGRITY,
    INTIMACY,
    NO_CLAIM,
    OPENNESS,
    OTHER_ORIENTATION,
    RELIABILITY,
)

EXPLOIT, FOUND = purpose("lenience.exploit"), purpose("lenience.found")


@rule
def claim(world, row):
    """Customer `row` claims that a delivery failed if it did, or with probability `opportunism` although it did not.

    The firm makes it good without asking if the size is at most allowance(trust in its clientele, G, 1, kappa): its
    leap of trust. The customer takes that as other orientation and empathy of the firm. Otherwise it looks into the
    claim first: a true one is made good late and teaches nothing, a false one is found out.

    reads  their own columns of this week, firms       writes  their own columns; evidence about the firm
    """
    customer, settings, dice = world.customers[row], world.settings, world.clock.dice
    if not was_served(world, row):
        return
    if customer.success < 1.0:
        customer.claim = CLAIM
    elif chance(dice, row, EXPLOIT) < customer.opportunism:
        customer.claim = FALSE_CLAIM
    if customer.claim == NO_CLAIM:
        return
    relation = world.relations[customer.chosen]
    unasked = makes_good(world, relation.firm, customer.stake, world.firms[relation.firm].trust)
    customer.made_good = 1 if unasked else 0
    if customer.claim == FALSE_CLAIM:
        found = not customer.made_good or chance(dice, row, FOUND) < settings.found_out
        customer.found_out = 1 if found else 0
    if customer.made_good:
        learn(world, relation.with_firm, customer.context, OTHER_ORIENTATION, 1.0, settings.lenience_weight)
        learn(world, relation.with_firm, customer.context, EMPATHY, 1.0, settings.lenience_weight)


@rule
def makes_good(world, firm, size, trust):
    """Whether a firm with this trust in its clientele makes good a claim of this size, in median needs, unasked."""
    return size <= allowance(trust, world.settings.gain, 1.0, world.firms[firm].risk_aversion)


@rule
def know_clientele(world, row):
    """Firm `row` learns about its customers from last week, and takes stock of its trust in them.

    A threat is evidence against their empathy, integrity and other orientation, a meeting without one evidence for
    these; a real problem entrusted speaks for intimacy and openness, an appointment kept for reliability. A false claim
    that is found out counts against integrity and other orientation. Shares of the week, so that a week is one
    observation, however large the firm.

    reads  its own sums of last week       writes  clientele and trust of its own row
    """
    firm, weight = world.firms[row], world.settings.clientele_weight
    if firm.week_met > 0:
        met, bad = float(firm.week_met), float(firm.week_threats)
        threats = weight * bad / met
        opened = weight * float(firm.week_opened) / met
        good = where(EMPATHY, weight - threats) + where(INTEGRITY, weight - threats)
        good = good + where(OTHER_ORIENTATION, weight - threats) + where(RELIABILITY, weight)
        good = good + where(INTIMACY, opened) + where(OPENNESS, opened)
        against = where(EMPATHY, threats) + where(INTEGRITY, threats) + where(OTHER_ORIENTATION, threats)
        note_in(world, world.clientele[row], good, against)
    if firm.week_claims > 0:
        false = weight * float(firm.week_exploits) / float(firm.week_claims)
        honest = where(INTEGRITY, weight - false) + where(OTHER_ORIENTATION, weight - false)
        note_in(world, world.clientele[row], honest, where(INTEGRITY, false) + where(OTHER_ORIENTATION, false))
    firm.trust = trust_in_clientele(world, row)
