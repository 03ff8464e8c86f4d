"""The report of a study by the checklist STRESS-ABS: the texts that `stress.md` has slots for."""

from pathlib import Path
from string import Template

from trustsim.folders.facts import ENGLISH, Facts, called
from trustsim.folders.odd import mechanisms
from trustsim.pages.declared import span
from trustsim.pages.markdown import cell, table
from trustsim.pages.reasons import assumptions
from trustsim.runs.words import event_in_words

YOURS = "To be filled by the author"
DEFAULTS = "chapter 7 of `model.md`"
FEW = 5  # seeds, below which the appendix warns


def report(facts: Facts) -> str:
    """Every item of the checklist, filled, as Markdown."""
    template = Template(Path(__file__).with_name("stress.md").read_text(encoding="utf-8"))
    return template.substitute(
        question=facts.question or "The config states no question.",
        outputs=outputs(facts),
        aims=aims(facts),
        base=base(facts),
        scenarios=scenarios(facts),
        exits=exits(facts),
        data=data(facts),
        parameters=parameters(facts),
        assumed=assumed(facts),
        lengths=lengths(facts),
        estimation=estimation(facts),
        software=software(facts),
        seeds=", ".join(map(str, facts.manifest["seeds"])),
        seconds=facts.manifest["seconds"],
        platform=f"{facts.manifest['platform']}, Python {facts.manifest['versions'].get('python')}",
        sharing=sharing(facts),
    ).strip()


# --- objectives -------------------------------------------------------------------------------------------------------


def outputs(facts: Facts) -> str:
    """The measures, the outcomes with their results, and the responses of a sweep."""
    rows = [(f"`{name}`", unit, said) for name, unit, said in facts.measures]
    parts = ["These measures were taken at the end of every week, over all individuals:"]
    parts.append(table(("measure", "unit", "meaning"), rows))
    told = facts.summary.get("outcomes", ())
    if told:
        parts.append(
            "The outcomes below are computed from the measures, one value per run. *Difference* is the mean of the "
            "paired differences from the reference arm. Brackets hold 95 % confidence intervals, n is the number of "
            "seeds, and d_z is the mean difference divided by its standard deviation."
        )
    for each in told:
        parts += [named(each), table(("arm", "mean", "n", "difference", "d_z"), map(found, each["arms"].items()))]
    if facts.sweep:
        findings = [f"- {each['finding']}" for each in facts.summary["responses"]]
        parts.append("What the sweep found, with 95 % confidence intervals:\n\n" + "\n".join(findings))
    return "\n\n".join(parts)


def named(outcome: dict) -> str:
    """The name of an outcome, its measure, its unit, and the smallest effect of interest with its reason."""
    of = f", from the measure `{outcome['measure']}`" if isinstance(outcome.get("measure"), str) else ""
    said = f"**{outcome['name']}** [{outcome['unit'] or 'no unit declared'}]{of}."
    if not outcome.get("matters"):
        return said
    return f"{said} The smallest effect of interest is {outcome['matters']:g}: {outcome['matters_because']}."


def found(pair: tuple[str, dict]) -> tuple:
    """One row of the table of an outcome."""
    arm, at = pair
    difference = ENGLISH.interval(at["difference"], True) if "difference" in at else "reference"
    size = "–" if at.get("d_z") is None else ENGLISH.number(at["d_z"])
    return f"`{arm}`", ENGLISH.interval(at["mean"], False), at["mean"]["n"], difference, size


def aims(facts: Facts) -> str:
    """The claims with their tests and verdicts, or what a sweep varies."""
    if facts.sweep:
        over = "; ".join(f"`{key}`: {', '.join(map(str, values))}" for key, values in facts.sweep["over"].items())
        return (
            f"Design of experiments: which outcomes depend on what is varied, which is {over}. "
            f"The design is {facts.sweep['design']}, with {facts.sweep['points']} points, all in `summary.json`."
        )
    if not facts.claims:
        return "The study has no experiment with claims. It compares its arms on the measures and outcomes of 1.2."
    conditions = ", ".join(facts.manifest["conditions"])
    parts = ["The study tests these claims. Each verdict is read from the tests below the claim."]
    parts += [claimed(claim) for claim in facts.claims]
    return "\n\n".join([*parts, f"Conditions under which the claims were read: {conditions}."])


def claimed(claim: dict) -> str:
    """A claim or a part of one, its verdict and its tests."""
    head = f"**Claim {claim['number']}.** {claim['claim']} Verdict: **{claim['shown']}**. {claim['because']}"
    tests = [] if claim["parts"] else [f"- {test['sentence']}: {test['answer']}." for test in claim["tests"]]
    return "\n\n".join([head, *(["\n".join(tests)] if tests else [])])


# --- logic ------------------------------------------------------------------------------------------------------------


def base(facts: Facts) -> str:
    """The reference arm."""
    first = facts.study.arms[facts.study.reference]
    return (
        f"The base model is the arm `{facts.study.reference}`, with the theory of trust `{called(first.lens)}` and "
        f"{len(mechanisms(first)[0])} mechanisms on. Part B 3 gives the phases of a week with their rules, and lists "
        "which mechanisms are on."
    )


