"""Replay every experiment and tell every claim: what `trustsim claims` does."""

import csv
import json
import math
from pathlib import Path

from trustsim import __version__
from trustsim.errors import BadInput
from trustsim.runs.experiments import claims_of, experiment_of, folder
from trustsim.runs.plan import folder_for
from trustsim.runs.summary import summary
from trustsim.scenario import names, read

QUICK = ("replicates=4",)  # few twin worlds, and only as configured: no lens, ablation, value or space is tried
SPEED = 1.2e6  # customer-weeks a second on one core, roughly, measures included: for the estimate alone
AROUND = 2.0  # seconds that a study takes besides its runs: loading, verdicts, figures
FILE = "claims.json"


def listed() -> list[dict[str, str]]:
    """The claims of the source articles, one dictionary each, in order: number, article, claim, literature, …"""
    with (folder() / "claims.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def numbers_in(text: str) -> set[int]:
    """The claims that `--only` names: "31-33,84" is {31, 32, 33, 84}. Raises BadInput."""
    there, found = {int(claim["number"]) for claim in listed()}, set()
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if not first.isdecimal() or not (last if dash else "0").isdecimal() or len(part) > 20:
            raise BadInput(
                f"--only {part.strip()[:40]!r} is no number of a claim; write 31 or 31-33, with commas between"
            )
        asked = set(range(int(first), int(last or first) + 1)) & there
        if not asked:
            raise BadInput(f"--only {part.strip()}: there is no such claim; they are {min(there)} to {max(there)}")
        found |= asked
    return found


def studies(only: set[int] | None = None, quick: bool = False) -> list:
    """The shipped studies that replay one of these claims, or any."""
    found = []
    for name in names():
        study = read(name, QUICK if quick else ())
        claims = {claim.number for claim in claims_of(experiment_of(study))}
        if claims and (only is None or claims & only):
            found.append(study)
    return found


def estimate(plans: list, jobs: int) -> tuple[int, float]:
    """How many runs these plans (see `replay.planned`) take in all, and roughly how many seconds, if none is done."""
    runs, seconds = 0, 0.0
    for plan in plans:
        seeds = {condition.name: len(condition.seeds(plan.study)) for condition in plan.under}
        for (condition, _), arm in plan.arms.items():
            runs += seeds[condition]
            seconds += seeds[condition] * arm.ticks * arm.values["population.customers"] / SPEED / jobs
    return runs, seconds + AROUND * len(plans)


def folder_in(out: Path, study) -> Path:
    """The folder of one study's results within the folder of all, named after its plan."""
    return out / folder_for(study).name


def rows(replays: list, only: set[int] | None = None) -> list[dict]:
    """One row per claim: its verdict and all behind it, which article it is from, and what the literature says."""
    about, found = {claim["number"]: claim for claim in listed()}, []
    for replayed in replays:
        told = summary(replayed)
        for claim in told["claims"]:
            source = about.get(str(claim["number"]), {})
            if only is None or claim["number"] in only:
                origin = {"experiment": told["study"], "lens": told["lens"], "n": len(told["seeds"])}
                origin |= {"seeds": told["seeds"], "conditions": told["conditions"]}
                known = {"article": source.get("article", ""), "literature": source.get("literature", "")}
                found.append({**claim, **origin, **known, "folder": told["folder"]})
    return sorted(found, key=lambda row: row["number"])


def kinds(found: list[dict]) -> dict[str, int]:
    """How many claims or parts have each verdict; those supported over an assumed space as structural or findings."""
    counts = {}
    for claim in found:
        for each in claim["parts"] or [claim]:
            word = each["verdict"]
            if word == "supported" and each["space"] is not None:
                word += ", structural" if each["space"]["structural"] else ", a finding"
            counts[word] = counts.get(word, 0) + 1
    return dict(sorted(counts.items()))


def document(found: list[dict], quick: bool) -> str:
    """The rows as the JSON document that is printed, and kept in the folder of all."""
    return json.dumps({"trustsim": __version__, "quick": quick, "kinds": kinds(found), "claims": found}, indent=1)


def announcement(plans: list, jobs: int, quick: bool) -> str:
    """What is said before the runs: how many there are, and how long they take."""
    runs, seconds = estimate(plans, jobs)
    at_a_time = f"{jobs} at a time" if jobs > 1 else "one at a time"
    told = f"{counted(len(plans), 'experiment')}, {counted(runs, 'run')}, {at_a_time}: {in_minutes(seconds)}"
    return told + " if none is done yet" + ("; a quick look, not a result" if quick else "")


def counted(many: int, what: str) -> str:
    """ "1 experiment", "2 experiments"."""
    return f"{many} {what}{'' if many == 1 else 's'}"


def in_minutes(seconds: float) -> str:
    """ "about 7 minutes"."""
    minutes = math.ceil(seconds / 60)
    return "less than a minute" if minutes <= 1 else f"about {minutes} minutes"
