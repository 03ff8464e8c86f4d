"""Measures: each says what it is, in which unit, and counts what its name says."""

import math

import numpy as np
import pytest
from worlds import RICH, SMALL, contents, model

from trustsim.lenses import LENSES
from trustsim.measures import MEASURES, USUAL
from trustsim.measuring import measure, share
from trustsim.state import DIMENSIONS, LEAPT, NO_CANDIDATE, NO_NEED, NOBODY, REFUSED

UNITS = {
    "0..1": (0.0, 1.0),
    "share": (0.0, 1.0),
    "Gini, 0..1": (0.0, 1.0),
    "rank correlation": (-1.0, 1.0),
    "correlation": (-1.0, 1.0),
}


@pytest.fixture
def made():
    """A world of 60 customers whose week is made up by the test: 10 leapt, 20 refused, 5 found nobody, 25 had no need."""
    world = model(spread={"status": 0.0})
    customers = world.tables.customers
    customers["outcome"] = [LEAPT] * 10 + [REFUSED] * 20 + [NO_CANDIDATE] * 5 + [NO_NEED] * 25
    customers["considered"] = [row % 8 for row in range(30)] + [NOBODY] * 30
    customers["success"], customers["stake"], customers["effort"], customers["opened"] = 0.75, 2.0, 0.9, 1
    yield world
    world.close()


def value(name, world):
    """A measure's value."""
    return MEASURES[name](world)


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_is_a_number_in_its_unit(name):
    """It says its unit and its meaning, lies within the unit's range week after week, and is a plain float."""
    world, measured = model(RICH), MEASURES[name]
    assert measured.unit
    assert measured.meaning
    low, high = next((bounds for unit, bounds in UNITS.items() if unit in measured.unit), (0.0, math.inf))
    for _ in range(8):
        world.step()
        number = measured(world)
        assert type(number) is float
        assert math.isnan(number) or low - 1e-12 <= number <= high + 1e-12


@pytest.mark.parametrize("name", MEASURES)
def test_to_measure_changes_nothing(name):
    """A world that was measured every week is the world that was not, byte for byte, but for what a survey writes down."""
    measured, alone = model(RICH), model(RICH)
    for _ in range(4):
        MEASURES[name](measured.run(1))
        alone.run(1)
    alone.survey()
    measured.survey()
    assert contents(measured) == contents(alone)


def test_the_usual_measures_exist():
    """What is collected by default is a part of what there is."""
    assert set(USUAL) <= set(MEASURES)


def test_a_share_of_nothing_is_not_a_number():
    """Neither zero nor an error: there was nothing to share."""
    assert share(1, 4) == 0.25
    assert math.isnan(share(0, 0))
    quiet = model(customers={"need_rate": 0.0}, weeks=2)
    for name in ("leap_rate", "success", "real_problems", "misplaced_leaps", "concentration"):
        assert math.isnan(value(name, quiet))
    assert [value(name, quiet) for name in ("needs", "leaps", "refusals", "revenue")] == [0.0] * 4


def test_needs_leaps_and_refusals_are_counted(made):
    """10 leaps and 20 refusals of 35 needs, 5 of them without a candidate."""
    assert [value(name, made) for name in ("needs", "leaps", "refusals")] == [35.0, 10.0, 20.0]
    assert value("leap_rate", made) == pytest.approx(10 / 35)
    assert value("without_candidate", made) == pytest.approx(5 / 35)


def test_deliveries_are_averaged_over_leaps(made):
    """Success, effort and real problems of the ten who leapt, whatever the others' columns hold."""
    made.tables.customers["success"][:5] = 0.25
    made.tables.customers["opened"][:3] = 0
    assert value("success", made) == pytest.approx(0.5)
    assert value("effort", made) == pytest.approx(0.9)
    assert value("real_problems", made) == pytest.approx(0.7)
    assert value("revenue", made) == pytest.approx(20.0)


