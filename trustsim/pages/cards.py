"""A claim as a page shows it: its verdict, the reason, the drawings, and how it was tested."""

from trustsim.pages import drawings
from trustsim.pages.language import Language
from trustsim.pages.reasons import condition_named, counted, kind_of, reason
from trustsim.runs.compare import HIGHER, LOWER, SAME
from trustsim.runs.conditions import AS_CONFIGURED
from trustsim.runs.words import capital


def card(claim: dict, about: dict, language: Language) -> dict:
    """What the template needs for a claim, and for its parts. `about`: the titles, conditions and lens of its study."""
    return {
        "number": claim["number"],
        "text": language.text(claim["claim"]),
        "kind": kind_of(claim),
        "reason": reason(claim, about, language),
        "tests": [] if claim["parts"] else [tested(test, about, language) for test in claim["tests"]],
        "note": language.text(claim["note"]),
        "theories": answers(claim, about, language, "lens"),
        "at_values": answers(claim, about, language, "variation"),
        "without": (language.mechanism(claim["hangs_on"]), claim["without"]) if claim["without"] else None,
        "space": spread(claim["space"], language) if claim["space"] else None,
        "parts": [card(part, about, language) for part in claim["parts"]],
    }


def tested(test: dict, about: dict, language: Language) -> dict:
    """One test: what was compared, the expectation, what was found, and the drawing."""
    effect = language.number(test["matters"])
    return {
        "outcome": capital(language.text(test["outcome"])),
        "unit": language.unit(test["unit"]) if test["unit"] else "",
        "compared": compared(test, about["titles"], language),
        "at": language.text(test["at"]),
        "expected": expected(test, language),
        "found": found(test, language),
        "answer": test["answer"],
        "smallest": language.say("smallest", effect=effect, reason=language.text(test["matters_because"])),
        "drawing": drawings.interval(test, language),
    }


def compared(test: dict, titles: dict[str, str], language: Language) -> str:
    """Which arms a test compares: one, one with another, or a sum of several."""
    titles = {arm: titles[arm] for arm in test["weights"]}
    weights = list(test["weights"].values())
    if not titles:
        return test["contrast"]
    if weights == [1]:
        return language.say("within", a=next(iter(titles.values())))
    if weights == [1, -1]:
        return language.say("compared", **dict(zip("ab", titles.values(), strict=True)))
    terms = [term(*each, language) for each in zip(weights, titles.values(), strict=True)]
    return "".join(terms).removeprefix(" + ")


def term(weight: float, title: str, language: Language) -> str:
    """One term of a sum of arms: " − 2 × “No posts”"."""
    factor = "" if abs(weight) == 1 else f"{language.number(abs(weight))} × "
    return f"{' − ' if weight < 0 else ' + '}{factor}“{title}”"


def expected(test: dict, language: Language) -> str:
    """Where the interval should lie, in words."""
    kind = "difference" if len(test["weights"]) > 1 and not test["level"] else "level"
    zone = "_".join(each for each in (LOWER, SAME, HIGHER) if each in test["expected"])
    return language.say(
        f"expectations.{kind}_{zone}", effect=language.number(test["matters"]), level=language.number(test["level"])
    )


def found(test: dict, language: Language) -> str:
    """The mean with its interval and n."""
    if test["mean"] is None:
        return language.say("nothing_measured")
    return language.say("with_n", found=language.interval(test, len(test["weights"]) > 1), n=test["n"])


def answers(claim: dict, about: dict, language: Language, kind: str) -> list[tuple[str, str]]:
    """(name, answer) under each condition of a kind; the configured lens comes first among the lenses."""
    base = claim["under"].get(AS_CONFIGURED) if kind == "lens" else None
    rows = [(language.lens(about["lens"]), base)] if base else []
    under = [(about["conditions"][name], answer) for name, answer in claim["under"].items()]
    return rows + [(condition_named(each, language), answer) for each, answer in under if each["kind"] == kind]


def spread(space: dict, language: Language) -> dict:
    """How a claim fares over the assumed space."""
    decide = ""
    if space["decide"]:
        names = language.listed([language.coordinate(name).lower() for name in space["decide"]])
        decide = language.say("deciding", names=names, right=language.percent(space["right"]))
    elif len(space["shares"]) > 1:
        decide = language.say("nothing_decides")
    return {
        "said": language.say("space_said", n=len(space["readings"]), shares=counted(space, language)),
        "structural": language.say("structural") if space["structural"] else "",
        "decide": decide,
        "shares": drawings.shares(space, language),
        "flips": drawings.flips(space, language),
    }
