"""A link leads back to the moment that it was made at, and nobody else's text leads anywhere but there."""

import random
import threading
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

pytest.importorskip("anywidget", reason="the live page needs: pip install trustsim[live]")

from trustsim.errors import BadInput
from trustsim.lenses import LENSES
from trustsim.live.desk import Desk
from trustsim.live.drawing import DIRECTIONS
from trustsim.live.events import EVENTS
from trustsim.live.limits import waits
from trustsim.live.link import MOST_LETTERS, Link, read_link, written
from trustsim.live.moment import address_of, follow, moment_of, not_in_address
from trustsim.measures import MEASURES
from trustsim.parameters import parameters
from trustsim.scenario import parse, read
from trustsim.words import languages

STUDIES = {name: read(name) for name in ("baseline", "transparency_vs_trust")}
SMALL = ["ticks=90", "population.customers=40", "population.advisors=5", "population.firms=2", "graph.relations=3"]


def valued(path):
    """(path, a value of a parameter as a slider gives it)."""
    p = parameters()[path]
    if p.kind is bool:
        return st.tuples(st.just(path), st.booleans())
    high = min(p.high, 10_000)
    values = st.integers(p.low, int(high)) if p.kind is int else st.floats(p.low, high)
    return st.tuples(st.just(path), values.map(p.kind))


paths = st.sampled_from(sorted(parameters())).flatmap(valued)
at_once = st.sampled_from([path for path in sorted(parameters()) if not waits(path)]).flatmap(valued)
moves = st.lists(
    st.tuples(st.integers(0, 60), st.one_of(at_once, st.sampled_from(list(EVENTS)).map(lambda name: (name, None)))).map(
        lambda move: (move[0], *move[1])
    ),
    max_size=5,
).map(tuple)
begins = st.dictionaries(paths.map(lambda pair: pair[0]), st.none(), max_size=4).flatmap(
    lambda keys: st.tuples(*(valued(path) for path in keys)).map(dict)
)
picks = st.one_of(
    st.none(),
    st.tuples(st.sampled_from(["firms", "advisors", "customers"]), st.integers(0, 500)),
    st.tuples(st.just("relation"), st.tuples(st.integers(0, 500), st.integers(0, 99))),
)
links = st.builds(
    Link,
    st.just("transparency_vs_trust"),
    st.just("closed"),
    st.just("open"),
    st.integers(0, 10**18),
    st.tuples(begins, begins),
    st.tuples(begins, begins),
    st.tuples(moves, moves),
    st.just(60),
    st.one_of(st.none(), st.integers(0, 60)),
    st.sampled_from(["", *LENSES]),
    st.just(0),
    st.sampled_from(DIRECTIONS),
    st.booleans(),
    st.one_of(st.none(), st.lists(st.sampled_from(sorted(MEASURES)), max_size=3, unique=True).map(tuple)),
    picks,
    st.sampled_from(["", *languages()]),
    st.one_of(st.none(), st.integers(0, 5)),
)


@given(links)
@settings(max_examples=200, deadline=None)
def test_a_link_reads_back_equal(link):
    """Every field of a moment survives the address, to the last bit of each number."""
    text = written(link)
    assert text is None or read_link(text, STUDIES) == link
    assert text is None or all(c.isascii() and c.isprintable() and c not in "#\"'<> " for c in text)


def test_what_both_worlds_share_is_said_once():
    """A move in both worlds is one entry; the address of an untouched world is short."""
    both = (12, "firms.disclosure", 0.9), (12, "scandal", None)
    link = Link("transparency_vs_trust", "closed", "open", moves=(both, both), week=30)
    assert (
        written(link)
        == "config=transparency_vs_trust&a=closed&b=open&seed=1&week=30&moves=12:firms.disclosure:0.9,12:scandal"
    )
    apart = replace(link, moves=(both[:1], both[1:]))
    assert written(apart).endswith("moves=12a:firms.disclosure:0.9,12b:scandal")
    assert written(Link("baseline", "as configured")) == "config=baseline&a=as%20configured&seed=1"


