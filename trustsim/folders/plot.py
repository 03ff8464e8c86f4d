"""A figure of any measure that a folder of results holds."""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from shlex import quote
from types import SimpleNamespace

from trustsim.by_group import BY, GROUPED, OF
from trustsim.errors import BadInput, advice
from trustsim.folders.opened import CONFIG, Folder, opened, with_seeds
from trustsim.measures import MEASURES, USUAL
from trustsim.runs.conditions import AS_CONFIGURED
from trustsim.runs.disk import write_whole
from trustsim.runs.results import Results
from trustsim.scenario.arms import ONLY_ARM

PANELS = 8  # in a figure
KINDS = (".svg", ".png")


def plot(
    folder: str | Path,
    measures: Iterable[str] = (),
    by: str | None = None,
    out: str | Path | None = None,
    arm: str | None = None,
    tell=print,
) -> list[Path]:
    """Draw the course of measures over the weeks, one line per arm, and return the paths of the files.

    Of a sweep, one line per point, in the reference arm or in `arm`. Of a study, `arm` is the only one that is drawn.

    measures: names of series in the folder; none means trust and the leap rate. by: "firm" or an attribute of
    advisors; one panel per group, for measures that were recorded by it. out: a path that ends in .svg or .png; None
    means both kinds in FOLDER/figures. Raises BadInput for a measure that was not recorded, and says how to record it.
    """
    from trustsim.plots import courses, paper

    held = opened(folder, tell)
    results = of_arm(held.results(), arm)
    points = held.plan.get("sweep", {}).get("points")  # a calibration has none; its fit has a figure
    results = complete(by_point(held, results, tell) if points else results)
    named = [name for each in measures for name in found(held, results, each, by)]
    if by is not None and not named:
        raise BadInput(f"--by {by} needs a measure: -m {' or -m '.join(grouped_in(held, by) or sorted(GROUPED))}")
    if len(named) > PANELS:
        tell(
            f"{len(named)} panels are too many for one figure; it shows the first {PANELS}: {', '.join(named[:PANELS])}"
        )
    named = named[:PANELS] or courses.shown(results)
    target = Path(out) if out else held.path / "figures" / name_of(named, by)
    if out and target.suffix.lower() not in KINDS:
        raise BadInput(f"--out {target}: a figure must end in {' or '.join(KINDS)}")
    target.parent.mkdir(parents=True, exist_ok=True)
    with paper.plain_style():
        sheet = courses.figure(SimpleNamespace(results=results), named)
        if not out:
            return paper.save(sheet, target)
        write_whole(target, paper.drawn(sheet, target.suffix.lower().removeprefix(".")))
    return [target]


def name_of(measures: list[str], by: str | None) -> str:
    """The name of the file, after what the figure shows: revenue_by_firm, trust_and_leap_rate."""
    shown = dict.fromkeys(f"{name.partition(OF)[0]}{BY}{by}" if by else name for name in measures)
    return "_and_".join(re.sub(r"\W+", "_", name).strip("_") for name in shown)[:80] or "measure"


def of_arm(results: Results, name: str | None) -> Results:
    """The results of one arm, by its name; all results for None. Raises BadInput."""
    study = results.study
    if name is None:
        return results
    if name not in study.arms:
        raise BadInput(f"--arm {name!r:.60} is unknown; {advice(name, list(study.arms))}")
    alone = replace(study, arms={name: study.arms[name]}, reference=name)
    return Results(alone, results.conditions, results.runs, results.graphs)


