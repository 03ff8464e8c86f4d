"""Files named in a config: adjust their paths when another config extends it, and refuse them where not allowed."""

import os
from functools import partial
from pathlib import Path, PurePosixPath, PureWindowsPath

from trustsim.errors import BadInput
from trustsim.scenario.complaints import dotted, shown
from trustsim.scenario.forms import is_own

CODE = ("lens", "measures", "lenses", "mechanisms", "agents", "experiment", "graph")  # keys that may name a Python file
DATA = ("graph", "extends")  # keys that may hold a path
READ_FROM = ("file", "nodes", "edges")  # keys of [graph] that name files in its folder


def own_code(config):
    """Yield (keys that lead to it, name) of each Python file of the user's that an unchecked config names."""
    for place, value in texts(config):
        if key_of(place) in CODE and (is_own(value) or value.endswith(".py")):
            yield place, value


def refuse_own_files(config, source):
    """Refuse the user's own code, and paths that lead out of the config's folder."""
    for place, value in own_code(config):
        raise BadInput(
            f"{source}: {dotted(place)} = {shown(value)} is code of your own, which does not run here; "
            "run it on your own machine"
        )
    for place, value in texts(config):
        if key_of(place) in DATA and escapes(value):
            raise BadInput(
                f"{source}: {dotted(place)} = {shown(value)} leaves the folder of the config, which is not allowed here"
            )


def key_of(place):
    """The key of a config, or of an arm in it, under which a text is."""
    return place[2] if place[0] == "arms" and len(place) > 2 else place[0]


def refuse_files(config, source):
    """Refuse keys that read files, for a config without a folder, such as one sent by a visitor."""
    for place, table in (((), config), *((("arms", name), arm) for name, arm in arms_in(config).items())):
        graph = table.get("graph") if isinstance(table, dict) else None
        key = next((key for key in (*READ_FROM, "folder") if isinstance(graph, dict) and key in graph), None)
        if key:
            raise BadInput(f"{source}: {dotted((*place, 'graph', key))} names a file, which cannot be read here")
    if str(config.get("extends", "")).endswith(".toml"):
        raise BadInput(f"{source}: extends = {shown(config['extends'])} is a file, which cannot be read here")


def arms_in(config):
    """The arms of an unchecked config."""
    arms = config.get("arms")
    return arms if isinstance(arms, dict) else {}


def files_of(graph, folder):
    """The paths of the files that a [graph] table reads."""
    home, edges = Path(folder, graph.get("folder", "")), graph.get("edges", {})
    layers = [edges] if isinstance(edges, str) else [name for place, name in texts(edges) if place[-1] == "file"]
    return [home / name for name in (*layers, *(graph[key] for key in ("file", "nodes") if key in graph))]


def texts(value, place=()):
    """Yield every text in a config as (keys that lead to it, text)."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict | list):
        for step, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts(each, (*place, step))


def escapes(path):
    """Whether a path leads out of its folder on any operating system."""
    return ":" in path or path.startswith(("/", "\\", "~")) or ".." in PureWindowsPath(path).parts


def rebased(config, origin, folder):
    """A config from the folder `origin`, with the paths of its files relative to `folder`."""
    step = way(origin, folder)
    return config if step == "." else moved(config, step, "folder" in config.get("graph", {}))


def way(origin, folder):
    """The relative path from `folder` to `origin`; absolute if they are on different drives."""
    try:
        return PurePosixPath(*os.path.relpath(origin, folder).split(os.sep)).as_posix()
    except ValueError:
        return origin.resolve().as_posix()


def moved(config, step, has_folder):
    """A config or an arm with `step` put before the path of each of its files."""
    config = {key: renamed(value, partial(below, step)) if key in CODE else value for key, value in config.items()}
    graph = config.get("graph", {})
    if "folder" in graph:
        config["graph"] = {**graph, "folder": below(step, graph["folder"])}
    elif not has_folder and any(key in graph for key in READ_FROM):
        config["graph"] = {**graph, "folder": step}
    if "arms" in config:
        config["arms"] = {name: moved(arm, step, has_folder) for name, arm in config["arms"].items()}
    return config


def below(step, path):
    """A path with `step` put before it."""
    return (PurePosixPath(step) / path).as_posix()


def renamed(value, place):
    """A value of a config with `place(path)` for the path of each Python file of the user's in it."""
    if isinstance(value, dict):
        return {key: renamed(each, place) for key, each in value.items()}
    if isinstance(value, list):
        return [renamed(each, place) for each in value]
    if isinstance(value, str) and is_own(value):
        path, _, thing = value.rpartition(":")
        return f"{place(path)}:{thing}"
    return place(value) if isinstance(value, str) and value.endswith(".py") else value
