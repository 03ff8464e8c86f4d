"""The report of a study by the checklist STRESS-ABS, item by item."""

from trustsim.folders.facts import ENGLISH, Facts
from trustsim.folders.odd import mechanisms
from trustsim.pages.declared import span
from trustsim.pages.markdown import cell, table
from trustsim.pages.reasons import assumptions
from trustsim.runs.words import event_in_words

YOURS = "To be filled by the author"


def sections(facts: Facts) -> dict[str, str]:
    """{heading: text} of every item of the checklist."""
    return {
        "1.1 Purpose of the model": purpose(facts),
        "1.2 Model outputs": outputs(facts),
        "1.3 Experimentation aims": aims(facts),
        "2.1 Base model overview diagram": "Each week goes through the phases that part B 3 lists in their order. The chain is: post and "
        "disclose → notice → trust → leap → deliver → learn → tell. There is no drawing in this archive.",
        "2.2 Base model logic": base(facts),
        "2.3 Scenario logic": scenarios(facts),
        "2.4 Algorithms": "Beliefs follow the Beta reputation system, forgetting is forward decay, and a leap follows Coleman's rule. "
        "Part B 4 summarises them; chapter 7 of `model.md` gives every formula with its source.",
        "2.5.1 Environment": "There is no environment besides the network, the firms and the news about them. Part B 6 describes the network.",
        "2.5.2 Agents": "Firms, advisors and customers. Part B 2 lists their state variables with units and ranges, and part B 3 their rules.",
        "2.5.3 Interaction topology": "Who knows whom is a network, generated or read when a run starts (part B 6). Customers get to know more "
        "advisors by hearsay, by shared posts, and by the mechanisms that part B 3 says are on.",
        "2.5.4 Entry and exit": exits(facts),
        "3.1 Data sources": data(facts),
        "3.2 Pre-processing": "None is done on empirical data. A network file is read as it is, as part B 6 says.",
        "3.3 Input parameters": parameters(facts),
        "3.4 Assumptions": assumed(facts),
        "4.1 Initialisation": "No warm-up period is removed. Relations start without evidence, unless a network file gives some; part B 5 says how a world "
        "is built. A run is not in a steady state at its start.",
        "4.2 Run length": lengths(facts),
        "4.3 Estimation approach": estimation(facts),
        "5.1 Software or programming language": software(facts),
        "5.2 Random sampling": "Every random draw is a pure function of seed, week, person and purpose (counter-based random numbers), so no draw depends on "
        "the order in which others are made. Arms with the same seed share their draws (common random numbers). "
        f"Seeds: {', '.join(map(str, facts.manifest['seeds']))}.",
        "5.3 Model execution": f"Synchronous steps of one week, in the order of part B 3. Time of the last command: {facts.manifest['seconds']} s. "
        "Results do not depend on the number of cores or threads.",
        "5.4 System specification": f"{facts.manifest['platform']}, Python {facts.manifest['versions'].get('python')}. The manifest does not record the processor or the memory.",
        "6.1 Computer model sharing statement": sharing(facts),
    }  # fmt: skip


def purpose(facts: Facts) -> str:
    """Why the study was done."""
    return (
        f"{facts.question or 'The config states no question.'} trustsim is a laboratory for claims about trust in business. It is not "
        f"calibrated to a market and does not forecast. {YOURS}: the background and the audience of this study."
    )


