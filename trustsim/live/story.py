"""The cards of the inspector: whom people know, why they trust, what changed that, and what would make them leap."""

import math

from trustsim.acquaintance import find
from trustsim.evidence import beliefs, trust_in, weighed
from trustsim.lenses import LENSES
from trustsim.live.moving import last_move
from trustsim.live.showing import said
from trustsim.live.thresholds import STEPS, chances
from trustsim.mutual import trust_in_advisor, trust_in_clientele, trust_in_customer, trust_in_firm
from trustsim.state import DIMENSIONS, LEAPT, NO_CANDIDATE, NOBODY

LINKS = 3  # relations of a customer that the card links to
EVEN = 0.5  # trust above which somebody is said to trust


def picked_of(world, ties, kind, index):
    """The person, firm or relation that a node or an edge of the drawing stands for.

    ("firms" | "advisors" | "customers", row), ("relation", (customer, advisor)), or None.
    """
    if kind == "edge" and 0 <= index < len(ties.rows):
        return "relation", (int(world.model.tables.relations["customer"][ties.rows[index]]), int(ties.advisors[index]))
    if kind == "edge":
        return world.drawing.who(int(ties.ends[index][0])) if 0 <= index < len(ties.ends) else None
    return world.drawing.who(index) if 0 <= index < len(world.drawing.kinds) else None


def story(world, kind, who, told):
    """A card about somebody, or about a customer's view of an advisor; None if they do not exist in this world."""
    there = {table: len(getattr(world.model.tables, table)) for table in ("firms", "advisors", "customers")}
    if kind == "relation":
        customer, advisor = who
        if not (0 <= customer < there["customers"] and 0 <= advisor < there["advisors"]):
            return None
        return of_relation(world, customer, advisor, told)
    if kind not in there or not 0 <= who < there[kind]:
        return None
    return {"firms": of_firm, "advisors": of_advisor, "customers": of_customer}[kind](world, who, told)


def name_of(world, table, row, told):
    """The name of a person or firm on the page."""
    labels = world.model.network.labels.get(table)
    kind = told["network"][table.removesuffix("s")]
    return str(labels[row]) if labels else f"{kind[:1].upper()}{kind[1:]} {row}"


def card(title, *blocks):
    """A card that can be closed."""
    return {"title": title, "tone": "story", "close": "unpick", "blocks": [block for block in blocks if block]}


def text(words, tone=""):
    """A paragraph of a card."""
    return {"kind": "text", "tone": tone, "text": words}


def heading(words):
    """A heading in a card."""
    return {"kind": "heading", "text": words}


def of_customer(world, row, told):
    """The card of a customer: whom they know and trust, and what they did this week."""
    w, number, model = told["story"], lambda v: said(float(v), locale=told["locale"]), world.model
    customer, relations = model.tables.customers[row], model.tables.relations
    rows = range(int(customer["first"]), int(customer["first"]) + int(customer["known"]))
    ranked = sorted(rows, key=lambda i: -trust_of(model, i))
    names = {i: name_of(world, "advisors", int(relations["advisor"][i]), told) for i in ranked}
    table = [[names[i], number(trust_of(model, i)), number(evidence_of(model, i))] for i in ranked]
    so_far = w["of_which_leaps"].format(leaps=customer["leaps"], refusals=customer["refusals"])
    facts = [[w["propensity"], number(customer["propensity"]), ""], [w["needs_so_far"], str(customer["needs"]), so_far]]
    nearest = [(w["relation_with"].format(name=names[i]), int(relations["advisor"][i])) for i in ranked[:LINKS]]
    links = [[words, "relation", [row, advisor]] for words, advisor in nearest]
    head = [told["network"]["advisor"], w["trust"], w["evidence"]]
    return card(
        name_of(world, "customers", row, told),
        text(this_week(world, customer, told), "strong"),
        {"kind": "facts", "rows": facts},
        heading(w["knows"]),
        {"kind": "table", "head": head, "rows": table} if table else text(w["knows_nobody"]),
        {"kind": "links", "items": links} if links else None,
        *(why(world, ranked[0], told) if ranked else ()),
    )


