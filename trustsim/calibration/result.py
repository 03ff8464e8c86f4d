"""The result of a calibration, as tables of pandas and as figures."""

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trustsim.scenario.html import head, table

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False)
class CalibrationResult:
    """The result of a calibration: best values, intervals, targets, trials and figures."""

    runs: Any  # a Result, with the series
    told: dict  # the summary, as in summary.json

    @property
    def about(self) -> dict:
        """The part of the summary on the calibration."""
        return self.told["calibration"]

    @property
    def folder(self) -> Path:
        """The folder of the results."""
        return Path(self.runs.folder)

    @property
    def study(self) -> Any:
        """The study that was calibrated, as configured."""
        return self.runs.study

    @property
    def best(self) -> dict[str, float]:
        """{key: best value} of each parameter; `study.vary(result.best)` gives the calibrated study."""
        return {each["key"]: each["best"] for each in self.about["parameters"]}

    @property
    def finding(self) -> str:
        """Which parameters the data pin down, in one sentence."""
        return self.about["finding"]

    @property
    def warnings(self) -> list[str]:
        """What a reader must know before they use the values."""
        return list(self.about["warnings"])

    def parameters(self) -> "pd.DataFrame":
        """One row per parameter: key, unit, best, low and high (95 % interval), share (of its range), verdict."""
        import pandas as pd

        return pd.DataFrame(self.about["parameters"])[["key", "unit", "best", "low", "high", "share", "verdict"]]

    def targets(self) -> "pd.DataFrame":
        """One row per target: what it is, value, error, simulated mean and spread, as configured, z and part."""
        import pandas as pd

        return pd.DataFrame(self.about["targets"])

    def trials(self) -> "pd.DataFrame":
        """One row per trial: a column per parameter, and the misfit."""
        import pandas as pd

        return pd.DataFrame(self.about["trials"])

    def plot(self, which: str = "fit") -> "Figure":
        """A figure, as in the folder: "fit" (targets and runs) or "parameters" (the misfit along each)."""
        from trustsim.plots import calibration_figures, paper

        with paper.plain_style():
            return calibration_figures(self.told, which)().figure

    def __repr__(self) -> str:
        return f"<calibration of {self.told['study']}: {self.finding} {self.told['runs']} runs in {self.folder}>"

    def _repr_html_(self) -> str:
        shown = self.parameters()
        rows = [tuple(str(value) for value in row) for row in shown.itertuples(index=False)]
        said = "".join(f"<p>{escape(each)}</p>" for each in (self.finding, *self.about["fits"]))
        return f"{head(self.study)}{said}{table(tuple(shown.columns), rows)}<p>{escape(str(self.folder))}</p>"
