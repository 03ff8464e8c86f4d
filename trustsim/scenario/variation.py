"""Change a scenario, checked like a config, and list what differs from the defaults."""

from trustsim.errors import BadInput
from trustsim.scenario.arm import Intervention, as_config, as_table
from trustsim.scenario.arms import merge, scenario_of
from trustsim.scenario.coherence import check_switches
from trustsim.scenario.complaints import checked
from trustsim.scenario.owned import own_parameters
from trustsim.scenario.shape import arm_keys, defaults, nested, with_name


def vary(scenario, values=None, **settings):
    """Return a scenario with other values and settings, checked like a config.

    `values` is like {"advisors.rate": 0.3}; `settings` are like lens="abi".
    """
    source = f"scenario {scenario.name!r}"
    given = written(settings)
    if isinstance(given.get("contexts"), list):
        given["contexts"] = {"names": given["contexts"]}
    for group, names in nested(written(values or {})).items():
        given[group] = {**with_name(given.get(group, {})), **names} if isinstance(names, dict) else names
    more = own_parameters([given], scenario.folder)
    own = tuple({p.path: p for p in (*scenario.own, *more)}.values())
    wrong = next((key for key in given if key not in arm_keys(own) and key in defaults(own)), None)
    if wrong:
        raise BadInput(f"{source}: {wrong} applies to the whole study, not to one scenario")
    layer, under = checked(given, source, own), merge(defaults(own), as_config(scenario))
    check_switches(layer, under, source)
    return scenario_of(scenario.name, merge(under, layer), scenario.folder, f"{source}: ", own)


def with_(scenario, **settings):
    """Return a scenario with other settings: `with_(scenario, ticks=52, mechanisms={"posting": False})`."""
    return vary(scenario, None, **settings)


def written(value):
    """Convert a value to TOML's types: tuples to lists, numpy's numbers to Python's, interventions to tables."""
    if isinstance(value, Intervention):
        return as_table(value)
    if isinstance(value, dict):
        return {key: written(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [written(each) for each in value]
    return value.item() if hasattr(value, "item") else value


def in_words(changes):
    """Changes as overrides, for the record: ("advisors.rate=0.3", "lens=abi")."""
    return tuple(f"{key}={written(value)}" for key, value in changes.items())


def differences(scenario):
    """What a scenario changes, except its title: {"advisors.rate": (default, value), "lens": …}."""
    own = scenario.own
    usual = flat(as_config(scenario_of(scenario.name, defaults(own), scenario.folder, "", own)))
    here = flat(as_config(scenario))
    keys = [key for key in {**usual, **here} if key != "title" and usual.get(key) != here.get(key)]
    return {key: (usual.get(key), here.get(key)) for key in keys}


def flat(config):
    """A config as {dotted key: value}."""
    named = {"lens.name": "lens", "contexts.names": "contexts"}
    keys = {}
    for key, value in config.items():
        inner = {f"{key}.{name}": each for name, each in value.items()} if isinstance(value, dict) else {key: value}
        keys |= {named.get(path, path): each for path, each in inner.items()}
    return keys
