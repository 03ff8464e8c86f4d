"""What the names in a config stand for: its rules, its lens, its measures, its classes of agents."""

from types import FunctionType

from trustsim import by_group, own, week
from trustsim.errors import BadInput, advice
from trustsim.measures import MEASURES, USUAL


def phases_of(arm):
    """What is compiled for an arm: PHASES and the survey, with the user's own mechanisms in the phases that their files name as PHASE.

    They come after the shipped rules of the phase. What an own rule reads in other rows nobody knows: it waits for all rows, and all rows for it.
    """
    phases = list(week.PHASES)
    for name in (m for m in arm.mechanisms.values() if own.is_own(m)):
        rule = own_rule(name, arm.folder)
        wanted = getattr(own.module_of(own.path_of(name, arm.folder)), "PHASE", None)
        open_to_all = [phase.name for phase in week.PHASES if phase.name != "measure"]  # taking stock changes nothing
        if wanted not in open_to_all:
            raise BadInput(f"{name}: its file must say PHASE = one of {', '.join(open_to_all)}; it says {wanted!r}")
        place = next(i for i, phase in enumerate(phases) if phase.name == wanted)
        phases[place] = phases[place]._replace(rules=(*phases[place].rules, rule), waits=True)
        phases[place + 1 : place + 2] = [phase._replace(waits=True) for phase in phases[place + 1 : place + 2]]
    return (*phases, week.SURVEY)


def own_lens(arm):
    """The user's own lens, or None."""
    return own_rule(arm.lens, arm.folder) if own.is_own(arm.lens) else None


def own_rule(name, folder):
    """The user's own rule."""
    found = own.load(name, folder)
    if not isinstance(found, FunctionType):
        raise BadInput(f"{name} is of type {type(found).__name__}, no function; write it as def {name.rpartition(':')[2]}(...)")
    return found


def own_kind(name, folder, shipped):
    """The user's own class of agent."""
    kind = own.load(name, folder)
    if not (isinstance(kind, type) and issubclass(kind, shipped)):
        raise BadInput(f"{name}: an own class of {shipped.__name__.lower()} must be written as class {name.rpartition(':')[2]}({shipped.__name__})")
    return kind


def measures_of(arm):
    """The measures that the arm names (the usual ones when it names none): {name: function of a model}; see `by_group.spread`."""
    names = [name if by_group.is_grouped(name) else name.rpartition(":")[2] for name in arm.measures or USUAL]
    twice = next((name for name in names if names.count(name) > 1 or name in by_group.TAKEN), None)
    if twice:
        raise BadInput(f"measures: {twice} {'is a column of the results' if twice in by_group.TAKEN else 'is there twice'}; give one of them another name")
    return {name: measure_of(given, arm.folder) for name, given in zip(names, arm.measures or USUAL, strict=True)}


def measure_of(name, folder):
    """The function of a measure: one that ships, one by group, or the user's own."""
    if by_group.is_grouped(name):
        return by_group.grouped(name)
    if own.is_own(name):
        found = own.load(name, folder)
        if not callable(found):
            raise BadInput(f"measures = {name!r}: {name.rpartition(':')[2]} is no function of a model")
        return found
    if name not in MEASURES:
        raise BadInput(f"measures = {name!r} is no measure; {advice(name, sorted(MEASURES))}")
    return MEASURES[name]


def baseline():
    """The arm of configs/baseline.toml: every parameter at its default."""
    from trustsim.scenario import read

    return next(iter(read("baseline").arms.values()))
