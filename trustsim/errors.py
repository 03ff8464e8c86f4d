"""Errors that the user can fix, advice on unknown names, and the exit statuses of commands."""

from collections.abc import Collection
from itertools import islice

MOST_NAMES = 60  # in one message
FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130  # exit statuses


class BadInput(ValueError):
    """A mistake in a config, a file or an argument that the user can fix.

    The message is one line that names the file, the key, the value, the allowed range and the remedy, e.g.
    `configs/x.toml: advisors.rate = 2 is outside 0..1`. The command line prints it and exits with status 2.
    """


def nearest(name: object, known: Collection[str]) -> str | None:
    """The known name most similar to `name` or beginning with it, ignoring case, or None."""
    from difflib import get_close_matches

    wanted, folded = str(name).casefold(), {each.casefold(): each for each in reversed(list(known))}
    close = get_close_matches(wanted, folded, 1) or [
        each for each in folded if len(wanted) > 2 and each.startswith(wanted)
    ]
    return folded[close[0]] if close else None


def advice(name: object, known: Collection[str], before: str = "") -> str:
    """How to correct an unknown name: `did you mean rate?` (`before` precedes the name), or else the known names."""
    near = nearest(name, known)
    if near:
        return f"did you mean {before}{near}?"
    more = f" and {len(known) - MOST_NAMES} more" if len(known) > MOST_NAMES else ""
    return f"there are: {', '.join(islice(known, MOST_NAMES)) or 'none'}{more}"
