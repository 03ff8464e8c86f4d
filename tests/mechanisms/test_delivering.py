"""Delivering: what an advisor is shows in what it does, and is remembered by whom it concerns."""

from itertools import pairwise

import numpy as np
import pytest
from worlds import alone, amount, learnt, model, often, weeks

from trustsim.acquaintance import meet
from trustsim.evidence import learn
from trustsim.mechanisms.delivering import appraise, deliver, odds, remember, steer, tally
from trustsim.state import DIMENSIONS, LEAPT

QUALITY = {name: 0.1 * (d + 1) for d, name in enumerate(DIMENSIONS)}  # competence .1 .. openness .7
GOOD = dict.fromkeys(DIMENSIONS, 1.0)


def entrusted(watch=0.0, opened=1, **groups):
    """A customer who has just leapt with the only advisor there is."""
    world = alone(**{"customers": {"negativity": 1.0}, **groups})
    customer = world.customers[0]
    customer.outcome, customer.chosen, customer.considered, customer.watch, customer.opened = LEAPT, 0, 0, watch, opened
    customer.effort = 1.0 - world.settings.crowding_out * watch
    steer(world, 0)
    return world


def all_odds(world):
    """The odds of showing well in each dimension."""
    return [odds(world, 0, d) for d in range(7)]


# --- the odds ---------------------------------------------------------------------------------------------------------


def test_a_delivery_shows_what_the_advisor_is():
    """Full freedom, nothing watched, the real problem: the true dispositions; of openness half, or what the firm shows."""
    world = entrusted(advisors=QUALITY, firms={"disclosure": 0.2})
    world.customers[0].free = 1
    assert all_odds(world) == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.35])
    assert odds(entrusted(advisors=QUALITY, firms={"disclosure": 0.9}), 0, 6) == pytest.approx(0.9)


def test_the_wrong_problem_is_solved_less_well():
    """If the real problem stays hidden, competence loses the share `misdiagnosis`."""
    world = entrusted(opened=0, advisors=QUALITY, opening_up={"misdiagnosis": 0.5})
    assert odds(world, 0, 0) == pytest.approx(0.05)


def test_care_needs_freedom():
    """Under orders empathy shows at .7 of what it is: on average over deliveries .7 + .3 epsilon."""
    world = entrusted(advisors=QUALITY)
    assert odds(world, 0, 4) == pytest.approx(0.7 * 0.5)


def test_a_machine_is_reliable_and_cold():
    """A digital contact is at least .95 reliable, and keeps a fifth of empathy and intimacy."""
    world = entrusted(advisors=QUALITY)
    world.customers[0].digital = world.customers[0].free = 1
    assert all_odds(world)[1:5] == pytest.approx([0.95, 0.06, 0.4, 0.1])


def test_what_is_watched_is_compelled_and_gets_less_effort():
    """m = .8: of what would go wrong in reliability and integrity .8 * .5 goes well; effort is 1 - .25 * .8."""
    world = entrusted(watch=0.8, advisors=QUALITY)
    assert odds(world, 0, 0) == pytest.approx(0.1 * 0.8)
    assert odds(world, 0, 1) == pytest.approx(0.16 + 0.84 * 0.4)
    assert odds(world, 0, 5) == pytest.approx(0.6 + 0.4 * 0.4)
    assert odds(entrusted(watch=1.0, advisors=QUALITY | {"integrity": 0.1}), 0, 5) == pytest.approx(0.1 + 0.9 * 0.5)


@pytest.mark.parametrize("dimension", [1, 5])
@pytest.mark.parametrize("quality", [0.05, 0.5, 0.95])
def test_watching_compels_the_good_as_well_as_the_bad(dimension, quality):
    """However good the advisor, the more is watched the likelier it goes well, and nothing is made worse by it."""
    world = entrusted(advisors=dict.fromkeys(DIMENSIONS, quality), scrutiny={"crowding_out": 0.0})
    found = []
    for watch in (0.0, 0.3, 0.6, 1.0):
        world.customers[0].watch = watch
        found.append(odds(world, 0, dimension))
    assert found[0] == pytest.approx(quality)
    assert all(a < b <= 1.0 for a, b in pairwise(found))


def test_signals_come_as_often_as_their_odds():
    """Over 700 deliveries each dimension shows well as often as it should; success and experience are means of signals."""
    world, shown = (
        entrusted(advisors=QUALITY, firms={"disclosure": 0.0, "digital_share": 0.0, "empowerment": 1.0}),
        np.zeros(7),
    )
    for _ in weeks(world, 700):
        deliver(world, 0)
        shown += world.customers[0].signals
        assert world.customers[0].success == world.customers[0].signals[:2].mean()
        assert world.customers[0].experience == pytest.approx(world.customers[0].signals[:6].mean())
    for times, probability in zip(shown, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.35], strict=True):
        assert often(times, 700, probability)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_machines_and_freedom_come_in_their_shares(share):
    """`digital_share` of the deliveries are a machine's, `empowerment` are left to the advisor's own judgement."""
    world, digital, free = entrusted(firms={"digital_share": share, "empowerment": share}), 0, 0
    for _ in weeks(world, 400):
        deliver(world, 0)
        digital, free = digital + int(world.customers[0].digital), free + int(world.customers[0].free)
    assert often(digital, 400, share)
    assert often(free, 400, share)


