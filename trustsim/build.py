"""Build a world: fill the tables from a network and the numbers of a config."""

import threading
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from trustsim.acquaintance import COMMUNAL, COMMUNAL_WITH_FIRM
from trustsim.budget import check_read
from trustsim.chance import chances, dice, normals, purpose
from trustsim.lenses import LENSES
from trustsim.lenses.trust_equation import FORMS
from trustsim.mechanisms import MECHANISMS
from trustsim.parameters import scalars, traits
from trustsim.state import DIMENSIONS, NOBODY, WITH_ADVISORS, World, aligned, table, whole_lines

FEW = 20_000  # people or relations: what twin worlds of so many share is kept, while that of larger ones takes room
SPREAD_OF = {
    "firms.disclosure": "disclosure",
    "customers.propensity": "propensity",
    "advisors.status": "status",
    "customers.status": "status",
} | {f"advisors.{dimension}": "quality" for dimension in DIMENSIONS}


@cache
def settings_dtype(own=()):
    """The record type of the settings of a world: scalars, lens, form, and one switch per mechanism.

    `own` are the Parameters of the user's own mechanisms.
    """
    fields = [(p.name, "f8" if p.kind is float else "i8") for p in (*scalars(), *own)]
    return np.dtype(
        fields + [("lens", "i8"), ("lens_form", "i8")] + [(f"on_{name}", "i8") for name in MECHANISMS], align=True
    )


def write_settings(settings, arm, own_lens=None):
    """Write the resolved `arm`'s scalars, lens and switches into the record array `settings` (1 row)."""
    lens = len(LENSES) if own_lens else LENSES.index(arm.lens)
    numbers = (arm.values[p.path] for p in (*scalars(), *arm.own))
    switches = (arm.mechanisms.get(name, True) is True for name in MECHANISMS)  # a user's file replaces a shipped rule
    settings[0] = (*numbers, lens, FORMS.index(arm.lens_form), *switches)  # in the order of `settings_dtype`


def column(world, owner, trait):
    """The column of a trait, float64 [rows], sharing memory: `column(world, "advisors", "competence")`."""
    stored = getattr(world, owner)
    return stored["quality"][:, DIMENSIONS.index(trait)] if trait in DIMENSIONS else stored[trait]


def trait_values(owner, trait, centre, spread, seed, count):
    """A trait of the first `count` individuals: the centre, spread on the logit scale by a fixed draw for each.

    The draw depends only on seed, individual and trait, so twins keep their place when the centre moves.
    A centre of exactly 0 or 1 stays exact. Without a spread it is one number for all. All are within the trait's range.
    """
    if not spread or not 0.0 < centre < 1.0:
        low, high = range_of(owner, trait)
        return min(max(float(centre), low), high)
    made = spread_out if count <= FEW else spread_out.__wrapped__
    return made(owner, trait, centre, spread, seed, count)


@lru_cache(256)
def spread_out(owner, trait, centre, spread, seed, count):
    """Values around a centre. Twin worlds share them."""
    luck = normals(dice(seed, -1), np.arange(count), purpose(f"trait.{owner}.{trait}"))
    return np.clip(1.0 / (1.0 + np.exp(-(np.log(centre / (1.0 - centre)) + spread * luck))), *range_of(owner, trait))


@cache
def range_of(owner, trait):
    """The lowest and highest value of a trait."""
    return next((p.low, p.high) for p in traits(owner) if p.name == trait)


def set_trait(world, network, owner, trait, arm, centre, seed, rows=None):
    """Give `rows` (all when None) of a table the trait `centre`, with the arm's spread for it, within its range.

    If the network has a hierarchy, an advisor's status is the mean of the trait and their place in the hierarchy.
    """
    cells = column(world, owner, trait)
    rows = slice(None) if rows is None else rows
    spread = arm.values.get(f"spread.{SPREAD_OF.get(f'{owner}.{trait}')}", 0.0)
    values = trait_values(owner, trait, centre, spread, seed, len(cells))
    cells[rows] = values if isinstance(values, float) else values[rows]
    if (owner, trait) == ("advisors", "status") and len(network.standing):
        cells[rows] = 0.5 * (cells[rows] + network.standing[rows])


