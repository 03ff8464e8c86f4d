"""Texts for interventions, arms and errors, for the terminal and for figures."""

from unicodedata import category

LONGEST = 40  # characters of a name in a figure
UNFIT = {"Cc", "Cs", "Zl", "Zp"}  # controls, surrogates, line separators


def plainly(name):
    """A name in plain words: twice_mixed becomes "twice mixed"; a long name is shortened in the middle."""
    plain = legible(name.replace("_", " "))
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST // 2]}…{plain[1 - LONGEST // 2 :]}"


def capital(text):
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def legible(text, keep=""):
    """A text with spaces for characters that control a terminal or break a figure, except those in `keep`."""
    return "".join(" " if category(each) in UNFIT and each not in keep else each for each in str(text))


def with_parts(claims):
    """The claims of a summary in a list, each followed by its parts."""
    return [each for claim in claims for each in (claim, *claim["parts"])]


def event_in_words(event):
    """An intervention on one line: "firms.disclosure = 0.95, for advisors 1, 2"."""
    parts = [f"{path} = {value:g}" for path, value in event.set.items()]
    if event.shock:
        about = ", ".join(map(plainly, event.shock.dimensions))
        parts.append(f"{kind_of(event.shock)} about {about} ({event.shock.weight:g})")
    return ", ".join(parts) + whom(event)


def kind_of(shock):
    """The kind of news of a shock."""
    if shock.good:
        return "good news"
    return "deception" if shock.deception else "bad news"


def whom(event):
    """The rows that an intervention affects, or "" for everybody."""
    firms = event.shock.firms if event.shock else None
    rows = event.rows if firms is None else {**event.rows, "firms": firms}
    told = [f"{key} {', '.join(map(str, value)) if isinstance(value, tuple) else value}" for key, value in rows.items()]
    return f", for {'; '.join(told)}" if told else ""


def reason(error):
    """An error on one line: "results/manifest.json: No space left on device", "ZeroDivisionError: division by zero"."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    said = " ".join(str(error).split())[:300]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
