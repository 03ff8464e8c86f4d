"""The plan of a study, which decides its numbers, and the folder that is named after the plan."""

import json
import re
from dataclasses import asdict
from pathlib import Path

from trustsim.runs import deciding
from trustsim.runs.disk import digest

LONGEST = 80  # bytes of a study's name in the name of its folder; file systems allow 255 in all
UNFIT = re.compile(r"[^\w.-]+")  # characters that some systems refuse in a name


def folder_for(study, out=None):
    """The folder of a study's results: `out`, else one named after the study and its plan.

    Seeds and conditions are not part of the name, so that a study with more of them resumes from the runs it has.
    """
    name = UNFIT.sub("_", study.name).encode()[:LONGEST].decode("utf-8", "ignore").strip("._-") or "study"
    return Path(out) if out else Path("results") / f"{name}-{digest(plan_of(study))}"


def plan_of(study):
    """Everything that decides the numbers of a run besides condition and seed, as text: arms, rules, and files."""
    from trustsim.scenario.arm import as_config

    arms = {name: as_config(arm) | {"title": ""} for name, arm in study.arms.items()}
    plan = {"arms": arms, "rules": deciding.code(), "files": deciding.told(study)}
    if study.sweep is not None:
        plan["sweep"] = asdict(study.sweep)
    return json.dumps(plan, indent=1, sort_keys=True, default=str)


def is_plan(path):
    """Whether a file is a plan that we wrote."""
    try:
        return {"arms", "rules", "files"} <= set(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return False
