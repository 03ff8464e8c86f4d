"""How a number is declared: default, unit, range, meaning, source."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Parameter:
    """One declared number: its group and name, default, unit, range, meaning and source."""

    group: str
    name: str
    kind: type
    default: float
    unit: str
    low: float
    high: float
    meaning: str
    source: str

    @property
    def path(self):
        """The name in a config: `advisors.rate`."""
        return f"{self.group}.{self.name}"


def par(default, unit, low, high, meaning, source):
    """Declare one number. The annotation of the attribute says whether it is a float, an int or a switch."""
    return default, unit, low, high, meaning, source


def snake(name):
    """The name of a group in a config: `WordOfMouth` becomes `word_of_mouth`."""
    return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")


def declared(group, owner):
    """The parameters that class `group` declares, in order, for the config table `owner`."""
    return tuple(Parameter(owner, name, kind, *getattr(group, name)) for name, kind in group.__annotations__.items())
