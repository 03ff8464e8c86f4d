"""Interventions: in their week, and from then on, a parameter changes for whom it should, or a shock lands."""

import numpy as np
import pytest
from worlds import RICH, arm, contents, happened, model

from trustsim.build import column
from trustsim.errors import BadInput
from trustsim.mechanisms import MECHANISMS
from trustsim.model import TrustModel
from trustsim.network import make_network
from trustsim.parameters import BEFORE_THE_WORLD, TRAITS, parameters
from trustsim.state import DIMENSIONS


def at_week_3(**what):
    """A world in which one thing happens in week 3."""
    return model(RICH, interventions=[{"at": 3, **what}])


def test_a_number_of_the_world_changes_in_its_week_and_stays():
    """Until week 3 it is as configured, from then on as set."""
    world, reach = at_week_3(set={"posting.reach": 0.9}), []
    for _ in range(6):
        world.step()
        reach.append(world.world.settings.reach)
    assert reach == [0.5, 0.5, 0.5, 0.9, 0.9, 0.9]


def test_a_trait_changes_for_everybody():
    """With the spread that it has, each keeping their place."""
    world = at_week_3(set={"firms.disclosure": 0.9})
    before = world.run(3).tables.firms["disclosure"].copy()
    after = world.run(1).tables.firms["disclosure"]
    assert (after > before).all()
    assert after.argsort().tolist() == before.argsort().tolist()


CHOICES = {
    "rows": ({"advisors": [1, 4]}, [1, 4]),
    "a share": ({"advisors": 0.25}, [1, 7]),
    "nobody": ({"advisors": 0.0}, []),
    "everybody": ({"advisors": 1.0}, list(range(8))),
}


@pytest.mark.parametrize(("chosen", "rows"), CHOICES.values(), ids=CHOICES)
def test_a_trait_changes_for_some(chosen, rows):
    """By row numbers or by a share; the others stay as they were."""
    world = at_week_3(set={"advisors.rate": 0.125}, **{"for": chosen}).run(4)
    assert np.flatnonzero(world.tables.advisors["rate"] == 0.125).tolist() == rows
    assert (np.delete(world.tables.advisors["rate"], rows) == 0.5).all()


def chosen_by(share, seed=1, arm_values=None):
    """Whom a share of the advisors of a larger world means."""
    many = {"population": {"advisors": 200, "customers": 200, "firms": 4}, **(arm_values or {})}
    setting = {"at": 0, "set": {"advisors.rate": 0.125}, "for": {"advisors": share}}
    with_it = model(many, seed=seed, interventions=[setting], weeks=1)
    return set(np.flatnonzero(with_it.tables.advisors["rate"] == 0.125).tolist())


def test_a_share_of_people_is_drawn_and_not_a_stretch_of_rows():
    """On a ring the first 30 % would be neighbours; the exact number is kept, and another seed draws others."""
    few = chosen_by(0.3)
    assert len(few) == 60 and max(few) > 150 and few != set(range(60))
    assert chosen_by(0.3, seed=2) != few


def test_a_larger_share_includes_a_smaller_one_and_arms_draw_the_same_people():
    """So that what is taken back from 30 % is what 30 % were given, and twins stay twins."""
    few, other_arm = chosen_by(0.3), chosen_by(0.3, arm_values={"firms": {"disclosure": 0.9}})
    assert few == other_arm and few < chosen_by(0.5) < chosen_by(1.0)


def named(**network):
    """A world whose graph has names or groups."""
    there = arm(RICH, interventions=[{"at": 3, "set": {"advisors.rate": 0.125}, "for": network.pop("chosen")}])
    return TrustModel(there, network=make_network(there.graph, there.values, 1)._replace(**network))


def test_people_may_be_chosen_by_the_names_of_the_graph():
    """A label names a row."""
    world = named(chosen={"advisors": ["Ann", "Bob"]}, labels={"advisors": ["Ann", "Bob", *"cdefgh"]}).run(4)
    assert np.flatnonzero(world.tables.advisors["rate"] == 0.125).tolist() == [0, 1]


