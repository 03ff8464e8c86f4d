"""The five source articles: their argument in our own words, and the verdict on each claim."""

import tomllib
from functools import cache
from pathlib import Path

from trustsim.errors import BadInput, advice
from trustsim.pages.cards import card
from trustsim.pages.frame import named, page, write
from trustsim.pages.language import Language
from trustsim.pages.reasons import KINDS
from trustsim.pages.told import told_by
from trustsim.runs.every_claim import listed
from trustsim.words import words

FOLDER = Path(__file__).parent / "articles"
STATUS = {"✔": "supported", "◐": "mixed", "✘": "contradicted", "?": "untested", "D": "definition"}
MEMORY = "[M"  # marks what is quoted from memory


@cache
def articles() -> dict[str, dict]:
    """{number: article}, in order: its name, title, lead, and the parts of its argument with their claims."""
    paths = sorted(FOLDER.glob("[0-9]*.toml"))
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in paths}


@cache
def literature() -> dict[str, dict]:
    """{language: {claim: what the literature says}}."""
    return tomllib.loads((FOLDER / "literature.toml").read_text(encoding="utf-8"))


def number_of(name: str) -> str:
    """The number of an article that is named by its number or its short name. Raises BadInput."""
    names = {number: number for number in articles()} | {each["name"]: key for key, each in articles().items()}
    if name not in names:
        raise BadInput(f"there is no article {name!r:.60}; {advice(name, list(names))}")
    return names[name]


def article_page(name: str, lang: str = "en", folder: Path | None = None) -> str:
    """The page of an article as HTML.

    `name` is its number ("000") or its short name, `folder` one of `trustsim claims` to use in place of what ships.
    Raises BadInput for a name or a language that is not there, and for a folder without verdicts.
    """
    number, language = number_of(name), Language(lang)
    about, told = articles()[number], told_by(folder)
    sources = {int(claim["number"]): claim for claim in listed()}
    parts = [
        {"text": part["text"][lang], "claims": [entry(sources[claim], told, language) for claim in part["claims"]]}
        for part in about["parts"]
    ]
    cards = [each for part in parts for each in part["claims"]]
    return page(
        "article.html",
        language,
        number=number,
        title=about["title"][lang],
        lead=about["lead"][lang],
        parts=parts,
        claims=[each["number"] for each in cards],
        counted=[(kind, [each for each in cards if each["kind"] == kind]) for kind in KINDS],
        made=told["trustsim"],
        quick=told["quick"],
    )


def write_article(name: str, lang: str = "en", folder: str | None = None, out: str | None = None) -> Path:
    """Write the page of an article to a file, by default article-NUMBER.html here, and return its path."""
    text = article_page(name, lang, None if folder is None else Path(folder))
    return write(text, Path(out or named(f"article-{number_of(name)}", lang)))


def entry(source: dict, told: dict, language: Language) -> dict:
    """One claim of an article, a row of experiments/claims.csv: its card, and what the literature says."""
    number = source["number"]
    claim = told["claims"].get(number)
    known = {
        "literature": literature()[language.code][number],
        "status": language.say(f"status.{STATUS[source['literature'][0]]}"),
        "memory": MEMORY in source["literature"],
        "experiment": source["experiment"],
    }
    if claim is None:
        return known | {"number": number, "text": language.text(source["claim"]), "kind": "untested"}
    arms = words("en")["configs"][claim["experiment"]]["arms"]
    return known | card(claim, claim | {"titles": language.titles(claim["experiment"], arms)}, language)
