"""The likeliest cause of differences between the runs of two folders, in plain words."""

from trustsim.folders.compared import RunApart, Runs
from trustsim.folders.settings import CONFIG, EVERY_ARM, FILE, MACHINE, RULES, VERSION, Apart
from trustsim.runs.words import legible

ROUNDING = 1e-9  # a relative difference below which runs begin to part by rounding
HASHES = (FILE, RULES)  # settings whose values say nothing to people
NAMED = 6  # settings that are named at most
HAND = (
    "Nothing that the folders record explains it. Code of your own may draw random numbers of its own, or a file was "
    "edited by hand"
)


def cause(settings: list[Apart], runs: Runs, changed: dict[str, str]) -> str:
    """One or two sentences: what explains that runs differ, or that they are equal although settings differ.

    changed: {file: what happened to it} of the files of either folder that are not as its manifest says.
    """
    if not runs.both:
        return "No run is in both: no condition, arm and seed of one is in the other."
    if not runs.apart:
        differ = named([each for each in settings if each.kind in (RULES, VERSION, MACHINE)])
        return "All runs in both are equal to the last bit" + (f", although these differ: {differ}." if differ else ".")
    likely = candidates(settings, runs, changed)
    rounded = all(beginning(each) < ROUNDING for each in runs.apart)
    if rounded:
        likely.sort(key=lambda pair: pair[0] not in (VERSION, MACHINE))
    said = [text for _, text in likely] or [HAND]
    also = f" It may also be: {'; '.join(said[1:])}." if said[1:] else ""
    how = " They part in the last digits, as where a processor or a library rounds differently." if rounded else ""
    return f"Likeliest cause: {said[0]}.{also}{how}"


def candidates(settings: list[Apart], runs: Runs, changed: dict[str, str]) -> list[tuple[str, str]]:
    """(kind, text) of each possible cause, the likeliest first."""
    found, arms = [], {each.key[1] for each in runs.apart}
    if all(f"series/{each.part}" in changed for each in runs.apart):
        found.append(("hand", "the runs that differ lie in files that were changed after they were written"))
    config = [each for each in settings if each.kind == CONFIG and each.where in (*arms, EVERY_ARM)]
    config = [each for each in config if each.key != "measures"]  # measuring changes nothing
    if config:
        there = {each.where for each in config}
        only = "" if EVERY_ARM in there else " of " + ", ".join(legible(arm) for arm in sorted(there))
        found.append((CONFIG, f"the config{only}: {named(config)}"))
        if len(runs.apart) < runs.both and (EVERY_ARM in there or arms <= there):
            return found  # whatever else differs left the other runs as they are
    found += [(FILE, f"the file {named([each])}") for each in settings if each.kind == FILE]
    rules = [each for each in settings if each.kind == RULES]
    found += [(RULES, f"the {named(rules)}")] if rules else []
    versions = [each for each in settings if each.kind == VERSION]
    found += [(VERSION, f"other versions: {named(versions)}")] if versions else []
    found += [(MACHINE, f"another machine: {named([each])}") for each in settings if each.kind == MACHINE]
    if found and all(each.graph for each in runs.apart):
        found[0] = (found[0][0], f"{found[0][1]}, which changed the graph")
    return found


def beginning(run: RunApart) -> float:
    """The relative size of the first difference of a run; infinite if it is no difference of numbers."""
    if not run.measure or run.graph:
        return float("inf")
    size = abs(run.a - run.b) / max(abs(run.a), abs(run.b))
    return size if size == size else float("inf")


def named(settings: list[Apart]) -> str:
    """ "firms.disclosure (1.0, 0.9); numpy (2.1.0, 2.3.1)": the first of some settings, with both values."""
    told = [legible(each.key if each.kind in HASHES else in_words(each)) for each in settings[:NAMED]]
    more = len(settings) - NAMED
    return "; ".join(told) + (f"; and {more} more" if more > 0 else "")


def in_words(setting: Apart) -> str:
    """ "numpy (2.1.0, 2.3.1)"."""
    return f"{setting.named} ({shorter(setting.a)}, {shorter(setting.b)})"


def shorter(text: str) -> str:
    """A value that fits into a sentence."""
    return text if len(text) <= 60 else f"{text[:59]}…"
