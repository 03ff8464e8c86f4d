"""A study: one resolved config, with its arms, the conditions to try and its assumed space."""

from dataclasses import dataclass, field, replace

from trustsim.scenario.html import of_study
from trustsim.scenario.variation import in_words, vary


@dataclass(frozen=True)
class Space:
    """The assumed space of a study: worlds drawn from a Latin hypercube, in which the verdicts are read as well."""

    worlds: int  # points of the hypercube
    replicates: int  # twin worlds at each point, at most
    lenses: tuple  # names
    networks: tuple  # ((name, [graph] keys, {path: value}), ...); (): the configured network
    horizon: tuple | None  # (lowest, highest) number of weeks of a run; None: as configured
    over: dict  # path -> (lowest, highest)


@dataclass(frozen=True)
class Sweep:
    """The points of a sweep: places in the space that its keys span, each of which is a condition of the study."""

    design: str  # a name in trustsim.sweeps.designs
    over: dict  # key -> its values in order (a list), or (lowest, highest)
    points: tuple  # of points, in the order of the design: the value of each key, and of the dummy if there is one
    cube: tuple = ()  # beside `points`, for designs that are drawn: each coordinate as a place 0..1 in its range
    dummy: bool = False  # whether the last coordinate changes nothing in the model
    networks: tuple = ()  # ((name, [graph] keys, {path: value}), ...) of the networks that are varied


@dataclass(frozen=True, repr=False)
class Study:
    """One resolved config: its arms and the number of runs of each."""

    name: str = field(compare=False)
    title: str
    question: str
    experiment: str | None
    arms: dict  # name -> Scenario, in the order of the file
    reference: str
    first_seed: int
    replicates: int
    ablations: tuple
    lenses: tuple
    variations: dict  # path -> tuple of values
    space: Space | None
    given: str = field(compare=False)  # the TOML text of the config
    source: str = field(compare=False)  # the name of its file in messages
    overrides: tuple = field(compare=False)
    sweep: Sweep | None = None  # its points, for a sweep of the study

    @property
    def seeds(self):
        """The seeds of the replicates, shared by all arms."""
        return range(self.first_seed, self.first_seed + self.replicates)

    def vary(self, values: dict | None = None, **settings: object) -> "Study":
        """The study with other values and settings in every arm, checked like a config.

        values: {"advisors.rate": 0.3}, by the path of a parameter. settings: keys of an arm, such as lens="abi",
        ticks=52 or mechanisms={"posting": False}. Raises BadInput.
        """
        arms = {name: vary(arm, values, **settings) for name, arm in self.arms.items()}
        return replace(self, arms=arms, overrides=(*self.overrides, *in_words({**(values or {}), **settings})))

    def __repr__(self) -> str:
        arms = f"{len(self.arms)} arms: {', '.join(self.arms)}" if len(self.arms) > 1 else "one arm"
        return f"<study {self.name}: {arms}; {self.replicates} runs each>"

    def _repr_html_(self) -> str:
        return of_study(self)