def test_people_may_be_chosen_by_an_attribute_of_the_graph():
    """Every row whose attribute is one of the values."""
    office = np.array(["Boston", "Hartford"] * 4)
    world = named(chosen={"attribute": "office", "is": ["Hartford"]}, attributes={"advisors": {"office": office}}).run(
        4
    )
    assert np.flatnonzero(world.tables.advisors["rate"] == 0.125).tolist() == [1, 3, 5, 7]


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"advisors": [99]}, r"for = { advisors = \[99\] } names no row of advisors; there are 8, numbered from 0; .*"),
        (
            {"advisors": ["Evisor 3"]},
            r"for = { advisors = \['Evisor 3'\] } names no row of advisors; "
            r"there are 8, numbered from 0; did you mean advisor 3\?",
        ),
        (
            {"attribute": "office", "is": ["x"]},
            r"for = { attribute = 'office' }: advisors of this graph have no attributes",
        ),
    ],
)
def test_who_is_not_there_cannot_be_chosen(chosen, message):
    """One line names what was asked for and what there is, before anything has happened."""
    with pytest.raises(BadInput, match=f"^{message}$"):
        at_week_3(set={"advisors.rate": 0.1}, **{"for": chosen})


def test_a_group_that_nobody_is_in_cannot_be_chosen():
    """One of two offices misspelt: what there is, and the nearest."""
    office = np.array(["Boston", "Hartford"] * 4)
    with pytest.raises(BadInput, match=r"is = \['Bosten'\] } fits none of the advisors; did you mean Boston\?"):
        named(chosen={"attribute": "office", "is": ["Hartford", "Bosten"]}, attributes={"advisors": {"office": office}})


def test_a_status_set_to_what_it_is_changes_nothing_in_a_hierarchy():
    """One's place in the firm counts for half then too."""
    steep = {"maker": "firm_hierarchy", "branching": 2}
    usual = model(graph=steep, weeks=3)
    values = usual.arm.values["advisors.status"], 0.9
    same, other = (
        model(graph=steep, interventions=[{"at": 1, "set": {"advisors.status": value}}], weeks=3) for value in values
    )
    assert contents(usual) == contents(same) != contents(other)


def test_several_things_may_happen_in_one_week():
    """Parameters and a shock of one intervention, and of two in the same week."""
    one = {"at": 1, "set": {"posting.reach": 0.9, "firms.empowerment": 0.1}, "shock": {"dimensions": ["openness"]}}
    world = model(RICH, interventions=[one, {"at": 1, "set": {"lens.undermining": 0.0}}]).run(2)
    assert (world.world.settings.reach, world.world.settings.undermining) == (0.9, 0.0)
    assert (world.tables.firms["empowerment"] == 0.1).all()
    assert (world.tables.firms["news"][:, :2, DIMENSIONS.index("openness")] == 10.0).all()
    world.step()
    assert not world.tables.firms["news"].any()


@pytest.mark.parametrize("order", [1, -1])
def test_two_shocks_of_one_week_keep_what_each_is_about(order):
    """One about a context, one a deception in another: each leaves what it would alone, whichever comes first."""
    shocks = [
        {"at": 0, "shock": {"firms": [0], "dimensions": ["competence"], "context": "service", "weight": 5.0}},
        {
            "at": 0,
            "shock": {"firms": [0], "dimensions": ["integrity"], "context": "data", "weight": 3.0, "deception": True},
        },
    ]
    quiet = {name: name in ("news", "contexts") for name in MECHANISMS}
    both, *single = (
        model(RICH, mechanisms=quiet, interventions=each, weeks=1).tables
        for each in (shocks[::order], shocks[:1], shocks[1:])
    )
    for side in ("good", "bad"):
        assert np.array_equal(both.evidence[side], single[0].evidence[side] + single[1].evidence[side])
    assert np.array_equal(both.evidence["scar"], single[1].evidence["scar"])
    assert both.evidence["scar"].any()
    assert single[0].evidence["bad"][:, 0].any()
    assert single[1].evidence["bad"][:, 1].any()


def test_withdrawn_is_as_before():
    """A number set and set back is what it was; what happened in between stays."""
    forth_and_back = [{"at": 2, "set": {"posting.reach": 1.0}}, {"at": 5, "set": {"posting.reach": 0.5}}]
    world, plain = model(RICH, interventions=forth_and_back, weeks=8), model(RICH, interventions=[], weeks=8)
    assert world.world.settings.reach == plain.world.settings.reach
    assert happened(world) != happened(plain)


CHANGING = [p for p in parameters().values() if p.group not in BEFORE_THE_WORLD]


@pytest.mark.parametrize("parameter", CHANGING, ids=lambda p: p.path)
def test_every_parameter_that_is_not_spent_on_building_can_change(parameter):
    """Set on the way, it is in the world from then on."""
    world = model(
        interventions=[{"at": 1, "set": {parameter.path: parameter.low}}],
        spread={"quality": 0, "disclosure": 0, "propensity": 0, "status": 0},
    )
    world.run(2)
    if parameter.group in TRAITS:
        assert (column(world.tables, parameter.group, parameter.name) == parameter.low).all()
    else:
        assert getattr(world.world.settings, parameter.name) == parameter.low
    world.close()
