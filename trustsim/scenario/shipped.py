"""What ships with trustsim, found by listing folders: configs, lenses, mechanisms."""

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def config_folder():
    """Where the configs that ship live: in an installed wheel inside the package, in a checkout beside it."""
    inside = PACKAGE / "configs"
    return inside if inside.exists() else PACKAGE.parent / "configs"


def names(folder=""):
    """The names of the configs that ship (or, in `networks`, of the networks), in alphabetical order."""
    return tuple(sorted(path.stem for path in (config_folder() / folder).glob("*.toml")))


@cache
def mechanism_names():
    """The names of the mechanisms that ship: the files in `mechanisms/`, read by name only."""
    return modules("mechanisms")


@cache
def lens_names():
    """The names of the lenses that ship: the files in `lenses/`, read by name only."""
    return modules("lenses")


def modules(folder):
    """The public modules in a folder of the package, none of them imported."""
    from pkgutil import iter_modules

    return tuple(m.name for m in iter_modules([str(PACKAGE / folder)]) if not m.name.startswith("_"))
