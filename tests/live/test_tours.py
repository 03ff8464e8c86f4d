"""The guided tour: whatever is done in whatever order, it stands where it should and there is a way out."""

import random
import threading
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("anywidget", reason="the live page needs: pip install trustsim[live]")

from trustsim.live import asking, tours
from trustsim.live.desk import Desk
from trustsim.live.tours import CHANGED, PAIRS, PREDICT, TESTS, TOURS, UNDECIDED, VERDICT, WATCH, Guide
from trustsim.scenario import names, read
from trustsim.words import languages, words

STUDY = "transparency_vs_trust"


def view(version=1, newest=0, until=52, worlds=2, trust=(0.5, 0.6)):
    """What a tour reads of a View."""
    curves = tuple({"trust": np.full(newest + 1, trust[k])} for k in range(worlds))
    return SimpleNamespace(version=version, newest=newest, until=until, curves=curves)


def asked(at=0, version=1):
    """A guide whose question is asked and whose worlds stand."""
    guide = Guide()
    guide.begun(guide.begin(STUDY, at).number, version)
    return guide


def test_the_way_through_a_question():
    """Predict, let it run, and the verdict comes when both worlds are at their end."""
    guide = asked()
    assert guide.tour.phase == PREDICT and guide.watch() is None
    guide.predict("higher")
    assert guide.watch().phase == WATCH
    assert guide.seen(view(newest=51)) is None
    assert guide.seen(view(newest=52)).ended == pytest.approx((0.5, 0.6))
    assert guide.tour.phase == VERDICT and guide.seen(view(newest=52)) is None


