"""The report of a study from its folder of results: one HTML page to read, print and hand in."""

import json
from pathlib import Path

import numpy as np

from trustsim import api
from trustsim.errors import BadInput
from trustsim.lenses import LENSES
from trustsim.pages import disagreement
from trustsim.pages.cards import card
from trustsim.pages.curves import apart, course
from trustsim.pages.frame import named, page, write
from trustsim.pages.language import Language
from trustsim.pages.reasons import KINDS, assumptions
from trustsim.plots.courses import shown
from trustsim.runs.experiments import last_weeks
from trustsim.runs.results import Results
from trustsim.runs.words import capital, event_in_words, with_parts
from trustsim.scenario.variation import differences
from trustsim.state import DIMENSIONS

IN_WORDS = "measures", "interventions"  # not in the table of parameters


def report_page(folder: Path, lang: str = "en") -> str:
    """The report of a finished study as HTML. Raises BadInput for a folder that holds none, or for a language."""
    language, result, manifest = Language(lang), api.open(folder), manifest_in(folder)
    told, study = result.told, result.study
    kind = next((kind for kind in ("sweep", "calibration") if kind in told), None)
    if kind:
        raise BadInput(f"{folder}: holds a {kind}, which has no report; see {Path(folder) / 'figures'}")
    if "conditions" not in told:
        raise BadInput(f"{folder}: was written by an earlier version; run the study again to renew it")
    titles = language.titles(study.name, {name: arm.title for name, arm in study.arms.items()})
    about = {"lens": told["lens"], "conditions": told["conditions"], "titles": titles}
    claims = with_parts(told["claims"])
    cards = [card(claim, about, language) for claim in told["claims"]]
    return page(
        "report.html",
        language,
        title=language.config(study.name, "title", study.title),
        question=language.config(study.name, "question", " ".join(study.question.split())),
        answer=language.say("claims_said", n=len(cards)) if cards else extremes(result, titles, language),
        counted=[(kind, [each for each in cards if each["kind"] == kind]) for kind in KINDS],
        courses=courses(result.results, language),
        n=len(told["seeds"]),
        titles=titles,
        reference=titles[told["reference"]],
        outcomes=[outcome(each, language) for each in told["outcomes"]],
        cards=cards,
        disagree=disagreement.table(study),
        lenses=[language.lens(name) for name in LENSES],
        dimensions=[language.words["dimensions"][name] for name in DIMENSIONS],
        worlds=min(disagreement.WORLDS, len(told["seeds"])),
        assumed=[(each["number"], said) for each in claims if (said := assumptions(each, language))],
        events=[
            (titles[name], event.at, event_in_words(event))
            for name, arm in study.arms.items()
            for event in arm.interventions
        ],
        off=off_default(study, titles, language),
        run=how_run(told, study, manifest, language),
        versions=manifest["versions"],
        hashes=[manifest[key] for key in ("config_hash", "rules_hash", "series_hash")],
        finished=manifest["finished"][:10],
        command=command(manifest),
    )


def courses(results: Results, language: Language) -> list[dict]:
    """For each measure of the figures its course in every arm, and how far the arms are apart."""
    drawings = (course, apart) if len(results.study.arms) > 1 else (course,)
    return [draw(results, measure, language) for measure in shown(results) for draw in drawings]


def manifest_in(folder: Path) -> dict:
    """The manifest of a finished study. Raises BadInput."""
    try:
        return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise BadInput(f"{folder}: the study is not finished (no manifest.json); run it again to resume") from None


def extremes(result: api.Result, titles: dict, language: Language) -> str:
    """Which arms are highest and lowest at the end, in the first measure: the answer of a study without claims."""
    measure, weeks = shown(result.results)[0], last_weeks(result.study)
    ends = {arm: float(np.nanmean(result.results.series(measure, arm)[:, -weeks:])) for arm in titles}
    high, low = max(ends, key=ends.get), min(ends, key=ends.get)
    tops = {"top": language.number(ends[high]), "bottom": language.number(ends[low])}
    return language.say("extremes", measure=language.measure(measure), high=titles[high], low=titles[low], **tops)


def outcome(told: dict, language: Language) -> dict:
    """One outcome in every arm, as texts for the table."""
    rows = []
    for arm, at in told["arms"].items():
        row = {"arm": arm, "mean": language.interval(at["mean"], False), "n": at["mean"]["n"]}
        row |= {"difference": "", "d_z": ""}
        if "difference" in at:
            row["difference"] = language.interval(at["difference"], True)
            row["d_z"] = "" if at["d_z"] is None else language.number(at["d_z"])
        rows.append(row)
    return {"name": capital(language.text(told["name"])), "unit": language.unit(told["unit"] or ""), "rows": rows}


def off_default(study: object, titles: dict, language: Language) -> list[dict]:
    """One row per parameter that differs from its default in any arm, with its source."""
    changed = {name: differences(arm) for name, arm in study.arms.items()}
    paths = dict.fromkeys(path for each in changed.values() for path in each if path not in IN_WORDS)
    rows = []
    for path in paths:
        declared = study.arms[study.reference].parameters.get(path)
        default = next(each[path][0] for each in changed.values() if path in each)
        values = {name: told(each[path][1]) if path in each else told(default) for name, each in changed.items()}
        groups = {value: [titles[name] for name in values if values[name] == value] for value in values.values()}
        others = {value: names for value, names in groups.items() if value != told(default)}
        here = [f"{value}: {', '.join(names)}" for value, names in others.items()] if len(groups) > 1 else list(groups)
        unit, source = (declared.unit, declared.source) if declared else ("", "")
        rows.append(
            {"path": path, "default": told(default), "here": here, "unit": language.unit(unit), "source": source}
        )
    return rows


def told(value: object) -> str:
    """A value of a config as text."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def how_run(told: dict, study: object, manifest: dict, language: Language) -> str:
    """How many runs, seeds, weeks and people."""
    arm = study.arms[study.reference]
    people = {kind: arm.values[f"population.{kind}"] for kind in ("customers", "advisors", "firms")}
    seeds = {"first": told["seeds"][0], "last": told["seeds"][-1], "weeks": arm.ticks}
    conditions = len(manifest["conditions"])
    lens = language.lens(told["lens"])
    return language.say("runs_said", runs=told["runs"], conditions=conditions, lens=lens, **seeds, **people)


def command(manifest: dict) -> str:
    """The command that repeats the study."""
    sets = "".join(f" --set {each}" for each in manifest["overrides"])
    return f"trustsim run {manifest['study']}{sets}"


def write_report(folder: str, lang: str = "en", out: str | None = None) -> Path:
    """Write the report of a study to a file, by default report.html in its folder, and return the path."""
    return write(report_page(Path(folder), lang), Path(out or Path(folder) / named("report", lang)))