def this_week(world, customer, told):
    """What a customer did this week, in a few sentences."""
    w, outcome = told["story"], int(customer["outcome"])
    if world.tick == 0:
        return w["not_begun"]
    if outcome == NO_CANDIDATE:
        return w["no_candidate" if int(customer["known"]) else "nobody_known"]
    if int(customer["considered"]) == NOBODY:
        return w["no_need"]
    stake, dared = told_apart(float(customer["stake"]), float(customer["allowance"]), told["locale"])
    number = lambda v: said(float(v), locale=told["locale"])  # noqa: E731
    considered = w["considered" if customer["novelty"] == 0 else "considered_new"].format(
        stake=stake, novelty=number(customer["novelty"]), trust=number(customer["trust_then"]), dared=dared,
        name=name_of(world, "advisors", int(customer["considered"]), told),
    )  # fmt: skip
    if outcome != LEAPT:
        return f"{considered} {w['refused']}"
    return " ".join([considered, w["leapt" if customer["opened"] else "leapt_safe"], *delivered(world, customer, told)])


def delivered(world, customer, told):
    """Sentences about the delivery that a customer got this week; empty if nothing was delivered."""
    w, locale = told["story"], told["locale"]
    if not world.model.world.settings.on_delivering:
        return []
    went = w["went"].format(success=said(float(customer["success"]), locale=locale))
    surprise = float(customer["surprise"])
    if abs(surprise) < 0.005:
        than = w["as_expected"]
    else:
        than = w["better" if surprise > 0 else "worse"].format(surprise=said(abs(surprise), locale=locale))
    return [w["machine"]] * bool(customer["digital"]) + [f"{went}{than}."]


def of_advisor(world, row, told):
    """The card of an advisor: whom they work for, what they do, who trusts them."""
    w, model = told["story"], world.model
    advisor, relations = model.tables.advisors[row], model.tables.relations
    rows = (relations["advisor"] == row).nonzero()[0]
    trust = felt_in(world, rows)
    number = lambda v: said(float(v), locale=told["locale"])  # noqa: E731
    facts = [
        [w["works_for"], name_of(world, "firms", int(advisor["firm"]), told), ""],
        [w["known_by"], str(len(rows)), ""],
        [w["trusted_at"], *level_of(trust, told)],
        [w["deliveries"], str(advisor["deliveries"]), w["worth"].format(size=number(advisor["entrusted"]))],
        [w["posts"], str(advisor["posts"]), w["personal"].format(n=advisor["leaps"])],
        [w["not_dared"], str(advisor["refusals"]), ""],
        [w["trust_in_firm"], number(model.engine.call(trust_in_firm, row)), ""],
        [w["trust_of_firm"], number(model.engine.call(trust_in_advisor, row)), ""],
    ]
    if advisor["autonomy"] >= 0.0:
        facts.append([w["left_free"], number(advisor["autonomy"]), ""])
    table = [[told["dimensions"][d], number(advisor["quality"][k])] for k, d in enumerate(DIMENSIONS)]
    ends = dict.fromkeys([int(rows[trust.argmax()]), int(rows[trust.argmin()])] if len(rows) else [])
    people = [int(relations["customer"][i]) for i in ends]
    names = [name_of(world, "customers", who, told) for who in people]
    pairs = zip(people, names, strict=True)
    links = [[w["relation_with"].format(name=name), "relation", [who, row]] for who, name in pairs]
    return card(
        name_of(world, "advisors", row, told),
        {"kind": "facts", "rows": facts},
        heading(w["truly"]),
        {"kind": "table", "head": [w["disposition"], w["true_value"]], "rows": table},
        {"kind": "links", "items": links} if links else None,
    )


