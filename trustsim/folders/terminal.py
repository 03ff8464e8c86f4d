"""The output of the commands on folders of results."""

from collections.abc import Callable
from importlib import import_module

from trustsim.runs.progress import Talk
from trustsim.runs.words import legible


def show_files(command: str, *arguments: object) -> None:
    """Run export, plot or archive, each a function in the file of its name, and print the files that it wrote."""
    make: Callable = getattr(import_module(f"trustsim.folders.{command}"), command)
    for path in make(*arguments, tell=Talk().say):
        print(legible(path))
