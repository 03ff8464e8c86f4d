"""A calibration as one plain table of numbers and sentences: what `--json` prints and `summary.json` keeps."""

import shlex

import numpy as np

from trustsim.calibration.pinned import LEVEL, NOT, PARTLY, PINNED, TIED
from trustsim.calibration.search import mean_of, place_of, places_of, spread_of, value_at
from trustsim.calibration.targets import CHECK, FIT, WEEK
from trustsim.runs.conditions import AS_CONFIGURED
from trustsim.runs.summary import of_study, plain
from trustsim.runs.words import capital

EDGE = 0.01  # of a range: a best value as near to an end lies at it
POOR = 2.0  # errors: the typical distance from which the model does not reproduce the targets
NO_PROOF = "A fit shows what the targets say about the parameters of this model, not that the model is right."


def summary(done):
    """Everything as plain types for JSON; NaN becomes null."""
    made, found = done.made, done.found
    targets = [told_of(each, at, found) for at, each in enumerate(made.targets)]
    parameters = [parameter(*each, made) for each in zip(made.factors, found.best, found.profiles, strict=True)]
    parts = {part: fit_of([each for each in targets if each["part"] == part], targets) for part in (FIT, CHECK)}
    told = {
        **of_study(made.study),
        "runs": len(done.results.runs),
        "seconds": round(done.seconds, 2),
        "folder": str(done.folder),
        "calibration": {
            **made.asked._asdict(),
            "targets_file": str(made.path),
            "check_seeds": len(found.at_best),
            "tried": len(found.points),
            "parameters": parameters,
            "trade_offs": trade_offs(made.factors, found.ties),
            "combinations": combinations(found),
            "targets": targets,
            "fit": parts[FIT],
            "check": parts[CHECK],
            "trials": trials_of(made.factors, found),
            "emulator_off": off_of(found, made),
            "command": command(made, found.best),
        },
        "outcomes": [],
        "claims": [],
    }
    about = told["calibration"]
    about |= {"finding": finding(about), "fits": how_well(about), "warnings": warnings_of(about)}
    return plain(told)


def parameter(factor, best, profile, made):
    """One parameter: its best value, its 95 % interval, and whether the data pin it down."""
    low, high = factor.span
    ends = [low + each * (high - low) for each in (profile.low, profile.high)]
    if factor.kind is int:
        ends = [round(each) for each in ends]
    ends = min(ends[0], best), max(ends[1], best)
    arm = made.study.arms[made.study.reference]
    known = arm.parameters.get(factor.key.split(".", 2)[2] if factor.key.startswith("arms.") else factor.key)
    at, course = place_of(factor, best), zip(profile.places.tolist(), profile.rises.tolist(), strict=True)
    return {
        "key": factor.key,
        "unit": known.unit if known else "",
        "range": [low, high],
        "best": best,
        "low": ends[0],
        "high": ends[1],
        "level": LEVEL,
        "share": profile.share,
        "verdict": profile.word,
        "edge": next((end for end, near in (("low", at <= EDGE), ("high", at >= 1.0 - EDGE)) if near), None),
        "profile": [[value_at(factor, place), rise] for place, rise in course],
        "limit": profile.limit,
    }


def told_of(target, at, found):
    """One target: its value and error, what runs with other seeds have, and the distance in errors."""
    runs, before = found.at_best[:, at], found.configured[:, at]
    spread, simulated = float(spread_of(runs[:, None])[0]), float(mean_of(runs[:, None])[0])
    error = spread if target.error is None else target.error
    many = max(1, int(np.isfinite(runs).sum()))
    whole = max((error**2 + spread**2 / many) ** 0.5, 1e-9)
    configured = float(mean_of(before[:, None])[0])
    return {
        "target": target.title,
        **{key: getattr(target, key) for key in ("measure", "statistic", "arm", "first", "last", "value", "part")},
        "line": target.line,
        "error": error,
        "error_is_spread": target.error is None,
        "simulated": simulated,
        "spread": spread,
        "configured": configured,
        "z": (simulated - target.value) / whole,
        "z_configured": (configured - target.value) / whole,
    }


def fit_of(mine, targets):
    """How near the runs come to some targets; None if there are none.

    typical: root mean square of z. measures: {measure: root mean square error, at the best place, as configured, and of
    the mean of the fitted weeks}, in the unit of the measure, of series alone.
    """
    if not mine:
        return None
    names = dict.fromkeys(each["measure"] for each in mine if each["statistic"] == WEEK)
    return {
        "targets": len(mine),
        "typical": rms([each["z"] for each in mine]),
        "configured": rms([each["z_configured"] for each in mine]),
        "measures": {name: errors_of(name, mine, targets) for name in names},
    }


def errors_of(name, mine, targets):
    """The root mean square errors of one measure, and of plain guesses at it."""
    mine = [each for each in mine if each["measure"] == name and each["statistic"] == WEEK]
    fitted = [each for each in targets if each["measure"] == name and each["part"] == FIT]
    means = {arm: np.mean([each["value"] for each in fitted if each["arm"] == arm] or [np.nan]) for arm in
             {each["arm"] for each in mine}}  # fmt: skip
    return {
        "best": rms([each["simulated"] - each["value"] for each in mine]),
        "configured": rms([each["configured"] - each["value"] for each in mine]),
        "mean_of_fitted": rms([means[each["arm"]] - each["value"] for each in mine]),
    }