def of_firm(world, row, told):
    """The card of a firm: its advisors, what it discloses, who trusts it."""
    w, model = told["story"], world.model
    firm, relations, advisors = model.tables.firms[row], model.tables.relations, model.tables.advisors
    ties = ((relations["firm"] == row) & (relations["advisor"] == NOBODY)).nonzero()[0]
    number = lambda v: said(float(v), locale=told["locale"])  # noqa: E731
    facts = [
        [w["employs"], str(int((advisors["firm"] == row).sum())), ""],
        [w["known_by_firm"], str(len(ties)), ""],
        [w["trusted_at_firm"], *level_of(felt_in(world, ties), told)],
        [told["parameters"]["firms.disclosure"]["name"], number(firm["disclosure"]), ""],
        [w["deliveries"], str(firm["deliveries"]), w["worth"].format(size=number(firm["entrusted"]))],
        [w["left_free_by_firm"], str(firm["leaps"]), w["of_all"].format(all=int(firm["leaps"] + firm["refusals"]))],
        [w["trust_in_clientele"], number(model.engine.call(trust_in_clientele, row)), ""],
        [w["made_good"], str(firm["lenient"]), w["of_all"].format(all=int(firm["lenient"] + firm["strict"]))],
    ]
    return card(name_of(world, "firms", row, told), {"kind": "facts", "rows": facts})


def felt_in(world, rows):
    """Current trust in these relations, through the lens by which people trust: float64 [rows]."""
    return world.model.reading(world.model.arm.lens).relations[rows]


def level_of(trust, told):
    """The mean of some trust and its range, in words."""
    number = lambda v: said(float(v), locale=told["locale"])  # noqa: E731
    if not len(trust):
        return "–", ""
    return number(trust.mean()), told["story"]["from_to"].format(low=number(trust.min()), high=number(trust.max()))


def of_relation(world, customer, advisor, told):
    """The card about what one customer thinks of one advisor, and why."""
    names = [name_of(world, *who, told) for who in (("customers", customer), ("advisors", advisor))]
    title = told["story"]["about"].format(**dict(zip(("customer", "advisor"), names, strict=True)))
    row = int(world.model.engine.call(find, customer, advisor))
    if row == NOBODY:
        return card(title, text(told["story"]["gone"]))
    return card(title, *both_ways(world, row, told), *why(world, row, told))


def both_ways(world, row, told):
    """How far the two in a relation trust each other, and how long and how often they have met."""
    w, number, model = told["story"], lambda v: said(float(v), locale=told["locale"]), world.model
    relation = model.tables.relations[row]
    there, back = trust_of(model, row), float(model.engine.call(trust_in_customer, row))
    if there > EVEN:
        answer = w["each_other" if back > EVEN else "not_back"]
    else:
        answer = w["only_back" if back > EVEN else "neither"]
    met = {name: int(relation[name]) for name in ("since", "met", "used")}
    return [
        heading(w["both_ways"]),
        text(answer.format(there=number(there), back=number(back)), "strong"),
        text(w["known_since"].format(**met), "quiet"),
    ]


def why(world, row, told):
    """Why the customer in a relation trusts, per context; what changed that last; what would make them leap."""
    w, model, number = told["story"], world.model, lambda v: said(float(v), locale=told["locale"])
    relation = model.tables.relations[row]
    propensity = model.tables.customers["propensity"][int(relation["customer"])]
    weight = model.tables.settings["prior_weight"][0]
    blocks = [
        heading(w["why"].format(name=name_of(world, "advisors", int(relation["advisor"]), told))),
        held(world, row, told),
        text(w["prior"].format(prior=number(propensity), weight=number(weight)), "quiet"),
    ]
    scar = model.tables.evidence["scar"][row, 0]
    if scar > 0:
        blocks.append(text(w["scar"].format(scar=number(scar)), "quiet"))
    blocks += [heading(w["moved"]), text(last_move(world, row, told))]
    return [*blocks, heading(w["would_it"]), *leap_of(world, row, told)]


