"""A moment of a session as the text behind the # of the page's address, and back.

An address can contain any text, so every name and number in it is checked against the declarations. It cannot name a
file. It does not contain the server's token.
"""

import re
from dataclasses import dataclass, fields
from functools import partial
from urllib.parse import parse_qsl, quote

from trustsim.errors import BadInput, advice
from trustsim.lenses import LENSES
from trustsim.live import allowed
from trustsim.live.drawing import DIRECTIONS
from trustsim.live.events import EVENTS
from trustsim.live.limits import waits
from trustsim.live.stage import LONGEST
from trustsim.measures import MEASURES
from trustsim.scenario.shape import Course
from trustsim.words import languages

MOST_LETTERS = 8000  # of a link: browsers and chat programs truncate longer ones
MOST_MOVES = 400
MOST_ROW = 2**31 - 1
PLAIN = ":,.-_"  # characters used here that need no escape in a URL fragment
MOVE = re.compile(r"(?P<week>\d*)(?P<world>[ab]?):(?P<name>[\w.]+)(?::(?P<value>[\w.+\-]+))?", re.ASCII)
PICKED = re.compile(r"(firms|advisors|customers|relation)\.(\d+)(?:\.(\d+))?", re.ASCII)
WORLDS = ("a", "b")


@dataclass(frozen=True)
class Link:
    """Everything that is needed to return to a moment."""

    config: str
    a: str  # arm
    b: str = ""  # arm; "": one world
    seed: int = 1
    begins: tuple = ({}, {})  # for each world: {path: value} in which it started differently from its arm
    waiting: tuple = ({}, {})  # for each world: {path: value} that waits for Reset
    moves: tuple = ((), ())  # for each world: ((week, path or event, value), …)
    week: int = 0  # the newest simulated week
    shown: int | None = None  # the week shown; None: the newest
    lens: str = ""  # the lens shown; "": the one by which people trust
    context: int = 0
    direction: str = DIRECTIONS[0]
    minus: bool = False
    also: tuple | None = None  # measures drawn; None: the study's own
    picked: tuple | None = None  # ("firms", row) or ("relation", (customer, advisor))
    lang: str = ""
    tour: int | None = None  # index of the question


def written(link):
    """The text of a Link; None if it would be too long."""
    told = {
        **{
            name: getattr(link, name)
            for name in ("config", "a", "b", "seed", "week", "shown", "lens", "context", "direction", "lang", "tour")
        },
        "begins": packed([[("", name, value) for name, value in of.items()] for of in link.begins]),
        "waiting": packed([[("", name, value) for name, value in of.items()] for of in link.waiting]),
        "moves": packed(link.moves),
        "minus": int(link.minus),
        "also": None if link.also is None else ",".join(link.also) or "-",
        "picked": link.picked and ".".join(map(str, flat(link.picked))),
    }
    usual = {field.name: field.default for field in fields(Link)} | {"week": 0, "minus": 0}
    kept = {name: value for name, value in told.items() if value not in (None, "", usual[name]) or name == "seed"}
    text = "&".join(f"{name}={quote(str(value), safe=PLAIN)}" for name, value in kept.items())
    return text if len(text) <= MOST_LETTERS else None


def flat(picked):
    """("relation", (3, 4)) as ("relation", 3, 4)."""
    kind, who = picked
    return (kind, *who) if isinstance(who, tuple) else (kind, who)


def packed(worlds):
    """The actions in each world as text: `12:firms.disclosure:0.9` if both worlds share them, else `12a:` or `12b:`."""
    one, *other = [[(week, name, as_text(value)) for week, name, value in done] for done in worlds]
    if other and one == other[0]:
        return ",".join(token(week, "", name, value) for week, name, value in one)
    done = [(world, each) for world, moves in zip(WORLDS, (one, *other), strict=False) for each in moves]
    return ",".join(token(week, world, name, value) for world, (week, name, value) in done)


def token(week, world, name, value):
    """One action as text."""
    return f"{week}{world}:{name}" + (f":{value}" if value != "" else "")