def test_a_link_that_browsers_would_cut_is_not_made():
    """Too many moves fit in no address; the page says so instead."""
    many = tuple((week, "firms.disclosure", 0.123456 + week * 1e-9) for week in range(400))
    assert written(Link("baseline", "as configured", moves=(many, many), week=500)) is None


BAD = {
    "config=basline&a=x": "link: config = 'basline' is unknown; did you mean baseline?",
    "config=../secret": "link: config = '../secret' is unknown; there are: baseline, transparency_vs_trust",
    "config=transparency_vs_trust&a=clsed": "link: a = 'clsed' is unknown; did you mean closed?",
    "config=baseline&seed=-1": "link: seed = '-1' is not a whole number in 0..1000000000000000000",
    "config=baseline&week=1e9": "link: week = '1e9' is not a whole number in 0..100000",
    "config=baseline&week=10&shown=11": "link: shown = 11 is not a whole number in 0..10",
    "config=baseline&begins=:graph.folder:x": "link: 'graph.folder' is not one of the page's sliders, switches and lists",
    "config=baseline&begins=:lens:evil.py": "link: lens = 'evil.py' is not one of abi, components, pillars, reputation, trust_equation",
    "config=baseline&begins=:advisors.rate:2": "link: advisors.rate = 2.0 is not a number in 0..1",
    "config=baseline&begins=:advisors.rate:nan": "link: advisors.rate = nan is not a number in 0..1",
    "config=baseline&begins=3:advisors.rate:1": "link: begins: advisors.rate has a week; only moves have one",
    "config=baseline&moves=1:advisors.rat:1": "link: moves: 'advisors.rat' is unknown; did you mean advisors.rate?",
    "config=baseline&moves=1:/etc/passwd": "link: moves: '1:/etc/passwd' cannot be read; write week:name:value",
    "config=baseline&moves=1:population.customers:9": "link: moves: population.customers cannot change on the way, only at Reset",
    "config=baseline&picked=customers.1.2": "link: picked = 'customers.1.2' is nobody; write customers.12 or relation.12.3",
    "config=baseline&also=trus": "link: also = 'trus' is unknown; did you mean trust?",
    "config=baseline&lang=xx": "link: lang = 'xx' is unknown; there are: en, nl",
    "config=baseline&config=baseline": "link: a name is in it twice",
    "config=baseline&tokn=1": "link: 'tokn' is unknown",
    "config": "link: it is damaged; a link is name=value&name=value",
    "config=%ff": "link: it is damaged; a link is name=value&name=value",
    "x" * (MOST_LETTERS + 1): f"link: it has {MOST_LETTERS + 1} letters; at most {MOST_LETTERS} are read",
}


@pytest.mark.parametrize(("text", "message"), BAD.items())
def test_a_link_that_says_what_is_not_there_is_refused_in_a_line(text, message):
    """The name, what it says, and what may be said."""
    with pytest.raises(BadInput, match="^link: ") as refused:
        read_link(text, STUDIES)
    assert str(refused.value).startswith(message)


GOOD = "config=transparency_vs_trust&a=closed&b=open&seed=1&week=30&moves=12:firms.disclosure:0.9,12b:scandal&picked=relation.3.2&lens=abi"


@given(st.text(max_size=200), st.integers(0, len(GOOD)), st.integers(0, len(GOOD)))
@example("\ud800", 7, 9)
@settings(max_examples=400, deadline=None)
def test_no_text_does_more_than_be_refused(text, first, last):
    """Whatever stands in the address, by itself or within a link: a Link of names that there are, or one line."""
    for each in (text, GOOD[: min(first, last)] + text + GOOD[max(first, last) :]):
        try:
            link = read_link(each, STUDIES)
        except BadInput as refused:
            assert str(refused).startswith("link: ") and "\n" not in str(refused) and len(str(refused)) < 2000
        else:
            assert link.config in STUDIES and written(link) is not None


