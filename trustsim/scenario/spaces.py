"""The assumed space in a config: its ranges, lenses, networks and horizon, checked like everything else."""

from pathlib import Path

from trustsim.errors import BadInput, advice
from trustsim.parameters import parameters
from trustsim.scenario.arms import merge
from trustsim.scenario.complaints import dotted, shown
from trustsim.scenario.forms import two_numbers
from trustsim.scenario.shape import Course, Drawn, defaults
from trustsim.scenario.study import Space
from trustsim.scenario.variation import vary


def space_of(table, study, arms, label, network_of):
    """The Space that a table [space] describes, or None without one. Raises BadInput.

    study: the merged config. `network_of(name)` gives the merged [graph] of a network by its name.
    """
    if table is None:
        return None
    known = next(iter(arms.values())).parameters
    spans = flat(table.get("over", {}), known, label)
    over = {path: range_of(known[path], span, arms, label) for path, span in spans}
    networks = tuple(network(name, f"{label}: space.networks", network_of) for name in table.get("networks", []))
    horizon = table.get("horizon")
    if horizon is not None:
        check_horizon(horizon, arms, label)
    lenses = tuple(table.get("lenses") or study["lenses"])
    if not (over or networks or horizon or len(lenses) > 1):
        raise BadInput(f"{label}: space has nothing that differs: give it ranges in space.over, or lenses")
    sizes = {name: table.get(name, getattr(Drawn, name)[0]) for name in ("worlds", "replicates")}
    return Space(**sizes, lenses=lenses, networks=networks, horizon=horizon and tuple(horizon), over=over)


def flat(table, known, label):
    """(path, value) pairs of the nested table space.over."""
    for group, named in table.items():
        for name, value in named.items() if isinstance(named, dict) else [(None, named)]:
            path = group if name is None else f"{group}.{name}"
            if path not in known:
                place = dotted(("space", "over", *filter(None, (group, name))))
                raise BadInput(f"{label}: {place} is unknown; {advice(path, list(known), 'space.over.')}")
            yield path, value


def range_of(parameter, span, arms, label):
    """The range of one parameter, both ends checked in every arm."""
    path, kind = parameter.path, parameter.kind
    try:
        two_numbers(span)
    except ValueError as error:
        raise BadInput(f"{label}: space.over.{path} = {shown(span)} {error}") from None
    if kind is bool:
        raise BadInput(f"{label}: space.over.{path} is a switch, which has no range; use it in arms or variations")
    for value in span:
        for arm in arms.values():
            try:
                vary(arm, {path: kind(value)})
            except BadInput as error:
                raise BadInput(f"{label}: space.over.{path}: {error}") from error
    return tuple(map(kind, span))


def check_horizon(horizon, arms, label):
    """Check that runs of these lengths are allowed, and that the interventions of every arm come before their end."""
    _, unit, low, high, *_ = Course.ticks
    wrong = next((each for each in horizon if not isinstance(each, int) or not low <= each <= high), None)
    if wrong is not None:
        raise BadInput(f"{label}: space.horizon = {shown(horizon)} must be two whole numbers, {low} to {high} [{unit}]")
    for arm in arms.values():
        try:
            vary(arm, ticks=horizon[0])
        except BadInput as error:
            raise BadInput(f"{label}: space.horizon: {error}") from error


def network(name, label, network_of):
    """(name, [graph] keys, {path: value}) of a network: a maker of ours, or a network file."""
    from trustsim.network import maker_names

    if name in maker_names():
        graph = {"maker": name}
    else:
        try:
            graph = network_of(name)
        except BadInput as error:
            more = f" or one of the makers {', '.join(maker_names())}" if not Path(name).suffix else ""
            raise BadInput(f"{label}: {error}{more}") from error
    whole = merge(defaults()["graph"], graph)
    numbers = {key: value for key, value in graph.items() if f"graph.{key}" in parameters()}
    keys = {key: value for key, value in whole.items() if value is not None and f"graph.{key}" not in parameters()}
    return name, keys, {f"graph.{key}": value for key, value in numbers.items()}
