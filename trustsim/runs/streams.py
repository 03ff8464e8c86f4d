"""Standard output and error as they come: closed, narrow in letters, full. What cannot be printed undoes no study."""

import os
import sys


def make_ready():
    """Open what is closed, and show a "?" for letters that a stream does not have."""
    fill_closed()
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if number == 0 else "w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if getattr(stream, "errors", None) == "strict" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def fill_closed():
    """Put the system's null device where a standard stream is closed: a file of ours would take its number."""
    for number, mode in enumerate((os.O_RDONLY, os.O_WRONLY, os.O_WRONLY)):
        if is_closed(number):
            opened = os.open(os.devnull, mode)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            os.set_inheritable(number, True)


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