def outputs(facts: Facts) -> str:
    """The measures, the outcomes with their results, and the responses of a sweep."""
    rows = [(f"`{name}`", unit, said) for name, unit, said in facts.measures]
    parts = [
        "These measures were taken at the end of every week, over all individuals:",
        table(("measure", "unit", "meaning"), rows),
    ]
    if facts.summary.get("outcomes"):
        parts.append(
            "The outcomes below are computed from the measures, one value per run. *Difference* is the mean of the paired "
            "differences from the reference arm. Brackets hold 95 % confidence intervals, n is the number of seeds, and d_z the "
            "mean difference over its standard deviation."
        )
    for each in facts.summary.get("outcomes", ()):
        found = [
            (f"`{name}`", ENGLISH.interval(at["mean"], False), at["mean"]["n"],
             ENGLISH.interval(at["difference"], True) if "difference" in at else "reference",
             number(at.get("d_z")))
            for name, at in each["arms"].items()
        ]  # fmt: skip
        smallest = (
            f" The smallest effect of interest is {each['matters']:g}: {each['matters_because']}."
            if each.get("matters")
            else ""
        )
        parts += [
            f"**{each['name']}** [{each['unit'] or 'no unit declared'}].{smallest}",
            table(("arm", "mean", "n", "difference", "d_z"), found),
        ]
    if facts.sweep:
        parts.append(
            "The findings of the sweep:\n\n" + "\n".join(f"- {each['finding']}" for each in facts.summary["responses"])
        )
    return "\n\n".join(parts)


def number(value: float | None) -> str:
    """A number to three digits; "–" if there is none."""
    return "–" if value is None else ENGLISH.number(value)


def aims(facts: Facts) -> str:
    """The claims with their tests and verdicts."""
    if facts.sweep:
        over = "; ".join(f"`{key}` over {values}" for key, values in facts.sweep["over"].items())
        return f"A sweep that asks what the outcomes depend on: {over}. Design: {facts.sweep['design']}, {facts.sweep['points']} points."
    if not facts.claims:
        return "The study has no experiment with claims. It compares its arms on the measures and outcomes of 1.2."
    parts = ["The study tests these claims. A verdict is read from the tests below it."]
    for claim in facts.claims:
        lines = [f"**Claim {claim['number']}.** {claim['claim']} Verdict: **{claim['shown']}**. {claim['because']}"]
        if not claim["parts"]:
            lines += [f"- {test['sentence']}: {test['answer']}." for test in claim["tests"]]
        parts.append("\n".join([lines[0], "", *lines[1:]]) if lines[1:] else lines[0])
    conditions = ", ".join(facts.manifest["conditions"][:40])
    parts.append(f"Conditions under which the claims were read: {conditions}.")
    return "\n\n".join(parts)


def base(facts: Facts) -> str:
    """The reference arm."""
    on, _ = mechanisms(facts.study.arms[facts.study.reference])
    return (
        f"The base model is the arm `{facts.study.reference}`, with the lens `{facts.study.arms[facts.study.reference].lens}` and "
        f"{len(on)} mechanisms on. Part B 3 gives the phases of the week with their rules, and lists the mechanisms that are on and off."
    )


def scenarios(facts: Facts) -> str:
    """The arms, and the events scheduled in them. What differs in parameters is in 3.3."""
    arms = facts.study.arms
    rows = []
    for name, arm in arms.items():
        changed = [f"`{row['path']}`" for row in facts.off if any(f"`{name}`" in each for each in row["here"])]
        events = [f"week {event.at}: {event_in_words(event)}" for event in arm.interventions]
        rows.append(
            (
                f"`{name}`",
                arm.title or "no title",
                arm.lens,
                ", ".join(changed) or "nothing",
                "; ".join(events) or "none",
            )
        )
    heads = ("arm", "title", "lens", "differs from other arms in", "interventions")
    return f"Values are in 3.3.\n\n{table(heads, rows)}"


def exits(facts: Facts) -> str:
    """Whether anybody comes or goes."""
    on = {name for arm in facts.study.arms.values() for name, value in arm.mechanisms.items() if value}
    said = ["No individual enters or leaves during a run."]
    if "surviving" in on:
        said.append(
            "With `surviving`, a firm that does not earn its costs closes, and its advisors are no longer chosen."
        )
    if "whitewashing" in on:
        said.append("With `whitewashing`, advisors may return under a new name and are then strangers.")
    return " ".join(said)