def test_nothing_is_delivered_without_a_leap():
    """Whoever refrained learns nothing."""
    world = entrusted()
    world.customers[0].outcome = 2
    deliver(world, 0)
    assert not amount(world)


# --- what is remembered -----------------------------------------------------------------------------------------------


def shown(world, *good):
    """The world after a delivery that showed well in these dimensions and badly in the others is remembered of the advisor."""
    world.customers[0].signals[:] = [name in good for name in DIMENSIONS]
    remember(world, 0, 0, 1.0)
    return learnt(world)


def test_a_delivery_weighs_one_observation_in_each_dimension():
    """Good and bad alike, where nobody watches and nobody deceives."""
    found = shown(entrusted(evidence={"deceit": 0.0}), "competence", "empathy")
    assert found == {name: (1.0, 0.0) if name in ("competence", "empathy") else (0.0, 1.0) for name in DIMENSIONS}


def test_good_behaviour_under_watch_says_less_about_intentions():
    """m = .4: all evidence weighs 1 + .5 m; good integrity, empathy and reliability times 1 - .5 m; bad is not discounted."""
    good = shown(entrusted(watch=0.4, evidence={"deceit": 0.0}), *DIMENSIONS)
    bad = shown(entrusted(watch=0.4, evidence={"deceit": 0.0}))
    for name in DIMENSIONS:
        discount = 0.8 if name in ("integrity", "empathy", "reliability") else 1.0
        assert good[name] == pytest.approx((1.2 * discount, 0.0))
        assert bad[name] == pytest.approx((0.0, 1.2))


@pytest.mark.parametrize("deceit", [0.0, 1.0])
def test_a_breach_of_integrity_may_be_a_deception(deceit):
    """Then half of its evidence is a scar; a failure in anything else never is."""
    world = entrusted(evidence={"deceit": deceit})
    found = shown(world)
    assert world.evidence[0, 0].scar == 0.5 * deceit
    assert found["integrity"] == (0.0, 1.0 - 0.5 * deceit)
    assert found["competence"] == (0.0, 1.0)


def test_a_person_delivers_for_the_firm_as_well():
    """The advisor's relation gets the delivery in full, the firm's three tenths of it."""
    world = entrusted(advisors=GOOD, firms={"digital_share": 0.0, "empowerment": 1.0, "disclosure": 1.0})
    deliver(world, 0)
    assert learnt(world, 0) == dict.fromkeys(DIMENSIONS, (1.0, 0.0))
    assert learnt(world, 1) == dict.fromkeys(DIMENSIONS, (pytest.approx(0.3), 0.0))


def test_a_machine_delivers_for_the_firm_only():
    """Nothing is learnt about the advisor, everything about the firm."""
    world = entrusted(advisors=GOOD, firms={"digital_share": 1.0})
    deliver(world, 0)
    assert learnt(world, 0) == {}
    assert set(learnt(world, 1)) == set(DIMENSIONS)


def test_surprise_is_experience_less_expectation():
    """A stranger expected to be average who does everything well surprises by one half, however little is shown of it."""
    for disclosure in (0.0, 1.0):
        world = entrusted(
            advisors=GOOD | {"openness": 0.0},
            firms={"digital_share": 0.0, "empowerment": 1.0, "disclosure": disclosure},
        )
        deliver(world, 0)
        customer = world.customers[0]
        assert (customer.success, customer.experience, customer.surprise) == (
            1.0,
            pytest.approx(1.0),
            pytest.approx(0.5),
        )


@pytest.mark.parametrize("negativity", [1.0, 4.0])
def test_negativity_makes_no_delivery_a_surprise(negativity):
    """Who has seen one failure for every success expects one half, however heavily they take bad news."""
    world = entrusted(
        customers={"negativity": negativity}, advisors=GOOD, firms={"digital_share": 0.0, "empowerment": 1.0}
    )
    for dimension in range(7):
        for value in (0.0, 1.0):
            learn(world, 0, 0, dimension, value, 5.0)
    deliver(world, 0)
    assert world.customers[0].surprise == pytest.approx(0.5)


def test_satisfaction_is_a_mean_of_experiences_in_which_the_newest_weighs_a_third():
    """The first delivery is all of it; then two thirds of what it was, one third of the newest."""
    world, expected = entrusted(advisors=QUALITY, firms={"digital_share": 0.0}), None
    assert world.relations[0].satisfaction == -1.0
    for _ in weeks(world, 12):
        deliver(world, 0)
        now = world.customers[0].experience
        expected = now if expected is None else expected * 2.0 / 3.0 + now / 3.0
        assert world.relations[0].satisfaction == pytest.approx(expected)
    assert world.relations[1].satisfaction == -1.0


