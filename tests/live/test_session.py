"""A live session without a browser: what it does, what it keeps, and that it leaves nothing behind."""

import gc
import threading
import weakref

import numpy as np
import pytest

from trustsim.errors import BadInput
from trustsim.live.moving import week_of_move
from trustsim.live.session import Session
from trustsim.model import TrustModel
from trustsim.scenario import parse, read

SMALL = """
title = "Small"
ticks = 60
[population]
firms = 2
advisors = 6
customers = 60
[arms.closed]
firms.disclosure = 0.05
[arms.open]
firms.disclosure = 0.95
interventions = [ { at = 5, set = { firms.disclosure = 0.1 } } ]
"""


def begun(text=SMALL, **settings):
    """A session on a small study, once its worlds stand."""
    session = Session(parse(text, "<test>"), **settings)
    session.settle(300)  # the rules may have to be compiled
    return session


@pytest.fixture
def session():
    """A session on the arm `closed`; no model survives it."""
    session = begun()
    yield session
    session.close()


@pytest.fixture
def twins():
    """A session with both arms on one dice."""
    session = begun(arm="closed", other="open", seed=4)
    yield session
    session.close()


def stepped(session, weeks):
    """The View after so many steps."""
    for _ in range(weeks):
        session.step()
    return session.settle()


def tables(model):
    """The bytes of every table of a world, apart from the sums, which are written when somebody asks."""
    tables = model.tables._asdict().items()
    return {name: np.asarray(table).tobytes() for name, table in tables if name != "sums"}


def replayed(session):
    """Whether each world equals a headless run of the config that the session saves, byte for byte."""
    study = parse(session.config(), "<saved>")
    equal = []
    for world, arm in zip(session.worlds, study.arms.values(), strict=True):
        model = TrustModel(arm, seed=study.first_seed).run(arm.ticks)
        equal.append(tables(model) == session.fetch(lambda world=world: tables(world.model)))
        model.close()
    return equal


def test_steps_and_shows_what_is_so(session):
    """A step is a week; the view names it and colours everybody."""
    view = stepped(session, 3)
    assert view.tick == view.newest == 3
    assert len(view.worlds[0].frame.nodes) == 2 + 6 + 60
    assert view.worlds[0].frame.nodes.min() > 0
    assert 0 < view.worlds[0].measures["trust"] < 1
    assert abs(sum(view.worlds[0].histogram) - 1) < 1e-9


def test_back_shows_the_past_and_playing_on_resumes_from_the_newest(session):
    """Back looks at recorded weeks, Step goes through them, and then new weeks follow."""
    seen = [stepped(session, 1).worlds[0].frame.nodes.copy() for _ in range(4)]
    session.back()
    session.back()
    view = session.settle()
    assert (view.tick, view.newest) == (2, 4)
    assert np.array_equal(view.worlds[0].frame.nodes, seen[1])
    assert stepped(session, 1).tick == 3
    assert stepped(session, 3).tick == 6


def test_plays_until_the_end_of_the_arm_and_beyond_it(session):
    """Playing stops by itself where the arm ends; Play goes on."""
    session.play()
    waited(lambda: session.view.newest >= 60 and not session.view.playing)
    assert session.settle().newest == 60
    session.play()
    waited(lambda: session.view.newest > 80)
    session.pause()
    newest = session.settle().newest
    assert session.settle().newest == newest


def waited(condition, seconds=30):
    """Wait until something is so."""
    clock = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if condition():
            return
        clock.wait(0.02)
    raise AssertionError("it did not come about in time")


def test_a_slider_acts_from_the_next_week_and_reset_keeps_it(session):
    """What is moved takes effect in the next week and stands at the start of the world after Reset."""
    stepped(session, 3)
    session.change("advisors.rate", 0.9)
    assert session.settle().worlds[0].values["advisors.rate"] == 0.9
    stepped(session, 1)
    assert session.fetch(lambda: float(session.worlds[0].model.tables.advisors["rate"][0])) == 0.9
    session.reset()
    view = session.settle()
    assert (view.tick, view.worlds[0].values["advisors.rate"]) == (0, 0.9)
    assert session.fetch(lambda: float(session.worlds[0].model.tables.advisors["rate"].max())) == 0.9


def test_who_there_is_changes_at_reset_and_says_so(session):
    """Population, graph and spread wait for Reset once a week has passed."""
    stepped(session, 1)
    session.change("population.customers", 30)
    session.change("mechanisms.posting", False)
    view = session.settle()
    assert view.pending == {None: {"population.customers": 30, "mechanisms.posting": False}}
    assert len(view.worlds[0].frame.nodes) == 68
    session.reset()
    view = session.settle()
    assert (view.pending, len(view.worlds[0].frame.nodes)) == ({}, 38)
    assert session.worlds[0].begins.mechanisms["posting"] is False