def build(network, arm, seed):
    """The `World` at week 0, as structured arrays, for a network, a resolved arm and a seed."""
    room, contexts = int(arm.values["graph.spare"]), len(arm.contexts)
    check_read(network, room, contexts)
    share = max(map(len, (network.knows_first, network.knows, network.firm_of, network.peers))) <= FEW
    structure = shared_structure(Itself(network), room, contexts) if share else laid_out(network, room, contexts)
    tables = copied(structure.tables) if share else structure.tables
    settings = np.zeros(1, settings_dtype(arm.own))
    write_settings(settings, arm, own_lens=":" in arm.lens)
    world = World(**tables, settings=settings, clock=table("clock", 1), sums=table("sums", 1))
    world.clock["origin"], world.clock["growth"] = dice(seed, -1), 1.0
    for owner in ("firms", "advisors", "customers"):
        for p in traits(owner):
            set_trait(world, network, owner, p.name, arm, arm.values[p.path], seed)
            given = network.attributes.get(owner, {}).get(p.name)
            if given is not None and given.dtype.kind == "f":  # a group may have the name of a trait
                column(world, owner, p.name)[:] = np.clip(given, p.low, p.high)
    world.customers["lens"] = lenses_of(arm, world.settings["lens"][0], seed, len(world.customers))
    relate(world, network, seed, structure)
    return world


class Itself(NamedTuple):
    """The key that stands for this very network and keeps it, so that no other can take its place in memory."""

    network: object

    def __eq__(self, other):
        return self.network is other.network

    def __hash__(self):
        return id(self.network)


class Structure(NamedTuple):
    """What twin worlds share: who is there and who knows whom, in tables that are blank otherwise, and where."""

    tables: dict  # all but those of one row
    rows: np.ndarray  # of the relations with advisors
    owner: np.ndarray  # their customers
    firm_rows: np.ndarray  # of the relations with firms
    firm_owner: np.ndarray  # their customers


@lru_cache(2)
def shared_structure(key, room, contexts):
    """The Structure of a network (in `Itself`), made once for all its worlds, which copy it."""
    return laid_out(key.network, room, contexts)


def copied(tables):
    """Copies of tables, side by side in one stretch of memory, which is faster than asking for many."""
    before = {name: whole_lines(each[:1].nbytes) for name, each in tables.items()}  # see `aligned`
    size = sum(before[name] + whole_lines(each.nbytes) for name, each in tables.items())
    room, copies, start = aligned((size,), np.dtype(np.uint8), spare_room), {}, 0
    for name, each in tables.items():
        start += before[name]
        place = room[start : start + each.nbytes]
        place[...] = each.reshape(-1).view(np.uint8)
        copies[name] = place.view(each.dtype).reshape(each.shape)
        start += whole_lines(each.nbytes)
    return copies


SPARE = threading.local()


def spare_room(size, dtype):
    """Memory that the last world of this thread no longer needs, if there is so much of it, or else new memory."""
    room = vars(SPARE).pop("room", None)
    return room if room is not None and len(room) >= size else np.empty(size, dtype)


def give_up(world):
    """Let the next world of this thread take the memory of this one, whose tables nobody may use from now on.

    Asking the system for memory and getting it page by page took as long as filling it.
    """
    room = world.firms
    while isinstance(room.base, np.ndarray):
        room = room.base
    SPARE.room = room


