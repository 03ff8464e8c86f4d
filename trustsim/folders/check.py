"""Run the study of a folder again and compare: does it still give the same numbers, here and now?"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from trustsim.api import bar, heed
from trustsim.errors import BadInput
from trustsim.folders.diff import Diff, diff
from trustsim.folders.opened import Folder, opened
from trustsim.folders.settings import STUDY
from trustsim.runs.conditions import AS_CONFIGURED
from trustsim.runs.replay import Watch, replay
from trustsim.runs.workers import usual_jobs
from trustsim.scenario import Study, parse

AGAIN = "check"  # the folder of the runs that are done again, within the folder that is checked


def check(
    folder: str | Path,
    *,
    out: str | Path | None = None,
    jobs: int | None = None,
    seeds: int | None = None,
    trust_code: bool = False,
    progress: bool = False,
) -> Diff:
    """Run a finished study or sweep again from its resolved config, and compare the runs with those in its folder.

    out: the folder of the new runs; None means FOLDER/check. jobs: runs at a time; None means one per core. seeds: only
    the first so many seeds. trust_code: run the user's own code that the study names, which is refused otherwise, as a
    folder may come from somebody else. progress: show a bar on standard error.

    Ctrl-C raises KeyboardInterrupt, and the same call resumes. Raises BadInput for a mistake that the user can fix.
    """
    with bar(progress) as watch:
        found = ready(folder, trust_code, watch.tell)
        again = folder_of(found, out)
        heed(run_again(found, again, jobs, seeds, watch))
        return compared(found, again, seeds, watch.tell)


def ready(folder: str | Path, trust_code: bool, tell: Callable) -> Folder:
    """The folder at a path, if its study can be run again. Raises BadInput."""
    found = opened(folder, tell)
    if not found.finished:
        raise BadInput(f"{found.path}: is not finished; run its command again, then check it")
    if "calibration" in found.manifest:
        raise BadInput(
            f"{found.path}: holds a calibration, and its targets lie elsewhere; run its command again with another "
            "--out, then use trustsim diff"
        )
    if found.code and not trust_code:
        what = f"running it again executes {', '.join(found.code)}"
        raise BadInput(f"{found.path}: {what}; if you trust this code, add --trust-code (in Python trust_code=True)")
    return found


def folder_of(found: Folder, out: str | Path | None) -> Path:
    """The folder of the new runs."""
    return Path(out or found.path / AGAIN)


def run_again(found: Folder, out: Path, jobs: int | None, seeds: int | None, watch: Watch) -> object:
    """Run the study or the sweep of a folder into another folder; the Replay or the Swept."""
    if "sweep" in found.plan:
        from trustsim.sweeps.sweep import run

        made = sweep_of(found, seeds)
        return run(made, out, jobs or usual_jobs(made.plan.arms.values()), watch)
    study = study_of(found, seeds)
    robust = found.manifest.get("conditions", [AS_CONFIGURED]) != [AS_CONFIGURED]
    return replay(study, out, jobs or usual_jobs(study.arms.values()), robust, watch.report, watch.starting, watch.tell)


def study_of(found: Folder, seeds: int | None) -> Study:
    """The study of a folder, ready to run, with its first `seeds` seeds. Raises BadInput."""
    study = parse(found.config, found.source, found.path)
    study = replace(study, name=found.summary.get("study", found.path.resolve().name))
    return study if seeds is None else replace(study, replicates=fewer(seeds, study.replicates))


def sweep_of(found: Folder, seeds: int | None) -> object:
    """The Planned of the sweep in a folder, with its first `seeds` seeds at each point. Raises BadInput."""
    from trustsim.sweeps.merge import asked_in, manifest_of, study_in
    from trustsim.sweeps.sweep import Asked, at_points

    asked = Asked(**asked_in(manifest_of(found.path)))
    if seeds is not None:
        asked = asked._replace(seeds=fewer(seeds, asked.seeds), until=None, at_most=None)
    return at_points(study_in(found.path, asked, code=True), asked)


def fewer(seeds: int, there: int) -> int:
    """A number of seeds that is not above what is there. Raises BadInput."""
    if not 1 <= seeds <= there:
        raise BadInput(f"seeds = {seeds} is outside 1..{there}, the seeds in the folder")
    return seeds


def compared(found: Folder, again: Path, seeds: int | None, tell: Callable) -> Diff:
    """The Diff of a folder and of its runs that were done again; with `seeds`, of those alone."""
    apart = diff(found.path, again, tell)
    if seeds is None:
        return apart
    settings = [each for each in apart.settings if (each.kind, each.key) != (STUDY, "replicates")]
    repeated = {seed for _, _, seed in apart.b.gathered.runs}
    only_a = [key for key in apart.runs.only_a if key[2] in repeated]
    # a verdict needs all seeds
    return apart._replace(settings=settings, runs=apart.runs._replace(only_a=only_a), verdicts=[])
