"""The meaning of a graph's attributes (names, kinds, weights, evidence): from the contents of a file to a draft."""

from collections import Counter

from trustsim.errors import BadInput, advice
from trustsim.network.draft import KINDS, Draft, Tie, apart, evidence, matching, meant, number, scaled, weighed
from trustsim.network.found import Found, tidy
from trustsim.state import DIMENSIONS


def drafted(found: Found, graph: dict, seed: int | None = None) -> Draft:
    """The contents of a file as a `Draft`. Ties may have `kind`, `strength` and `prior` (or `prior_intimacy`, ..).

    `seed` is the random seed of a generated graph.
    """
    if not found.nodes:
        raise BadInput(f"{found.source}: holds no people")
    nodes = {name: attributes_of(attributes) for name, attributes in found.nodes.items()}
    places = {name: found.where(place) for name, place in found.places.items()}
    draft = Draft(nodes, places, [], Counter(), dict(found.notes), seed)
    weight, heeded = weight_in(found, graph), heeds_kinds(found, draft.notes)
    layers = {}
    for edge in found.edges:
        layers.setdefault(edge.layer, []).append(tie_of(edge, found, weight, heeded))
    for layer in layers.values():
        kept = apart(layer, graph.get("strict", False), draft.dropped)
        draft.ties.extend(scaled(kept, draft.dropped) if weight else (tie for tie, _ in kept))
    if not weight:
        note_weights(found, draft.notes)
    return named(draft, graph.get("id"))


def attributes_of(attributes):
    """Attributes with their text on one line; empty ones are left out."""
    tidied = ((tidy(str(key)), tidy(value)) for key, value in attributes.items())
    return {key: value for key, value in tidied if value is not None and not (isinstance(value, str) and value == "")}


def weight_in(found, graph):
    """The attribute of ties that `graph.weight` names, as spelled in the file; None without one."""
    wanted = graph.get("weight")
    if not wanted or not found.edges:
        return None
    have = {str(key) for edge in found.edges for key in edge.attributes}
    weight = matching(wanted, have)
    if weight is None:
        raise BadInput(
            f"graph.weight = {wanted!r}: no tie of {found.source} has that attribute; {advice(wanted, sorted(have))}"
        )
    return weight


def heeds_kinds(found, notes):
    """Whether the attribute `kind` gives the kind of tie in this model: at least one value is in KINDS."""
    kinds = {str(edge.attributes["kind"]) for edge in found.edges if edge.attributes.get("kind") not in (None, "")}
    if kinds and not kinds & set(KINDS):
        notes[f"the kinds of ties in {found.source} ({some(kinds)}) are none of {', '.join(KINDS)}: not heeded"] = None
    return bool(kinds & set(KINDS))


def some(names):
    """The first few names, for a message."""
    names = sorted(names)
    return ", ".join(f"{tidy(name):.30}" for name in names[:3]) + (", .." if len(names) > 3 else "")


def tie_of(edge, found, weight, heeded):
    """(tie, weight, name in messages) of an edge."""
    data, where = edge.attributes, found.where(edge.place)
    prior = data.get("prior", {})
    if not isinstance(prior, dict):
        raise BadInput(
            f"{where}: prior = {prior!r:.40} is not a table; name the attribute after a dimension: prior_competence"
        )
    prior = evidence({d: data[f"prior_{d}"] for d in DIMENSIONS if f"prior_{d}" in data} | prior, f"{where}: prior")
    strength = weighed(data.get("strength", 1.0), where)
    if strength > 1:
        raise BadInput(f"{where}: strength = {strength} is outside 0..1; name it as graph.weight to have it scaled")
    kind = meant(data.get("kind"), where) if heeded else ""
    heavy = 1.0
    if weight:
        if data.get(weight) in (None, ""):
            raise BadInput(f"{where}: no attribute {weight!r}, which graph.weight names; add it")
        heavy = weighed(data[weight], where)
    return Tie(edge.source, edge.target, edge.layer, kind, strength, prior, edge.directed), heavy, where


def note_weights(found, notes):
    """Add a note about ties of weight 0 or less, which count as ties because `graph.weight` is not set."""
    odd = sum(1 for edge in found.edges if (number(edge.attributes.get("weight", 1.0)) or 0.0) <= 0.0)
    if odd:
        counted = "1 tie has" if odd == 1 else f"{odd} ties have"
        notes[
            f"{counted} a weight of 0 or less in {found.source}, and counts as a tie; set graph.weight to heed weights"
        ] = None


def named(draft, wanted=None):
    """Give every node of a draft a label: its attribute `wanted`, or else its label, its name or its id."""
    have = {key for node in draft.nodes.values() for key in node}
    key = wanted and matching(wanted, have)
    if wanted and key is None:
        raise BadInput(f"graph.id = {wanted!r}: no node has that attribute; {advice(wanted, sorted(have))}")
    keys = [key] if wanted else [each for each in (matching("label", have), matching("name", have)) if each]
    taken = {}
    for row, (name, node) in enumerate(draft.nodes.items()):
        label = next((tidy(str(node[each])) for each in keys if each in node), "")
        if wanted and not label:
            raise BadInput(f"{draft.places[name]}: the node has no {wanted!r}, which graph.id names; add it")
        if wanted and label in taken:
            raise BadInput(
                f"{draft.places[name]}: {wanted} = {label!r} is there already, "
                f"at {draft.places[taken[label]]}; rename one"
            )
        taken[label] = name
        node["label"] = label or tidy(name) or f"node {row}"
    return draft
