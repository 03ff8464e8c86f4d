"""From configs to scenarios: merge one config over another, fill in the defaults and split the result into arms."""

from trustsim.errors import BadInput
from trustsim.parameters import parameters
from trustsim.scenario.arm import Intervention, Scenario, Shock
from trustsim.scenario.coherence import fault_of
from trustsim.scenario.complaints import dotted
from trustsim.scenario.shape import Shaken, arm_keys, defaults, nested
from trustsim.scenario.shipped import mechanisms_by_default

ONLY_ARM = "as configured"


def merge(under, over):
    """Merge the config `over` over `under`. Tables merge by key and arms by name; anything else is replaced."""
    merged = dict(under)
    for key, value in over.items():
        below = under.get(key, {})
        if key == "arms":
            merged[key] = {**below, **{name: merge(below.get(name, {}), arm) for name, arm in value.items()}}
        else:
            merged[key] = {**below, **value} if isinstance(value, dict) else value
    return merged


def arms_of(config, name, folder, source, own=()):
    """The complete and checked arms of a merged config, {name: Scenario}, in the order of the file.

    `own` are the Parameters of the user's own mechanisms.
    """
    base = merge(defaults(own), {key: value for key, value in config.items() if key in arm_keys(own)})
    if not config.get("arms"):
        only = {**base, "title": config.get("title", name)}
        return {ONLY_ARM: scenario_of(ONLY_ARM, only, folder, f"{source}: ", own)}
    arms = {}
    for each, arm in config["arms"].items():
        where = f"{source}: {dotted(('arms', each))}." if "interventions" in arm else f"{source}: "
        arms[each] = scenario_of(each, merge({**base, "title": each}, arm), folder, where, own)
    return arms


def scenario_of(name, config, folder, where, own=()):
    """The scenario that a complete config describes; messages begin with `where`."""
    contexts = tuple(config["contexts"]["names"])
    interventions = tuple(intervention_of(table) for table in config["interventions"])
    for number, each in enumerate(interventions):
        wrong = fault_of(each, config["ticks"], contexts)
        if wrong:
            raise BadInput(f"{where}interventions[{number}]{wrong}")
    shipped = mechanisms_by_default()
    return Scenario(
        name=name,
        title=config["title"],
        ticks=config["ticks"],
        lens=config["lens"]["name"],
        lens_form=config["lens_form"],
        mechanisms=shipped | {each: how for each, how in config["mechanisms"].items() if how or each in shipped},
        agents={role: own for role, own in config["agents"].items() if own},
        contexts=contexts,
        graph={
            key: each
            for key, each in config["graph"].items()
            if each is not None and f"graph.{key}" not in parameters()
        },
        values={p.path: config[p.group][p.name] for p in (*parameters().values(), *own)},
        interventions=interventions,
        measures=tuple(config["measures"]),
        folder=folder,
        lens_mix={name: share for name, share in config["customers"]["lens"].items() if share > 0.0},
        own=tuple(own),
    )


def intervention_of(table):
    """Make an intervention from its table."""
    new = {
        f"{group}.{name}": value
        for group, names in nested(table.get("set", {})).items()
        for name, value in names.items()
    }
    rows = {key: tuple(value) if isinstance(value, list) else value for key, value in table.get("for", {}).items()}
    return Intervention(table["at"], new, rows, shock_of(table["shock"]) if "shock" in table else None)


def shock_of(table):
    """Make a shock from its table."""
    firms = tuple(table["firms"]) if "firms" in table else None
    good = table.get("good", False)
    weight = table.get("weight", Shaken.good_weight[0] if good else Shaken.weight[0])
    return Shock(firms, tuple(table["dimensions"]), weight, table.get("context"), table.get("deception", False), good)