def as_text(value):
    """A value as the shortest text that reads back equal; "" for none."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return "" if value is None else str(value)


def read_link(text, studies):
    """The Link in a text. `studies` is {name: Study} of the studies that it may name. Raises a one-line BadInput."""
    given = pairs(text)
    study = studies[known(given.pop("config", ""), studies, "config")]
    a = known(given.pop("a", study.reference), study.arms, "a")
    b = known(given.pop("b"), study.arms, "b") if given.get("b") else ""
    lenses = dict.fromkeys((*LENSES, study.arms[a].lens, *([study.arms[b].lens] if b else [])))
    parameters = study.arms[a].parameters
    week = count(given.pop("week", "0"), LONGEST, "week")
    link = Link(
        study.name,
        a,
        b,
        seed=count(given.pop("seed", str(study.first_seed)), Course.first_seed[3], "seed"),
        begins=settings(given.pop("begins", ""), lenses, parameters, "begins"),
        waiting=settings(given.pop("waiting", ""), lenses, parameters, "waiting"),
        moves=tuple(map(tuple, by_world(given.pop("moves", ""), partial(moved, parameters), "moves"))),
        week=week,
        shown=count(given.pop("shown"), week, "shown") if "shown" in given else None,
        lens=known(given.pop("lens"), lenses, "lens") if "lens" in given else "",
        context=count(given.pop("context", "0"), len(study.arms[a].contexts) - 1, "context"),
        direction=known(given.pop("direction", DIRECTIONS[0]), DIRECTIONS, "direction"),
        minus=bool(count(given.pop("minus", "0"), 1, "minus")),
        also=measures_in(given.pop("also")) if "also" in given else None,
        picked=picked_in(given.pop("picked", "")),
        lang=known(given.pop("lang"), languages(), "lang") if "lang" in given else "",
        tour=count(given.pop("tour"), 99, "tour") if "tour" in given else None,
    )
    if given:
        raise fault(
            f"{allowed.repeated(next(iter(given)))} is unknown; "
            + advice(next(iter(given)), [field.name for field in fields(Link)])
        )
    return link


def fault(what):
    """A BadInput for a link."""
    return BadInput(f"link: {what}")


def pairs(text):
    """{name: text} of a link."""
    if len(text) > MOST_LETTERS:
        raise fault(f"it has {len(text)} letters; at most {MOST_LETTERS} are read")
    try:
        found = parse_qsl(text, keep_blank_values=True, strict_parsing=True, max_num_fields=30, errors="strict")
    except ValueError:
        raise fault("it is damaged; a link is name=value&name=value") from None
    if len({name for name, _ in found}) < len(found):
        raise fault("a name is in it twice")
    return dict(found)


def known(name, names, what):
    """Return a name if it exists; raises BadInput."""
    if name not in names:
        raise fault(f"{what} = {allowed.repeated(name)} is unknown; {advice(name, list(names))}")
    return name


def count(text, most, what):
    """A number in 0..most; raises BadInput."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else text
    return allowed.whole(number, 0, most, f"link: {what}")


def by_world(text, take, what):
    """For each world, the results of `take(week, name, value)` for the entries of a text that concern it."""
    tokens = [each for each in text.split(",") if each]
    if len(tokens) > MOST_MOVES:
        raise fault(f"{what} has {len(tokens)} entries; at most {MOST_MOVES} are read")
    worlds = [], []
    for each in tokens:
        found = MOVE.fullmatch(each)
        if found is None:
            raise fault(f"{what}: {allowed.repeated(each)} cannot be read; write week:name:value")
        taken = take(found["week"], found["name"], found["value"])
        for world, done in zip(WORLDS, worlds, strict=True):
            if found["world"] in ("", world):
                done.append(taken)
    return worlds


def settings(text, lenses, parameters, what):
    """For each world, {path: value} of sliders, switches and lists."""

    def take(week, name, value):
        if week:
            raise fault(f"{what}: {name} has a week; only moves have one")
        return name, valued(name, value, lenses, parameters)

    return tuple(map(dict, by_world(text, take, what)))


def moved(parameters, week, name, value):
    """(week, path or event, value) of an action; `parameters` are those of the worlds, {path: Parameter}."""
    at = count(week or "0", LONGEST, "moves: week")
    if name in EVENTS and value is None:
        return at, name, None
    if name not in parameters:
        raise fault(f"moves: {allowed.repeated(name)} is unknown; {advice(name, [*EVENTS, *parameters])}")
    if waits(name):
        raise fault(f"moves: {name} cannot change on the way, only at Reset")
    return at, name, valued(name, value, (), parameters)


def valued(path, text, lenses, parameters):
    """The value of a setting, parsed from text and checked against its range; raises BadInput."""
    value = {"on": True, "off": False, None: ""}.get(text, text)
    p = parameters.get(path)
    if p is not None and p.kind is float and isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            raise fault(f"{path} = {allowed.repeated(text)} is not a number") from None
    try:
        return allowed.setting(path, value, lenses, parameters)
    except BadInput as error:
        raise fault(str(error)) from None


def measures_in(text):
    """The measures in a text; raises BadInput."""
    return () if text == "-" else tuple(dict.fromkeys(known(name, MEASURES, "also") for name in text.split(",")))


def picked_in(text):
    """The person or relation that is picked; raises BadInput."""
    if not text:
        return None
    found = PICKED.fullmatch(text)
    if found is None or (found[1] == "relation") != (found[3] is not None):
        raise fault(f"picked = {allowed.repeated(text)} is nobody; write customers.12 or relation.12.3")
    rows = tuple(count(row, MOST_ROW, "picked") for row in found.groups()[1:] if row is not None)
    return found[1], rows if found[1] == "relation" else rows[0]
