"""What a page says, in the language of its reader."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from trustsim.errors import BadInput, advice
from trustsim.runs.compare import rounded
from trustsim.words import called, languages, words

SAID = Path(__file__).parent / "said"  # texts of experiments, which are written in English, in other languages


@cache
def said(lang: str) -> dict[str, str]:
    """{text of an experiment: the same in this language}; empty for English."""
    path = SAID / f"{lang}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))["said"] if path.is_file() else {}


@dataclass(frozen=True)
class Language:
    """The words, texts and numbers of one language. Raises BadInput for a language that is not there."""

    code: str

    def __post_init__(self):
        if self.code not in languages():
            raise BadInput(f"language {self.code!r:.20}: {advice(self.code, list(languages()))}")

    @property
    def words(self) -> dict:
        """All words of the language."""
        return words(self.code)

    def say(self, key: str, **values: object) -> str:
        """A phrase of `[pages]`, by its key ("kinds.finding"), with values in its slots."""
        found = self.words["pages"]
        for part in key.split("."):
            found = found[part]
        return found.format(**values)

    def text(self, english: str) -> str:
        """A text of an experiment; in English where there is no translation, as for experiments of the user's own."""
        return said(self.code).get(english, english)

    def figures(self, text: str) -> str:
        """A number that was written with a decimal point, as it is written here: "-0.5" is "−0,5" in Dutch."""
        return text.replace("-", "−").replace(".", self.words["decimal"])

    def number(self, value: float) -> str:
        """A number to three significant digits."""
        return self.figures(f"{value:.3g}")

    def interval(self, found: dict, signed: bool) -> str:
        """The mean of an interval with its bounds, as far as they are there; a dash if there is no mean."""
        there = [found[key] for key in ("mean", "low", "high") if found[key] is not None]
        texts = [self.figures(each) for each in rounded(there, "+" if signed else "")]
        if len(texts) < 2:
            return (texts or ["–"])[0]
        return self.say("bounds", **dict(zip(("mean", "low", "high"), texts, strict=True)))

    def percent(self, share: float) -> str:
        """A share as a percentage without decimals."""
        return self.say("percent", value=f"{share:.0%}".rstrip("%"))

    def listed(self, names: list[str]) -> str:
        """Names in a list: "a, b and c"."""
        return f" {self.say('and')} ".join(filter(None, [", ".join(names[:-1]), names[-1]]))

    def config(self, name: str, key: str, text: str) -> str:
        """A title or a question of a config; the text itself if it is not the one that ships."""
        here, english = (told["configs"].get(name, {}) for told in (self.words, words("en")))
        return here.get(key, text) if english.get(key) == text else text

    def titles(self, name: str, arms: dict[str, str]) -> dict[str, str]:
        """{arm: title}, for arms with these titles in the config."""
        here, english = (told["configs"].get(name, {}).get("arms", {}) for told in (self.words, words("en")))
        return {arm: here.get(arm, title) if english.get(arm) == title else title for arm, title in arms.items()}

    def lens(self, name: str) -> str:
        """The name of a lens."""
        return self.words["lenses"].get(name, {}).get("name") or name

    def measure(self, name: str) -> str:
        """The name of a measure."""
        return self.words["measures"].get(name, {}).get("name") or name.replace("_", " ")

    def mechanism(self, name: str) -> str:
        """The name of a mechanism, in lower case."""
        return (self.words["mechanisms"].get(name, {}).get("name") or name).lower()

    def unit(self, unit: str) -> str:
        """A unit."""
        return self.words["units"].get(unit, unit)

    def coordinate(self, name: str) -> str:
        """The name of what varies over a space: a parameter, the lens, the network, the horizon, the place in time."""
        return self.words["pages"]["coordinates"].get(name) or called(name, self.words)

    def value(self, coordinate: str, value: object) -> str:
        """A value of what varies."""
        if coordinate == "lens":
            return self.lens(value)
        return self.text(value).replace("_", " ") if isinstance(value, str) else self.number(value)
