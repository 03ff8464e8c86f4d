"""The reasons as a story to read: the whole run in short, or one week in full."""

from collections.abc import Iterable

from trustsim.reasons.as_json import evidence, sources
from trustsim.reasons.ledger import Account, Ledger
from trustsim.reasons.recording import Event
from trustsim.state import NOBODY, OUTCOMES

QUARTER = 13  # weeks
LARGEST = 8  # movements that are told one by one
SHARE = 0.0005  # of trust; parts that would be written as 0.000 are put together


def story(reasons: Account) -> str:
    """The story of a run, or of the week that was asked for."""
    lines = run_in_short(reasons) if reasons.week is None else week_in_full(reasons)
    return "\n".join([*lines, "", *meanings(reasons)])


def run_in_short(reasons: Account) -> list[str]:
    """Both ways over the whole run: parts, dimensions, quarters, largest movements; and who else they knew."""
    found = [heading(reasons), ""]
    found += told(reasons.trust, f"Trust of {reasons.customer} in {reasons.advisor}", reasons.weeks)
    found += ["", *leaps(reasons)]
    if reasons.regard is not None:
        found += ["", *told(reasons.regard, f"Trust of {reasons.advisor} in {reasons.customer}", reasons.weeks)]
    return [*found, "", *others(reasons)]


def heading(reasons: Account) -> str:
    """Which run this is."""
    when = f"{reasons.weeks} weeks" if reasons.week is None else f"week {reasons.week}"
    return f"{reasons.study}, arm {reasons.arm.name}, seed {reasons.seed}, {when}, lens {reasons.arm.lens}"


def told(ledger: Ledger, title: str, weeks: int) -> list[str]:
    """One ledger over the whole run."""
    lines = [f"{title}: {ledger.start:.3f} to {ledger.end:.3f} ({ledger.change:+.3f})"]
    if not ledger.events:
        return [*lines, "  Nothing touched it."]
    counts = {}
    for event in ledger.events:
        counts[event.source.name] = counts.get(event.source.name, 0) + 1
    lines += ["  What moved it (these add up to the change):"]
    lines += [f"    {change:+8.3f}  {name}, {times(counts[name])}" for name, change in ledger.by_source().items()]
    lines += ["  By dimension (these add up as well):", *wrapped_parts(ledger.by_dimension())]
    lines += ["  Quarter by quarter:"]
    for first in range(0, weeks, QUARTER):
        last = min(first + QUARTER, weeks) - 1
        part = ledger.within(first, last)
        lines.append(f"    weeks {first:3d}-{last:<3d} {part.start:.3f} to {part.end:.3f}: {main_parts(part)}")
    events = sorted(ledger.events, key=lambda event: -abs(event.change))[:LARGEST]
    lines += ["  The largest movements:"]
    return lines + [f"    {line}" for event in sorted(events, key=lambda event: event.week) for line in one(event)]


def times(count: int) -> str:
    """How often."""
    return "once" if count == 1 else f"{count} times"


def wrapped_parts(parts: dict[str, float]) -> list[str]:
    """Parts on one line each."""
    return [f"    {change:+8.3f}  {name.replace('_', ' ')}" for name, change in parts.items()]


def main_parts(ledger: Ledger) -> str:
    """The parts of a quarter that can be seen, the largest first."""
    parts = {name: change for name, change in ledger.by_source().items() if abs(change) >= SHARE}
    if not parts:
        return "no movement" if not ledger.events else "hardly any movement"
    return ", ".join(f"{change:+.3f} {name}" for name, change in list(parts.items())[:4])


def one(event: Event) -> list[str]:
    """One event: when, what, how far, and its evidence."""
    line = f"week {event.week:3d}  {event.before.trust:.3f} to {event.after.trust:.3f} ({event.change:+.3f})  "
    return [line + event.source.name, *(f"          {text}" for text in details(event))]


def details(event: Event) -> Iterable[str]:
    """What an event added or took: evidence, scar, prior, the relation itself."""
    if event.before.row == NOBODY and event.after.row != NOBODY:
        yield "they get to know each other"
    if event.before.row != NOBODY and event.after.row == NOBODY:
        yield "the relation gives way to another, and is forgotten"
    sums = {
        name: {side: sum(by_context) for side, by_context in sides.items()}
        for name, sides in evidence(event.before, event.after).items()
    }
    said = [
        f"{name.replace('_', ' ')} {side} {number:+.3f}"
        for name, sides in sums.items()
        for side, number in sides.items()
        if abs(number) >= SHARE
    ]
    if said:
        yield f"evidence: {', '.join(said)}"
    if event.after.scar != event.before.scar:
        yield f"scar {event.after.scar - event.before.scar:+.3f}"
    if event.after.prior != event.before.prior:
        yield f"prior {event.before.prior:.3f} to {event.after.prior:.3f}"
    seen = {name: part for name, part in event.parts.items() if abs(part) >= SHARE}
    if seen:
        yield "trust: " + ", ".join(f"{name.replace('_', ' ')} {part:+.3f}" for name, part in seen.items())


