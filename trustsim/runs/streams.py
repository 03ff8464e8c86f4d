"""Prepare standard output and error, which may be closed, full or limited in characters."""

import os
import sys
from contextlib import contextmanager, redirect_stdout


def make_ready():
    """Open closed streams, and print "?" for characters that a stream does not support."""
    fill_closed()
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if number == 0 else "w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if getattr(stream, "errors", None) == "strict" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def fill_closed():
    """Open the null device for a closed standard stream, whose file number one of our files would take otherwise."""
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


@contextmanager
def output_to_error():
    """A context in which whatever is printed, also by a program that a user's code calls, goes to standard error."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def give_up_output():
    """Stop writing to standard output, because its buffer would fail again when the process ends."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
