"""Explain the last change of trust in a relation: rerun that week with all mechanisms, then without each of them."""

from typing import NamedTuple

from trustsim.evidence import beliefs, trust_in
from trustsim.live.showing import said, signed
from trustsim.mechanisms import MECHANISMS
from trustsim.model import TrustModel
from trustsim.state import DIMENSIONS, LEAPT

ENOUGH = 2_000_000  # most relation-weeks to run again for an explanation
SHIFT = 0.004  # trust: smaller changes are not explained
UNTOLD = ("leaping", "opening_up", "contexts", "levelling")  # not reported: they act through deliveries and posts
SEEN = 5e-4  # trust or belief: smaller changes would be printed as zero


class Move(NamedTuple):
    """A week in which trust in a relation changed; `before` is None if they met in that week."""

    week: int
    before: float | None
    after: float
    beliefs: tuple  # (change, dimension), the largest first
    effects: tuple  # (trust minus trust without the mechanism, mechanism), the largest first
    own: bool  # whether this advisor delivered something to them in that week
    machine: bool  # whether a machine did, for the firm
    success: float


def last_move(world, row, told):
    """A few sentences about the last change of trust in a relation: when, how large, through which beliefs, and why."""
    w = told["story"]
    week = week_of_move(world, row)
    if week is None:
        return w["never_moved"]
    if week < 0:
        return w["not_known"]
    if (row, week) not in world.moves:
        world.moves[row, week] = move(world, row, week)
    found = world.moves[row, week]
    if found.before is None:
        return w["met"].format(tick=week)
    change = signed(found.after - found.before, told["locale"])
    text = w["moved_then"].format(tick=week, change=change, now=said(found.after, 3, told["locale"]))
    through = listed([(told["dimensions"][d].lower(), change) for change, d in found.beliefs[:3]], told)
    causes = listed([(cause(found, mechanism, told), effect) for effect, mechanism in found.effects], told)
    if through:
        text += " " + w["through"].format(beliefs=through)
    return text + " " + (w["by"].format(causes=causes) if causes else w["by_nothing"])


def listed(pairs, told):
    """(words, change) pairs as a list in the reader's language. Changes that are too small to show are left out."""
    return ", ".join(f"{name} {signed(change, told['locale'])}" for name, change in pairs if abs(change) > SEEN)


def cause(found, mechanism, told):
    """The words for what a mechanism did to this relation in that week."""
    w = told["story"]
    if mechanism != "delivering":
        return w[f"by_{mechanism}"]
    if not found.own:
        return w["by_colleague"]
    delivery = w["by_machine" if found.machine else "by_delivering"]
    return delivery.format(success=said(found.success, locale=told["locale"]))


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
        same = (newer.lens, newer.context, newer.direction) == (older.lens, older.context, older.direction)
        if same and abs(now - then) > SHIFT * 254:
            return newer.tick if older.tick == newer.tick - 1 else -1
    return None


def lived_again(world, weeks):
    """The same world, run again up to a week. The copy is exact because all random draws are keyed."""
    return TrustModel(world.model.arm, seed=world.model.seed, network=world.model.network).run(max(weeks, 0))


def move(world, row, week):
    """The Move of relation `row` in a week."""
    model = lived_again(world, week - 1)
    try:
        known = int(model.tables.relations["advisor"][row]) == int(world.model.tables.relations["advisor"][row])
        then, before = held(model, row), model.engine.call(trust_in, row, 0, 0.0)
        kept = [table.copy() for table in model.tables]
        model.step()
        now, after = held(model, row), float(model.engine.call(trust_in, row, 0, 0.0))
        customer = model.tables.customers[int(model.tables.relations["customer"][row])]
        leapt = int(customer["outcome"]) == LEAPT
        own = leapt and int(customer["considered"]) == int(model.tables.relations["advisor"][row])
        facts = own, leapt and bool(customer["digital"]), float(customer["success"])
        changes = sorted(((now[k] - then[k], d) for k, d in enumerate(DIMENSIONS)), key=lambda change: -abs(change[0]))
        effects = effects_of(model, row, kept, after) if known else []
    finally:
        model.close()
    return Move(week, float(before) if known else None, after, tuple(changes), tuple(effects), *facts)


def held(model, row):
    """The beliefs of a relation's owner, in the main context."""
    return model.engine.call(beliefs, row, 0, 0.0)


def effects_of(model, row, kept, after):
    """(effect, mechanism), largest first. Effect: trust after the week minus trust after the same week without it."""
    effects = []
    for mechanism in MECHANISMS:
        for table, then in zip(model.tables, kept, strict=True):
            table[:] = then
        if mechanism in UNTOLD or not int(model.tables.settings[f"on_{mechanism}"][0]):
            continue
        model.turn_the_page()  # apply scheduled changes first, then the switch; the rest of the week is the same
        model.tables.settings[f"on_{mechanism}"] = 0
        model.way()
        effects.append((after - float(model.engine.call(trust_in, row, 0, 0.0)), mechanism))
    return sorted(effects, key=lambda effect: -abs(effect[0]))
