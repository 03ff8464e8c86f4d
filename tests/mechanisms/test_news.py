"""News: a scandal reaches everybody who knows the firm, and nobody's trust in another."""

import numpy as np
import pytest
from worlds import amount, learnt, model

from trustsim.state import DIMENSIONS, INTEGRITY, NOBODY

QUIET = {
    "mechanisms": dict.fromkeys(("posting", "leaping", "scrutiny", "word_of_mouth", "forgetting"), False),
    "evidence": {"communal_share": 0.0, "firm_to_advisor": 0.0, "spillover": 0.0},
}


def struck(weeks=1, contexts=("service",), **shock):
    """A world in which nothing happens but a shock in its first week."""
    shock = {"firms": [0], "dimensions": ["integrity"], **shock}
    return model(**QUIET, contexts={"names": list(contexts)}, interventions=[{"at": 0, "shock": shock}], weeks=weeks)


def ties(world, firm):
    """The rows of all customers' relations with a firm."""
    return np.flatnonzero((world.world.relations.advisor == NOBODY) & (world.world.relations.firm == firm))


def test_bad_news_is_evidence_against_the_firm_for_all_who_know_it():
    """Weight 10 is 10 observations against its integrity, in every relation with it and no other."""
    world = struck()
    assert len(ties(world, 0)) > 0
    for row in ties(world, 0):
        assert learnt(world.world, row) == {"integrity": (0.0, 10.0)}
    assert amount(world.world) == pytest.approx(10.0 * len(ties(world, 0)))


def test_a_warm_tie_with_a_firm_takes_its_breach_more_heavily():
    """Where the relation with the firm is communal, integrity counts 1.5 times as much [Aggarwal2004]."""
    news = [{"at": 0, "shock": {"firms": [0], "dimensions": ["integrity"]}}]
    for share, weight in ((0.0, 10.0), (1.0, 15.0)):
        world = model(**{**QUIET, "evidence": {"communal_share": share}}, interventions=news, weeks=1)
        assert {learnt(world.world, row)["integrity"] for row in ties(world, 0)} == {(0.0, weight)}


def test_news_is_news_for_one_week():
    """A year later it counts once, not fifty times."""
    assert amount(struck(1).world) == amount(struck(52).world)


def test_everybody_is_hit_where_no_firm_is_named():
    """A shock without firms is about all of them, in each of its dimensions."""
    world = model(
        **QUIET, interventions=[{"at": 0, "shock": {"dimensions": ["empathy", "openness"], "weight": 1.0}}], weeks=1
    )
    for firm in range(3):
        for row in ties(world, firm):
            assert learnt(world.world, row) == {"empathy": (0.0, 1.0), "openness": (0.0, 1.0)}


def test_news_of_a_deception_leaves_a_scar():
    """Half of it on integrity is never forgotten; on other dimensions there is no scar."""
    world = struck(deception=True, dimensions=["integrity", "competence"])
    for row in ties(world, 0):
        assert world.world.evidence.scar[row, 0] == pytest.approx(5.0)
        assert learnt(world.world, row) == {"integrity": (0.0, 5.0), "competence": (0.0, 10.0)}


def test_good_news_is_evidence_for_the_firm_and_weighs_less():
    """An apology is evidence for integrity and openness: 3 observations unless the config says more, untouched by negativity."""
    sorry = struck(good=True, dimensions=["integrity", "openness"])
    loud = struck(good=True, weight=7.5)
    for row in ties(sorry, 0):
        assert learnt(sorry.world, row) == {"integrity": (3.0, 0.0), "openness": (3.0, 0.0)}
        assert learnt(loud.world, row) == {"integrity": (7.5, 0.0)}
    assert amount(sorry.world) == pytest.approx(6.0 * len(ties(sorry, 0)))


def test_good_and_bad_news_of_one_week_are_both_heard_and_last_that_week():
    """They do not cancel out, a scar stays, and a year later each still counts once."""
    both = [
        {"at": 0, "shock": {"firms": [0], "dimensions": ["integrity"], **kind}}
        for kind in ({"deception": True}, {"good": True})
    ]
    for weeks in (1, 52):
        world = model(**QUIET, interventions=both, weeks=weeks)
        for row in ties(world, 0):
            assert world.world.evidence.scar[row, 0] == pytest.approx(5.0)
            assert learnt(world.world, row) == {"integrity": (3.0, 5.0)}


def test_news_may_be_about_one_context():
    """News about data says nothing in itself about service; without a context it is about everything."""
    only = struck(contexts=("service", "data"), context="data")
    row = ties(only, 0)[0]
    assert (learnt(only.world, row, 0), learnt(only.world, row, 1)) == ({}, {"integrity": (0.0, 10.0)})
    every = struck(contexts=("service", "data"))
    assert learnt(every.world, row, 0) == learnt(every.world, row, 1) == {"integrity": (0.0, 10.0)}


def test_with_the_mechanism_off_nobody_hears():
    """The ablation leaves every belief as it was."""
    quiet = {**QUIET["mechanisms"], "news": False}
    world = model(mechanisms=quiet, interventions=[{"at": 0, "shock": {"dimensions": list(DIMENSIONS)}}], weeks=2)
    assert not amount(world.world)
    assert world.world.customers.belief[:, INTEGRITY] == pytest.approx(world.world.customers.propensity)
