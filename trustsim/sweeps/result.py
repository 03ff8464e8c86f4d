"""The result of a sweep, as tables of pandas and as a figure."""

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trustsim.scenario.html import head, table
from trustsim.sweeps import outcomes
from trustsim.sweeps.designs import conditions_of
from trustsim.sweeps.merge import asked_in, manifest_of, study_in
from trustsim.sweeps.sweep import Asked, Swept

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

SHOWN = 20  # points in a notebook


@dataclass(frozen=True, repr=False)
class SweepResult:
    """The result of a sweep: its points, outcomes, indices, weekly series and figure."""

    runs: Any  # a Result, with the series
    swept: Swept
    told: dict  # the summary, as in summary.json

    @property
    def folder(self) -> Path:
        """The folder of the results."""
        return Path(self.swept.folder)

    @property
    def study(self) -> Any:
        """The study that was swept."""
        return self.swept.study

    @property
    def findings(self) -> list[str]:
        """One sentence per response: an outcome in an arm, or its difference from the reference arm."""
        return [each["finding"] for each in self.told["responses"]]

    def points(self) -> "pd.DataFrame":
        """One row per point and response: point, a column per key, response, mean, low, high (95 %), n."""
        import pandas as pd

        rows = []
        for point in self.told["points"]:
            rows += [{"point": point["point"], **point["place"], **each} for each in point["responses"]]
        return pd.DataFrame(rows)

    def outcomes(self) -> "pd.DataFrame":
        """One row per run: condition, arm, seed, a column per key, and a column per outcome."""
        import pandas as pd

        return pd.read_parquet(self.folder / outcomes.FILE)

    def indices(self) -> "pd.DataFrame":
        """One row per response, factor and index: response, factor, index, value, low, high; empty for a grid."""
        import pandas as pd

        columns = ["response", "factor", "index", "value", "low", "high"]
        rows = [
            {"response": response["response"], **each}
            for response in self.told["responses"]
            for each in response["indices"]
        ]
        return pd.DataFrame(rows, columns=columns)

    def series(self, measures: Any = None, *, arm: str | None = None) -> "pd.DataFrame":
        """Every week of every run: a column per key, then condition, arm, seed, tick and the measures."""
        import pandas as pd

        weeks = self.runs.series(measures, arm=arm, condition=None)
        places = [{"condition": each.name, **each.place} for each in self.swept.conditions]
        return pd.DataFrame(places).drop_duplicates("condition").merge(weeks, on="condition")

    def plot(self) -> "Figure":
        """The figure of the sweep, as in its folder."""
        from trustsim.plots import paper, sweep_figure

        with paper.plain_style():
            return sweep_figure(self.swept, self.told)(self.swept, self.told).figure

    def __repr__(self) -> str:
        sweep = self.told["sweep"]
        name, points = self.told["study"], f"{sweep['design']}, {sweep['points']} points"
        return f"<sweep of {name}: {points}, {self.told['runs']} runs in {self.folder}>"

    def _repr_html_(self) -> str:
        main = [self.told["responses"][at] for at in self.told["sweep"]["main"]]
        said = "".join(f"<p>{escape(each['finding'])}</p>" for each in main)
        shown = self.points().head(SHOWN)
        rows = [tuple(str(value) for value in row) for row in shown.itertuples(index=False)]
        return f"{head(self.study)}{said}{table(tuple(map(str, shown.columns)), rows)}<p>{escape(repr(self))}</p>"


def of_folder(runs: Any) -> SweepResult:
    """The SweepResult of a finished sweep, from the Result of its folder; no code of the study is read."""
    manifest = manifest_of(runs.folder)
    asked = Asked(**asked_in(manifest))
    study, written = study_in(runs.folder, asked), outcomes.read(runs.folder)
    many = {name: len(seeds) for (name, _), seeds in written.values.items()}
    conditions = [each._replace(replicates=many[each.name]) for each in conditions_of(study.sweep) if each.name in many]
    swept = Swept(study, conditions, written, asked, runs.folder, manifest["seconds"], manifest["runs"])
    return SweepResult(runs, swept, runs.told)
