"""Save a session: as a config, as a table of series, or as a replay of the network."""

import csv
import io
import math
from dataclasses import fields, replace

import numpy as np

from trustsim.live.drawing import Frame
from trustsim.live.replay import write_replay
from trustsim.scenario import resolved


def kept_config(study, worlds, seed):
    """The TOML of a study whose arms are the worlds of a session, with the week of every slider move."""
    arms = {}
    for name, world in named(worlds).items():
        ticks = world.tick or world.begins.ticks
        interventions = tuple(each for each in world.arm.interventions if each.at < ticks)
        arms[name] = replace(world.arm, name=name, ticks=ticks, interventions=interventions)
    first = next(iter(arms))
    settings = {
        "arms": arms,
        "reference": first,
        "first_seed": seed,
        "replicates": 1,
        "ablations": (),
        "experiment": None,
        "variations": {},
    }
    known = {field.name for field in fields(study)}
    return resolved(replace(study, **{name: value for name, value in settings.items() if name in known}))


def named(worlds):
    """{name: world}: each world under the name of its arm. A second world of the same arm gets the suffix "_b"."""
    names = {}
    for world in worlds:
        name = world.begins.name
        while name in names:
            name += "_b"
        names[name] = world
    return names


def kept_series(worlds):
    """Every measure of every world, one row per simulated week, as CSV.

    `tick` counts weeks from 0, as in the Parquet file of a run. A world's series start before its first week. So the
    value at the end of week `tick` is at index `tick + 1`, and the initial value has no row.
    """
    text = io.StringIO()
    measures = list(dict.fromkeys(name for world in worlds for name in world.series))
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["world", "tick", *measures])
    for name, world in named(worlds).items():
        for tick in range(world.tick):
            table.writerow([name, tick, *(cell(world.series.get(measure, ()), tick + 1) for measure in measures)])
    return text.getvalue()


def cell(series, place):
    """A value as text for CSV; "" if nothing was measured."""
    return "" if place >= len(series) or math.isnan(series[place]) else repr(series[place])


def keep_replay(path, title, world, words, lang, curves):
    """Write the network of a world as an HTML file that replays the recorded frames."""
    ties = world.history.frames[-1].ties
    frames = [(frame.tick, *painted(carried(frame, ties))) for frame in world.history.frames]
    series = {label: [world.at(name, tick) for tick in world.history.ticks] for name, label in curves.items()}
    write_replay(path, title, world.drawing.scene(ties, words), frames, series, lang)


def carried(frame, ties):
    """A frame mapped to the edges `ties`. Edges that the frame does not contain have no value."""
    if frame.ties is ties:
        return frame
    then = {
        key: place for place, key in enumerate(zip(frame.ties.rows.tolist(), frame.ties.advisors.tolist(), strict=True))
    }
    edges = np.zeros(len(ties.ends), "u1")
    for place, key in enumerate(zip(ties.rows.tolist(), ties.advisors.tolist(), strict=True)):
        if key in then:
            edges[place] = frame.edges[then[key]]
    return Frame(frame.tick, ties, frame.nodes, edges, frame.pulses, frame.lens, frame.context, frame.direction)


def painted(frame):
    """(nodes, edges, pulses) as `NetworkCanvas.paint` takes them."""
    return values_of(frame.nodes), values_of(frame.edges), frame.pulses


def values_of(levels):
    """Levels 0..255 as values in 0..1; NaN for none."""
    return np.where(levels == 0, np.nan, (levels.astype(np.float32) - 1.0) / 254.0)
