"""The story of whoever was picked: what it knows, why it trusts, what moved that, would it leap, what would make it."""

from trustsim.acquaintance import find
from trustsim.evidence import beliefs, trust_in, weighed
from trustsim.lenses import LENSES, lens
from trustsim.live.showing import said, signed
from trustsim.mechanisms.leaping import allowance
from trustsim.mechanisms.scrutiny import watch
from trustsim.model import TrustModel
from trustsim.named import own_lens
from trustsim.state import DIMENSIONS, LEAPT, NO_POST, NOBODY, OUTCOMES

ENOUGH = 2_000_000  # relation-weeks that are worth living again to tell what moved trust last
SHIFT = 0.004  # trust: a smaller move is no story


def picked_of(world, ties, kind, index):
    """Who a node or an edge of the drawing stands for, whatever is drawn later: ("node", number), ("relation", (customer, advisor)) or None."""
    if kind == "edge" and index < len(ties.rows):
        return "relation", (int(world.model.tables.relations["customer"][ties.rows[index]]), int(ties.advisors[index]))
    if kind == "edge":
        return ("node", int(ties.ends[index][0])) if index < len(ties.ends) else None
    return "node", index


def story(world, kind, who, told):
    """A card about a node, or about what a customer thinks of an advisor, in this world; None where there is no such person."""
    if kind == "node":
        return of_node(world, who, told) if who < len(world.drawing.kinds) else None
    customer, advisor = who
    if customer >= len(world.model.tables.customers) or advisor >= len(world.model.tables.advisors):
        return None
    return of_relation(world, customer, advisor, told)


def of_node(world, node, told):
    """A card about a firm, an advisor or a customer."""
    table, row = world.drawing.who(node)
    return {"firms": of_firm, "advisors": of_advisor, "customers": of_customer}[table](world, row, told)


def name_of(world, table, row, told):
    """What somebody is called on the page."""
    labels = world.model.network.labels.get(table)
    kind = told["network"][table.removesuffix("s")]
    return str(labels[row]) if labels else f"{kind[:1].upper()}{kind[1:]} {row}"


def card(title, *blocks):
    """A card that can be closed."""
    return {"title": title, "tone": "story", "close": "unpick", "blocks": [block for block in blocks if block]}


def of_customer(world, row, told):
    """A customer: whom it knows and trusts, and what it did this week."""
    w, number, model = told["story"], lambda v: said(v, locale=told["locale"]), world.model
    customer, relations = model.tables.customers[row], model.tables.relations
    rows = range(int(customer["first"]), int(customer["first"]) + int(customer["known"]))
    ranked = sorted(rows, key=lambda i: -trust_of(model, i))
    table = [[name_of(world, "advisors", int(relations["advisor"][i]), told), number(trust_of(model, i)), number(evidence_of(model, i))] for i in ranked]
    facts = [
        [w["propensity"], number(customer["propensity"]), ""],
        [w["needs_so_far"], str(customer["needs"]), w["of_which_leaps"].format(leaps=customer["leaps"], refusals=customer["refusals"])],
    ]
    links = [[w["relation_with"].format(name=name_of(world, "advisors", int(relations["advisor"][i]), told)), "relation", [row, int(relations["advisor"][i])]] for i in ranked[:3]]
    return card(
        name_of(world, "customers", row, told),
        {"kind": "text", "text": this_week(world, customer, told), "tone": "strong"},
        {"kind": "facts", "rows": facts},
        {"kind": "heading", "text": w["knows"]},
        {"kind": "table", "head": [told["network"]["advisor"], w["trust"], w["evidence"]], "rows": table}
        if table
        else {"kind": "text", "text": w["knows_nobody"]},
        {"kind": "links", "items": links} if links else None,
        *(why(world, ranked[0], told) if ranked else ()),
    )


