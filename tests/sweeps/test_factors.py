"""What a sweep varies: read from texts and dicts, checked like a config, refused in one line."""

import pytest
from studies import study

from trustsim.errors import BadInput
from trustsim.runs.conditions import Condition
from trustsim.sweeps.factors import changes_of, factors_in, networks_of, overwritten
from trustsim.sweeps.sweep import planned


@pytest.mark.parametrize(
    ("given", "values"),
    [
        ("advisors.rate=0.1:0.5:5", (0.1, 0.2, 0.3, 0.4, 0.5)),
        ("advisors.rate=.1,1", (0.1, 1.0)),
        ("population.customers=20:50:4", (20, 30, 40, 50)),
        ("lens=pillars, abi", ("pillars", "abi")),
        ("mechanisms.posting=true,false", (True, False)),
        ("ticks=5,10", (5, 10)),
        ("network=small_world,scale_free", ("small_world", "scale_free")),
        ("arms.open.firms.disclosure=0.2:0.8:3", (0.2, 0.5, 0.8)),
    ],
)
def test_values_are_read_as_the_key_wants_them(given, values):
    """Numbers, whole numbers, names and switches, over a range or one by one."""
    (factor,) = factors_in([given], study())
    assert factor.values == values and [type(each) for each in factor.values] == [type(each) for each in values]


def test_texts_and_dicts_say_the_same():
    """A tuple is a range, a list has the values."""
    texts = factors_in(["advisors.rate=0.1:0.5:3", "lens=pillars,abi"], study())
    assert factors_in({"advisors.rate": (0.1, 0.5, 3), "lens": ["pillars", "abi"]}, study()) == texts


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("advisors.rat=1,2", "did you mean advisors.rate?"),
        ("advisors.rate=0.1:2:3", "advisors.rate = 2.0 is outside 0..1"),
        ("advisors.rate=a,b", "advisors.rate = 'a' is not a number"),
        ("advisors.rate=0.5:0.1:3", "from a lower number to a higher one"),
        ("advisors.rate=0.1:0.5:1", "count of values must be a whole number from 2"),
        ("advisors.rate=0.1,0.1", "a value is there twice"),
        ("population.customers=10.5:20:3", "it is a whole number"),
        ("lens=abi,ab", "lens.name = 'ab' is not a lens; did you mean abi?"),
        ("lens=1:2:3", "it has no range, so list its values"),
        ("network=smallworld", "small_world"),
        ("mechanisms.postin=true", "did you mean mechanisms.posting?"),
        ("arms.ope.advisors.rate=1", "did you mean arms.open?"),
        ("arms.open.advisors.rat=1", "did you mean advisors.rate?"),
        ("first_seed=1,2", "there is nothing of this name to vary"),
        ("ticks=0,5", "ticks = 0 is outside 1..100000"),
        ("advisors.rate", "write KEY=LOW:HIGH:COUNT or KEY=VALUE,VALUE"),
    ],
)
def test_what_cannot_be_varied_is_refused_in_a_line(given, told):
    """With the key, the value, and what is right."""
    with pytest.raises(BadInput) as error:
        factors_in([given], study())
    assert told in str(error.value) and "\n" not in str(error.value)


def test_a_key_is_varied_once():
    """Two lists for one key would be two meanings."""
    with pytest.raises(BadInput, match="is given twice"):
        factors_in(["lens=abi", "lens=pillars"], study())


def test_a_place_changes_arms_as_it_says():
    """Lens, weeks and values in every arm, the network as a whole, and one value in one arm alone."""
    made, place = study(), {"lens": "abi", "ticks": 9, "advisors.rate": 0.3, "network": "scale_free"}
    networks = networks_of(factors_in(["network=scale_free,small_world"], made), made)
    place |= {"arms.open.firms.disclosure": 0.7}
    condition = Condition("here", "sweep", changes_of(place, networks))
    closed, opened = (condition.applied(arm) for arm in made.arms.values())
    assert {arm.lens for arm in (closed, opened)} == {"abi"} and closed.ticks == opened.ticks == 9
    assert closed.values["advisors.rate"] == opened.values["advisors.rate"] == 0.3
    assert closed.graph["maker"] == "scale_free"
    assert (closed.values["firms.disclosure"], opened.values["firms.disclosure"]) == (0.0, 0.7)


def test_a_key_in_which_arms_differ_comes_with_a_note():
    """The sweep gives all arms the same value, which may not be what was meant."""
    made = planned(study(), ["firms.disclosure=0.2,0.8", "advisors.rate=0.2,0.3"])
    (note,) = overwritten(made.study)
    assert "firms.disclosure differs between the arms" in note and "arms.NAME.firms.disclosure" in note
