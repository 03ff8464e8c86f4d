"""Check a config against its shape. A message has one line: file, key, value, what is allowed, how to fix it."""

from typing import get_args

from trustsim.errors import BadInput, advice, nearest
from trustsim.parameters import BEFORE_THE_WORLD
from trustsim.scenario.forms import span
from trustsim.scenario.shape import study_model

KINDS = {
    "float_type": "is not a number",
    "int_type": "is not a whole number",
    "int_from_float": "is not a whole number",
    "bool_type": "is not true or false",
    "list_type": "is not a list",
    "dict_type": "is not a table",
    "model_type": "is not a table",
}
OUTSIDE = ("greater_than_equal", "less_than_equal", "finite_number", "int_parsing_size")
LONGEST = 60


def checked(config, source, own=()):
    """Check each key that `config` sets and return those keys; `source` is its name in messages.

    `own` are the Parameters of the user's own mechanisms.
    """
    from pydantic import ValidationError

    try:
        return study_model(own).model_validate(config).model_dump(exclude_unset=True)
    except ValidationError as error:
        raise BadInput(f"{source}: {complaint(error.errors(include_url=False)[0], own)}") from None


def complaint(error, own=()):
    """The message for an error from pydantic."""
    place = error["loc"][:-1] if error["loc"][-1:] == ("[key]",) else error["loc"]
    if error["type"] == "extra_forbidden":
        return unknown(place, own)
    if error["type"] == "missing":
        return f"{dotted(place)} is missing"
    return f"{dotted(place) or 'the config'} = {shown(error['input'])} {fault(error, place, own)}"


def fault(error, place, own=()):
    """What is wrong with a value: the end of the sentence."""
    if error["type"] in OUTSIDE:
        return f"is outside {limits(place, own)}"
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return KINDS.get(error["type"], f"does not fit: {error['msg']}")


def unknown(place, own=()):
    """The message for an undeclared key."""
    known, whole = siblings(place, own), study_model(own).model_fields
    if "set" in place[:-1] and place[-1] in BEFORE_THE_WORLD:
        groups = ", ".join(BEFORE_THE_WORLD)
        return f"{dotted(place)} cannot change during a run: {groups} are read while the world is built"
    if place[0] == "arms" and len(place) == 3 and place[-1] in whole:
        return f"{dotted(place)} applies to the whole study; set {place[-1]} outside the arms"
    if len(place) > 1 and place[-1] in whole:
        return f"{dotted(place)} is unknown; did you mean {place[-1]}? Write it above the first [table]"
    near = nearest(place[-1], known)
    if near:
        return f"{dotted(place)} is unknown; did you mean {dotted((*place[:-1], near))}?"
    elsewhere = next((path for path in paths(own) if path.endswith(f".{place[-1]}")), None)
    return f"{dotted(place)} is unknown; " + (f"did you mean {elsewhere}?" if elsewhere else advice(place[-1], known))


def paths(own=()):
    """Every declared key in a top-level table of a config, as `table.key`."""
    tables = {
        name: getattr(field.annotation, "model_fields", {}) for name, field in study_model(own).model_fields.items()
    }
    return [f"{table}.{name}" for table, fields in tables.items() for name in fields]


def siblings(place, own=()):
    """The fields of the table in which the last step of `place` is looked up."""
    kind = study_model(own)
    for step in place[:-1]:
        kind = kind.model_fields[step].annotation if hasattr(kind, "model_fields") else get_args(kind)[-1]
    return kind.model_fields


def limits(place, own=()):
    """The range of a declared number: `0..1`."""
    ends = {}
    for limit in siblings(place, own)[place[-1]].metadata:
        ends |= {name: getattr(limit, name) for name in ("ge", "le") if hasattr(limit, name)}
    return span(ends["ge"], ends["le"])


def dotted(place):
    """The path to a key as written in a config: `arms.open.interventions[0].at`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{quoted(step)}" for step in place).lstrip(".")


def quoted(step):
    """A key, in quotes if TOML needs them."""
    from json import dumps

    if len(step) > LONGEST:
        step = f"{step[:LONGEST]}…"
    bare = step.replace("_", "").replace("-", "")
    return step if bare.isascii() and bare.isalnum() else dumps(step, ensure_ascii=not step.isprintable())


def on_a_line(text):
    """A text unchanged if it is printable, else quoted and escaped, so that it stays on one line."""
    return text if text.isprintable() else repr(text)


def shown(value):
    """A value as written in a config, shortened if it is long."""
    words = {True: "true", False: "false", None: "nothing"}
    try:
        written = words[value] if isinstance(value, bool | None) else repr(value)
    except ValueError:  # Python does not print integers of thousands of digits
        return "a number of too many digits"
    return written if len(written) <= LONGEST else f"{written[:LONGEST]}…"