def leaps(reasons: Account) -> list[str]:
    """How often the customer leapt and refused, and the last time of each with this advisor."""
    mine = [each for each in reasons.decisions if each["advisor"] == reasons.row]
    lines = []
    for outcome in (OUTCOMES[-1], OUTCOMES[-2]):
        those = [each for each in mine if each["outcome"] == outcome]
        last = f"; the last time: {need(those[-1])}" if those else ""
        lines.append(f"{reasons.customer} {outcome} with {reasons.advisor} {times(len(those))}{last}")
    return [*lines, "For one such week in full: --week"]


def need(decision: dict) -> str:
    """A decision about an advisor in words."""
    habit = ", out of habit" if decision["habit"] else ""
    return (
        f"week {decision['week']}, a need of {decision['wanted']:.2f}, {decision['stake']:.2f} of it at stake, "
        f"trust {decision['trust']:.3f}, dared {decision['dares']:.2f}{habit}"
    )


def others(reasons: Account) -> list[str]:
    """The advisors whom the customer knew, the one whose trust moved most first."""
    lines = ["Everybody they knew, by how far trust moved:"]
    for each in reasons.known:
        mark = "*" if each.advisor == reasons.row else " "
        moved = f"{each.start:.3f} to {each.end:.3f} ({each.change:+.3f})"
        lines.append(f"  {mark} {each.label}: {moved}; leapt {times(each.leaps)}, refused {times(each.refusals)}")
    return lines


def week_in_full(reasons: Account) -> list[str]:
    """One week: the choice, every event both ways, and what was delivered."""
    week, lines = reasons.week, [heading(reasons), ""]
    lines += choice_in_words(reasons)
    for ledger, who, whom in (
        (reasons.trust, reasons.customer, reasons.advisor),
        (reasons.regard, reasons.advisor, reasons.customer),
    ):
        if ledger is not None:
            part = ledger.within(week, week)
            lines += ["", f"Trust of {who} in {whom}: {part.start:.3f} to {part.end:.3f} ({part.change:+.3f})"]
            lines += [f"  {line}" for event in part.events for line in one(event)] or ["  Nothing touched it."]
    return lines


def choice_in_words(reasons: Account) -> list[str]:
    """The decision of the week, with every candidate."""
    if not reasons.choices or reasons.choices[0].outcome == OUTCOMES[0]:
        return [f"{reasons.customer} had no need this week."]
    (made,) = reasons.choices
    lines = [f"{reasons.customer} had a need of {made.wanted:.2f}, novelty {made.novelty:.2f}. Candidates:"]
    for each in sorted(made.candidates, key=lambda each: -(each.score if each.score is not None else -9.0)):
        lines.append(f"  {reasons.names[each.advisor]}: {compared(each)}; {demand(each)}; {fate(each, made)}")
    if made.considered == NOBODY:
        return [*lines, "So there was nobody to entrust it to."]
    who = reasons.names[made.considered]
    lines.append(f"They turned to {who} ({made.way}) with trust {made.trust:.3f}, and dared {made.dares:.2f}.")
    part = f", {made.entrusted:.2f} of it at stake" if made.entrusted != made.wanted else ""
    verdict = {OUTCOMES[-1]: "So they leapt", OUTCOMES[-2]: "So they refused"}.get(made.outcome, made.outcome)
    lines.append(f"{verdict}: the need was {made.wanted:.2f}{part}.")
    return [*lines, *delivered(reasons)]


def compared(candidate) -> str:
    """The trust and the luck of a candidate."""
    if candidate.score is None:
        return f"trust {candidate.trust:.3f}, not compared"
    return f"trust {candidate.trust:.3f} {candidate.luck:+.3f} by chance = {candidate.score:.3f}"


def demand(candidate) -> str:
    """The trust that the need demands."""
    if candidate.demanded is None:
        return "no trust would be enough for all of it"
    return f"all of it demands {candidate.demanded:.3f}"


def fate(candidate, made) -> str:
    """Whether a candidate was considered, or why not."""
    return candidate.why_not if candidate.advisor != made.considered else "considered"


def delivered(reasons: Account) -> list[str]:
    """What the delivery showed, and what the advisor dared this week."""
    (week,) = (each for each in reasons.decisions if each["week"] == reasons.week)
    held = ", for they did not dare to be personal" if week["held_back"] else ""
    audience = f" (trust in their audience {week['audience']:.3f})" if week["audience"] >= 0.0 else ""
    lines = [f"The advisor posted {week['post']}{held}{audience}."]
    if "delivery" in week:
        shown = week["delivery"]
        good = ", ".join(name.replace("_", " ") for name, on in shown["signals"].items() if on) or "nothing"
        bad = ", ".join(name.replace("_", " ") for name, on in shown["signals"].items() if not on) or "nothing"
        by = "a machine" if shown["by_machine"] else "a person"
        left = "left to the advisor's judgement" if shown["left_to_advisor"] else "not left to the advisor's judgement"
        lines.append(f"The delivery, by {by} and {left}, went well in {good}; badly in {bad};")
        lines.append(f"  success {shown['success']:.2f}, {shown['surprise']:+.2f} against expectation.")
    return lines


def meanings(reasons: Account) -> list[str]:
    """What the names of the sources stand for."""
    return ["What the names mean:", *(f"  {name}: {text}" for name, text in sorted(sources(reasons).items()))]