def scenarios(facts: Facts) -> str:
    """The arms, and the events scheduled in them."""
    rows = []
    for name, arm in facts.study.arms.items():
        off = [f"`{row['path']}`" for row in facts.off if any(f"`{name}`" in each for each in row["here"])]
        events = [f"week {event.at}: {event_in_words(event)}" for event in arm.interventions]
        rows.append(
            (f"`{name}`", arm.title or "no title", called(arm.lens), ", ".join(off) or "–", "; ".join(events) or "–")
        )
    heads = ("arm", "title", "theory of trust", "set in this arm", "interventions")
    return f"The arms differ as follows. Values are in 3.3.\n\n{table(heads, rows)}"


def exits(facts: Facts) -> str:
    """Whether anybody comes or goes."""
    on = {name for arm in facts.study.arms.values() for name, value in arm.mechanisms.items() if value}
    said = ["No individual enters or leaves during a run."]
    if "surviving" in on:
        said.append("With `surviving`, a firm that does not earn its costs closes, and nobody chooses its advisors.")
    if "whitewashing" in on:
        said.append("With `whitewashing`, advisors may return under a new name and are then strangers.")
    return " ".join(said)


# --- data -------------------------------------------------------------------------------------------------------------


def data(facts: Facts) -> str:
    """Where data come from."""
    files = [name for name in facts.own if not name.endswith(".py")]
    read = "No empirical data are read."
    if files:
        read = f"The network was read from files in this archive: {', '.join(files)}. {YOURS}: where they come from."
    return (
        f"{read} Values of parameters come from the literature or are assumptions: see 3.3, and {DEFAULTS} for those "
        "that are not named there."
    )


def parameters(facts: Facts) -> str:
    """The parameters off their defaults."""
    if not facts.off:
        return f"All parameters have their default values, which are in {DEFAULTS} with unit, range and source."
    declared = facts.study.arms[facts.study.reference].parameters
    rows = []
    for row in facts.off:
        known = declared.get(row["path"])
        limits = (span(known) if known else "") or "–"
        source = row["source"] or "none: a key of the config"
        rows.append((f"`{row['path']}`", row["default"], "; ".join(row["here"]), row["unit"] or "–", limits, source))
    heads = ("parameter", "default", "here", "unit", "range", "source of the default")
    return (
        "These parameters differ from their defaults. Where a value is followed by arms, only these arms have it, and "
        "the others have the default. All other parameters have their defaults, which are in "
        f"{DEFAULTS} with unit, range and source.\n\n"
        f"{table(heads, rows)}\n\n{YOURS}: why these values were chosen."
    )


def assumed(facts: Facts) -> str:
    """What was put in by hand."""
    lines = [f"- Claim {claim['number']}: {said}." for claim in facts.claims for said in assumptions(claim, ENGLISH)]
    lines += [f"- `{row['path']}`: {cell(row['source'])}." for row in facts.off if "assumption" in row["source"]]
    general = "Chapters 4 and 8 of `model.md` state the assumptions of the model; chapter 7 marks each assumed default."
    if not lines:
        return f"{general} This study adds none."
    return f"{general} This study touches these:\n\n" + "\n".join(lines)


# --- experimentation, implementation, code ----------------------------------------------------------------------------


def lengths(facts: Facts) -> str:
    """Weeks and runs."""
    weeks = sorted({arm.ticks for arm in facts.study.arms.values()})
    each, others = len(facts.manifest["seeds"]), len(facts.manifest["conditions"]) - 1
    where = "as configured"
    if facts.sweep:
        until = ", or fewer where the interval was narrow enough" if facts.sweep.get("until") else ""
        where = f"at each of {facts.sweep['points']} points{until}"
    elif others:
        where += f", and the arms that the tests need under {others} other conditions"
    return (
        f"A run has {' or '.join(map(str, weeks))} weeks{', by arm' if len(weeks) > 1 else ''}. Every arm was run with "
        f"{each} seed{'s' if each > 1 else ''} {where}. There are {facts.manifest['runs']} runs in all."
    )


def estimation(facts: Facts) -> str:
    """Replicates and intervals."""
    few = " With so few seeds, the intervals are wide." if len(facts.manifest["seeds"]) < FEW else ""
    return (
        "Independent replications, with the same seeds in every arm. Differences between arms are taken seed by seed "
        f"(paired). Intervals are 95 % confidence intervals of the mean.{few}"
    )


def software(facts: Facts) -> str:
    """Versions."""
    versions = ", ".join(f"{name} {version}" for name, version in facts.manifest["versions"].items())
    return (
        f"Python, with rules compiled by Numba. Versions: {versions}. The code that decides the numbers has the hash "
        f"`{facts.manifest['rules_hash']}`."
    )


def sharing(facts: Facts) -> str:
    """Where the code is, and how to repeat the study."""
    said = [f"trustsim {facts.version}, by the trustsim developers, Apache-2.0. {YOURS}: where readers get it."]
    if facts.own:
        said.append(f"Other files that decide the results are in this archive: {', '.join(facts.own)}.")
    if facts.lacking:
        said.append(f"Missing, because they are gone or have changed: {', '.join(facts.lacking)}.")
    said.append(f"Licence of this archive: {facts.licence or 'none was chosen'}.")
    return (
        f"{' '.join(said)}\n\nTo repeat the study, install trustsim {facts.version} with the versions of 5.1, unpack "
        f"this archive and run in its folder:\n\n```console\n$ {facts.command}\n```\n\n"
        f"The series then have the hash `{facts.manifest['series_hash']}` (`series_hash` in `again/manifest.json`)."
    )