def data(facts: Facts) -> str:
    """Where data come from."""
    files = [name for name in facts.own if not name.endswith(".py")]
    read = (
        f"The network was read from files in this archive: {', '.join(files)}. {YOURS}: where these come from."
        if files
        else "No empirical data are read."
    )
    return f"{read} Parameters come from the literature or are assumptions; 3.3 names the source of each that is off its default, `model.md` of all others."


def parameters(facts: Facts) -> str:
    """The parameters off their defaults."""
    declared = facts.study.arms[facts.study.reference].parameters
    rows = []
    for row in facts.off:
        known = declared.get(row["path"])
        source = row["source"] or "key of the config, without a declared source"
        rows.append(
            (
                f"`{row['path']}`",
                row["default"],
                "; ".join(row["here"]),
                row["unit"] or "–",
                (span(known) if known else "") or "–",
                source,
            )
        )
    if not rows:
        return (
            "All parameters have their default values, which chapter 7 of `model.md` lists with unit, range and source."
        )
    heads = ("parameter", "default", "here", "unit", "range", "source of the default")
    return (
        "These parameters differ from their defaults in some arm. Where arms differ, the arms follow the value, and all other arms have the "
        f"default. All others have the defaults in chapter 7 of `model.md`.\n\n{table(heads, rows)}\n\n"
        f"{YOURS}: why these values were chosen, where the config does not say so."
    )


def assumed(facts: Facts) -> str:
    """What was put in by hand."""
    lines = [f"- Claim {claim['number']}: {said}." for claim in facts.claims for said in assumptions(claim, ENGLISH)]
    lines += [f"- `{row['path']}`: {cell(row['source'])}." for row in facts.off if "assumption" in row["source"]]
    general = "The assumptions of the model itself are in chapters 4 and 8 of `model.md`, and each default that is an assumption is marked so there."
    return general + (" Those that this study touches:\n\n" + "\n".join(lines) if lines else " This study adds none.")


def lengths(facts: Facts) -> str:
    """Weeks and runs."""
    weeks = sorted({arm.ticks for arm in facts.study.arms.values()})
    return (
        f"{' or '.join(map(str, weeks))} weeks per run. {len(facts.manifest['seeds'])} runs (seeds) per arm and "
        f"{facts.manifest['runs']} runs in all, under {len(facts.manifest['conditions'])} condition(s)."
    )


def estimation(facts: Facts) -> str:
    """Replicates and intervals."""
    few = len(facts.manifest["seeds"]) < 5
    return (
        "Independent replications, with the same seeds in every arm. Differences between arms are taken seed by seed (paired), and "
        "intervals are 95 % confidence intervals of the mean by Student's t."
        + (" With so few seeds the intervals are wide and rest on the normality of few values." if few else "")
    )


def software(facts: Facts) -> str:
    """Versions."""
    versions = ", ".join(f"{name} {version}" for name, version in facts.manifest["versions"].items())
    return f"Python, with compiled rules (Numba). Versions: {versions}. Hash of the code that decides numbers: `{facts.manifest['rules_hash']}`."


def sharing(facts: Facts) -> str:
    """Where the code is, and how to repeat the study."""
    own = (
        f" The authors' own files and the experiment are in this archive: {', '.join(facts.own)}." if facts.own else ""
    )
    lacking = (
        f" Missing from it, because they are gone or have changed: {', '.join(facts.lacking)}." if facts.lacking else ""
    )
    return (
        f"trustsim {facts.version} (The trustsim developers, Apache-2.0). Its public address was not recorded at this version. {YOURS}: where readers get this version.{own}{lacking}\n\n"
        f"To repeat the study, unpack this archive, install trustsim {facts.version} with the versions of 5.1, and run there:\n\n"
        f"```console\n$ {facts.command}\n```\n\n"
        f"The series must then have the hash `{facts.manifest['series_hash']}` (`series_hash` in `again/manifest.json`). "
        f"Licence of this archive: {facts.licence or 'none chosen yet'}."
    )
