"""The results of a study: series by condition, arm and seed."""

from dataclasses import dataclass, field

import numpy as np

from trustsim.errors import BadInput, advice
from trustsim.runs.conditions import AS_CONFIGURED


@dataclass
class Results:
    """All series of a study: `runs[condition, arm, seed]` is {measure: float64 [ticks]}."""

    study: object
    conditions: list
    runs: dict = field(default_factory=dict)
    graphs: dict = field(default_factory=dict)  # the same keys -> hash of the run's graph

    def seeds(self, *pairs):
        """The seeds that all of these (condition, arm) pairs have completed, ascending."""
        return [seed for seed in self.study.seeds if all((*pair, seed) in self.runs for pair in pairs)]

    def series(self, measure, arm, condition=AS_CONFIGURED, seeds=None):
        """float64 [seeds, ticks] of one measure."""
        seeds = self.seeds((condition, arm)) if seeds is None else seeds
        runs = [self.runs[condition, arm, seed] for seed in seeds]
        if runs and not any(measure in run for run in runs) and measure not in self.measures:
            raise BadInput(f"{measure} was not measured; {advice(measure, sorted(self.measures))}")
        if not runs:
            return np.empty((0, self.study.arms[arm].ticks))
        return np.array([run.get(measure, np.full(len(next(iter(run.values()))), np.nan)) for run in runs])

    def values(self, outcome, arm, condition=AS_CONFIGURED, seeds=None):
        """float64 [seeds]: an outcome of each run."""
        return outcome.read(*(self.series(measure, arm, condition, seeds) for measure in outcome.measures))

    @property
    def measures(self):
        """The names of all measures in any run; measures by group can differ between graphs."""
        return tuple(dict.fromkeys(name for series in self.runs.values() for name in series))