def test_what_a_machine_delivers_satisfies_with_the_firm():
    """Nothing is felt about the advisor, as nothing is learnt about them."""
    world = entrusted(firms={"digital_share": 1.0})
    deliver(world, 0)
    assert world.relations[0].satisfaction == -1.0
    assert world.relations[1].satisfaction == pytest.approx(world.customers[0].experience)


def test_somebody_newly_met_has_left_no_trace_of_satisfaction():
    """A relation that takes the place of another starts without any."""
    world = entrusted(firms={"digital_share": 0.0})
    deliver(world, 0)
    meet(world, 0, 0)
    assert world.relations[0].satisfaction == -1.0


# --- the books --------------------------------------------------------------------------------------------------------


def test_the_books_add_up():
    """What customers entrusted is what advisors and firms were entrusted, delivery by delivery."""
    world = model(customers={"need_rate": 0.8}, weeks=10).world
    assert world.customers.leaps.sum() == world.advisors.deliveries.sum() == world.firms.deliveries.sum() > 100
    assert (
        world.customers.entrusted.sum()
        == pytest.approx(world.advisors.entrusted.sum())
        == pytest.approx(world.firms.entrusted.sum())
    )
    for firm in range(3):
        assert world.firms.deliveries[firm] == world.advisors.deliveries[world.advisors.firm == firm].sum()


def test_only_people_can_be_left_to_their_own_judgement():
    """A firm leaps with the deliveries that it leaves to an advisor, not with those of a machine."""
    world = entrusted()
    for digital, free in ((0, 1), (1, 1), (0, 0)):
        world.customers[0].digital, world.customers[0].free = digital, free
        tally(world, 0)
    assert (world.firms[0].leaps, world.firms[0].deliveries) == (1, 3)


# --- reviews ----------------------------------------------------------------------------------------------------------


def test_the_sums_of_a_week_are_those_of_that_week_and_totals_go_on():
    """Two deliveries with six signals good and one bad, then a week without: sums start again, totals stay."""
    world = entrusted(advisors=GOOD, firms={"digital_share": 0.0, "empowerment": 1.0, "disclosure": 1.0})
    advisor, firm = world.advisors[0], world.firms[0]
    deliver(world, 0)
    world.customers[0].signals[5] = 0
    tally(world, 0)
    assert (advisor.week_deliveries, advisor.week_free, firm.week_deliveries, firm.week_free) == (1, 1, 1, 1)
    assert list(advisor.week_good) == list(firm.week_good) == [1, 1, 1, 1, 1, 0, 1]
    assert list(advisor.week_bad) == list(firm.week_bad) == [0, 0, 0, 0, 0, 1, 0]
    tally(world, 0)
    assert (advisor.week_deliveries, advisor.deliveries, firm.leaps) == (1, 2, 2)
    world.customers[0].outcome = 0
    tally(world, 0)
    assert (advisor.week_deliveries, firm.week_free, sum(firm.week_good), sum(advisor.week_bad)) == (0, 0, 0, 0)
    assert (advisor.deliveries, firm.leaps) == (2, 2)


def test_what_a_machine_delivered_counts_for_the_firm_alone():
    """It is the advisor's need, but not the advisor's deed."""
    world = entrusted(advisors=GOOD, firms={"digital_share": 1.0, "empowerment": 1.0})
    deliver(world, 0)
    tally(world, 0)
    assert (world.advisors[0].deliveries, world.advisors[0].week_deliveries, sum(world.advisors[0].week_good)) == (
        1,
        0,
        0,
    )
    assert (world.firms[0].week_deliveries, world.firms[0].week_free, world.firms[0].leaps) == (1, 0, 0)


def test_autonomy_is_the_share_left_free_and_moves_by_a_third():
    """None yet; then 2 of 4; after a week with 3 of 3 a third of the way from .5 to 1; a quiet week changes nothing."""
    world = alone(delivering={"newest": 1 / 3})
    advisor, felt = world.advisors[0], []
    felt.append(float(advisor.autonomy))
    for free, deliveries in ((2, 4), (3, 3), (0, 0)):
        advisor.week_free, advisor.week_deliveries = free, deliveries
        appraise(world, 0)
        felt.append(float(advisor.autonomy))
    assert felt == pytest.approx([-1, 0.5, 0.5 + 0.5 / 3, 0.5 + 0.5 / 3])


def test_a_mechanism_may_act_in_several_phases_from_one_file():
    """Delivering has rules in four phases, all governed by one switch."""
    world = model(weeks=8, mechanisms={"delivering": False}, customers={"need_rate": 1.0})
    assert not world.tables.firms["leeway"].any() and not world.tables.firms["deliveries"].any()
    assert (world.tables.advisors["autonomy"] == -1).all()
