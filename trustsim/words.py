"""All words that users read, in their language: one file per language, completed from the declarations."""

import tomllib
from functools import cache
from importlib import import_module
from pathlib import Path

from trustsim.declaring import snake
from trustsim.errors import BadInput
from trustsim.lenses import LENSES
from trustsim.measures import MEASURES
from trustsim.mechanisms import MECHANISMS
from trustsim.parameters import GROUPS, parameters
from trustsim.scenario import names, read
from trustsim.state import DIMENSIONS

FOLDER = Path(__file__).parent / "words"


def languages():
    """{code: name} of the available languages, English first."""
    codes = sorted((path.stem for path in FOLDER.glob("*.toml")), key=lambda code: (code != "en", code))
    return {code: given(code)["name"] for code in codes}


@cache
def given(lang):
    """The contents of a language file."""
    return tomllib.loads((FOLDER / f"{lang}.toml").read_text(encoding="utf-8"))


@cache
def words(lang="en"):
    """All words of a language. Missing words are taken from English, and then from the declarations (in English)."""
    return laid_over(laid_over(declared_words(), given("en")), given(lang))


def laid_over(under, over):
    """Two tables of words merged at every level; `over` takes precedence."""
    if not (isinstance(under, dict) and isinstance(over, dict)):
        return over
    return under | {key: laid_over(under.get(key), value) for key, value in over.items()}


@cache
def declared_words():
    """The words in the declarations, in English."""
    return {
        "groups": {
            snake(group.__name__): {"name": spoken(snake(group.__name__)), "meaning": sentence(group.__doc__)}
            for group in GROUPS
        },
        "parameters": {path: {"name": spoken(p.name), "meaning": p.meaning} for path, p in parameters().items()},
        "mechanisms": {name: {"name": spoken(name), "meaning": first_line("mechanisms", name)} for name in MECHANISMS},
        "lenses": {name: {"name": spoken(name), "meaning": first_line("lenses", name)} for name in LENSES},
        "measures": {
            name: {"name": spoken(name), "meaning": sentence(function.meaning)} for name, function in MEASURES.items()
        },
        "dimensions": {name: spoken(name) for name in DIMENSIONS},
        "units": {unit: unit for unit in units()},
        "configs": {name: config for name in names() if (config := told_by(name))},
    }


def with_own(told, own):
    """The words, with those of the parameters of the user's own mechanisms, in the language in which they declare."""
    groups = {p.group: {"name": spoken(p.group), "meaning": ""} for p in own}
    named = {p.path: {"name": spoken(p.name), "meaning": p.meaning} for p in own}
    units = {p.unit: told["units"].get(p.unit, p.unit) for p in own}
    more = {"groups": groups, "parameters": named, "units": units}
    return told | {key: told[key] | table for key, table in more.items()}


def called(path, told):
    """The name of a parameter; one of the user's own is called as it is declared."""
    about = told["parameters"].get(path)
    return about["name"] if about else spoken(path.rpartition(".")[2])


def told_by(name):
    """The title, question and arm titles of a shipped config; empty if it cannot be read."""
    try:
        study = read(name)
    except BadInput:
        return {}
    return {
        "title": study.title,
        "question": " ".join(study.question.split()),
        "arms": {arm: each.title for arm, each in study.arms.items()},
    }


def units():
    """Every unit of a parameter or a measure."""
    return dict.fromkeys([p.unit for p in parameters().values()] + [function.unit for function in MEASURES.values()])


def spoken(name):
    """A name as words: "Other orientation" for `other_orientation`."""
    return name.replace("_", " ").capitalize()


def sentence(text):
    """The first line of a text, with a capital letter and a full stop."""
    text = (text or "").strip().split("\n")[0]
    stop = "" if not text or text.endswith((".", "?", "!", ")")) else "."
    return text[:1].upper() + text[1:] + stop


def first_line(package, name):
    """The first line of a module's docstring, as a sentence."""
    return sentence(import_module(f"trustsim.{package}.{name}").__doc__)


def keys(table, before=""):
    """Every key of a table of words, as a dotted path."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from keys(value, f"{before}{key}.")
        else:
            yield f"{before}{key}"
