"""Interventions in a figure: one dotted line each, with a text above it or a number that the note explains."""

from typing import NamedTuple

from trustsim.plots.paper import FAINT, LINE, QUIET, SMALL, wide
from trustsim.runs.words import event_in_words, plainly

LISTED = 12  # events in the note, at most


class Event(NamedTuple):
    """An intervention in a figure: its week, text and colour, the label above its line, and the row of the label."""

    week: int
    text: str
    colour: str
    label: str = ""
    side: str = "left"
    row: int = 0


def events_of(study, colours):
    """The interventions of all arms, by week. An intervention in several arms is listed once."""
    shared = {}
    for name, arm in study.arms.items():
        for event in arm.interventions:
            shared.setdefault((event.at, event_in_words(event)), []).append(name)
    found = []
    for (week, text), arms in sorted(shared.items()):
        who = f"{len(arms)} arms: " if len(arms) > 2 else f"{', '.join(map(plainly, arms))}: "
        if len(arms) == len(study.arms):
            who = ""
        found.append(
            Event(week, who + text, colours[arms[0]] if len(arms) == 1 and colours[arms[0]] != FAINT else QUIET)
        )
    return found


def labelled(events, inches, right):
    """The events with their labels: texts if all fit side by side, otherwise numbers.

    inches: width of a week; right: how far a text may extend, from week 0.
    """
    end, placed = 0.0, []
    for event in events:
        x, long = event.week * inches, wide(event.text, SMALL) + 0.2
        side, start = ("left", x) if x + long <= right else ("right", x - long)
        if start < end:
            return numbered(events, inches)
        end = start + long
        placed.append(event._replace(label=event.text, side=side))
    return placed


def numbered(events, inches):
    """The events with numbers above their lines, in enough rows to keep them apart. The note explains the numbers."""
    ends, placed = [], []
    for number, event in enumerate(events, 1):
        row = next((row for row, end in enumerate(ends) if end <= event.week * inches), len(ends))
        ends[row : row + 1] = [event.week * inches + 0.3]
        placed.append(event._replace(label=str(number), row=row))
    return placed


def mark(axes, events, high, with_labels):
    """Draw dotted lines at events, with labels above the first panel."""
    for event in events:
        up = 1 + (event.row + 0.9) * LINE / high if with_labels else 1
        how = {"color": event.colour, "linewidth": 1.4, "linestyle": (0, (1, 2))}
        axes.plot([event.week] * 2, [0, up], transform=axes.get_xaxis_transform(), clip_on=False, zorder=2, **how)
        if with_labels:
            text = f" {event.label}" if event.side == "left" else f"{event.label} "
            axes.text(
                event.week,
                up,
                text,
                transform=axes.get_xaxis_transform(),
                size=SMALL,
                color=QUIET,
                ha=event.side,
                va="top",
            )


def told(events):
    """Sentences that explain the numbers at dotted lines."""
    if not any(event.label != event.text for event in events):
        return []
    parts = [f"{event.label} {event.text} (week {event.week})" for event in events[:LISTED]]
    more = f"; and {len(events) - LISTED} more" if len(events) > LISTED else ""
    return [f"Dotted: {'; '.join(parts)}{more}."]
