"""The finding that a figure shows, as a sentence made from the results."""

from trustsim.runs.compare import interval, paired
from trustsim.runs.conditions import AS_CONFIGURED
from trustsim.runs.outcomes import HALF_A_YEAR, Outcome
from trustsim.runs.verdicts import DEPENDS, WORDS
from trustsim.runs.words import capital, plainly

LAST = HALF_A_YEAR  # weeks that count as the end


def differences(results, outcome):
    """{arm: interval of the paired difference with the reference arm} as configured."""
    reference, found = results.study.reference, {}
    for arm in results.study.arms:
        if arm != reference:
            seeds = results.seeds((AS_CONFIGURED, arm), (AS_CONFIGURED, reference))
            values, others = (results.values(outcome, name, AS_CONFIGURED, seeds) for name in (arm, reference))
            found[arm] = paired(values, others).difference
    return found


def clear(found):
    """Whether an interval excludes zero."""
    return found.low > 0 or found.high < 0


def ending(results, measures):
    """Where the arms end: "In trust, open ends 0.060 above closed". For a single arm, where each measure ends."""
    reference = plainly(results.study.reference)
    weeks = min(arm.ticks for arm in results.study.arms.values())  # arms are compared over the weeks that all arms have
    at = differences(results, Outcome("end", measures[0], max(0, weeks - LAST), weeks))
    if not at:
        levels = [
            (plainly(name), interval(results.values(Outcome("end", name, -LAST), results.study.reference)).mean)
            for name in measures
        ]
        return capital(
            listed([f"{name} {'ends ' if name == levels[0][0] else ''}at {level:.2f}" for name, level in levels])
        )
    single = next(iter(at.values())).n < 2
    shown = {arm: found.mean for arm, found in at.items() if single or clear(found)}
    highest, lowest = (pick(shown, key=shown.get, default=None) for pick in (max, min))
    parts = (
        [f"{plainly(highest)} ends {shown[highest]:.3f} above {reference}"] if highest and shown[highest] > 0 else []
    )
    if lowest and shown[lowest] < 0:
        apart = f"{-shown[lowest]:.3f} below"
        parts.append(f"{plainly(lowest)} {apart}" if parts else f"{plainly(lowest)} ends {apart} {reference}")
    said = listed(parts) if parts else f"no {line_of(results.study)} ends clearly above or below {reference}"
    return f"In {plainly(measures[0])}, {said}{' (one run)' if single else ''}"


def standing_out(found, reference):
    """The arm that differs most often: "open differs clearly from closed in 6 of 6 outcomes".

    `found` is {outcome: {arm: interval}}.
    """
    arms = list(next(iter(found.values())))
    if all(each.n < 2 for at in found.values() for each in at.values()):
        return f"How the arms differ from {plainly(reference)} in one run"
    counts = {arm: sum(clear(at[arm]) for at in found.values()) for arm in arms}
    most = max(counts.values())
    first = [plainly(arm) for arm in arms if counts[arm] == most]
    if not most:
        return f"No arm differs clearly from {plainly(reference)}"
    who = listed(first) if len(first) <= 3 else f"{len(first)} of {len(arms)} arms"
    differ = "differs" if len(first) == 1 else "differ"
    often = f"all {most}" if most > 1 else "the one"
    if most < len(found):
        often = f"{most} of {len(found)}"
    return f"{capital(who)} {differ} clearly from {plainly(reference)} in {often} outcome{'s' * (len(found) > 1)}"


def counted(verdicts):
    """The counts of verdicts in a sentence: "Of 5 claims, 1 is supported, 2 depend and 2 are assumed"."""
    words, parts = [verdict.word for verdict in verdicts], []
    for word in WORDS:
        n = words.count(word)
        if n:
            verb = DEPENDS if word == DEPENDS else f"is {word}"
            parts.append(f"{n} {verb if n == 1 else verb.replace('is ', 'are ').replace(DEPENDS, 'depend')}")
    return f"Of {len(words)} claims, {listed(parts)}" if len(words) > 1 else f"The claim {parts[0].removeprefix('1 ')}"


def listed(parts):
    """Words joined as in a sentence: a, b and c."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def setting(study):
    """The study in one line: title, number of twin worlds, lens."""
    n = len(study.seeds)
    kind = "twin worlds" if len(study.arms) > 1 else "runs"
    worlds = f"n = {n} {kind}" if n > 1 else "one run"
    per = f" per {line_of(study)}" if len(study.arms) > 1 else ""
    lenses = {arm.lens for arm in study.arms.values()}
    lens = f" · lens {plainly(study.arms[study.reference].lens)}" if len(lenses) == 1 or not study.sweep else ""
    return f"{study.title.rstrip('.')} · {worlds}{per}{lens}"


def line_of(study):
    """What a line stands for: an arm, or a point of a sweep whose points are drawn as arms."""
    return "point" if study.sweep else "arm"
