"""The reasons as one JSON document."""

from typing import Any

from trustsim.reasons.ledger import Account, Ledger
from trustsim.reasons.recording import Event
from trustsim.reasons.standing import Standing
from trustsim.state import DIMENSIONS, NOBODY


def document(reasons: Account) -> dict[str, Any]:
    """The whole story: who, the ledgers of trust and regard, the advisors known, decisions and choices.

    With a week, the events, decisions and choices of that week; `parts` and `by_dimension` add up to `change`. Evidence
    is in observations of today.
    """
    first, last = (0, reasons.weeks - 1) if reasons.week is None else (reasons.week, reasons.week)
    names = reasons.names
    return {
        "study": reasons.study,
        "arm": reasons.arm.name,
        "seed": reasons.seed,
        "lens": reasons.arm.lens,
        "weeks": reasons.weeks,
        "week": reasons.week,
        "customer": reasons.customer,
        "advisor": reasons.advisor,
        "trust": of_ledger(reasons.trust.within(first, last)),
        "regard": None if reasons.regard is None else of_ledger(reasons.regard.within(first, last)),
        "known": [vars(each) | {"change": each.change} for each in reasons.known],
        "decisions": [of_decision(each, names) for each in reasons.decisions if first <= each["week"] <= last],
        "choices": [of_choice(each, names) for each in reasons.choices],
        "sources": sources(reasons),
    }


def sources(reasons: Account) -> dict[str, str]:
    """What each source of a change is, from the docstring of the rule."""
    ledgers = [ledger for ledger in (reasons.trust, reasons.regard) if ledger is not None]
    if reasons.week is not None:
        ledgers = [ledger.within(reasons.week, reasons.week) for ledger in ledgers]
    return {event.source.name: event.source.story for ledger in ledgers for event in ledger.events}


def of_ledger(ledger: Ledger) -> dict[str, Any]:
    """A ledger with its events."""
    return {
        "start": ledger.start,
        "end": ledger.end,
        "change": ledger.change,
        "parts": ledger.by_source(),
        "by_dimension": ledger.by_dimension(),
        "events": [of_event(event) for event in ledger.events],
    }


def of_event(event: Event) -> dict[str, Any]:
    """An event: trust before and after, and the evidence that it added or took."""
    return {
        "week": event.week,
        "phase": event.source.phase,
        "source": event.source.name,
        "before": event.before.trust,
        "after": event.after.trust,
        "change": event.change,
        "by_dimension": event.parts,
        "evidence": evidence(event.before, event.after),
        "scar": event.after.scar - event.before.scar,
        "prior": event.after.prior - event.before.prior,
        "known_before": event.before.row != NOBODY,
        "known_after": event.after.row != NOBODY,
    }


def evidence(before: Standing, after: Standing) -> dict[str, dict[str, list[float]]]:
    """The evidence that changed: {dimension: {"good": [one number per context], "bad": [...]}}."""
    sides = {"good": (before.good, after.good), "bad": (before.bad, after.bad)}
    changes = {name: two - one for name, (one, two) in sides.items()}  # one context broadcasts: a stranger has one
    moved = [d for d in range(7) if any(change[:, d].any() for change in changes.values())]
    return {DIMENSIONS[d]: {name: change[:, d].tolist() for name, change in changes.items()} for d in moved}


def of_decision(decision: dict, names: dict) -> dict[str, Any]:
    """A decision, with the name of the advisor."""
    return decision | {"advisor": names.get(decision["advisor"])}


def of_choice(choice, names: dict) -> dict[str, Any]:
    """A choice, with the names of the advisors."""
    return choice._asdict() | {
        "considered": names.get(choice.considered),
        "candidates": [each._asdict() | {"advisor": names[each.advisor]} for each in choice.candidates],
    }