def laid_out(network, room, contexts):
    """The Structure of a network, with `room` spare slots for each customer and so many contexts."""
    customers = len(network.knows_first) - 1
    degree = np.diff(network.knows_first)
    keys = direct_relations(network)
    firms_known = np.bincount(keys // network.firms, minlength=customers)
    first = np.concatenate(([0], np.cumsum(degree + room)))
    with_firms = np.maximum(firms_known, np.minimum(network.firms, degree + room))
    firm_first = first[-1] + np.concatenate(([0], np.cumsum(with_firms)))
    tables = {
        "firms": table("firms", network.firms),
        "advisors": table("advisors", len(network.firm_of)),
        "customers": table("customers", customers),
        "relations": table("relations", int(firm_first[-1])),
        "peers": table("peers", len(network.peers)),
        "staff": table("staff", len(network.firm_of)),
        "evidence": table("evidence", (int(firm_first[-1]), contexts)),
        **{name: table(name, int(first[-1])) for name in WITH_ADVISORS},
        "employment": table("employment", (len(network.firm_of), 2)),
        "clientele": table("clientele", network.firms),
    }
    tables["advisors"]["firm"], tables["staff"]["who"] = network.firm_of, np.argsort(network.firm_of, kind="stable")
    ends = np.cumsum(np.bincount(network.firm_of, minlength=network.firms))
    tables["firms"]["staff_first"][1:], tables["firms"]["staff_last"] = ends[:-1], ends
    lists, relations, peers = tables["customers"], tables["relations"], tables["peers"]
    lists["first"], lists["last"], lists["known"] = first[:-1], first[1:], degree
    lists["firm_first"], lists["firm_last"] = firm_first[:-1], firm_first[1:]
    lists["peer_first"], lists["peer_last"] = network.peers_first[:-1], network.peers_first[1:]
    peers["who"], peers["strength"] = network.peers, network.strength
    owner, firm = np.repeat(np.arange(customers), degree), network.firm_of[network.knows]
    rows = first[owner] + np.arange(len(owner)) - network.knows_first[owner]
    relations["customer"][: first[-1]] = np.repeat(np.arange(customers), np.diff(first))
    relations["customer"][first[-1] :] = np.repeat(np.arange(customers), np.diff(firm_first))
    relations["advisor"][rows], relations["firm"][rows] = network.knows, firm
    tables["evidence"]["knows"][rows, 0] = network.knows
    firm_owner = keys // network.firms
    firm_rows = (
        firm_first[firm_owner] + np.arange(len(keys)) - np.concatenate(([0], np.cumsum(firms_known)))[firm_owner]
    )
    relations["firm"][firm_rows] = keys % network.firms
    relations["with_firm"][rows] = firm_rows[np.searchsorted(keys, owner * network.firms + firm)]
    assert (relations["with_firm"][rows] != NOBODY).all()
    return Structure(tables, rows, owner, firm_rows, firm_owner)


def lenses_of(arm, lens, seed, customers):
    """The lens of each customer, as its place in LENSES: the same for all, or drawn by the shares of the arm."""
    if not arm.lens_mix:
        return np.full(customers, lens)
    places, shares = [LENSES.index(name) for name in arm.lens_mix], np.cumsum(list(arm.lens_mix.values()))
    luck = chances(dice(seed, -1), np.arange(customers), purpose("customers.lens"))
    return np.array(places)[np.minimum(np.searchsorted(shares, luck, side="right"), len(places) - 1)]


def direct_relations(network):
    """Keys customer x firms + firm, ascending, of the firms that customers know, directly or through an advisor."""
    customers = len(network.knows_first) - 1
    through = (
        np.repeat(np.arange(customers), np.diff(network.knows_first)) * network.firms + network.firm_of[network.knows]
    )
    directly = np.repeat(np.arange(customers), np.diff(network.firms_first)) * network.firms + network.firms_known
    return np.unique(np.concatenate((through, directly)))


def relate(world, network, seed, structure):
    """Fill what relations take from people and luck, as `acquaintance.begin` would one by one.

    A test compares both.
    """
    relations, advisor, (_, rows, owner, firm_rows, firm_owner) = world.relations, network.knows, structure
    relations["gap"][rows] = np.maximum(0.0, world.advisors["status"][advisor] - world.customers["status"][owner])
    relations["communal"][rows] = communal(world, seed, owner, advisor, COMMUNAL)
    firms = relations["firm"][firm_rows]
    relations["communal"][firm_rows] = communal(world, seed, firm_owner, firms, COMMUNAL_WITH_FIRM)
    for dimension, amounts in network.prior.items():
        good = world.evidence["good"][..., DIMENSIONS.index(dimension)]
        good[rows, 1:] = np.multiply.outer(amounts, np.repeat(world.settings["spillover"], good.shape[1] - 1))
        good[rows, 0] = amounts


def communal(world, seed, customers, others, what):
    """Whether these customers' relations with these advisors or firms are communal: bool, as in `acquaintance`."""
    pairs = (customers.astype(np.uint64) << np.uint64(32)) | others.astype(np.uint64)
    return chances(dice(seed, -1), pairs, what) < world.settings["communal_share"]
