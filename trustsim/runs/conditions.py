"""The conditions of a study: as configured, under every lens, without a mechanism, at other values."""

from dataclasses import replace
from typing import NamedTuple

from trustsim.runs.space import points
from trustsim.scenario import vary

AS_CONFIGURED = "as configured"


class Condition(NamedTuple):
    """One way of replaying all arms: its name, the kind of change, and the change itself."""

    name: str
    kind: str  # "base", "lens", "ablation", "variation", "space" or "sweep"
    changes: dict  # keyword arguments of scenario.vary: lens, mechanisms, values; arms: {arm: values of it alone}
    subject: str = ""  # the lens, the mechanism or the parameter that is changed
    value: object = None  # of a variation
    lens: str = ""  # of a variation that is read under another lens than the configured one
    replicates: int | None = None  # runs at most; None: as many as the study has
    place: dict = {}  # of a world of the assumed space, or of a point of a sweep: {coordinate: value}
    skipped: int = 0  # seeds of the study that lie before its own

    @property
    def shown(self):
        """The value of a variation in words."""
        return self.name.rpartition(" = ")[2]

    def applied(self, arm):
        """The arm under this condition."""
        changes = dict(self.changes)
        graph = changes.pop("graph", None)
        if graph is not None:  # the whole network, so that nothing of the configured one remains
            arm = replace(arm, graph=graph)
        if "lens" in changes:  # everybody reads by that lens, whatever mix is configured
            arm = replace(arm, lens_mix={})
        values = {**changes.pop("values", {}), **changes.pop("arms", {}).get(arm.name, {})}
        return vary(arm, values, **changes) if changes or values else arm

    def seeds(self, study):
        """The seeds of its runs: the first ones of the study, or those after the `skipped` ones."""
        first = study.seeds[: self.replicates]
        return range(first.start + self.skipped, first.stop + self.skipped)


def conditions(study, robust=True, claims=(), across=()):
    """All conditions, as configured first; with `robust` also every lens, ablation and variation, one at a
    time, and the worlds of the assumed space.

    Mechanisms that `claims` hang on are ablations too, even if the config does not name them. `across`: (lens,
    parameter) pairs, so that the values of the parameter are tried under that lens as well.
    """
    active = {arm.lens for arm in study.arms.values()}
    active = active.pop() if len(active) == 1 else ""  # arms with different lenses belong to no single lens
    found = [Condition(AS_CONFIGURED, "base", {}, active)]
    if not robust:
        return found
    found += [Condition(f"lens {lens}", "lens", {"lens": lens}, lens) for lens in study.lenses if lens != active]
    found += [ablation(name) for name in dict.fromkeys([*study.ablations, *hung_on(claims)])]
    for path, values in study.variations.items():
        lenses = ["", *(lens for lens, parameter in across if parameter == path and lens != active)]
        found += [variation(path, value, lens) for lens in lenses for value in values]
    return found + worlds(study)


def worlds(study):
    """The worlds of the study's assumed space, as conditions; none without one."""
    return [
        Condition(f"world {mark}", "space", changes, lens=place["lens"], replicates=study.space.replicates, place=place)
        for mark, place, changes in points(study.space)
    ]


def hung_on(claims):
    """The mechanisms that claims hang on, each once."""
    return list(dict.fromkeys(part.hangs_on for claim in claims for part in claim.judged if part.hangs_on))


def ablation(name):
    """The condition without one mechanism."""
    return Condition(f"without {name}", "ablation", {"mechanisms": {name: False}}, name)


def variation(path, value, lens=""):
    """The condition with a parameter at another value, and under another lens if one is named."""
    changes = {"values": {path: value}} | ({"lens": lens} if lens else {})
    under = f"lens {lens} with " if lens else ""
    return Condition(f"{under}{path} = {value:.12g}", "variation", changes, path, value, lens)


def needed(study, under, claims):
    """The (condition name, arm) pairs to run: all arms as configured; otherwise the arms that some claim reads.

    The ablation of a mechanism runs for the claims that hang on it, or for all claims if none does.
    """
    pairs = []
    for condition in under:
        arms = list(study.arms)
        if condition.kind != "base":
            read = {read.arm for claim in concerned(condition, claims) for read in claim.reads}
            arms = [arm for arm in arms if arm in read]
        pairs += [(condition.name, arm) for arm in arms]
    return pairs


def concerned(condition, claims):
    """The claims, or parts of them, that are read under a condition."""
    judged = [part for claim in claims for part in claim.judged]
    hanging = [part for part in judged if condition.kind == "ablation" and part.hangs_on == condition.subject]
    return hanging or judged