def this_week(world, customer, told):
    """What a customer did this week, in a sentence."""
    w, outcome = told["story"], OUTCOMES[int(customer["outcome"])]
    if world.tick == 0:
        return w["not_begun"]
    if int(customer["considered"]) == NOBODY:
        return w[{"no need": "no_need", "no candidate": "no_candidate"}.get(outcome, "no_need")]
    number = lambda v: said(float(v), locale=told["locale"])  # noqa: E731
    text = w["considered"].format(
        stake=number(customer["stake"]), novelty=number(customer["novelty"]), name=name_of(world, "advisors", int(customer["considered"]), told),
        trust=number(customer["trust_then"]), dared=number(customer["allowance"]),
    )  # fmt: skip
    if int(customer["outcome"]) != LEAPT:
        return f"{text} {w['refused']}"
    real = w["real_problem" if customer["opened"] else "safe_problem"]
    return f"{text} {w['leapt'].format(problem=real, success=number(customer['success']), surprise=signed(float(customer['surprise']), told['locale']))}"


def of_advisor(world, row, told):
    """An advisor: whom it works for, what it does, who trusts it."""
    w, model = told["story"], world.model
    advisor, relations = model.tables.advisors[row], model.tables.relations
    rows = [int(i) for i in (relations["advisor"] == row).nonzero()[0]]
    felt = sorted((trust_of(model, i), i) for i in rows[:400])
    number = lambda v: said(float(v), locale=told["locale"])  # noqa: E731
    facts = [
        [w["works_for"], name_of(world, "firms", int(advisor["firm"]), told), ""],
        [w["known_by"], str(len(rows)), ""],
        [
            w["trusted_at"],
            number(sum(t for t, _ in felt) / len(felt)) if felt else "–",
            w["from_to"].format(low=number(felt[0][0]), high=number(felt[-1][0])) if felt else "",
        ],
        [w["deliveries"], str(advisor["deliveries"]), w["worth"].format(size=number(advisor["entrusted"]))],
        [w["posts"], str(advisor["posts"]), w["personal"].format(n=advisor["leaps"])],
    ]
    table = [[told["dimensions"][d], number(advisor["quality"][k])] for k, d in enumerate(DIMENSIONS)]
    links = [
        [w["relation_with"].format(name=name_of(world, "customers", int(relations["customer"][i]), told)), "relation", [int(relations["customer"][i]), row]]
        for _, i in (felt[-1:] + felt[:1] if len(felt) > 1 else felt)
    ]
    return card(
        name_of(world, "advisors", row, told),
        {"kind": "facts", "rows": facts},
        {"kind": "heading", "text": w["truly"]},
        {"kind": "table", "head": [w["disposition"], w["true_value"]], "rows": table},
        {"kind": "links", "items": links} if links else None,
    )


def of_firm(world, row, told):
    """A firm: its advisors, what it shows, who trusts it."""
    w, model = told["story"], world.model
    firm, relations, advisors = model.tables.firms[row], model.tables.relations, model.tables.advisors
    ties = ((relations["firm"] == row) & (relations["advisor"] == NOBODY)).nonzero()[0]
    number = lambda v: said(float(v), locale=told["locale"])  # noqa: E731
    felt = relations["trust"][ties]
    facts = [
        [w["employs"], str(int((advisors["firm"] == row).sum())), ""],
        [w["known_by"], str(len(ties)), ""],
        [w["trusted_at"], number(felt.mean()) if len(felt) and world.tick else "–", ""],
        [told["parameters"]["firms.disclosure"]["name"], number(firm["disclosure"]), ""],
        [w["deliveries"], str(firm["deliveries"]), w["worth"].format(size=number(firm["entrusted"]))],
    ]
    return card(name_of(world, "firms", row, told), {"kind": "facts", "rows": facts})


def of_relation(world, customer, advisor, told):
    """What one customer thinks of one advisor, and why."""
    title = told["story"]["about"].format(customer=name_of(world, "customers", customer, told), advisor=name_of(world, "advisors", advisor, told))
    row = int(world.model.engine.call(find, customer, advisor))
    if row == NOBODY:
        return card(title, {"kind": "text", "text": told["story"]["gone"]})
    return card(title, *why(world, row, told))