def test_trust_and_its_spread(made):
    """The mean, and what nine in ten and one in ten exceed."""
    made.tables.customers["trust"] = np.linspace(0.0, 1.0, 60)
    assert value("trust", made) == pytest.approx(0.5)
    assert value("demand_for_transparency", made) == pytest.approx(0.5)
    assert value("trust_low", made) == pytest.approx(0.1)
    assert value("trust_high", made) == pytest.approx(0.9)


def test_the_funnel_narrows():
    """Of those who know somebody fewer know somebody reputable; to have leapt one must have known somebody."""
    world = model(RICH, weeks=20)
    known, reputable, leapt = (value(name, world) for name in ("known", "reputable", "have_leapt"))
    assert 1.0 == known >= reputable > 0.0
    assert leapt <= known


def test_first_leaps_are_timed():
    """Those who never leapt count as the end of the run."""
    world = model(RICH, weeks=5)
    customers = world.tables.customers
    customers["first_leap"] = NOBODY
    assert (value("have_leapt", world), value("time_to_first_leap", world)) == (0.0, 5.0)
    customers["first_leap"][:30] = 1
    assert (value("have_leapt", world), value("time_to_first_leap", world)) == (0.5, 3.0)


@pytest.mark.parametrize(
    ("amounts", "gini"),
    [([1.0] * 8, 0.0), ([0.0] * 7 + [5.0], 7 / 8), ([1.0, 2.0, 3.0, 4.0, 0.0, 0.0, 0.0, 0.0], 0.625)],
)
def test_concentration_is_ginis(made, amounts, gini):
    """0 when all are entrusted alike, 1 - 1/n when one has everything."""
    made.tables.advisors["entrusted"] = amounts
    assert value("concentration", made) == pytest.approx(gini)


@pytest.mark.parametrize(("sign", "expected"), [(1.0, 1.0), (-1.0, -1.0)])
def test_warranted_trust_is_the_rank_correlation_with_true_quality(made, sign, expected):
    """1 when the better are trusted more without exception, -1 when the worse are."""
    relations = made.tables.relations
    worth = made.tables.advisors["quality"].mean(axis=1)
    relations["trust"] = np.where(relations["advisor"] >= 0, 0.5 + 0.2 * sign * worth[relations["advisor"]] ** 3, 0.0)
    assert value("warranted_trust", made) == pytest.approx(expected)


def test_misplaced_leaps_are_those_on_the_worse_half(made):
    """Ten leaps, on rows 0..7, 0 and 1: those on advisors of less than median quality."""
    made.tables.advisors["quality"] = np.linspace(0.1, 0.8, 8)[:, None]
    assert value("misplaced_leaps", made) == pytest.approx((4 + 2) / 10)


def test_good_and_bad_are_told_apart(made):
    """Who tells after a disappointing leap tells something bad; who tells otherwise, a fan too, something good."""
    customers = made.tables.customers
    customers["told_of"][:4], customers["surprise"][:4] = 0, (-0.2, -0.1, 0.3, 0.1)
    customers["told_of"][40], customers["fan_of"][40] = 1, 1
    assert (value("good_tellings", made), value("bad_tellings", made)) == (3.0, 2.0)
    assert value("fans", made) == pytest.approx(1 / 60)


def test_transparency_is_used_where_it_is_looked_at(made):
    """Looks a relation known."""
    made.tables.customers["looks"][:6] = 2
    assert value("use_of_transparency", made) == pytest.approx(12 / 240)
    assert value("acquaintances", made) == 4.0


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_beliefs_are_asked_dimension_by_dimension(dimension):
    """The mean over customers of what each believes of those it knows."""
    world = model(RICH, weeks=6)
    believed = [np.mean([getattr(c.beliefs_about(a), dimension) for a in c.advisors]) for c in world.crew["customers"]]
    assert value(f"belief_{dimension}", world) == pytest.approx(np.mean(believed))