def by_point(folder: Folder, results: Results, tell) -> Results:
    """The runs of a sweep in its reference arm as those of a study with one arm per point, in the order of the design.

    `tell` gets a line on the points and the arms that are left out.
    """
    from trustsim.plots.courses import IN_COLOUR
    from trustsim.sweeps.designs import conditions_of
    from trustsim.sweeps.merge import sweep_in

    study, runs, there = results.study, {}, {name for name, *_ in results.runs}
    arm = study.arms[study.reference]
    sweep = sweep_in(folder.plan)
    points = {each.name: each for each in conditions_of(sweep) if each.name in there}
    shown = list(points.values())
    if len(shown) > 1 + IN_COLOUR:
        tell(f"{len(shown)} points are too many for one figure; it shows {1 + IN_COLOUR}, from the first to the last")
        shown = [shown[round(place * (len(shown) - 1) / IN_COLOUR)] for place in range(1 + IN_COLOUR)]
    if len(study.arms) > 1:
        tell(f"The figure shows the arm {arm.name}; --arm shows another, and the figure of the sweep compares them.")
    for point in shown:
        seeds = sorted(seed for condition, its, seed in results.runs if (condition, its) == (point.name, arm.name))
        for place, seed in enumerate(seeds, study.first_seed):  # points of some designs have seeds of their own
            runs[AS_CONFIGURED, point.name, place] = results.runs[point.name, arm.name, seed]
    arms = {point.name: replace(point.applied(arm), name=point.name) for point in shown}
    title = study.title if arm.name == ONLY_ARM else f"{study.title}, arm {arm.name}"
    whole = replace(study, title=title, arms=arms, reference=next(iter(arms)), sweep=sweep)
    return Results(whole, [], runs)


def complete(results: Results) -> Results:
    """The results as configured of the arms that have runs, with the seeds that all these arms have.

    For an unfinished study: so that n and the paired differences are those of the runs that are shown. Raises BadInput.
    """
    study = results.study
    arms = {name: arm for name, arm in study.arms.items() if results.seeds((AS_CONFIGURED, name))}
    seeds = results.seeds(*((AS_CONFIGURED, name) for name in arms)) if arms else []
    if not seeds:
        raise BadInput(
            f"{study.source}: there are no runs as configured yet that all arms share; resume the study first"
        )
    first = [seed for place, seed in enumerate(seeds) if seed == seeds[0] + place]
    reference = study.reference if study.reference in arms else next(iter(arms))
    whole = with_seeds(replace(study, arms=arms, reference=reference), first)
    return Results(whole, results.conditions, results.runs, results.graphs)


def found(folder: Folder, results: Results, measure: str, by: str | None) -> list[str]:
    """The series of a measure: itself, or those of all groups. Raises BadInput if it was not recorded."""
    there = [name for name in results.measures if name == measure] if by is None else groups(results, measure, by)
    if there:
        return there
    wanted = measure if by is None else f"{measure}{BY}{by}"
    known = GROUPED if by is not None else {**MEASURES, **dict.fromkeys(results.measures)}
    if measure not in known:
        kind = "measure by group" if by is not None else "measure"
        raise BadInput(f"{measure!r:.60} is no {kind}; {advice(measure, sorted(known))}")
    listed = ", ".join(results.measures)
    raise BadInput(
        f"{folder.path}: {wanted} was not recorded; recorded were {listed}. To record it: {recording(folder, wanted)}"
    )


def groups(results: Results, measure: str, by: str) -> list[str]:
    """The series of a measure of each group, such as revenue of firm 0.

    A firm has any name, while the group of an attribute begins with the attribute's; the config tells which there are.
    """
    configured = results.study.arms[results.study.reference].measures
    if f"{measure}{BY}{by}" not in configured:
        return []
    series = [name for name in results.measures if name.startswith(f"{measure}{OF}")]
    if by != "firm":
        return [name for name in series if name.startswith(f"{measure}{OF}{by} ")]
    others = [
        name.partition(BY)[2] for name in configured if name.startswith(measure + BY) and not name.endswith(BY + by)
    ]
    return [name for name in series if not name.startswith(tuple(f"{measure}{OF}{other} " for other in others))]


def grouped_in(folder: Folder, by: str) -> list[str]:
    """The measures that were recorded by these groups."""
    arm = folder.study.arms[folder.study.reference]
    return [name.removesuffix(BY + by) for name in arm.measures if name.endswith(BY + by)]


def recording(folder: Folder, measure: str) -> str:
    """The command that runs the same study with one more measure; for a sweep, what to add to its command."""
    study = folder.study
    names = [*(study.arms[study.reference].measures or USUAL), measure]
    config = folder.path / CONFIG if (folder.path / CONFIG).is_file() else "CONFIG"
    value = "measures=[" + ", ".join(f'"{name}"' for name in names) + "]"
    if "sweep" in folder.plan:
        return f"add --set {quote(value)} to the command of the sweep, with another --out"
    return f"trustsim run {quote(str(config))} --set {quote(value)}"
