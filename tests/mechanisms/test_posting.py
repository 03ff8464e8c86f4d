"""Posting: who posts what, who sees it, and what it says about the one who posts."""

import pytest
from worlds import alone, learnt, model, often, weeks

from trustsim.evidence import learn
from trustsim.mechanisms.posting import converse, notice, publish, see
from trustsim.state import COMPETENCE, INTIMACY, KNOWLEDGE, NO_POST, NOBODY, PERSONAL, PROMOTIONAL, SPOTLIGHT

W = 0.3  # post_weight
HALF = {"customers": {"negativity": 1.0}}
SAYS = {
    "knowledge, serving": (KNOWLEDGE, 0, {"competence": (0.75 * W, 0.0), "other_orientation": (W / 2, 0.0)}),
    "knowledge, self-focused": (KNOWLEDGE, 1, {"competence": (0.75 * W, 0.0), "other_orientation": (0.0, W / 2)}),
    "personal, serving": (
        PERSONAL,
        0,
        {"intimacy": (W, 0.0), "other_orientation": (W, 0.0), "empathy": (W / 2, 0.0), "openness": (W / 2, 0.0)},
    ),
    "personal, self-focused": (
        PERSONAL,
        1,
        {"intimacy": (W, 0.0), "other_orientation": (0.0, W), "openness": (W / 2, 0.0)},
    ),
    "promotional": (PROMOTIONAL, 0, {"other_orientation": (0.0, W)}),
    "spotlight": (SPOTLIGHT, 1, {"other_orientation": (W, 0.0), "empathy": (W / 2, 0.0)}),
}


@pytest.mark.parametrize(("kind", "self_focused", "expected"), SAYS.values(), ids=SAYS)
def test_each_kind_of_post_says_what_the_model_says(kind, self_focused, expected):
    """The table of model.md, posting, signal by signal (intimacy believed at one half, negativity 1, a competent advisor)."""
    world = alone(**HALF, advisors={"competence": 1.0})
    world.advisors[0].post, world.advisors[0].self_focused = kind, self_focused
    notice(world, 0, 0)
    assert learnt(world) == {name: pytest.approx(amounts, abs=1e-6) for name, amounts in expected.items()}
    assert world.relations[0].seen == kind


def test_knowledge_of_the_incompetent_is_bad_knowledge():
    """A knowledge post is good with probability competence: never at 0."""
    world = alone(**HALF, advisors={"competence": 0.0})
    world.advisors[0].post = KNOWLEDGE
    notice(world, 0, 0)
    assert learnt(world)["competence"] == pytest.approx((0.0, 0.75 * W))


def test_warmth_is_judged_before_competence():
    """Knowledge is heard the better the safer one feels: the weight is one half plus half the belief in intimacy."""
    heard = []
    for value in (0.0, 1.0):
        world = alone(**HALF, advisors={"competence": 1.0})
        learn(world, 0, 0, INTIMACY, value, 8.0)
        world.advisors[0].post = KNOWLEDGE
        notice(world, 0, 0)
        heard.append(learnt(world)["competence"][0])
    assert heard == pytest.approx([W * (0.5 + 0.5 * 0.1), W * (0.5 + 0.5 * 0.9)], rel=1e-5)


def test_every_reader_of_a_post_judges_the_same_post():
    """Whether a post is good is drawn once for all who read it."""
    mix = {"rate": 1.0, "knowledge": 1.0, "personal": 0.0, "promotional": 0.0, "spotlight": 0.0}
    only = dict.fromkeys(("leaping", "scrutiny", "word_of_mouth"), False)
    world = model(advisors={"competence": 0.5, **mix}, posting={"reach": 1.0}, mechanisms=only, weeks=1)
    relations, evidence = world.world.relations, world.world.evidence
    judged = {}
    for row in range(len(relations)):
        if relations.advisor[row] != NOBODY:
            judged.setdefault(relations.advisor[row], set()).add(
                bool(evidence.good[row, 0, COMPETENCE] > evidence.bad[row, 0, COMPETENCE])
            )
    assert all(len(verdicts) == 1 for verdicts in judged.values())
    assert set.union(*judged.values()) == {True, False}


