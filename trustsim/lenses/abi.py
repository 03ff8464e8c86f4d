"""Ability, benevolence and integrity: the model of trust that research uses most."""

from trustsim.rule import rule


@rule
def abi(beliefs, settings):
    """A weighted mean of ability, benevolence and integrity [Mayer1995; weights: Colquitt2007, unverified].

    ability = competence, benevolence = mean(empathy, other_orientation), integrity = mean(integrity, reliability).
    """
    weights = settings.weight_ability + settings.weight_benevolence + settings.weight_integrity
    return (
        settings.weight_ability * beliefs.competence
        + settings.weight_benevolence * 0.5 * (beliefs.empathy + beliefs.other_orientation)
        + settings.weight_integrity * 0.5 * (beliefs.integrity + beliefs.reliability)
    ) / weights
