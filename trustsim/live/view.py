"""The visible state of a session between two weeks. Views never change once they are made."""

from dataclasses import dataclass, field

import numpy as np

from trustsim.live.drawing import DIRECTIONS
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
    pending: dict = field(default_factory=dict)  # changes that wait for Reset: {world or None: {path: value}}
    full: bool = True  # whether the figures are new, and not only the colours
    curves: tuple = ()  # per world: {name: values by tick}
    marks: tuple = ()  # per world: the ticks with a change, and the change
    lens: str | None = None  # the lens shown; None: the one by which people trust
    context: int = 0
    direction: str = DIRECTIONS[0]  # whose trust colours the edges
    speed: float = 0.0
    compiling: float | None = None  # seconds since compilation of the rules began; None: they are ready
    goal: int | None = None  # the week up to which a session is being run again; None: not running again
    version: int = 0  # increases when new worlds start, so that the page knows when to draw everything again


def view_of(world, tick, full):
    """The WorldView of a world at a tick."""
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
    """(tick, ((path, value), …), event in the news or "") of every past or scheduled intervention."""
    return tuple((each.at, tuple(each.set.items()), news_of(each.shock)) for each in world.model.arm.interventions)


def news_of(shock):
    """The name for a shock: the event that causes such news, else "news"; "" for no shock."""
    return (event_of(shock) or "news") if shock else ""