def why(world, row, told):
    """Why the owner of a relation trusts, context by context; what moved it last; would it leap, and what would make it."""
    w, model, number = told["story"], world.model, lambda v: said(float(v), locale=told["locale"])
    relation = model.tables.relations[row]
    customer = model.tables.customers[int(relation["customer"])]
    blocks = [{"kind": "heading", "text": w["why"].format(name=name_of(world, "advisors", int(relation["advisor"]), told))}]
    names = model.arm.contexts
    about = [beliefs_in(model, row, context) for context in range(len(names))]
    head = [w["belief_in"], *([w["belief"]] if len(names) == 1 else names), w["evidence_for"], w["evidence_against"]]
    rows = []
    for d, dimension in enumerate(DIMENSIONS):
        good, bad = model.engine.call(weighed, row, 0, d)
        growth = float(model.tables.clock["growth"][0])
        rows.append([told["dimensions"][dimension], *(number(b[d]) for b in about), number(good / growth), number(bad / growth)])
    rows.append(
        [
            w["trust_through"].format(lens=told["lenses"][model.arm.lens]["name"] if model.arm.lens in LENSES else model.arm.lens),
            *(number(trust_of(model, row, c)) for c in range(len(names))),
            "",
            "",
        ]
    )
    blocks.append({"kind": "table", "head": head, "rows": rows})
    blocks.append(
        {
            "kind": "text",
            "tone": "quiet",
            "text": w["prior"].format(prior=number(customer["propensity"]), weight=number(model.tables.settings["prior_weight"][0])),
        }
    )
    if relation["scar"] > 0:
        blocks.append({"kind": "text", "tone": "quiet", "text": w["scar"].format(scar=number(relation["scar"]))})
    blocks += [{"kind": "heading", "text": w["moved"]}, {"kind": "text", "text": last_move(world, row, told)}]
    return [*blocks, {"kind": "heading", "text": w["would_it"]}, *leap_of(world, row, told)]


def trust_of(model, row, context=0):
    """Trust in relation `row` about a context, under the lens that people trust by."""
    return float(model.engine.call(trust_in, row, context, 0.0))


def beliefs_in(model, row, context=0):
    """The seven beliefs (and the pooled one) of a relation about a context."""
    return model.engine.call(beliefs, row, context, 0.0)


def evidence_of(model, row):
    """Observations behind a relation, faded ones by what is left of them."""
    evidence = model.tables.evidence[row]
    return float(evidence["good"].sum() + evidence["bad"].sum()) / float(model.tables.clock["growth"][0])


def leap_of(world, row, told):
    """Would it leap with a median need, and what would have to change for it to (or for it not to)?"""
    w, model = told["story"], world.model
    number = lambda v: said(float(v), locale=told["locale"])  # noqa: E731
    settings, relation = model.world.settings, model.tables.relations[row]
    customer = model.tables.customers[int(relation["customer"])]
    trust, b = trust_of(model, row), beliefs_in(model, row)
    kappa, gain = float(customer["risk_aversion"]), float(settings.gain)
    loss = 1.0 - float(model.engine.call(watch, int(relation["firm"]), trust)) * float(settings.verification)
    carried = float(settings.stickiness) if relation["dared"] >= 0 else 0.0
    dares = carried * float(relation["dared"]) + (1 - carried) * allowance(trust, gain, loss, kappa)
    reputable = b.competence >= float(settings.reputation_floor)
    if not reputable:
        return [{"kind": "text", "text": w["not_reputable"].format(belief=number(b.competence), floor=number(settings.reputation_floor)), "tone": "strong"}]
    blocks = [{"kind": "text", "tone": "strong", "text": w["would" if dares >= 1 else "would_not"].format(size=number(dares))}]
    if carried >= 1:
        return blocks
    wanted = max((1 - carried * float(relation["dared"])) / (1 - carried), 1e-6) if carried else 1.0
    odds = loss * wanted**kappa / gain
    needed = odds / (1 + odds)
    if needed < 0.005:
        return [*blocks, {"kind": "text", "text": w["carried"].format(size=number(relation["dared"]))}]
    items = [w["needs_trust"].format(needed=number(needed), now=number(trust))]
    if dares < 1:
        items += [
            w["needs_belief"].format(belief=told["dimensions"][d].lower(), now=number(b[k]), needed=number(value)) for value, k, d in easiest(model, b, needed)
        ]
        items.append(w["needs_size"].format(size=number(dares)))
        most = gain * trust / ((1 - trust) * wanted**kappa)
        items.append(w["needs_loss"].format(loss=number(most), now=number(loss)))
    return [*blocks, {"kind": "list", "items": items}]