def held(world, row, told):
    """The table of beliefs with their evidence, and trust."""
    w, model, number = told["story"], world.model, lambda v: said(float(v), locale=told["locale"])
    names, lens = model.arm.contexts, model.arm.lens
    about = [model.engine.call(beliefs, row, context, 0.0) for context in range(len(names))]
    growth = float(model.tables.clock["growth"][0])
    rows = []
    for d, dimension in enumerate(DIMENSIONS):
        evidence = model.engine.call(weighed, row, 0, d)
        cells = [*(b[d] for b in about), *(each / growth for each in evidence)]
        rows.append([told["dimensions"][dimension], *map(number, cells)])
    read = w["trust_through"].format(lens=told["lenses"][lens]["name"] if lens in LENSES else lens)
    rows.append([read, *(number(trust_of(model, row, context)) for context in range(len(names))), "", ""])
    head = [w["belief_in"], *([w["belief"]] if len(names) == 1 else names), w["evidence_for"], w["evidence_against"]]
    return {"kind": "table", "head": head, "rows": rows}


def trust_of(model, row, context=0):
    """Trust in relation `row` about a context, through the lens by which people trust."""
    return float(model.engine.call(trust_in, row, context, 0.0))


def evidence_of(model, row):
    """The number of observations behind a relation, each weighted by what is left of it after fading."""
    evidence = model.tables.evidence[row]
    return float(evidence["good"].sum() + evidence["bad"].sum()) / float(model.tables.clock["growth"][0])


def leap_of(world, row, told):
    """Whether the customer would leap with an ordinary need with this advisor now, and what would change the answer."""
    w, locale = told["story"], told["locale"]
    if not world.model.world.settings.on_leaping:
        return [text(w["no_leaping"], "strong")]
    found = chances(world.model, row)
    if not found.eligible:
        believed, floor = told_apart(found.believed, found.floor, locale)
        return [text(w["not_reputable"].format(belief=believed, floor=floor), "strong")]
    answer = w["would" if found.leaps else "would_not"].format(size=told_down(found.size, locale))
    return [text(answer, "strong"), {"kind": "list", "items": list(conditions(found, told))}]


def conditions(found, told):
    """The conditions for a leap with an ordinary need, one sentence each, with values at which the rules say yes."""
    w, locale = told["story"], told["locale"]
    exactly, size = lambda v: said(v, 3, locale), told_down(found.size, locale)
    if found.needs_trust is None:
        yield w["no_trust_is_enough"]
    elif found.needs_trust <= 1 / STEPS:
        yield w["any_trust"]
    else:
        yield w["needs_trust"].format(needed=exactly(found.needs_trust), now=exactly(found.trust))
    if not found.leaps:
        for needed, now, dimension in found.needs_beliefs[:3]:
            belief = told["dimensions"][dimension].lower()
            yield w["needs_belief"].format(belief=belief, now=exactly(now), needed=exactly(needed))
        yield w["needs_size"].format(size=size)
        if found.needs_loss is not None:
            yield w["needs_loss"].format(loss=exactly(found.needs_loss), now=exactly(found.loss))
    yield w["when_new"].format(size=told_down(found.new, locale))
    if found.remembered is not None:
        yield w["carried"].format(size=said(found.remembered, locale=locale))


def told_down(value, locale):
    """A size with two decimals, rounded down so that the statement is true for the printed number."""
    return said(math.floor(value * 100) / 100, locale=locale)


def told_apart(one, other, locale):
    """Two numbers with as many decimals (at least two) as are needed to see which is larger."""
    digits = next((d for d in range(2, 9) if round(one, d) != round(other, d)), 2)
    return said(one, digits, locale), said(other, digits, locale)