def test_before_the_first_week_everything_acts_at_once(session):
    """A world that has not begun is built anew at once."""
    session.change("population.customers", 30)
    session.settle()
    assert len(session.settle().worlds[0].frame.nodes) == 38


def test_a_lens_to_look_through_changes_colours_and_nothing_else(session):
    """Another lens recolours the same week; the world stays as it is."""
    stepped(session, 5)
    before, nodes = session.fetch(lambda: tables(session.worlds[0].model)), session.view.worlds[0].frame.nodes
    session.see("abi")
    view = session.settle()
    assert view.worlds[0].frame.lens == "abi"
    assert not np.array_equal(view.worlds[0].frame.nodes, nodes)
    assert session.fetch(lambda: tables(session.worlds[0].model)) == before


def test_what_was_done_replays_bit_for_bit(session):
    """Slider moves, a shock and a reset in between: the saved config gives the same tables headless."""
    session.change("customers.propensity", 0.4)
    stepped(session, 4)
    session.reset()
    stepped(session, 3)
    session.change("leaping.gain", 3.0)
    session.change("leaping.gain", 2.5)
    stepped(session, 4)
    session.change("firms.disclosure", 0.8)
    session.happen("scandal")
    session.see("pillars")
    session.back()
    stepped(session, 6)
    assert replayed(session) == [True]


def test_two_worlds_replay_bit_for_bit(twins):
    """Both arms, with a move in one of them only."""
    stepped(twins, 6)
    twins.change("evidence.spillover", 0.9, which=1)
    twins.change("advisors.rate", 0.5)
    stepped(twins, 9)
    assert replayed(twins) == [True, True]


def test_two_slider_settings_of_one_arm_are_saved_as_two_arms():
    """The same arm twice, then one of them changed."""
    session = begun(arm="closed", other="closed")
    assert stepped(session, 3).parted is None
    session.change("leaping.gain", 0.2, which=1)
    view = stepped(session, 12)
    assert view.parted is not None and view.parted.tick > 3
    assert replayed(session) == [True, True]
    session.close()


def test_the_first_difference_is_named(twins):
    """The week in which the two worlds part, who differs and in what."""
    parted = stepped(twins, 12).parted
    assert parted.who is not None and parted.a != parted.b
    assert stepped(twins, 3).parted == parted
    tick = parted.tick
    for world in range(2):
        assert len(twins.view.curves[world]["trust"]) == 16
    same = [twins.view.curves[0]["trust"][t] == twins.view.curves[1]["trust"][t] for t in range(tick)]
    assert all(same)


def test_measures_can_be_added_on_the_way(session):
    """A measure chosen later is recorded from then on; what came before is blank."""
    stepped(session, 2)
    session.measure(["warranted_trust"])
    view = stepped(session, 2)
    series = view.curves[0]["warranted_trust"]
    assert len(series) == 5 and np.isfinite(series[-1])


def test_interventions_are_marked():
    """What the config schedules and what the visitor does stand in the view with their weeks."""
    session = begun(arm="open")
    session.change("leaping.gain", 2.0)
    view = stepped(session, 7)
    assert [(tick, dict(what)) for tick, what, _ in view.marks[0]] == [
        (5, {"firms.disclosure": 0.1}),
        (0, {"leaping.gain": 2.0}),
    ]
    assert view.worlds[0].values["firms.disclosure"] == 0.1
    session.close()


def test_a_fault_is_one_line_and_the_session_goes_on(session):
    """A value outside its range is refused in one line; the next step works."""
    session.change("advisors.rate", 7.0)
    view = session.settle()
    assert "advisors.rate" in view.error and "\n" not in view.error
    assert stepped(session, 1).tick == 1


def test_memory_of_frames_is_bounded(session):
    """Old frames thin out; the first and the newest stay."""
    history = session.worlds[0].history
    history.limit = 20 * history.frames[0].bytes
    stepped(session, 100)
    assert history.bytes <= history.limit
    assert (history.ticks[0], history.ticks[-1]) == (0, 100)


def test_ten_visitors_leave_nothing_behind():
    """Ten sessions at once; when they end, no thread and no model is left."""
    study = parse(SMALL, "<test>")
    sessions = [Session(study, arm="closed", other="open", seed=seed) for seed in range(10)]
    for session in sessions:
        session.play()
        session.listen(lambda view: None)
    models = [
        weakref.ref(world.model)
        for session in sessions
        for world in session.fetch(lambda session=session: list(session.worlds))
    ]
    threads = [session.thread for session in sessions]
    for session in sessions:
        session.close()
    del session, sessions, study
    gc.collect()
    assert len(models) == 20
    assert [model() for model in models] == [None] * 20
    assert not any(thread.is_alive() for thread in threads)