def easiest(model, b, needed):
    """[(value, place, dimension)]: single beliefs that would carry trust to what is needed, the smallest rise first."""
    reads = own_lens(model.arm) or lens(model.arm.lens)
    ways = []
    for place, dimension in enumerate(DIMENSIONS):
        low, high = b[place], 0.9999
        if reads(b._replace(**{dimension: high}), model.world.settings) < needed:
            continue
        for _ in range(30):
            middle = 0.5 * (low + high)
            low, high = (low, middle) if reads(b._replace(**{dimension: middle}), model.world.settings) >= needed else (middle, high)
        ways.append((high, place, dimension))
    return sorted(ways, key=lambda way: way[0] - b[way[1]])[:3]


def last_move(world, row, told):
    """The last week in which trust in a relation moved, by how much, through which beliefs and by what."""
    w, relation = told["story"], world.model.tables.relations[row]
    week = week_of_move(world, row)
    if week is None:
        return w["never_moved"]
    if week < 0:
        return w["not_known"]
    before = lived_again(world, week - 1)
    after = None
    try:
        if int(before.tables.relations["advisor"][row]) != int(relation["advisor"]):
            return w["met"].format(tick=week)
        then, trust = beliefs_in(before, row), trust_of(before, row)
        after = before
        after.step()
        now, trust_now = beliefs_in(after, row), trust_of(after, row)
        moves = sorted(((now[k] - then[k], d) for k, d in enumerate(DIMENSIONS)), key=lambda move: -abs(move[0]))[:3]
        through = ", ".join(f"{told['dimensions'][d].lower()} {signed(move, told['locale'])}" for move, d in moves if abs(move) > 5e-4)
        return w["moved_then"].format(tick=week, change=signed(trust_now - trust, told["locale"]), through=through or "–", cause=cause(after, row, told))
    finally:
        before.close()


def week_of_move(world, row):
    """The last recorded week in which the colour of a relation changed; None: never, -1: not recorded."""
    if world.tick * len(world.model.tables.relations) > ENOUGH:
        return -1
    places = {}

    def level(frame):
        key = id(frame.ties)
        if key not in places:
            found = (frame.ties.rows == row).nonzero()[0]
            places[key] = int(found[0]) if len(found) else None
        return None if places[key] is None else int(frame.edges[places[key]])

    frames = world.history.frames
    if level(frames[-1]) is None:
        return -1
    for newer, older in zip(frames[::-1], frames[-2::-1], strict=False):
        now, then = level(newer), level(older)
        if not then or not now:
            return newer.tick if older.tick == newer.tick - 1 else -1
        if (newer.lens, newer.context) == (older.lens, older.context) and abs(now - then) > SHIFT * 254:
            return newer.tick if older.tick == newer.tick - 1 else -1
    return None


def lived_again(world, weeks):
    """The same world lived again up to a week: exact, since all chance is counted."""
    return TrustModel(world.model.arm, seed=world.model.seed, network=world.model.network).run(max(weeks, 0))


def cause(model, row, told):
    """What reached a relation in the week just lived."""
    w, relation = told["story"], model.tables.relations[row]
    customer = model.tables.customers[int(relation["customer"])]
    if int(customer["outcome"]) == LEAPT and int(customer["considered"]) == int(relation["advisor"]):
        return w["by_delivery"].format(success=said(float(customer["success"]), locale=told["locale"]))
    if model.tables.clock["news"][0]:
        return w["by_news"]
    peers = model.tables.peers["who"][int(customer["peer_first"]) : int(customer["peer_last"])]
    if (model.tables.customers["told_of"][peers] == int(relation["advisor"])).any():
        return w["by_telling"]
    if int(model.tables.advisors["post"][int(relation["advisor"])]) != NO_POST:
        return w["by_post"]
    return w["by_look" if customer["looks"] else "by_firm"]