def rms(values):
    """The root mean square of the values that are numbers."""
    known = np.array([each for each in values if each is not None and np.isfinite(each)], float)
    return float(np.sqrt((known**2).mean())) if len(known) else float("nan")


def trade_offs(factors, ties):
    """The pairs of parameters that make up for each other, the strongest first."""
    keys, pairs = [factor.key for factor in factors], zip(*np.triu_indices(len(factors), 1), strict=True)
    found = [{"keys": [keys[a], keys[b]], "correlation": float(ties[a, b])} for a, b in pairs]
    return sorted(
        (each for each in found if abs(each["correlation"]) >= TIED), key=lambda each: -abs(each["correlation"])
    )


def combinations(found):
    """How many independent combinations of the parameters the data pin down, of how many.

    Those along which the curvature of the misfit leaves a standard deviation of at most a third of an even spread.
    """
    emulator, place = found.misfit.emulator, np.array([each.places[np.argmin(each.rises)] for each in found.profiles])
    _, slopes = emulator.with_slopes(place)
    sizes = np.linalg.eigvalsh(slopes.T @ found.misfit.precision @ slopes)
    return {"pinned": int((sizes >= 12.0 * 9.0).sum()), "of": len(sizes), "curvature": sorted(sizes.tolist())[::-1]}


def trials_of(factors, found):
    """Each trial: its values and its misfit."""
    keys = [factor.key for factor in factors]
    pairs = zip(found.points, found.misfits.tolist(), strict=True)
    return [{**dict(zip(keys, point, strict=True)), "misfit": misfit} for point, misfit in pairs]


def off_of(found, made):
    """The squared distance between emulator and runs at the best place, in the covariance of the targets."""
    fits = [each.part == FIT for each in made.targets]
    emulator = found.misfit.emulator
    ran = emulator.reduced(mean_of(found.same_seeds)[fits])
    apart = ran - emulator.at(places_of(made.factors, [found.best]))[0]
    return float(apart @ found.misfit.precision @ apart)


def command(made, best):
    """The command that runs the study with the best values; "" if a value belongs to one arm."""
    if any(factor.key.startswith("arms.") for factor in made.factors):
        return ""
    sets = [*made.study.overrides, *(f"{f.key}={value:.12g}" for f, value in zip(made.factors, best, strict=True))]
    return " ".join(["trustsim run", shlex.quote(made.study.source), *(f"--set {shlex.quote(each)}" for each in sets)])


# --- in words ---------------------------------------------------------------------------------------------------------


def finding(about):
    """Which parameters the data pin down: "Pinned down: advisors.rate. Not pinned down: customers.status." """
    names = {word: [p["key"] for p in about["parameters"] if p["verdict"] == word] for word in (PINNED, PARTLY, NOT)}
    return " ".join(f"{capital(word)}: {', '.join(keys)}." for word, keys in names.items() if keys)


def how_well(about):
    """How near the runs come to the fitted targets and to the others, one sentence each."""
    said = [near("fitted", about["fit"])]
    if about["check"] is None:
        return [*said, "Nothing was held out, so nothing shows how well it predicts."]
    said.append(near("held-out", about["check"]))
    for name, errors in about["check"]["measures"].items():
        text = f"{name}, held out: error {errors['best']:.3g}, as configured {errors['configured']:.3g}"
        said.append(f"{text}, the mean of the fitted weeks {errors['mean_of_fitted']:.3g} (root mean square).")
    return said


def near(which, fit):
    """ "24 fitted targets: 0.9 errors away (root mean square), as configured 3.1." """
    many = f"{fit['targets']} {which} target{'s' if fit['targets'] != 1 else ''}"
    return f"{many}: {fit['typical']:.2g} errors away (root mean square), {AS_CONFIGURED} {fit['configured']:.2g}."


def parameter_in_words(each):
    """ "advisors.rate = 0.31, pinned down: 0.28 to 0.33 (5 % of its range)"."""
    text = f"{each['key']} = {each['best']:.4g}, {each['verdict']}: "
    return text + f"{each['low']:.4g} to {each['high']:.4g} ({each['share']:.0%} of its range)"


def warnings_of(about):
    """What a reader must know before they use the values, one line each."""
    said = []
    for each in about["parameters"]:
        if each["edge"] and each["verdict"] != NOT:
            said.append(f"The best {each['key']} is at the {each['edge']} end of its range; try a wider range.")
    for tie in about["trade_offs"]:
        one, other = tie["keys"]
        how = "together" if tie["correlation"] > 0 else "one up, the other down"
        said.append(
            f"{one} and {other} trade off: moved {how}, they fit nearly as well (r = {tie['correlation']:.2f})."
        )
    if about["fit"]["typical"] > POOR:
        said.append("The model does not reproduce the fitted targets, so the intervals are too narrow to be believed.")
    if about["emulator_off"] > max(p["limit"] for p in about["parameters"]):
        said.append("At the best place the runs differ from what the other trials suggest; use more --trials.")
    return [*said, NO_PROOF]
