"""Write configs: a complete study, or a config to start from."""

from pathlib import Path

from trustsim.declaring import declared
from trustsim.errors import BadInput
from trustsim.parameters import TRAITS, parameters, traits
from trustsim.scenario.arm import as_config
from trustsim.scenario.arms import ONLY_ARM
from trustsim.scenario.forms import span
from trustsim.scenario.reading import dumped
from trustsim.scenario.shape import Course, defaults, nested
from trustsim.scenario.shipped import lens_names, mechanisms_by_default

WHOLE = ("title", "question", "experiment", "reference", "first_seed", "replicates", "ablations", "lenses")


def resolved(study):
    """The TOML text of a complete study, defaults included. Reading it returns an equal study."""
    whole = as_whole(study)
    configs = {name: as_config(arm) for name, arm in study.arms.items()}
    only = study.arms.get(ONLY_ARM)
    if only and len(configs) == 1 and only.title == study.title:
        return dumped({**configs[ONLY_ARM], **whole})
    base = shared(list(configs.values()))
    return dumped({**base, **whole, "arms": {name: beyond(base, config) for name, config in configs.items()}})


def as_whole(study):
    """The keys of a config that belong to the study and not to its arms."""
    whole = {key: getattr(study, key) for key in WHOLE if getattr(study, key) is not None}
    whole["variations"] = nested({path: list(values) for path, values in study.variations.items()})
    return whole | ({"space": as_space(study.space)} if study.space is not None else {})


def as_space(space):
    """The table [space] of a config."""
    table = {"worlds": space.worlds, "replicates": space.replicates, "lenses": list(space.lenses)}
    table |= {"networks": [name for name, *_ in space.networks]} if space.networks else {}
    table |= {"horizon": list(space.horizon)} if space.horizon else {}
    return table | {"over": nested({path: list(span) for path, span in space.over.items()})}


def shared(configs):
    """The keys that all configs have, with the values of the first config."""
    first, *others = configs
    base = {}
    for key, value in first.items():
        if isinstance(value, dict):
            value = {name: each for name, each in value.items() if all(name in other[key] for other in others)}
        base[key] = value
    return base


def beyond(base, config):
    """The keys of a config that differ from a base, and its title."""
    arm = {"title": config["title"]}
    for key, value in config.items():
        if isinstance(value, dict):
            value = {name: each for name, each in value.items() if name not in base[key] or base[key][name] != each}
        if value != {} and value != base[key]:
            arm[key] = value
    return arm


def create(name: str) -> Path:
    """Create `NAME.toml` with a config to start from and return its path.

    Raises BadInput when the name is not usable or the file already exists.
    """
    path = Path(name if name.endswith(".toml") else f"{name}.toml")
    if not path.stem.strip(".") or path.name == ".toml" or not path.stem.isprintable():
        raise BadInput(f"{name!r} cannot be the name of a config; try: trustsim new my_study")
    if not path.parent.is_dir():
        raise BadInput(f"{path}: there is no folder {path.parent}; create it first")
    text = starter(path.stem).encode("utf-8")  # made first, so that an error leaves no empty file
    try:
        with path.open("xb") as file:
            file.write(text)
    except FileExistsError:
        raise BadInput(f"{path} already exists; choose another name or remove it") from None
    return path


def starter(name):
    """A config to start from: the most used keys as comments with their meaning, and two arms to compare."""
    from json import dumps

    title = dumps(name, ensure_ascii=False)
    course = [p for p in declared(Course, "") if p.name in ("ticks", "replicates")]
    lines = [
        "# List only what differs from the defaults: remove the # before a line that you change.",
        f"title = {title}",
        'question = "What does this ask, in a sentence or two?"',
        *(declaration(parameter) for parameter in course),
        noted("lens", defaults()["lens"]["name"], f"the theory of trust: {', '.join(lens_names())}"),
        "",
        "[mechanisms]  # each can be switched on or off",
        *(noted(mechanism, not on) for mechanism, on in mechanisms_by_default().items()),
    ]
    for group in ("population", *TRAITS):
        lines += ["", f"[{group}]", *(declaration(p) for p in parameters().values() if p.group == group)]
    return "\n".join([*lines, "", *example()]) + "\n"


def declaration(parameter):
    """A parameter with its default, as a comment that the user can activate."""
    limits = span(parameter.low, parameter.high)
    unit = parameter.unit if limits in parameter.unit else f"{parameter.unit}, {limits}"
    return noted(parameter.name, parameter.default, f"{parameter.meaning} [{unit}]")


def noted(key, value, note=""):
    """`# key = value  # note`."""
    from json import dumps

    return f"# {key} = {dumps(value)}" + (f"  # {note}" if note else "")


def example():
    """Two arms and an intervention, as an example with the first declared trait."""
    first = traits(TRAITS[0])[0]
    return [
        "# The arms to compare. Each overrides some of the keys above; all share the same random draws.",
        "[arms.as_it_is]",
        'title = "As it is"',
        "",
        "[arms.changed]",
        f'title = "{first.path} at {first.high:g}"',
        f"{first.group} = {{ {first.name} = {first.high} }}",
        "",
        "# Scheduled changes and shocks.",
        "# [[interventions]]",
        f"# at = {Course.ticks[0] // 2}",
        f'# set = {{ "{first.path}" = {first.low} }}',
    ]
