"""A replayed study as one plain table of numbers and verdicts: what `--json` prints and `summary.json` keeps."""

import math

from trustsim.runs.compare import interval, paired
from trustsim.runs.conditions import AS_CONFIGURED
from trustsim.runs.experiments import outcomes_of, unit_of


def summary(replayed):
    """Everything as plain types for JSON; NaN becomes null."""
    study = replayed.results.study
    return plain({
        **of_study(study),
        "runs": len(replayed.results.runs),
        "seconds": round(replayed.seconds, 2),
        "folder": str(replayed.folder),
        "outcomes": [outcome_of(replayed.results, each) for each in outcomes_of(replayed.experiment, replayed.results)],
        "conditions": {each.name: changed(each) for each in replayed.results.conditions if each.kind != "space"},
        "claims": [claim_of(verdict, study) for verdict in replayed.verdicts],
    })  # fmt: skip


def of_study(study):
    """What a study asks, and of which arms and seeds."""
    return {
        "study": study.name,
        "title": study.title,
        "question": " ".join(study.question.split()),
        "lens": study.arms[study.reference].lens,
        "reference": study.reference,
        "seeds": list(study.seeds),
    }


def outcome_of(results, outcome):
    """One outcome in every arm as configured, and its paired difference with the reference arm."""
    reference, arms = results.study.reference, {}
    for arm in results.study.arms:
        seeds = results.seeds((AS_CONFIGURED, arm), (AS_CONFIGURED, reference))
        values, others = (results.values(outcome, name, AS_CONFIGURED, seeds) for name in (arm, reference))
        arms[arm] = {"title": results.study.arms[arm].title, "mean": interval(values)._asdict()}
        if arm != reference:
            pairing = paired(values, others)
            arms[arm] |= pairing._asdict() | {"difference": pairing.difference._asdict()}
    what = {"name": outcome.name, "measure": outcome.measure, "unit": unit_of(outcome, results.study)}
    return what | {"matters": outcome.smallest, "matters_because": outcome.because, "arms": arms}


def changed(condition):
    """What a condition changes, in plain values."""
    return {"kind": condition.kind, "subject": condition.subject, "value": condition.value, "lens": condition.lens}


def claim_of(verdict, study):
    """One verdict, with the finding of each test, and with the verdicts on its parts if it has any."""
    return {
        "number": verdict.claim.number,
        "claim": verdict.claim.text,
        "verdict": verdict.word,
        "shown": verdict.shown,
        "because": verdict.because,
        "hangs_on": verdict.claim.hangs_on,
        "without": verdict.without,
        "not_by": verdict.not_by,
        "note": verdict.claim.note,
        "definition": verdict.claim.definition,
        "beyond": verdict.claim.beyond,
        "axis": verdict.claim.axis,
        "tests": [found_by(*found, study) for found in verdict.found],
        "under": dict(verdict.under),
        "space": None if verdict.space is None else space_of(verdict),
        "parts": [claim_of(part, study) for part in verdict.parts],
    }


def space_of(verdict):
    """How a claim fares over the assumed space, with each reading and the rule that tells the answers apart."""
    space = verdict.space
    return {
        "shares": {answer: space.share(answer) for answer in dict.fromkeys(space.answers)},
        "structural": verdict.structural,
        "decide": list(space.decide),
        "right": space.right,
        "regions": [region._asdict() for region in space.regions],
        "readings": [{**place, "answer": answer} for place, answer in zip(space.places, space.answers, strict=True)],
    }


def found_by(test, found, answer, study):
    """The finding of one test, in a sentence and in numbers."""
    said = {"sentence": test.sentence(found), "answer": answer, "assumed": test.assumed, "contrast": test.contrast}
    compared = {"outcome": test.outcome.name, "unit": unit_of(test.outcome, study), "at": test.at}
    compared |= {"weights": dict(zip((read.arm for read in test.reads), test.weights, strict=False))}
    wanted = {"expected": list(test.expected), "level": test.level, "wanted": test.wanted}
    matters = {"matters": test.outcome.smallest, "matters_because": test.outcome.because}
    return said | compared | wanted | matters | found._asdict()


def plain(value):
    """Replace NaN and infinities by None at every level, because JSON cannot express them."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
