"""The reporting appendix of a study: the checklists STRESS-ABS [Monks2019] and ODD [Grimm2020], filled from its folder.

Every text is derived from the declarations, from the description of the model and from the folder. What only the
authors can know is said to be theirs.
"""

from trustsim.folders import odd, stress
from trustsim.folders.facts import Facts


def page(facts: Facts) -> str:
    """The appendix as Markdown."""
    by = ", ".join(each["name"] for each in facts.authors) or "to be filled by the author"
    parts = [
        f"# Reporting appendix: {facts.study.title}",
        f"Authors: {by}. Runs finished {facts.finished.date().isoformat()}, made with trustsim {facts.version}.",
        "This appendix follows two checklists. STRESS-ABS is for the study: T. Monks, C. S. M. Currie, B. S. Onggo, "
        "S. Robinson, M. Kunc and S. J. E. Taylor (2019), Strengthening the reporting of empirical simulation studies: "
        "introducing the STRESS guidelines, *Journal of Simulation* 13(1), 55–67, doi:10.1080/17477778.2018.1442155. "
        "ODD is for the model: V. Grimm and others (2020), The ODD protocol for describing agent-based and other "
        "simulation models: a second update, *JASSS* 23(2), 7, doi:10.18564/jasss.4259.",
        "It was generated from the results and from the declarations in the code. Beside it, `model.md` describes the "
        "model in full, and `sources.md` lists the sources that are cited by keys, such as [JosangIsmail2002].",
    ]
    if facts.damage:
        parts.append("What this archive lacks:\n\n" + "\n".join(f"- {line}." for line in facts.damage))
    parts += ["## Part A. The study (STRESS-ABS)", stress.report(facts)]
    parts.append("## Part B. The model as used here (ODD)")
    for heading, text in odd.sections(facts).items():
        parts += [f"### {heading}", text]
    return "\n\n".join(parts) + "\n"
