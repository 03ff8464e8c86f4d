"""The conditions under which a study is replayed: as configured, under every lens, without a mechanism, at other values."""

from typing import NamedTuple

from trustsim.scenario import vary

AS_CONFIGURED = "as configured"


class Condition(NamedTuple):
    """One way of replaying all arms: what it is called, what kind of change it is, and the change itself."""

    name: str
    kind: str  # "base", "lens", "ablation" or "variation"
    changes: dict  # keyword arguments of scenario.vary: lens, mechanisms, values
    subject: str = ""  # the lens, the mechanism or the parameter that is changed
    value: object = None  # of a variation

    @property
    def shown(self):
        """The value of a variation in words."""
        return self.name.rpartition(" = ")[2]

    def applied(self, arm):
        """The arm under this condition."""
        changes = dict(self.changes)
        return vary(arm, changes.pop("values", {}), **changes) if self.changes else arm


def conditions(study, robust=True):
    """As configured first; with `robust` also every lens, ablation and variation of the study, one at a time."""
    active = {arm.lens for arm in study.arms.values()}
    active = active.pop() if len(active) == 1 else ""  # arms of several lenses are a condition of none
    found = [Condition(AS_CONFIGURED, "base", {}, active)]
    if robust:
        found += [Condition(f"lens {lens}", "lens", {"lens": lens}, lens) for lens in study.lenses if lens != active]
        found += [Condition(f"without {name}", "ablation", {"mechanisms": {name: False}}, name) for name in study.ablations]
        found += [
            Condition(f"{path} = {value:.12g}", "variation", {"values": {path: value}}, path, value)
            for path, values in study.variations.items()
            for value in values
        ]
    return found
