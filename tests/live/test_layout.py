"""The structural layout and the sample of edges."""

import numpy as np
import pytest

from trustsim.live.layout import sample_edges, structural


def acquaintances(firms, advisors, customers, known=3, seed=1):
    """A network at random: (firms, firm_of, knows_first, knows)."""
    lots = np.random.default_rng(seed)
    knows = [np.sort(lots.choice(advisors, min(known, advisors), replace=False)) for _ in range(customers)]
    return firms, np.arange(advisors) % firms, np.arange(customers + 1) * min(known, advisors), np.concatenate(knows)


@pytest.mark.parametrize("sizes", [(1, 1, 5), (4, 24, 300), (4, 200, 3000), (60, 120, 900)])
def test_everybody_has_a_place_of_its_own_in_the_unit_square(sizes):
    """One place a node, as float32 in 0..1, and no two alike."""
    places = structural(*acquaintances(*sizes), seed=0)
    assert places.shape == (sum(sizes), 2)
    assert places.dtype == np.float32
    assert places.min() >= 0
    assert places.max() <= 1
    assert len(np.unique(places, axis=0)) == len(places)


def test_the_same_seed_gives_the_same_places_and_another_seed_others():
    """The layout is fixed by its seed, seed 0 as well."""
    network = acquaintances(4, 24, 300)
    assert (structural(*network, seed=0) == structural(*network, seed=0)).all()
    assert (structural(*network, seed=0) != structural(*network, seed=1)).any()


def test_customers_stand_round_an_advisor_that_they_know():
    """The nearest advisor is nearly always one of the three (of 24) that a customer knows."""
    firms, firm_of, first, knows = acquaintances(4, 24, 300)
    places = structural(firms, firm_of, first, knows, seed=3)
    away = np.linalg.norm(places[28:, None] - places[None, 4:28], axis=2)
    known = knows.reshape(-1, 3)
    assert (away.argmin(axis=1)[:, None] == known).any(axis=1).mean() > 0.95


def test_advisors_stand_round_their_own_firm():
    """Every advisor is nearer to its firm than to any other."""
    firms, firm_of, first, knows = acquaintances(4, 24, 300)
    places = structural(firms, firm_of, first, knows, seed=3)
    away = np.linalg.norm(places[4:28, None] - places[None, :4], axis=2)
    assert (away.argmin(axis=1) == firm_of).all()


@pytest.mark.parametrize(("sizes", "room"), [((4, 24, 300), 0.05), ((4, 200, 3000), 0.02), ((10, 500, 30_000), 0.01)])
def test_firms_and_advisors_do_not_overlap(sizes, room):
    """On a stage of 500 pixels two glyphs are at least 25, 10 and 5 pixels apart."""
    places = structural(*acquaintances(*sizes), seed=3)[: sizes[0] + sizes[1]]
    away = np.linalg.norm(places[:, None] - places[None], axis=2) + np.eye(len(places))
    assert away.min() > room


def test_who_knows_nobody_is_drawn_apart():
    """A customer without advisors stands further from every advisor than its peers with one do."""
    places = structural(1, [0, 0], [0, 1, 2, 2], [0, 1], seed=3)
    away = np.linalg.norm(places[3:, None] - places[None, 1:3], axis=2).min(axis=1)
    assert away[2] > away[:2].max()


def test_a_world_without_advisors_or_customers_still_has_places():
    """Degenerate worlds are laid out, too."""
    assert structural(3, [], [0, 0], [], seed=3).shape == (4, 2)
    assert structural(3, [0, 1, 2], [0], [], seed=3).shape == (6, 2)


def test_few_edges_are_all_drawn():
    """Up to the limit nothing is left out."""
    assert (sample_edges(1000, limit=1000) == np.arange(1000)).all()


def test_a_sample_of_edges_is_fixed_and_a_larger_one_contains_it():
    """Same seed, same sample, ascending; a larger limit only adds."""
    small, large = sample_edges(30_000, limit=5000, seed=0), sample_edges(30_000, limit=10_000, seed=0)
    assert len(small) == 5000
    assert (np.diff(small) > 0).all()
    assert (small == sample_edges(30_000, limit=5000, seed=0)).all()
    assert np.isin(small, large).all()
    assert (small != sample_edges(30_000, limit=5000, seed=1)).any()
