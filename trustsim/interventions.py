"""Interventions that a config schedules: changes of parameters, and shocks."""

import numpy as np

from trustsim.build import set_trait
from trustsim.chance import chances, dice, purpose
from trustsim.errors import BadInput, advice
from trustsim.parameters import TRAITS
from trustsim.state import DIMENSIONS


def eventful(arm):
    """The weeks at whose beginning something happens to the world of an arm: interventions, and the end of news."""
    weeks = {each.at for each in arm.interventions}
    return weeks | {each.at + 1 for each in arm.interventions if each.shock is not None}


def intervene(world, network, arm, seed, tick):
    """Clear last week's news and carry out what the arm schedules for `tick` in the tables of its world."""
    if world.clock["news"][0]:
        world.clock["news"] = 0
        for column in ("news", "good_news", "news_of_deceit"):
            world.firms[column] = 0.0
    for intervention in arm.interventions:
        if intervention.at == tick:
            for path, value in intervention.set.items():
                change(world, network, arm, seed, path, value, intervention.rows)
            if intervention.shock is not None:
                strike(world, network, arm, intervention.shock)


def change(world, network, arm, seed, path, value, rows=None):
    """Set one parameter from now on: a trait for these rows (all if None), or a scalar for the whole world."""
    owner, _, name = path.partition(".")
    if owner in TRAITS:
        chosen = rows_of(network, owner, rows or {}, seed)
        set_trait(world, network, owner, name, arm, value, seed, chosen)
    else:
        world.settings[name] = value


def rows_of(network, owner, chosen, seed=0):
    """The rows that `for = {...}` of an intervention names, or None for all rows.

    A share is drawn by the `seed`, so it is the same people in every intervention and arm. A larger share includes
    every smaller one.
    """
    if not chosen:
        return None
    if "attribute" in chosen:
        return rows_where(network, owner, chosen["attribute"], chosen["is"])
    named = chosen.get(owner)
    if named is None:
        return np.arange(0)
    if isinstance(named, float):
        return share_of(network.size(owner), named, seed, owner)
    return rows_named(network, owner, named)


def share_of(count, share, seed, owner):
    """A share of `count` rows, ascending: the rows with the lowest fixed draws, so that a half includes a third."""
    luck = chances(dice(seed, -1), np.arange(count), purpose(f"interventions.share.{owner}"))
    return np.sort(np.argsort(luck, kind="stable")[: round(share * count)])


def rows_named(network, owner, names):
    """Rows given by their numbers or by their labels in the graph."""
    count, rows = network.size(owner), {}
    labels = [network.label(owner, row) for row in range(count)] if any(isinstance(name, str) for name in names) else []
    for row, label in enumerate(labels):
        rows.setdefault(label, []).append(row)
    for name in names:
        meant = [name] if isinstance(name, int) and 0 <= name < count else rows.get(name, [])
        if not meant:
            known = f"there are {count}, numbered from 0; {advice(str(name), labels[:20])}"
            raise BadInput(f"for = {{ {owner} = [{name!r}] }} names no row of {owner}; {known}")
        if len(meant) > 1:
            these = ", ".join(map(str, meant[:10])) + (", .." if len(meant) > 10 else "")
            raise BadInput(
                f"for = {{ {owner} = [{name!r}] }}: {len(meant)} {owner} are called {name}; choose them by row: {these}"
            )
        rows[name] = meant
    return np.array([rows[name][0] for name in names], dtype=np.int64)


def rows_where(network, owner, attribute, values):
    """The rows whose node attribute has one of these values."""
    given = network.attributes.get(owner, {})
    if attribute not in given:
        raise BadInput(
            f"for = {{ attribute = {attribute!r} }}: {owner} of this graph have "
            f"{', '.join(sorted(given)) or 'no attributes'}"
        )
    there = np.asarray(given[attribute]).astype(str)
    nowhere = next((value for value in values if str(value) not in there), None)
    if nowhere is not None:
        raise BadInput(
            f"for = {{ attribute = {attribute!r}, is = [{nowhere!r}] }} fits none of the {owner}; "
            f"{advice(str(nowhere), sorted(set(there.tolist())))}"
        )
    return np.flatnonzero(np.isin(there, [str(value) for value in values]))


def check(arm, network):
    """Check that everybody whom the interventions of the arm name exists. Raises BadInput."""
    for each in arm.interventions:
        for owner in {path.partition(".")[0] for path in each.set} & set(TRAITS):
            rows_of(network, owner, each.rows or {})
        if each.shock is not None:
            rows_of(network, "firms", {"firms": each.shock.firms} if each.shock.firms else {})


def strike(world, network, arm, shock):
    """Record good or bad news about firms, which `mechanisms.news` spreads this week."""
    rows = rows_of(network, "firms", {"firms": shock.firms} if shock.firms else {})
    rows = np.arange(len(world.firms)) if rows is None else rows
    others = np.setdiff1d(np.arange(len(world.firms)), rows)  # the sector of the firms that are hit
    contagion = 0.0 if shock.good else shock.weight * world.settings["contagion"][0]
    contexts = range(len(arm.contexts)) if shock.context is None else [arm.contexts.index(shock.context)]
    for context in contexts:
        for dimension in shock.dimensions:
            world.firms["news"][others, context, DIMENSIONS.index(dimension)] += contagion
            if shock.deception and dimension == "integrity":
                world.firms["news_of_deceit"][rows, context] += shock.weight
            else:
                world.firms["good_news" if shock.good else "news"][rows, context, DIMENSIONS.index(dimension)] += (
                    shock.weight
                )
    world.clock["news"] = 1