@pytest.mark.parametrize("lens", LENSES)
def test_trust_under_another_lens_is_the_trust_of_that_lens(lens):
    """The same evidence read by the theory that the world runs on is its trust; read by others it is theirs."""
    world = model(RICH, weeks=1, lens=lens, posting={"reach": 0.0}, leaping={"choice_noise": 1.0})
    same = pytest.approx(value("trust", world), rel=1e-12)  # added up in another order
    assert value(f"trust_under_{lens}", world) == same
    felt = {other: value(f"trust_under_{other}", world) for other in LENSES}
    assert len(set(felt.values())) == len(LENSES)


def test_who_knows_nobody_believes_as_it_is_inclined_to():
    """Without evidence a belief is the propensity, with or without acquaintances."""
    world = model(
        spread={"propensity": 0.0, "status": 0.0}, mechanisms={"posting": False, "scrutiny": False, "leaping": False}
    )
    world.tables.customers["known"][::2] = 0
    assert value("belief_competence", world) == pytest.approx(0.5)
    assert value("belief_openness", world) == pytest.approx(0.5)


def test_firms_are_trusted_and_the_barometer_counts_those_who_do():
    """The mean over the firms that one knows, and the share of customers for whom it exceeds one half."""
    world = model(RICH, weeks=10)
    felt = []
    for customer in world.crew["customers"]:
        firms = {
            firm
            for firm in world.tables.relations["firm"][customer.firm_first : customer.firm_last].tolist()
            if firm != NOBODY
        }
        felt.append(np.mean([customer.trust_in(world.crew["firms"][firm]) for firm in firms]))
    assert value("trust_in_firms", world) == pytest.approx(np.mean(felt))
    assert value("barometer", world) == pytest.approx(np.mean(np.array(felt) > 0.5))


def test_promoters_and_detractors_are_judged_by_their_satisfaction(made):
    """Of the relations in which something was delivered, .85 and more against .6 and less; the bounds belong to them."""
    felt = made.tables.relations["satisfaction"]
    felt[:] = -1.0
    felt[:10] = [1.0] * 2 + [0.85] + [0.84] * 2 + [0.61] + [0.6] * 3 + [0.0]
    assert value("promoters", made) == pytest.approx(0.3)
    assert value("detractors", made) == pytest.approx(0.4)
    assert value("satisfaction", made) == pytest.approx(felt[:10].mean())
    felt[:] = -1.0
    assert np.isnan(value("promoters", made))


def test_one_thing_gone_wrong_makes_no_detractor():
    """Where advisors show well nine times of ten, promoters outnumber detractors: nobody needs perfection."""
    free = {"empowerment": 1.0, "digital_share": 0.0}
    grown = model(SMALL, weeks=52, customers={"need_rate": 0.6}, advisors=dict.fromkeys(DIMENSIONS, 0.9), firms=free)
    assert value("promoters", grown) > value("detractors", grown)


def test_churn_is_counted_among_those_who_leap_again():
    """A leap to another advisor than the last, leap by leap."""
    world, last = model(RICH), {}
    for _ in range(30):
        world.step()
        again, changed = 0, 0
        for row in np.flatnonzero(world.tables.customers["outcome"] == LEAPT):
            advisor = world.tables.customers["considered"][row]
            again, changed = again + (row in last), changed + (last.get(row, advisor) != advisor)
            last[row] = advisor
        assert value("churn", world) == pytest.approx(changed / again if again else math.nan, nan_ok=True)
    assert 0 < changed < again


def test_autonomy_is_the_share_of_deliveries_left_to_the_advisor(made):
    """Among this week's leaps; a machine has no judgement to be left to."""
    made.tables.customers["free"][:4] = 1
    assert value("autonomy", made) == pytest.approx(0.4)
    made.tables.customers["digital"][3:5] = 1
    assert value("autonomy", made) == pytest.approx(3 / 8)


def test_a_measure_is_marked_with_its_unit_and_meaning():
    """The decorator leaves the function as it is."""

    @measure("people", "how many there are")
    def people(model):
        return 7.0

    assert (people.unit, people.meaning, people(None)) == ("people", "how many there are", 7.0)
