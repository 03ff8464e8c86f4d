"""The reason of a verdict in a sentence or two, in any language, from the answers behind it."""

from trustsim.pages.language import Language
from trustsim.runs.claims import ANSWERS, DEPENDS, HOLDS, REFUTED
from trustsim.runs.compare import UNDECIDED
from trustsim.runs.conditions import AS_CONFIGURED
from trustsim.runs.verdicts import ASSUMED, SUPPORTED, WORD_OF
from trustsim.runs.words import capital

SHOWN = {HOLDS: "it_shows", REFUTED: "it_does_not_show", UNDECIDED: "it_is_open", DEPENDS: "it_is_open"}
SHOWS = {SUPPORTED: "shown", WORD_OF[REFUTED]: "not_shown"}


KINDS = "finding", "structural", "assumed", "depends", "refuted", "undecided"  # of verdicts, for a reader


def kind_of(claim: dict) -> str:
    """The kind of verdict that a reader should tell apart: a supported claim is a finding or structural."""
    if claim["verdict"] != SUPPORTED:
        return claim["verdict"]
    parts = [each for each in claim["parts"] if each["verdict"] != ASSUMED] or [claim]
    return "structural" if all((each["space"] or {}).get("structural") for each in parts) else "finding"


def reason(claim: dict, about: dict, language: Language) -> str:
    """Why a claim has its verdict. `about` is the row of the whole claim: its conditions and its lens."""
    if claim["parts"]:
        return of_parts(claim, language)
    said = because(claim, about, language)
    if claim["not_by"]:
        said.append(language.say("not_by", name=language.mechanism(claim["not_by"])))
    return " ".join(said)


def of_parts(claim: dict, language: Language) -> str:
    """The reason of a claim with parts: its weakest part, leaving aside assumed ones."""
    if len({part["verdict"] for part in claim["parts"]}) == 1:
        return language.say("all_parts")
    weakest = next(part["number"] for part in claim["parts"] if part["verdict"] == claim["verdict"])
    return language.say("weakest", number=weakest)


def because(claim: dict, about: dict, language: Language) -> list[str]:
    """The sentences for a claim without parts, by its verdict."""
    if claim["beyond"]:
        return [language.say("beyond", reason=language.text(claim["beyond"]))]
    if claim["definition"]:
        return [f"{capital(language.text(claim['definition']))}."]
    if claim["verdict"] == ASSUMED:
        put_in = "; ".join(assumptions(claim, language))
        shown = SHOWN[claim["under"][AS_CONFIGURED]]
        return [language.say("put_in", reason=put_in), language.say(shown)]
    if claim["verdict"] == DEPENDS:
        return turns(claim, about, language)
    if claim["verdict"] == UNDECIDED:
        return [language.say("open")]
    base = claim["under"][AS_CONFIGURED]
    others = {name: answer for name, answer in tried(claim, about, ("lens", "variation")).items() if answer != base}
    key = SHOWS[claim["verdict"]]
    if not others:
        return [language.say(f"{key}_everywhere")]
    return [language.say(f"{key}_mostly", others=grouped(named(others, about, language), language))]


def assumptions(claim: dict, language: Language) -> list[str]:
    """What was put in by hand from which the claim follows, or part of it; nothing for the whole of several parts."""
    if claim["parts"]:
        return []
    return list(dict.fromkeys(language.text(test["assumed"]) for test in claim["tests"] if test["assumed"]))


def turns(claim: dict, about: dict, language: Language) -> list[str]:
    """Where the answer changes between holding and refuted: by theory, by value, by place, over the space."""
    said, base = [], claim["under"][AS_CONFIGURED]
    lenses = {language.lens(about["lens"]): base} | named(tried(claim, about, ("lens",)), about, language)
    if {HOLDS, REFUTED} <= set(lenses.values()):
        said.append(language.say("by_theory", places=grouped(lenses, language)))
    for subject, answers in by_subject(claim, about).items():
        if {HOLDS, REFUTED} <= {base, *answers.values()}:
            places = {language.say("configured"): base} | {language.number(v): a for v, a in answers.items()}
            name = language.coordinate(subject)
            said.append(language.say("by_value", name=name.lower(), places=grouped(places, language)))
    if claim["axis"] and base == DEPENDS:
        said.append(language.say("by_place"))
    if not said and claim["space"]:
        here = language.say(f"answers.{base}")
        said.append(language.say("by_space", here=here, shares=counted(claim["space"], language)))
    return said


def tried(claim: dict, about: dict, kinds: tuple) -> dict[str, str]:
    """{condition: answer} of the conditions of these kinds."""
    return {name: answer for name, answer in claim["under"].items() if about["conditions"][name]["kind"] in kinds}


def by_subject(claim: dict, about: dict) -> dict[str, dict]:
    """{parameter: {value: answer}} of the variations under the configured lens."""
    found = {}
    for name, answer in tried(claim, about, ("variation",)).items():
        condition = about["conditions"][name]
        if not condition["lens"]:
            found.setdefault(condition["subject"], {})[condition["value"]] = answer
    return found


def named(answers: dict[str, str], about: dict, language: Language) -> dict[str, str]:
    """The same answers under the names of their conditions in a language."""
    return {condition_named(about["conditions"][name], language): answer for name, answer in answers.items()}


def condition_named(condition: dict, language: Language) -> str:
    """A condition as it is called in a language: "Four pillars", "Half-life of evidence 52"."""
    if condition["kind"] == "lens":
        return language.lens(condition["subject"])
    name = f"{language.coordinate(condition['subject']).lower()} {language.number(condition['value'])}"
    return f"{name} ({language.lens(condition['lens'])})" if condition["lens"] else name


def grouped(answers: dict[str, str], language: Language) -> str:
    """Answers and where each is given: "holds (ABI); is refuted (four pillars, reputation)"."""
    there = [answer for answer in ANSWERS if answer in answers.values()]
    lists = {each: ", ".join(name for name, given in answers.items() if given == each) for each in there}
    return "; ".join(f"{language.say(f'answers.{answer}')} ({names})" for answer, names in lists.items())


def counted(space: dict, language: Language) -> str:
    """ "holds in 45 %, is undecided in 42 %, is refuted in 12 %"."""
    there = [answer for answer in ANSWERS if space["shares"].get(answer)]
    return ", ".join(
        language.say(f"counted.{answer}", share=language.percent(space["shares"][answer])) for answer in there
    )
