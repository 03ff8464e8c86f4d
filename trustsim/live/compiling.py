"""Report that the rules are being compiled, how long this has taken so far and about how long it takes.

All sessions of a server wait for the same compiled code. So the state is kept once, for the page and the terminal.
"""

import sys
import threading
from time import monotonic

from trustsim.preparing import is_prepared, prepare

EXPECTED = 30  # seconds, on an otherwise idle laptop
TOLD = 1.0  # seconds between two reports
BEGAN = {}  # the thread that compiles -> when it began, on the monotonic clock


def compiling_for():
    """Seconds since compilation began; None while nothing is being compiled."""
    began = min(list(BEGAN.values()), default=None)
    return None if began is None else monotonic() - began


def compile_for(arm, tell=lambda: None):
    """Compile the rules of an arm and call `tell()` every second meanwhile. Return at once if they are compiled.

    `tell` is called on a separate thread, and once more on the calling thread when compilation has succeeded.
    """
    if is_prepared(arm):
        return
    me, ready = threading.get_ident(), threading.Event()
    BEGAN[me] = monotonic()
    teller = threading.Thread(target=lambda: every_second(tell, ready), name="trustsim compiling", daemon=True)
    teller.start()
    try:
        prepare([arm])
    finally:
        del BEGAN[me]
        ready.set()
        teller.join()
    tell()


def every_second(tell, ready):
    """Call `tell` at once and then every second until compilation ends."""
    while not ready.is_set():
        tell()
        ready.wait(TOLD)


def warm(arm, out=sys.stdout):
    """Compile the rules of an arm on a separate thread and report it on the terminal. Returns the thread, or None."""
    if is_prepared(arm):
        return None

    def work():
        print(f"trustsim live: compiling the rules, once on this machine: about {EXPECTED} s", file=out, flush=True)
        began = monotonic()
        try:
            compile_for(arm, lambda: progress(out))
        except Exception as error:  # the page itself says what is wrong with the config
            print(f"\rtrustsim live: the rules could not be compiled ({type(error).__name__})", file=out, flush=True)
        else:
            print(f"\rtrustsim live: compiled the rules in {monotonic() - began:.0f} s", file=out, flush=True)

    thread = threading.Thread(target=work, name="trustsim warming up", daemon=True)
    thread.start()
    return thread


def progress(out):
    """Show the seconds so far on one line, if the terminal can overwrite a line."""
    seconds = compiling_for()
    if seconds is not None and out.isatty():
        print(f"\r  {seconds:.0f} s", end="", file=out, flush=True)