def test_an_advisor_posts_at_its_rate():
    """About one week in three at a rate of .3; never at 0, always at 1."""
    for rate in (0.0, 0.3, 1.0):
        world = alone(advisors={"rate": rate})
        for _ in weeks(world, 2000):
            publish(world, 0)
        assert often(world.advisors[0].posts, 2000, rate)


def test_the_kinds_follow_the_mix():
    """Weights 4 : 2 : 1 : 1 give an half, a quarter, an eighth and an eighth of the posts."""
    world, kinds = (
        alone(advisors={"rate": 1.0, "knowledge": 0.8, "personal": 0.4, "promotional": 0.2, "spotlight": 0.2}),
        [],
    )
    for _ in weeks(world, 2000):
        publish(world, 0)
        kinds.append(int(world.advisors[0].post))
    for kind, share in ((KNOWLEDGE, 0.5), (PERSONAL, 0.25), (PROMOTIONAL, 0.125), (SPOTLIGHT, 0.125)):
        assert often(kinds.count(kind), 2000, share)
    assert world.advisors[0].leaps == kinds.count(PERSONAL)


def test_an_empty_mix_is_silence():
    """Who would post nothing in particular posts nothing."""
    world = alone(advisors={"rate": 1.0, "knowledge": 0.0, "personal": 0.0, "promotional": 0.0, "spotlight": 0.0})
    publish(world, 0)
    assert (world.advisors[0].post, world.advisors[0].posts) == (NO_POST, 0)


@pytest.mark.parametrize("orientation", [0.0, 0.3, 1.0])
def test_a_post_is_about_oneself_as_far_as_one_is_for_oneself(orientation):
    """With probability 1 - other_orientation."""
    world, selfish = alone(advisors={"rate": 1.0, "other_orientation": orientation}), 0
    for _ in weeks(world, 2000):
        publish(world, 0)
        selfish += int(world.advisors[0].self_focused)
    assert often(selfish, 2000, 1.0 - orientation)


@pytest.mark.parametrize("reach", [0.0, 0.4, 1.0])
def test_a_post_is_seen_by_as_many_as_it_reaches(reach):
    """Each acquaintance sees it with probability `reach`, and says afterwards which kind it saw."""
    world, seen = alone(posting={"reach": reach}), 0
    world.advisors[0].post = PROMOTIONAL
    for _ in weeks(world, 1000):
        see(world, 0)
        seen += world.relations[0].seen == PROMOTIONAL
    assert often(seen, 1000, reach)


def test_a_week_without_a_post_leaves_none_seen():
    """What was seen last week is not seen again, with levelling on or off."""
    world = alone()
    world.relations[0].seen, world.customers[0].saw = PERSONAL, 1
    see(world, 0)
    assert world.relations[0].seen == NO_POST
    assert learnt(world) == {}


def test_to_be_asked_back_is_to_be_listened_to():
    """A conversation shows other-orientation, and half as strongly care and safety."""
    world = alone()
    converse(world, 0)
    assert learnt(world) == {"intimacy": (0.15, 0.0), "other_orientation": (0.3, 0.0), "empathy": (0.15, 0.0)}


@pytest.mark.parametrize(("dialogue", "sharing"), [(1.0, 0.0), (0.0, 1.0), (0.0, 0.0), (1.0, 1.0)])
def test_readers_are_asked_back_and_pass_posts_on(dialogue, sharing):
    """With probability `dialogue` of the advisor, and with probability `sharing`."""
    world = alone(advisors={"dialogue": dialogue}, posting={"reach": 1.0, "sharing": sharing})
    world.advisors[0].post = PROMOTIONAL
    see(world, 0)
    assert ("empathy" in learnt(world)) == (dialogue == 1.0)
    assert (world.customers[0].shared == 0) == (sharing == 1.0)