def test_shipped_experiments_can_be_watched():
    """Every config that ships plays for some weeks."""
    from trustsim.scenario import names

    for name in names():
        session = Session(read(name))
        assert stepped(session, 3).tick == 3, session.view.error
        session.close()


def test_a_reset_that_is_too_large_leaves_all_as_it_was(session):
    """What waits goes on waiting, and a smaller value can be given."""
    stepped(session, 1)
    session.change("population.customers", 90_000)
    session.change("graph.relations", 60)
    session.reset()
    assert "too large to watch" in session.settle().error
    assert session.pending[None]["graph.relations"] == 60
    session.change("population.customers", 30)
    session.reset()
    view = session.settle()
    assert (view.error, view.pending) == ("", {})
    assert len(session.worlds[0].model.tables.customers) == 30


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[population]\ncustomers = 200000\n", "too large to watch"),
        ("[graph]\npeers = 1000\n[population]\ncustomers = 100000\n", "too large to watch"),
        ("[population]\nadvisors = 1000000\n", "population.advisors = 1000000 is too large"),
        (
            '[graph]\nmaker = "networkx.complete_graph"\narguments = { n = 20000 }\n',
            "graph.arguments.n = 20000 is too large",
        ),
        ('measures = ["trust by practice"]\n', "have no group practice"),
    ],
)
def test_a_study_that_cannot_be_begun_leaves_the_one_that_stands(session, text, told):
    """The worlds, what they are called and the seed stay, and what is kept is theirs."""
    stepped(session, 2)
    before, refused = tables(session.worlds[0].model), []
    session.load(parse('title = "Wrong"\n' + text, "<test>"), seed=9, refused=lambda: refused.append(True))
    view = session.settle()
    assert told in view.error
    assert refused == [True]
    assert (session.study.title, session.seed, view.tick) == ("Small", 1, 2)
    assert tables(session.worlds[0].model) == before
    assert "Wrong" not in session.config()
    assert stepped(session, 1).tick == 3


def test_a_session_that_never_had_a_world_says_so():
    """Step, Back and Keep do nothing that fails."""
    session = begun('measures = ["trust by practice"]\n')
    session.step()
    session.back()
    session.show(3)
    assert "have no group practice" in session.settle().error
    with pytest.raises(BadInput, match="no world yet"):
        session.config()
    session.close()


def test_a_slider_of_world_b_moves_the_only_world_there_is(session):
    """Who closes world B while its sliders are chosen goes on moving something."""
    session.change("posting.reach", 0.9, 1)
    assert session.settle().worlds[0].values["posting.reach"] == 0.9


def test_a_lens_of_one_world_is_not_looked_through_in_the_other(tmp_path):
    """It is seen through the lens that people there trust by."""
    (tmp_path / "gut.py").write_text(
        "from trustsim.rule import rule\n\n\n@rule\ndef gut(beliefs, settings):\n    return beliefs.intimacy\n"
    )
    study = parse(SMALL + '[arms.own]\nlens = "gut.py:gut"\n', "<test>", tmp_path)
    session = Session(study, arm="own", other="closed")
    session.see("gut.py:gut")
    session.settle(300)  # an own lens is compiled anew
    view = stepped(session, 2)
    assert view.error == ""
    assert [world.frame.lens for world in view.worlds] == ["gut.py:gut", "trust_equation"]
    session.close()


@pytest.mark.parametrize("path", ["advisors.status", "customers.status", "evidence.communal_share"])
def test_what_is_fixed_when_a_relation_begins_waits_for_reset(session, path):
    """It would reach new acquaintances only."""
    stepped(session, 1)
    session.change(path, 0.9)
    assert session.settle().pending == {None: {path: 0.9}}


def test_looking_at_another_context_is_no_move_of_trust():
    """The story of what moved trust compares frames of one context."""
    session = begun(SMALL + '[contexts]\nnames = ["time", "data"]\n')
    stepped(session, 3)
    world = session.worlds[0]
    rows = [int(row) for row in world.ties.rows[:40]]
    assert 3 in session.fetch(lambda: [week_of_move(world, row) for row in rows])
    session.see(None, 1)
    assert 3 not in session.fetch(lambda: [week_of_move(world, row) for row in rows])
    assert world.history.frames[-1].context == 1
    session.close()


def test_a_network_that_is_not_generated_shows_who_is_there():
    """Population sliders stand at the numbers of the graph that was read, not at the defaults."""
    roles = 'roles = { attribute = "club", advisor = ["Officer"], customer = ["Mr. Hi"] }'
    session = Session(parse(f'[graph]\nmaker = "networkx.karate_club_graph"\n{roles}', "<test>"))
    view = session.settle(300)
    there = {table: len(getattr(session.worlds[0].model.tables, table)) for table in ("firms", "advisors", "customers")}
    assert {table: view.worlds[0].values[f"population.{table}"] for table in there} == there
    assert there["customers"] != session.arms[0].values["population.customers"]
    session.close()
