"""Four components in ascending order of effect, from article 004."""

from trustsim.rule import rule


@rule
def components(beliefs, settings):
    """Weighted mean, 1:2:3:4, of reliability, openness, competence and empathy, times a factor for care [article 004].

    The article gives the order (claim 73) but no numbers; 1:2:3:4 is our reading. "Lack of authentic care undermines"
    (claim 74) is read as the factor 1 - psi max(0, 1/2 - empathy) / (1/2).
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
