"""What there is to see of a session between two weeks; nothing in it changes any more."""

from dataclasses import dataclass, field

import numpy as np

from trustsim.live.events import event_of

BINS = 25


@dataclass(frozen=True)
class WorldView:
    """One world at the tick that is shown."""

    begins: object  # the arm
    frame: object
    drawing: object
    values: dict  # path -> current value
    measures: dict  # name -> value at the tick shown
    histogram: tuple  # share of customers in each of BINS bins of trust
    made_from: frozenset = frozenset()  # the parameters that its network was made from


@dataclass(frozen=True)
class View:
    """What there is to see, between two weeks; nothing in it changes any more."""

    tick: int = 0
    newest: int = 0
    until: int = 0
    playing: bool = False
    busy: bool = True
    pace: float = 0.0
    worlds: tuple = ()
    error: str = ""
    parted: object = None
    pending: dict = field(default_factory=dict)  # what waits for Reset: {world or None: {path: value}}
    full: bool = True  # whether the figures are new as well, not only the colours
    curves: tuple = ()  # a world: {name: values by tick}
    marks: tuple = ()  # a world: ticks at which something was changed, with what
    lens: str | None = None  # what is looked through; None: the lens that people trust by
    context: int = 0
    speed: float = 0.0
    compiling: float | None = None  # for how many seconds the rules have been compiled; None: they are ready
    goal: int | None = None  # the week up to which a session is being lived again; None: none is
    version: int = 0  # counts the worlds begun, so that a view knows when to draw anew


def view_of(world, tick, full):
    """A world as it is shown at a tick."""
    frame = world.history.at(tick)
    measures = {name: world.at(name, tick) for name in world.series} if full else {}
    bins = histogram(frame, world.drawing) if full else ()
    return WorldView(world.begins, frame, world.drawing, dict(world.values), measures, bins, world.made_from)


def histogram(frame, drawing):
    """The share of the customers drawn in each bin of trust."""
    levels = frame.nodes[drawing.firms + drawing.advisors :].astype(float)
    counts, _ = np.histogram((levels[levels > 0] - 1) / 254, BINS, (0.0, 1.0))
    return tuple((counts / max(counts.sum(), 1)).tolist())


def marks_of(world):
    """(tick, ((path, value), …), the event of which there is news, or "") of all that was done or is scheduled."""
    return tuple((each.at, tuple(each.set.items()), news_of(each.shock)) for each in world.model.arm.interventions)


def news_of(shock):
    """The words for a shock: the event that it is the news of, else "news"; "" for none."""
    return (event_of(shock) or "news") if shock else ""
