"""Checks that involve several keys: whether interventions fit the run, and whether switched mechanisms exist."""

from trustsim.errors import BadInput, advice
from trustsim.parameters import TRAITS
from trustsim.scenario.complaints import dotted, shown
from trustsim.scenario.shipped import mechanism_names


def fault_of(intervention, ticks, contexts):
    """What is wrong with an intervention in a run of `ticks` ticks with these contexts, or None."""
    return (
        reach_of(intervention, ticks)
        or rows_of(intervention)
        or news_of(intervention)
        or context_of(intervention, contexts)
    )


def reach_of(each, ticks):
    """What is wrong with the time or the content of an intervention, or None."""
    if each.at >= ticks:
        return f".at = {each.at} is outside 0..{ticks - 1}: the run has {ticks} ticks"
    if not each.set and not each.shock:
        return " does nothing: give it a set or a shock"
    return None


def rows_of(each):
    """What is wrong with the rows that an intervention selects, or None."""
    groups = dict.fromkeys(path.split(".")[0] for path in each.set)
    scalar = next((path for path in each.set if path.split(".")[0] not in TRAITS), None)
    if not each.rows:
        return None
    if scalar or not groups:
        return f".for chooses rows, but {scalar or 'a shock'} has none: it is for traits ({', '.join(TRAITS)}) in set"
    if ("attribute" in each.rows) != ("is" in each.rows) or ("is" in each.rows and len(each.rows) > 2):
        return ".for takes either rows of firms, advisors or customers, or attribute and is together"
    wrong = next((table for table in TRAITS if (table in groups) != (table in each.rows)), None)
    if wrong is None or "is" in each.rows:
        return None
    return f".for names no {wrong}, but set does" if wrong in groups else f".for.{wrong} has no trait in set to go with"


def news_of(each):
    """What is wrong with a shock's combination of flags, or None."""
    if each.shock and each.shock.good and each.shock.deception:
        return ".shock.good and .shock.deception cannot be combined: news of a deception is bad news"
    return None


def context_of(each, contexts):
    """What is wrong with the context of a shock, or None."""
    context = each.shock and each.shock.context
    if context is None or context in contexts:
        return None
    return f".shock.context = {shown(context)} is not a context; {advice(context, contexts)}"


def check_switches(layer, under, source):
    """Refuse switches of mechanisms that do not ship and are not defined in `layer` or in the configs `under` it."""
    own = {**under.get("mechanisms", {}), **layer.get("mechanisms", {})}
    tables = {(): (layer, under.get("mechanisms", {}))}
    for name, arm in layer.get("arms", {}).items():
        below = under.get("arms", {}).get(name, {})
        tables["arms", name] = arm, {**own, **below.get("mechanisms", {})}
    for place, (table, known) in tables.items():
        for name, how in table.get("mechanisms", {}).items():
            check_switch((*place, "mechanisms"), name, how, known, source)


def check_switch(place, name, how, known, source):
    """Refuse a switch of an unknown mechanism, and `true` for one of the user's own (it needs 'file.py:function')."""
    if name in mechanism_names() or isinstance(how, str):
        return
    if name not in known:
        known = list(dict.fromkeys([*mechanism_names(), *known]))
        raise BadInput(f"{source}: {dotted((*place, name))} is unknown; {advice(name, known, dotted(place) + '.')}")
    if how:
        raise BadInput(
            f"{source}: {dotted((*place, name))} = true is not enough for an own mechanism: write 'file.py:function'"
        )
