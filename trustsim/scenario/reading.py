"""Read a config in layers: what it extends, the file, a network, overrides. Each layer is checked, then merged."""

from pathlib import Path

from trustsim.errors import BadInput, advice, nearest
from trustsim.scenario.arms import arms_of, merge
from trustsim.scenario.coherence import check_switches
from trustsim.scenario.complaints import checked, dotted, on_a_line, shown
from trustsim.scenario.files import rebased, refuse_own_files
from trustsim.scenario.owned import as_written, own_parameters
from trustsim.scenario.shape import GRAPH, defaults
from trustsim.scenario.shipped import config_folder, names
from trustsim.scenario.spaces import space_of
from trustsim.scenario.study import Study
from trustsim.scenario.toml import check_depth
from trustsim.scenario.toml import loads as toml
from trustsim.scenario.variation import vary, written


def read(name_or_path, overrides=(), network=None):
    """Read the study in a shipped config, given by name, or in the file at a path that ends in .toml.

    `overrides` are texts such as "advisors.rate=0.3". `network` is the name of a file in configs/networks, or a path.
    """
    path, source = located(str(name_or_path))
    return parse(text_of(path, source), source, path.parent, True, overrides, network)


def parse(given, source="<config>", folder=Path(), own_files=True, overrides=(), network=None, code=True):
    """Read the study in a TOML text or a table. Its own files are in `folder`; `own_files=False` refuses them.

    With `code=False` no file of the user's is read, and the parameters of own mechanisms are taken as they are written.
    """
    text, config = (given, toml(given, source)) if isinstance(given, str) else (None, plain(given, source))
    written_ones = () if code else as_written(config)
    config = stacked(config, source, Path(folder), own_files, own=None if code else written_ones)
    if network is not None:
        config = with_network(config, str(network), Path(folder), own_files)
    for each in overrides:
        config = overridden(config, each, Path(folder), own_files)
    label = f"{source} with {', '.join(overrides)}" if overrides else source

    def network_of(name):
        return with_network({}, name, Path(folder), own_files)["graph"]

    given = dumped(written(given)) if text is None else text
    own = own_parameters([config], Path(folder)) if code else written_ones
    return study_of(config, label, Path(folder), given, (source, tuple(overrides)), network_of, own)


def plain(given, source):
    """A config given as a table, with its values converted to those of TOML."""
    check_depth(given, source)
    return written(given)


def study_of(config, label, folder, given, origin, network_of, own):
    """The study that a merged config describes; `network_of(name)` reads a network."""
    source, overrides = origin
    name = Path(source.strip("<>")).stem
    arms = arms_of(config, name, folder, label, own)
    study = {**defaults(), "title": name, "reference": next(iter(arms)), **config}
    if study["reference"] not in arms:
        raise BadInput(
            f"{label}: reference = {shown(study['reference'])} is not an arm; {advice(study['reference'], list(arms))}"
        )
    check_ablations(study["ablations"], arms, label)
    return Study(
        name=name,
        title=study["title"],
        question=study["question"],
        experiment=study["experiment"],
        arms=arms,
        reference=study["reference"],
        first_seed=study["first_seed"],
        replicates=study["replicates"],
        ablations=tuple(study["ablations"]),
        lenses=tuple(study["lenses"]),
        variations=variations_of(study["variations"], arms, label),
        space=space_of(study["space"], study, arms, label, network_of),
        given=given,
        source=source,
        overrides=overrides,
    )


def check_ablations(ablations, arms, label):
    """Refuse to ablate a mechanism that any arm lacks."""
    for name in ablations:
        for arm in arms.values():
            if name not in arm.mechanisms:
                known = advice(name, list(arm.mechanisms))
                raise BadInput(f"{label}: ablations = {shown(name)} is not a mechanism of arm {arm.name}; {known}")


def variations_of(table, arms, label):
    """{path: values} from [variations]; each value is checked in every arm, like one in a config."""
    found, known = {}, next(iter(arms.values())).parameters
    for group, named in table.items():
        for name, values in (named if isinstance(named, dict) else {}).items() or [(None, None)]:
            path = group if name is None else f"{group}.{name}"
            if path not in known:
                place = dotted(("variations", group) if name is None else ("variations", group, name))
                raise BadInput(f"{label}: {place} is unknown; {advice(path, list(known), 'variations.')}")
            if not isinstance(values, list) or not values:
                raise BadInput(f"{label}: variations.{path} = {shown(values)} must be a list of values, such as [1, 4]")
            for value in values:
                for arm in arms.values():
                    try:
                        vary(arm, {path: value})
                    except BadInput as error:
                        raise BadInput(f"{label}: variations.{path}: {error}") from error
            found[path] = tuple(values)
    return found