# --- a session and back -----------------------------------------------------------------------------------------------


@pytest.fixture
def desks():
    """Makes pages without a browser, on the same small study, and closes them."""
    made = []

    def make(name="transparency_vs_trust", served=None):
        desk = Desk(served or parse({"extends": name} | {}, overrides=SMALL, source=f"configs/{name}.toml"))
        made.append(desk)
        desk.session.settle(300)  # the rules may have to be compiled
        return desk

    yield make
    for desk in made:
        desk.close()
        desk.session.thread.join(20)


def state(desk):
    """Every table of every world, and what the page says of the rest."""

    def tables():
        return [
            {name: np.asarray(table).tobytes() for name, table in w.model.tables._asdict().items()}
            for w in desk.session.worlds
        ]

    return desk.session.fetch(tables), desk.session.fetch(lambda: moment_of(desk))


def settled(desk):
    """The page once it has lived everything again."""
    for _ in range(3000):
        if desk.session.settle().goal is None:
            return desk
    raise AssertionError("it did not come to rest")


def text_of(desk):
    """The link of the moment."""
    desk.heard = 1
    return desk.session.fetch(lambda: address_of(desk))["link"]


WALK = (
    ("step", None),
    ("step", None),
    ("step", None),
    ("step", None),
    ("back", None),
    ("reset", None),
    ("show", 2),
    ("show", None),
    ("change", {"path": "advisors.rate", "value": 0.8}),
    ("change", {"path": "firms.disclosure", "value": 0.33, "world": 1}),
    ("change", {"path": "population.customers", "value": 30}),
    ("change", {"path": "mechanisms.posting", "value": False, "world": 0}),
    ("change", {"path": "lens", "value": "abi"}),
    ("event", {"name": "scandal"}),
    ("event", {"name": "apologise"}),
    ("event", {"name": "open_up"}),
    ("event", {"name": "withdraw"}),
    ("target", 1),
    ("target", None),
    ("arm", "half"),
    ("other", "plaster"),
    ("other", ""),
    ("seed", 7),
    ("lens", "reputation"),
    ("relation", [3, 2]),
    ("language", "nl"),
    ("difference", True),
    ("measures", ["churn"]),
)


@pytest.mark.parametrize("seed", range(8))
def test_a_link_leads_to_the_same_worlds_byte_for_byte(desks, seed):
    """After any walk of actions the link, followed on a fresh page, gives the same tables and the same moment."""
    one, luck = desks(), random.Random(seed)
    for _ in range(30):
        one.asked(*luck.choice(WALK))
        one.session.settle()
    assert one.session.view.error == ""
    other = desks(served=one.served)
    other.asked("link", {"text": text_of(one), "number": 1})
    settled(other)
    assert other.session.view.error == ""
    there, here = state(one), state(other)
    assert here[1] == there[1]
    assert here[0] == there[0]
    assert other.session.view.tick == one.session.view.tick
    assert other.parts["setup"].spec["arm"] == one.parts["setup"].spec["arm"]


def test_living_again_shows_how_far_it_is_and_can_be_stopped(desks):
    """The page stays in the visitor's hands: Pause leaves it where it is."""
    desk = desks()
    seen = []
    desk.session.listen(lambda view: seen.append((view.newest, view.goal)))
    desk.asked("link", {"text": "config=transparency_vs_trust&a=closed&week=4000", "number": 1})
    while not any(goal == 4000 for _, goal in seen):
        desk.session.settle()
    desk.asked("pause", None)
    view = desk.session.settle()
    assert view.goal is None and not view.playing and 0 <= view.newest < 4000
    desk.asked("step", None)
    assert desk.session.settle().newest == view.newest + 1