def test_playing_without_a_prediction_still_comes_to_a_verdict():
    """Who presses Play first is told that nothing was predicted."""
    guide = asked()
    guide.seen(view(newest=52))
    assert guide.tour.phase == VERDICT and guide.tour.chosen is None
    guide.counted(guide.tour.number, [0.02, 0.03] * (PAIRS // 2))
    assert said(guide, "said_nothing")


def said(guide, key, lang="en"):
    """Whether the card says something."""
    w = words(lang)["tour"]
    texts = [block.get("text", "") for block in tours.card(guide.tour, words(lang), False, 52)["blocks"]]
    return any(w[key] in text for text in texts)


def test_what_was_there_before_the_question_gives_no_verdict():
    """Views of the worlds before, at their end, and of one world alone, are none of the question's."""
    guide = Guide()
    tour = guide.begin(STUDY)
    assert guide.seen(view(version=1, newest=52)) is None
    guide.predict("same")  # before the worlds stand: the question remains the same one
    guide.begun(tour.number, 2)
    assert guide.seen(view(version=1, newest=52)) is None and guide.seen(view(version=2, newest=52, worlds=1)) is None
    assert guide.seen(view(version=2, newest=52)).chosen == "same"


def test_worlds_that_were_changed_give_no_verdict():
    """A slider before the end makes it another question; after the verdict one is free to play."""
    guide = asked()
    guide.predict("higher")
    guide.watch()
    guide.changed()
    assert guide.tour.phase == CHANGED and guide.seen(view(newest=52)) is None and guide.watch() is None
    judged = asked()
    judged.seen(view(newest=52))
    judged.changed()
    assert judged.tour.phase == VERDICT


def test_pairs_of_a_question_left_behind_do_not_count():
    """Counting ends with the question, and what comes late is not added to the next."""
    guide = asked()
    number = guide.seen(view(newest=52)).number
    assert guide.counted(number, [0.1])
    guide.begin(STUDY, 1)
    assert not guide.counted(number, [0.1]) and guide.tour.found == ()
    guide.end()
    assert not guide.counted(number, [0.1]) and guide.tour is None


@pytest.mark.parametrize(
    ("differences", "word"),
    [
        ([0.05, 0.06, 0.055, 0.05], "higher"),
        ([-0.05, -0.06, -0.055, -0.05], "lower"),
        ([0.001, -0.001, 0.0005, -0.0005], "same"),
        ([0.2, -0.2, 0.1, -0.1], UNDECIDED),
    ],
)
def test_the_verdict_is_that_of_the_tests_of_an_experiment(differences, word):
    """Higher, lower, the same, or not decided: the four are told apart by the intervals, as in a study."""
    found = tours.verdict(differences * 3)
    assert found[0] == word
    for choice in TESTS:
        answer = TESTS[choice](tours.END, "b", "a").answer(found[1])
        assert (answer == tours.HOLDS) == (choice == word)


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("study", TOURS)
def test_every_card_can_be_closed_and_says_what_comes_next(study, lang):
    """In every state, in both languages, there is a button or radio to go on, and a way out."""
    assert study in names()
    for at in range(len(TOURS[study])):
        guide = Guide()
        states = [guide.begin(study, at)]
        guide.begun(guide.tour.number, 1)
        states += [guide.predict("same"), guide.watch(), guide.changed(), guide.begin(study, at)]
        guide.begun(guide.tour.number, 1)
        states += [guide.seen(view(newest=52))]
        for differences in ([0.1] * PAIRS, [0.0] * PAIRS, [-0.1] * PAIRS, [-0.5, 0.5] * (PAIRS // 2)):
            states.append(tours.replace(states[5], found=tuple(differences), chosen="higher"))
        for tour in states:
            card = tours.card(tour, words(lang), playing=False, until=52)
            ways = [item[1:3] for block in card["blocks"] if block["kind"] == "buttons" for item in block["items"]]
            assert card["close"] == "tour_end" and ["tour", "end"] in ways
            assert not any("{" in block.get("text", "") for block in card["blocks"])


def test_the_arms_of_a_tour_are_those_of_its_study():
    """A question is about arms that ship."""
    for study, rounds in TOURS.items():
        assert {arm for each in rounds for arm in (each.a, each.b)} <= set(read(study).arms)


def test_arms_of_other_lengths_are_compared_at_the_end_of_the_shorter(desk):
    """The worlds stop together, and the pairs of runs end in the same week."""
    desk.asked("tour", "begin")
    view = desk.session.settle()
    assert view.until == 90 < max(world.begins.ticks for world in view.worlds)
    short, long = (tours.with_(desk.study.arms["closed"], ticks=ticks) for ticks in (30, 60))
    assert tours.pair(short, long, 1) == 0.0


# --- with a session ---------------------------------------------------------------------------------------------------


@pytest.fixture
def desk():
    """A page without a browser, on a short study that has a tour."""
    desk = Desk(
        read(
            STUDY,
            overrides=[
                "ticks=90",
                "arms.open.ticks=90",
                "population.customers=30",
                "population.advisors=4",
                "population.firms=2",
            ],
        )
    )
    desk.session.settle(300)  # the rules may have to be compiled
    yield desk
    desk.close()
    desk.session.thread.join(20)


ACTIONS = (
    ("play", None),
    ("pause", None),
    ("step", None),
    ("back", None),
    ("reset", None),
    ("show", 3),
    ("speed", 0),
    ("arm", "open"),
    ("other", "closed"),
    ("other", ""),
    ("seed", 5),
    ("language", "nl"),
    ("lens", "abi"),
    ("difference", True),
    ("change", {"path": "advisors.rate", "value": 0.9}),
    ("change", {"path": "population.customers", "value": 25, "world": 1}),
    ("predict", "higher"),
    ("predict", "nonsense"),
    ("tour", "begin"),
    ("tour", "watch"),
    ("tour", "next"),
    ("tour", "again"),
    ("tour", "end"),
    ("tour", None),
    ("tour_end", None),
    ("dismiss", None),
    ("relation", [0, 0]),
    ("unpick", None),
)


@pytest.mark.parametrize("seed", range(6))
def test_any_walk_leaves_a_tour_that_can_be_ended_and_taken(desk, seed, monkeypatch):
    """After any forty actions the card says where the tour is; it ends when asked, and can be gone through from there."""
    monkeypatch.setattr(tours, "PAIRS", 2)
    luck = random.Random(seed)
    for _ in range(40):
        what, value = luck.choice(ACTIONS)
        desk.asked(what, value)
        if luck.random() < 0.5:
            desk.session.settle()
        tour = desk.guide.tour
        assert tour is None or tour.phase in (PREDICT, WATCH, CHANGED, VERDICT)
    desk.session.pause()
    desk.asked("dismiss", None)  # nonsense was refused in a line
    desk.session.settle()
    shown = desk.parts["tour"]._last["cards"]
    assert bool(shown) == (desk.guide.tour is not None)
    desk.asked("tour_end", None)
    assert desk.session.settle().error == "" and desk.guide.tour is None and desk.parts["tour"]._last["cards"] == []
    desk.asked("tour", "begin")
    desk.asked("predict", "higher")
    desk.asked("speed", 0)
    desk.asked("tour", "watch")
    clock = threading.Event()
    for _ in range(1500):
        if desk.guide.tour.phase == VERDICT and len(desk.guide.tour.found) == 2:
            break
        clock.wait(0.02)
    assert desk.guide.tour.phase == VERDICT and len(desk.guide.tour.found) == 2
    assert asking.do_tour(desk, "end") is None and desk.guide.tour is None


def test_a_reset_in_the_midst_of_a_question_starts_its_worlds_again(desk):
    """The question stays, and the verdict comes when the new worlds are lived."""
    desk.asked("tour", "begin")
    desk.asked("predict", "lower")
    desk.asked("speed", 0)
    desk.asked("step", None)
    desk.asked("reset", None)
    assert desk.session.settle().newest == 0 and desk.guide.tour.phase == PREDICT
    for _ in range(90):
        desk.session.step()
    desk.session.settle()
    assert desk.guide.tour.phase == VERDICT
