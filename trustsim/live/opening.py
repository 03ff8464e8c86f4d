"""Choose the initial arms and measures of a page, and list the settings in which the arms differ."""

from collections import Counter

from trustsim.errors import BadInput
from trustsim.live.drawing import MOST_CUSTOMERS
from trustsim.measures import MEASURES
from trustsim.mechanisms import MECHANISMS
from trustsim.model import measures_of
from trustsim.runs.experiments import claims_of, experiment_of, file_of, folder
from trustsim.scenario import Study


def other_arm(study: Study) -> str:
    """The arm to show beside the reference: the one that most claims of the experiment compare with it.

    Tests whose answer is assumed count only if no other test compares an arm with the reference. If no claim does, the
    first other arm is used. Returns "" if the reference is the only arm.
    """
    others = [name for name in study.arms if name != study.reference]
    for assumed_too in (False, True):
        compared = Counter(arm for claim in claims(study) for arm in beside(study.reference, claim, assumed_too))
        found = max(others, key=lambda arm: compared[arm], default="")
        if compared[found]:
            return found
    return others[0] if others else ""


def beside(reference, claim, assumed_too):
    """The arms that a claim compares with the reference, each once."""
    tests = [test for test in tests_of(claim) if assumed_too or not test.assumed]
    return {arm for test in tests if reference in test.arms for arm in test.arms} - {reference}


def claims(study: Study) -> tuple:
    """The claims of the study's experiment; none if it does not ship, because the page runs no custom code."""
    path = file_of(study)
    if path is None or path.resolve().parent != folder().resolve():
        return ()
    try:
        return claims_of(experiment_of(study))
    except BadInput:  # the experiment does not fit this study's arms
        return ()


def tests_of(claim):
    """The tests of a claim and of its parts."""
    return (*claim.tests, *(test for part in claim.parts for test in tests_of(part)))


def own_measures(study: Study) -> tuple[str, ...]:
    """The measures that the study names and that the page can draw.

    If it names none, the usual ones, unless the world is so large that measuring would slow it down.
    """
    arm = study.arms[study.reference]
    if not arm.measures and arm.values["population.customers"] > MOST_CUSTOMERS:
        return ()
    return tuple(name for name in measures_of(arm) if name in MEASURES)


def differing(arms: tuple) -> list[str]:
    """The paths in which two arms differ: parameters (also those set by interventions), mechanisms and the lens."""
    if len(arms) < 2:
        return []
    one, other = arms
    moved = {path for arm in arms for each in arm.interventions for path in each.set}
    paths = [
        path
        for path in one.values
        if one.values[path] != other.values[path] or (path in moved and moved_apart(path, arms))
    ]
    paths += [
        f"mechanisms.{name}"
        for name in MECHANISMS
        if one.mechanisms.get(name, True) != other.mechanisms.get(name, True)
    ]
    return paths + [name for name in ("lens", "lens_form") if getattr(one, name) != getattr(other, name)]


def moved_apart(path, arms):
    """Whether the interventions of two arms do different things to a parameter."""
    one, other = (
        [(each.at, each.set[path], each.rows) for each in arm.interventions if path in each.set] for arm in arms
    )
    return one != other
