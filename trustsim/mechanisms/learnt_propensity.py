"""People learn from everybody they have dealt with how far strangers can be trusted."""

from trustsim.calendar import was_served
from trustsim.rule import rule


@rule
def live(world, row):
    """Customer `row` remembers this week's experience, the newest with the largest weight.

    Their prior is pi_u = (K pi + sum psi^k v) / (K + sum psi^k), over experiences v with anybody, k = 0 the newest;
    see `evidence.prior_of`. [data: K = psi = 3/4 fits 35,592 ratings of Bitcoin OTC]

    reads  customers.experience       writes  customers.lived, lived_well of their own row
    """
    customer, remembered = world.customers[row], world.settings.remembered
    if was_served(world, row):
        customer.lived = remembered * customer.lived + 1.0
        customer.lived_well = remembered * customer.lived_well + customer.experience
