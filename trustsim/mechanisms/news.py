"""News about a firm reaches everybody who knows the firm."""

from trustsim.evidence import deceived, learn
from trustsim.rule import apart, rule
from trustsim.state import NOBODY


@rule
def hear(world, row):
    """Customer `row` hears this week's bad and good news about the firms they know (shocks scheduled in the config).

    reads  firms.news, good_news       writes  evidence and scars of their own relations with firms
    """
    if not world.clock.news:
        return
    customer = world.customers[row]
    for with_firm in range(customer.firm_first, customer.firm_last):
        if world.relations[with_firm].firm != NOBODY:
            for context in range(world.evidence.shape[1]):
                believe(world, with_firm, context, world.relations[with_firm].firm)


@apart
def believe(world, with_firm, context, firm):
    """Add the news to the evidence of one relation. A deception leaves a scar that good news does not remove."""
    for d in range(7):
        weight = world.firms[firm].news[context, d]
        if weight > 0.0:
            learn(world, with_firm, context, d, 0.0, weight)
        weight = world.firms[firm].good_news[context, d]
        if weight > 0.0:
            learn(world, with_firm, context, d, 1.0, weight)
    if world.firms[firm].news_of_deceit[context] > 0.0:
        deceived(world, with_firm, context, world.firms[firm].news_of_deceit[context])
