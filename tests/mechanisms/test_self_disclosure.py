"""Self-disclosure: advisors are personal in public as far as they trust their audience."""

import pytest
from worlds import alone, learnt, model, often, weeks

from trustsim.mechanisms.posting import notice, publish
from trustsim.mechanisms.self_disclosure import dares_to_show, dares_with, face
from trustsim.mutual import trust_in_customer
from trustsim.state import KNOWLEDGE, PERSONAL

ON = {"mechanisms": {"self_disclosure": True}}
PERSONALLY = {"rate": 1.0, "personal": 1.0, "knowledge": 0.0, "promotional": 0.0, "spotlight": 0.0}


@pytest.mark.parametrize(("exposure", "dared"), [(2.0, True), (2.1, False)])
def test_they_dare_what_their_trust_allows(exposure, dared):
    """T = .5, G = 1.5, l = 1 - .5, kappa = 1.5: 3^(2/3) = 2.08."""
    world = alone(**ON)
    world.advisors[0].autonomy = 0.5
    assert bool(dares_with(world, 0, exposure, 0.5)) is dared


def test_a_weakness_exposes_twice_as_much():
    """With exposure 1 for sure and an allowance of 1.5 something neutral is dared, a weakness not."""
    for weakness, dared in ((0.0, True), (1.0, False)):
        world = alone(
            self_disclosure={"exposure_spread": 0.0, "weakness": weakness}, advisors={"risk_aversion": 1.0}, **ON
        )
        world.advisors[0].autonomy, world.advisors[0].audience = 0.0, 0.5
        assert bool(dares_to_show(world, 0)) is dared
        assert world.advisors[0].weak == weakness


def test_who_does_not_dare_posts_knowledge_instead():
    """The number of posts stays; nothing personal comes out, and it is counted as a refusal, not as a leap."""
    world = alone(advisors=PERSONALLY, **ON)
    world.advisors[0].autonomy, world.advisors[0].audience = 0.0, 0.0001
    publish(world, 0)
    advisor = world.advisors[0]
    assert (advisor.post, advisor.held_back, advisor.weak) == (KNOWLEDGE, 1, 0)
    assert (advisor.posts, advisor.refusals, advisor.leaps) == (1, 1, 0)


def test_the_audience_is_everybody_who_knows_them():
    """The mean of the advisor's trust over their customers, in a world of several; nobody: -1."""
    world = model(population={"customers": 20, "advisors": 3, "firms": 1}, graph={"relations": 2}, **ON).world
    world.regard.good[:, 4] = range(len(world.regard))
    face(world, 0)
    for advisor in range(3):
        relations = (world.relations.advisor == advisor).nonzero()[0]
        felt = [float(trust_in_customer(world, row)) for row in relations]
        assert world.advisors[advisor].followers == len(relations)
        assert float(world.advisors[advisor].audience) == pytest.approx(sum(felt) / len(felt))


@pytest.mark.parametrize(("gap", "competence"), [(0.2, (0.0, 0.15)), (0.0, None)])
def test_a_weakness_costs_competence_only_where_somebody_looks_up(gap, competence):
    """Half the weight of the post, .5 x .3, against competence; between equals nothing."""
    world = alone(**ON)
    world.advisors[0].post, world.advisors[0].weak, world.relations[0].gap = PERSONAL, 1, gap
    notice(world, 0, 0)
    assert learnt(world).get("competence") == competence


def test_never_showing_anything_is_a_weak_sign_against_openness():
    """.05 observations; a knowledge post of somebody who had nothing else in mind is no such sign."""
    for held_back, openness in ((1, (0.0, 0.05)), (0, None)):
        world = alone(**ON)
        world.advisors[0].post, world.advisors[0].held_back = KNOWLEDGE, held_back
        notice(world, 0, 0)
        assert learnt(world).get("openness") == openness


def test_the_less_they_trust_the_less_they_show():
    """Over many weeks an advisor who trusts the audience .7 dares more often than one who trusts it .3."""
    dared = []
    for trust in (0.3, 0.7):
        world = alone(**ON)
        world.advisors[0].audience, world.advisors[0].autonomy = trust, 0.5
        dared.append(sum(bool(dares_to_show(world, 0)) for _ in weeks(world, 1000)))
    assert dared[0] < 0.7 * dared[1]
    assert not often(dared[0], 1000, dared[1] / 1000)
