"""Trust of advisors and firms: the same evidence, read by the same lens, as that of customers.

An advisor holds evidence about each customer who knows them (`regard`, by the customer's relation), and about their
firm; a firm about each of its advisors (`employment`) and about its customers as a whole (`clientele`).
"""

from trustsim.evidence import note_in, read_off
from trustsim.lenses import read
from trustsim.machine import where
from trustsim.rule import rule
from trustsim.state import OF_ADVISOR, OF_FIRM


@rule
def trust_from(world, known, propensity, negativity):
    """Trust, 0..1, of somebody of this propensity and negativity from the evidence in the record `known`."""
    return read(world.settings.lens, read_off(world, known, known, propensity, 0.0, negativity), world.settings)


@rule
def trust_in_customer(world, relation):
    """Trust of the advisor in the customer of this relation. Strangers get the benefit of the doubt of the firm."""
    advisor = world.advisors[world.relations[relation].advisor]
    doubt = world.firms[advisor.firm].benefit_of_doubt
    return trust_from(world, world.regard[relation], doubt, advisor.negativity)


@rule
def trust_in_advisor(world, advisor):
    """Trust of the firm of this advisor in them."""
    firm = world.firms[world.advisors[advisor].firm]
    return trust_from(world, world.employment[advisor, OF_FIRM], firm.propensity, firm.negativity)


@rule
def trust_in_firm(world, advisor):
    """Trust of this advisor in their firm."""
    each = world.advisors[advisor]
    return trust_from(world, world.employment[advisor, OF_ADVISOR], each.propensity, each.negativity)


@rule
def trust_in_clientele(world, firm):
    """Trust of this firm in its customers as a whole."""
    each = world.firms[firm]
    return trust_from(world, world.clientele[firm], each.benefit_of_doubt, each.negativity)


@rule
def signal(dimension, weight, good, bad):
    """Evidence, two lanes (good, bad), of `good` and `bad` signals in one dimension, each of this weight."""
    return where(dimension, weight * good), where(dimension, weight * bad)


@rule
def note_signals(world, known, dimension, weight, good, bad):
    """Add `good` and `bad` signals in one dimension to the record `known`."""
    well, badly = signal(dimension, weight, good, bad)
    note_in(world, known, well, badly)
