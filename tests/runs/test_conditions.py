"""The conditions under which a study is replayed: each changes one thing, in every arm."""

from studies import TINY, study

from trustsim.runs.conditions import conditions
from trustsim.scenario import differences

MORE = (
    'lenses = ["abi", "trust_equation"]\nablations = ["posting"]\n'
    + TINY
    + "[variations]\ncustomers.negativity = [1, 4]\n"
)


def test_as_configured_comes_first_then_lenses_ablations_and_values():
    """The configured lens is not tried twice."""
    names = [c.name for c in conditions(study(MORE))]
    assert names == [
        "as configured",
        "lens abi",
        "without posting",
        "customers.negativity = 1",
        "customers.negativity = 4",
    ]


def test_every_lens_that_ships_is_tried_unless_the_config_says_otherwise():
    """Four others beside the configured one."""
    assert {c.subject for c in conditions(study())} == {"components", "abi", "pillars", "reputation", "trust_equation"}


def test_arms_of_several_lenses_are_a_condition_of_no_lens():
    """Then each lens is tried, those of the arms too."""
    made = study('lenses = ["abi", "trust_equation"]\n' + TINY + 'lens = "abi"\n')
    assert {arm.lens for arm in made.arms.values()} == {"trust_equation", "abi"}
    assert [(c.name, c.subject) for c in conditions(made)] == [
        ("as configured", ""),
        ("lens abi", "abi"),
        ("lens trust_equation", "trust_equation"),
    ]


def test_values_that_differ_in_the_ninth_digit_are_two_conditions():
    """Each has a name, and so runs, of its own."""
    made = study(TINY + "[variations]\nevidence.half_life = [100.0000001, 100.0000002]\n")
    assert [c.shown for c in conditions(made) if c.kind == "variation"] == ["100.0000001", "100.0000002"]


def test_only_as_configured_when_nothing_else_is_wanted():
    """What --as-configured asks for."""
    assert [c.name for c in conditions(study(MORE), robust=False)] == ["as configured"]


def test_each_condition_changes_what_it_says_and_nothing_else():
    """Arm by arm, the differences to the arm as configured are that one change."""
    made = study(MORE)
    for arm in made.arms.values():
        changed = {}
        for condition in conditions(made):
            before, after = differences(arm), differences(condition.applied(arm))
            changed[condition.name] = {key: value[1] for key, value in after.items() if before.get(key) != value}
        assert changed == {
            "as configured": {},
            "lens abi": {"lens": "abi"},
            "without posting": {"mechanisms.posting": False},
            "customers.negativity = 1": {"customers.negativity": 1.0},
            "customers.negativity = 4": {"customers.negativity": 4.0},
        }
