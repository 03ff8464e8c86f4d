"""What the appendix and the metadata of an archive tell: facts of a folder and declarations of the code, as texts."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from trustsim import __version__
from trustsim.by_group import GROUPED, OF
from trustsim.errors import BadInput
from trustsim.folders.export import measures_in
from trustsim.folders.opened import Folder
from trustsim.measures import MEASURES
from trustsim.pages.language import Language
from trustsim.pages.report import off_default
from trustsim.runs import deciding
from trustsim.runs.conditions import AS_CONFIGURED
from trustsim.runs.words import with_parts
from trustsim.scenario import Study

ENGLISH = Language("en")


@dataclass(frozen=True)
class Facts:
    """A finished folder of results, with what its archive adds to it."""

    folder: Folder
    authors: list[dict]  # as `archive.author_of` makes them
    licence: str | None
    own: tuple[str, ...]  # the files of the user's own in the archive, and the shipped experiment
    lacking: tuple[str, ...]  # those that are not there any more, or have changed

    @property
    def study(self) -> Study:
        """The study that was run."""
        return self.folder.study

    @property
    def manifest(self) -> dict:
        """The manifest of the folder."""
        return self.folder.manifest

    @property
    def summary(self) -> dict:
        """The summary of the folder."""
        return self.folder.summary

    @property
    def sweep(self) -> dict:
        """What was swept; {} for a study that is not a sweep."""
        return self.summary.get("sweep", {})

    @property
    def question(self) -> str:
        """The question of the study on one line."""
        return " ".join(self.study.question.split())

    @property
    def claims(self) -> list[dict]:
        """The claims of the study, each followed by its parts."""
        return with_parts(self.summary.get("claims", ()))

    @cached_property
    def off(self) -> list[dict]:
        """The parameters off their defaults, as in the report."""
        titles = {name: f"`{name}`" for name in self.study.arms}
        return off_default(self.study, titles, ENGLISH)

    @cached_property
    def measures(self) -> list[tuple[str, str, str]]:
        """(name, unit, meaning) of every measure in the series."""
        return [(name, *declared_for(name)) for name in measures_in(self.folder)]

    @property
    def finished(self) -> datetime:
        """When the runs were finished. Raises BadInput."""
        try:
            return datetime.fromisoformat(self.manifest["finished"])
        except (KeyError, TypeError, ValueError):
            raise BadInput(f"{self.folder.path}: its manifest does not say when the runs were finished") from None

    @property
    def began(self) -> datetime:
        """When the last command began that wrote the folder."""
        return self.finished - timedelta(seconds=float(self.manifest["seconds"]))

    @property
    def version(self) -> str:
        """The version of trustsim that ran the study."""
        return str(self.manifest["versions"].get("trustsim", "unknown"))

    @cached_property
    def same_code(self) -> bool:
        """Whether the installed code is that of the runs, so that its declarations describe them."""
        return self.manifest.get("rules_hash") == deciding.code()

    @property
    def command(self) -> str:
        """The command that repeats the study, in the folder of the unpacked archive."""
        config = "repeat.toml" if not self.lacking else "config-resolved.toml"
        if not self.sweep:
            base = self.manifest.get("conditions") == [AS_CONFIGURED]
            return f"trustsim run {config} --out again" + (" --as-configured" if base else "")
        vary = " ".join(f'--vary "{key}={in_command(values)}"' for key, values in self.sweep["over"].items())
        design = self.sweep["design"] if self.sweep["design"] in ("grid", "lhs", "sobol", "morris") else "POINTS.csv"
        size = f" --size {self.sweep['points']}" if design == "lhs" else ""
        seeds = f" --seeds {self.sweep['seeds']}" if self.sweep.get("seeds") else ""
        until = f" --until {self.sweep['until']}" if self.sweep.get("until") else ""
        return f"trustsim sweep {config} {vary} --design {design}{size}{seeds}{until} --out again"

    @property
    def damage(self) -> list[str]:
        """What a reader of the archive should know that it lacks, or that may mislead; one line each."""
        said = [
            f"{name}: decided the numbers, but is not there any more or has changed, so the archive lacks it"
            for name in self.lacking
        ]
        if not self.same_code:
            said.append(
                f"the runs are of trustsim {self.version} with other code or packages than the {__version__} that "
                "wrote appendix.md and model.md, so these may describe another model"
            )
        return said

    @property
    def cautions(self) -> list[str]:
        """The same, and what the user can still add; one line each."""
        said = self.damage
        if self.licence is None:
            said.append("no licence was given; readers cannot know what they may do. Add one with --licence CC-BY-4.0")
        if not self.authors:
            said.append('no author was given; add each with --author "Name <ORCID>"')
        return said


def called(name: str) -> str:
    """The name of a lens, a mechanism or a class; of one in a file of the user's own, without the way to the file."""
    return name.rpartition("/")[2]


def in_command(values: list) -> str:
    """The values of a swept key as `--vary` takes them: each of a grid, or the ends of a range."""
    if isinstance(values, str):
        return values
    numbers = [f"{value:g}" if isinstance(value, float) else str(value) for value in values]
    return ",".join(numbers)


def declared_for(name: str) -> tuple[str, str]:
    """(unit, meaning) of a series, as declared; of a measure of the user's own, where to look."""
    if name in MEASURES:
        return MEASURES[name].unit, MEASURES[name].meaning
    of, _, group = name.partition(OF)
    if of in GROUPED:
        return GROUPED[of].unit, f"{GROUPED[of].meaning}; they: {group}"
    return "not declared", f"as computed by {name}, a file of the authors"


# --- the model's description ------------------------------------------------------------------------------------------


def model_page() -> str:
    """The description of the model in ODD form, without links to pages that an archive lacks."""
    return document("model.md").replace("# The model\n", f"# The model of trustsim {__version__}\n", 1)


def document(name: str) -> str:
    """A page of the documentation: inside the installed package, or beside it in the repository."""
    package = Path(__file__).parents[1]
    inside = package / name
    text = (inside if inside.is_file() else package.parent / "docs" / name).read_text(encoding="utf-8")
    text = re.sub(r" \(\[[^\]]+\]\([^)]*\)\)", "", text)  # a remark that is a link and nothing else
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
    return re.sub(r"<!-- .*? -->\n\n?", "", text)


def chapter(number: int, tables: bool = True) -> str:
    """The text of one chapter of the description, without its heading; without its `tables` if they are not wanted."""
    found = re.search(rf"^## {number}\. .*?\n(.*?)(?=^## |\Z)", model_page(), re.DOTALL | re.MULTILINE)
    text = found[1] if tables else re.sub(r"^\|.*\n", "", found[1], flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
