"""The configs, lenses and mechanisms that ship with trustsim, found by listing folders."""

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def config_folder():
    """The folder of the shipped configs: inside the package in an installed wheel, beside it in a checkout."""
    inside = PACKAGE / "configs"
    return inside if inside.exists() else PACKAGE.parent / "configs"


def names(folder=""):
    """The names of the shipped configs, or with `networks` of the shipped networks, in alphabetical order."""
    return tuple(sorted(path.stem for path in (config_folder() / folder).glob("*.toml")))


@cache
def mechanism_names():
    """The names of the shipped mechanisms: the files in `mechanisms/`, without importing them."""
    return modules("mechanisms")


@cache
def mechanisms_by_default():
    """{mechanism: whether it is on unless a config says otherwise}."""
    from trustsim.parameters import OPTIONAL

    return {name: name not in OPTIONAL for name in mechanism_names()}


@cache
def lens_names():
    """The names of the shipped lenses: the files in `lenses/`, without importing them."""
    return modules("lenses")


def modules(folder):
    """The names of the public modules in a folder of the package, without importing them."""
    from pkgutil import iter_modules

    return tuple(m.name for m in iter_modules([str(PACKAGE / folder)]) if not m.name.startswith("_"))
