"""Standard output and error as they come: closed, narrow in letters, full. What cannot be printed undoes no study."""

import os
import sys


def make_ready():
    """Open what is closed, so that no file of ours takes its number, and show a "?" for letters that it does not have."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if is_closed(number):
            os.dup2(os.open(os.devnull, os.O_RDONLY if number == 0 else os.O_WRONLY), number)
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if number == 0 else "w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if getattr(stream, "errors", None) == "strict" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def is_closed(number):
    """Whether a file number of this process is free."""
    try:
        os.fstat(number)
    except OSError:
        return True
    return False


def give_up_output():
    """Let nobody write to standard output any more: what it holds back would fail again when the process ends."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
