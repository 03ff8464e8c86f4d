"""An arm of a study after reading: a scenario with its interventions."""

from dataclasses import dataclass, field
from pathlib import Path

from trustsim.parameters import parameters


@dataclass(frozen=True)
class Shock:
    """News that reaches every customer's relation with some firms. It is bad unless `good`."""

    firms: tuple | None  # row numbers or labels; None: all
    dimensions: tuple  # names from state.DIMENSIONS
    weight: float  # evidence per dimension, in observations: against the firm, or for it if the news is good
    context: str | None  # one of Scenario.contexts; None: all
    deception: bool  # whether it leaves a scar
    good: bool = False  # whether it is good news, such as an apology


@dataclass(frozen=True)
class Intervention:
    """An event at one tick: new values of parameters, a shock, or both."""

    at: int
    set: dict  # path of a trait or a scalar -> new value
    rows: dict  # traits only: {table: rows or labels, or a share}, or {"attribute": name, "is": values}; {}: every row
    shock: Shock | None


@dataclass(frozen=True)
class Scenario:
    """One complete arm: everything that a run needs except its seed."""

    name: str
    title: str
    ticks: int
    lens: str  # a name in lenses/, or "file.py:function"
    lens_form: str
    mechanisms: (
        dict  # every shipped name -> True, False or "file.py:function"; own ones that are on -> "file.py:function"
    )
    agents: dict  # firm, advisor, customer -> "file.py:Class", for those that are not the shipped class
    contexts: tuple
    graph: dict  # the keys of [graph] that are not parameters
    values: dict  # the path of every declared parameter, own ones too -> its value
    interventions: tuple
    measures: tuple  # names, "name by group" or "file.py:function"; (): the default ones
    folder: Path = field(compare=False)  # where the user's own files are looked up
    lens_mix: dict = field(default_factory=dict)  # lens -> share of the customers who read by it; {}: all by `lens`
    own: tuple = ()  # of Parameter: those of the user's own mechanisms in any arm of the study

    @property
    def parameters(self):
        """Every declared parameter by its path, the user's own ones last."""
        return parameters() | {p.path: p for p in self.own}


def as_config(scenario):
    """The complete config table that describes a scenario."""
    config = {
        "title": scenario.title,
        "ticks": scenario.ticks,
        "lens_form": scenario.lens_form,
        "measures": list(scenario.measures),
        "mechanisms": dict(scenario.mechanisms),
        "agents": dict(scenario.agents),
        "lens": {"name": scenario.lens},
        "contexts": {"names": list(scenario.contexts)},
        "graph": dict(scenario.graph),
    }
    for path, parameter in scenario.parameters.items():
        config.setdefault(parameter.group, {})[parameter.name] = scenario.values[path]
    config["customers"]["lens"] = dict(scenario.lens_mix)
    config["interventions"] = [as_table(each) for each in scenario.interventions]
    return config


def as_table(intervention):
    """An intervention as a table of a config."""
    table = {"at": intervention.at}
    if intervention.set:
        table["set"] = dict(intervention.set)
    if intervention.rows:
        table["for"] = {key: as_list(value) for key, value in intervention.rows.items()}
    if intervention.shock:
        shock = {key: as_list(value) for key, value in vars(intervention.shock).items()}
        table["shock"] = {key: value for key, value in shock.items() if value is not None}
    return table


def as_list(value):
    """Convert a tuple to a list, as TOML has lists only; return anything else unchanged."""
    return list(value) if isinstance(value, tuple) else value
