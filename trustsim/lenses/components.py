"""Four components of ascending effect, article 004."""

from trustsim.rule import rule


@rule
def components(beliefs, settings):
    """Weights 1:2:3:4 on reliability, openness, competence, empathy, less what a lack of care undermines [article 004].

    The article gives the order (claim 73), not the numbers; 1:2:3:4 is our reading. "Lack of authentic care undermines"
    (claim 74) is read as a factor 1 - psi max(0, 1/2 - empathy) / (1/2).
    """
    weights = (
        settings.weight_reliability + settings.weight_openness + settings.weight_competence + settings.weight_empathy
    )
    trust = (
        settings.weight_reliability * beliefs.reliability
        + settings.weight_openness * beliefs.openness
        + settings.weight_competence * beliefs.competence
        + settings.weight_empathy * beliefs.empathy
    ) / weights
    return trust * (1.0 - settings.undermining * max(0.0, 0.5 - beliefs.empathy) / 0.5)