def stacked(config, source, folder, own_files, seen=(), own=None):
    """Check a config and merge it over those that it extends.

    `own` are the Parameters of own mechanisms; None: those that the files of the config and of those below declare.
    """
    if not own_files:
        refuse_own_files(config, source)  # before any of it is read
    under, extends = {}, config.get("extends")
    if extends and isinstance(extends, str):
        path, label = located(extends, folder, f"{source}: extends = ")
        if path.resolve() in seen:
            raise BadInput(f"{source}: extends = {shown(extends)} extends this config in turn")
        trusted = own_files or not extends.endswith(".toml")
        under = stacked(toml(text_of(path, label), label), label, path.parent, trusted, (*seen, path.resolve()), own)
        under = rebased(under, path.parent, folder)
    layer = checked(config, source, own_parameters([under, config], folder) if own is None else own)
    check_switches(layer, under, source)
    return merge(under, {key: value for key, value in layer.items() if key != "extends"})


def with_network(config, network, folder, own_files):
    """Replace the [graph] of a config by a network file; of its parameters, keep those that the file does not set."""
    guarded = not own_files and network.endswith(".toml")
    if guarded:
        refuse_own_files({"graph": network}, "network")
    path, label = located(network, shelf="networks")
    raw = toml(text_of(path, label), label)
    extra = next((key for key in raw if "graph" in raw and key not in ("graph", "title", "question")), None)
    if extra:
        raise BadInput(f"{label}: {extra} does not belong in a network file, which holds [graph] alone")
    layer = checked({"graph": raw.get("graph", raw)}, label)
    if not layer["graph"]:
        raise BadInput(f"{label}: describes no network; give it edges, a file or a maker")
    if guarded:
        refuse_own_files(layer, label)
    numbers = {key: value for key, value in config.get("graph", {}).items() if key not in GRAPH}
    where = (
        path.parent if network.endswith(".toml") else Path.cwd()
    )  # paths in a shipped network are relative to the current folder
    return merge({**config, "graph": numbers}, rebased(layer, where, folder))


def overridden(config, text, folder, own_files):
    """Apply an override such as `advisors.rate=0.3`. Paths in it are relative to the user's current folder."""
    keys, value = override(text)
    layer = value
    for key in reversed(keys):
        layer = {key: layer}
    if not own_files:
        refuse_own_files(layer, "override")
    layer = checked(layer, "override", own_parameters([config, layer], folder))
    unknown = next((name for name in layer.get("arms", {}) if name not in config.get("arms", {})), None)
    if unknown is not None:
        known = advice(unknown, list(config.get("arms", {})), "arms.")
        raise BadInput(f"override: {dotted(('arms', unknown))} is unknown; {known}")
    if "extends" in layer:
        raise BadInput("override: extends cannot be overridden; write a config that extends another")
    check_switches(layer, config, "override")
    return laid_over(config, rebased(layer, Path.cwd(), folder))


def override(text):
    """Split an override into keys and value: ("advisors", "rate"), 0.3 for "advisors.rate=0.3"; a bare word is text."""
    name, _, value = text.partition("=")
    table = loaded(f"{name.strip()} = 0")
    if not table or not value.strip() or "\n" in text:
        raise BadInput(f"override {shown(text)} is not of the form key=value, such as advisors.rate=0.3")
    keys = []
    while isinstance(table, dict):
        ((key, table),) = table.items()
        keys.append(key)
    return tuple(keys), value_of(value.strip())


def value_of(text):
    """The value that TOML reads from a text, or the text itself if it is not TOML."""
    table = loaded(f"value = {text}")
    return table["value"] if table and len(table) == 1 else text


def loaded(text):
    """The table in a TOML text, or None if it is not TOML."""
    try:
        return toml(text, "")
    except BadInput:
        return None


def laid_over(under, over):
    """Merge the table `over` over `under`, recursively by key."""
    both = {
        key: laid_over(under[key], value)
        for key, value in over.items()
        if isinstance(value, dict) and isinstance(under.get(key), dict)
    }
    return {**under, **over, **both}


def located(name, folder=Path(), saying="", shelf=""):
    """(path, name in messages) of a config, given as a path that ends in .toml or as the name of a shipped one."""
    if name.endswith(".toml"):
        path = folder / name
        if not path.is_file():
            near = nearest(path.name, [each.name for each in path.parent.glob("*.toml")])
            cure = f"; did you mean {(path.parent / near).as_posix()}?" if near else ""
            raise BadInput(f"{saying}{on_a_line(path.as_posix())}: there is no such file{cure}")
        return path, path.as_posix()
    if name not in names(shelf):
        kind, known = shelf.removesuffix("s") or "config", advice(name, names(shelf))
        raise BadInput(f"{saying}{on_a_line(name)} is neither a shipped {kind} nor a path ending in .toml; {known}")
    return config_folder() / shelf / f"{name}.toml", "/".join(filter(None, ("configs", shelf, f"{name}.toml")))


def text_of(path, source):
    """The text in a file."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{source}: cannot be read as text: {error}") from None


def dumped(table):
    """A table as TOML text."""
    import tomli_w

    return tomli_w.dumps(table)