def test_the_address_is_not_written_before_the_page_is_where_the_link_said(desks, monkeypatch):
    """A page that writes the moment before would lose the link on the next reload."""
    desk, shown = desks(), []
    part = desk.parts["address"]
    monkeypatch.setattr(part, "show", lambda state: shown.append((state["heard"], state["link"])))
    reached = threading.Event()
    desk.session.ask(lambda: reached.wait(10))  # the session is still busy when the link is read
    desk.asked("link", {"text": "config=transparency_vs_trust&a=closed&week=3", "number": 7})
    desk.locate()
    reached.set()
    settled(desk)
    assert shown and all("week=3" in link for heard, link in shown if heard == 7)
    assert shown[-1][0] == 7


def test_a_link_that_is_refused_leaves_everything_as_it_was(desks):
    """The banner says why; the worlds stay, and so does the address."""
    desk = desks()
    desk.asked("step", None)
    before = state(desk)
    desk.asked("link", {"text": "config=nothing", "number": 2})
    assert "link: config = 'nothing' is unknown" in desk.session.settle().error
    desk.asked("dismiss", None)
    assert state(desk) == before and desk.heard == 2
    desk.asked(
        "link",
        {
            "text": "config=transparency_vs_trust&a=closed&begins=:population.customers:100000,:graph.relations:900",
            "number": 3,
        },
    )
    assert "too large" in desk.session.settle().error
    assert desk.parts["setup"].spec["other"] == before[1].b


def test_a_config_from_a_file_says_that_no_link_holds_it(desks):
    """What came by upload has no name that another machine could know, so the page warns before a reload loses it."""
    desk = desks()
    desk.asked("upload", {"name": "mine.toml", "text": 'title = "Mine"\n[population]\ncustomers = 30\n'})
    desk.asked("step", None)
    desk.session.settle()
    assert desk.session.fetch(lambda: not_in_address(desk)) == "not_in_address"
    assert text_of(desk) is None
    said = [block["text"] for card in desk.parts["news"]._last["cards"] for block in card["blocks"]]
    assert desk.told["page"]["not_in_address"] in said
    with pytest.raises(BadInput):
        follow(desk, "config=mine")


def test_the_config_that_was_served_can_be_named(desks):
    """`trustsim live mine.toml`: a reload finds it again."""
    served = parse('title = "Mine"\n[population]\ncustomers = 30\n', "mine.toml")
    desk = desks(served=served)
    desk.asked("step", None)
    desk.session.settle()
    assert text_of(desk).startswith("config=mine&")


def test_a_link_may_ask_a_question_of_the_tour(desks):
    """A reload in the midst of a tour asks the same question again."""
    one = desks(served=read("transparency_vs_trust"))
    one.asked("tour", "begin")
    one.asked("tour", "next")
    one.session.settle()
    text = text_of(one)
    other = desks(served=read("transparency_vs_trust"))
    other.asked("link", {"text": text, "number": 1})
    other.session.settle()
    assert (other.guide.tour.at, other.guide.tour.phase) == (1, "predict")


def test_events_are_interventions_of_the_saved_config(desks):
    """What was made to happen is in the config as a config would say it, in its week and in the world it was for."""
    desk = desks()
    desk.asked("other", "open")
    for name in EVENTS:
        desk.asked("step", None)
        desk.session.settle()
        desk.asked("target", list(EVENTS).index(name) % 2)
        desk.asked("event", {"name": name})
    desk.asked("step", None)
    desk.session.settle()
    study = parse(desk.session.config(), "<saved>")
    done = [
        (each.at, each.shock and (each.shock.good, each.shock.deception), dict(each.set))
        for arm in study.arms.values()
        for each in arm.interventions
    ]
    assert done == [
        (1, (False, True), {}),
        (3, None, {"firms.disclosure": 0.95}),
        (2, (True, False), {}),
        (4, None, {"firms.disclosure": 0.05}),
    ]
    marks = desk.parts["curves"]._last["figures"][0]["marks"]
    assert [mark["week"] for mark in marks] == [1, 2, 3, 4]
