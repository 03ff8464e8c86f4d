"""The assumed space: worlds that vary everything together, what decides between them, and what a verdict says of it."""

import json

import numpy as np
import pytest
from studies import TINY, written

from trustsim.errors import BadInput
from trustsim.runs.conditions import conditions
from trustsim.runs.execute import tasks
from trustsim.runs.replay import replay
from trustsim.runs.space import LENS, found, in_words, points, spans
from trustsim.runs.verdicts import flat
from trustsim.scenario import parse, read

SPACE = """
[space]
worlds = 40
horizon = [26, 60]
networks = ["small_world", "scale_free"]
[space.over]
customers.negativity = [1.0, 4.0]
word_of_mouth.fan_after = [1, 4]
"""
CLAIMS = """
from trustsim.runs.claims import Claim, higher
from trustsim.runs.outcomes import Outcome, mean

TRUST = Outcome("trust", "trust", -2)
CLAIMS = (
    Claim(1, "Open firms are trusted more.", (higher(TRUST, "open", than="closed"),), hangs_on="scrutiny"),
    Claim(2, "It is so by construction.", (higher(TRUST, "open", than="closed", assumed="we say so"),)),
)
"""


def test_worlds_cover_every_coordinate_evenly():
    """A Latin hypercube: each fortieth of each range has one world; names and whole numbers have equal shares."""
    made = points(parse(SPACE).space)
    places = [place for _, place, _ in made]
    assert len({mark for mark, *_ in made}) == 40
    negativity = np.sort([place["customers.negativity"] for place in places])
    assert (np.floor((negativity - 1.0) / 3.0 * 40) == np.arange(40)).all()
    assert sorted(place["word_of_mouth.fan_after"] for place in places) == sorted([1, 2, 3, 4] * 10)
    assert sorted(place["network"] for place in places) == ["scale_free"] * 20 + ["small_world"] * 20
    assert {place["lens"] for place in places} == set(parse("").lenses)
    assert min(place["horizon"] for place in places) >= 26 and max(place["horizon"] for place in places) <= 60


def test_a_space_is_the_same_worlds_every_time_and_another_one_has_other_names():
    """So that runs are found again, and those of other worlds are not taken for them."""
    marks = [mark for mark, *_ in points(parse(SPACE).space)]
    assert marks == [mark for mark, *_ in points(parse(SPACE).space)]
    other = [mark for mark, *_ in points(parse(SPACE.replace("4.0]", "3.0]")).space)]
    assert not set(marks) & set(other)


def test_a_world_is_made_as_its_place_says():
    """Values, lens, horizon and the whole network of an arm under the condition."""
    study = parse(SPACE)
    world = next(c for c in conditions(study) if c.kind == "space" and c.place["network"] == "scale_free")
    arm = world.applied(study.arms["as configured"])
    assert (arm.lens, arm.ticks, arm.graph) == (world.place["lens"], world.place["horizon"], {"maker": "scale_free"})
    assert arm.values["customers.negativity"] == world.place["customers.negativity"]


def test_worlds_have_few_runs_and_the_rest_has_all():
    """Three seeds in a world, of the five that the study has."""
    study = parse("replicates = 5" + SPACE)
    seeds = {"base": set(), "space": set()}
    for task in tasks(study, conditions(study)):
        if task.condition.kind in seeds:
            seeds[task.condition.kind].add(task.seed)
    assert seeds == {"base": {1, 2, 3, 4, 5}, "space": {1, 2, 3}}


PLANTED = {
    "a threshold": (lambda place: place["a"] > 0.6, ("a",)),
    "a name": (lambda place: place[LENS] == "abi", (LENS,)),
    "a box": (lambda place: place["a"] > 0.4 and place[LENS] != "pillars", ("a", LENS)),
}


def places_drawn(count=200):
    """Places in two numbers and a name."""
    luck = np.random.default_rng(1)
    names = luck.choice(["abi", "components", "pillars"], count)
    return [
        {"a": float(a), "b": float(b), LENS: str(name)}
        for a, b, name in zip(*luck.random((2, count)), names, strict=True)
    ]


@pytest.mark.parametrize(("rule", "names"), PLANTED.values(), ids=PLANTED)
def test_what_was_planted_is_found(rule, names):
    """One coordinate or two, and nothing of the one that does not matter; right for the worlds left out."""
    places = places_drawn()
    space = found(places, ["holds" if rule(place) else "refuted" for place in places])
    assert set(space.decide) == set(names) and space.right > 0.9
    for region in space.regions:
        inside = [place for place in places if all(within(place[name], part) for name, part in region.bounds.items())]
        assert len(inside) == pytest.approx(region.worlds, abs=2)
        assert np.mean([rule(place) == (region.answer == "holds") for place in inside]) > 0.9


def within(value, part):
    """Whether a value lies in a part of its range."""
    return value in part if isinstance(value, str) else part[0] <= value <= part[1]


def test_noise_has_no_rule():
    """Answers by coin: nothing decides, and nothing is said of it."""
    answers = np.random.default_rng(3).choice(["holds", "refuted"], 200).tolist()
    space = found(places_drawn(), answers)
    assert space.regions == () and "What decides" not in in_words(space)


def test_a_claim_that_holds_nearly_everywhere_is_called_structural():
    """In 190 of 200 worlds; in 189 it is not."""
    for holding, structural in ((190, True), (189, False)):
        space = found(places_drawn(), ["holds"] * holding + ["undecided"] * (200 - holding))
        assert ("structural" in in_words(space)) == structural


def test_a_rule_reads_as_a_sentence():
    """Bounds within the range, and a name that is left out."""
    places = places_drawn()
    space = found(places, ["holds" if place["a"] > 0.5 and place[LENS] != "abi" else "refuted" for place in places])
    said = in_words(space)
    assert "What decides is" in said and "the lens is not abi" in said and "a is up to 0.5" in said
    assert spans(places)[LENS] == ("abi", "components", "pillars")


def test_a_replayed_study_tells_shares_and_draws_the_flip_map(tmp_path):
    """Readings in summary.json, sentences in the verdicts, a figure; a second call finds every run again."""
    text = TINY.replace("ticks = 6", "ticks = 8") if "ticks = 6" in TINY else TINY
    config = (
        text.split("[arms")[0]
        + 'experiment = "claims.py"\n[space]\nworlds = 24\nreplicates = 2\nhorizon = [4, 8]\n[space.over]\ncustomers.propensity = [0.2, 0.8]\n[arms'
        + text.split("[arms", 1)[1]
    )
    path = written(tmp_path, config.replace('experiment = "claims.py"', ""), claims=CLAIMS)
    path.write_text('experiment = "claims.py"\n' + path.read_text())
    replayed = replay(read(str(path)), tmp_path / "out")
    assert not replayed.failures and not replayed.troubles
    told = json.loads((tmp_path / "out" / "summary.json").read_text())["claims"]
    for claim, verdict in zip(told, flat(replayed.verdicts), strict=True):
        assert sum(claim["space"]["shares"].values()) == pytest.approx(1.0)
        assert len(claim["space"]["readings"]) == 24 and set(claim["space"]["readings"][0]) >= {
            "lens",
            "horizon",
            "answer",
        }
        assert "Over the assumed space (24 readings) it" in verdict.because
    differ = any(len(claim["space"]["shares"]) > 1 for claim in told)
    assert (tmp_path / "out" / "figures" / "flip_map.png").exists() == differ
    again = []
    replay(read(str(path)), tmp_path / "out", starting=lambda store, todo, notes: again.extend(todo))
    assert again == []


FAULTS = {
    "[space]\nworlds = 1\nhorizon = [2, 9]": "space.worlds = 1 is outside 2..100000",
    "[space]\nlenses = ['abi']": "space has nothing that differs",
    "[space.over]\ncustomers.negativity = [4, 1]": "is not two numbers, the lower one first",
    "[space.over]\ncustomers.negativty = [1, 4]": "did you mean space.over.customers.negativity?",
    "[space.over]\ncustomers.negativity = [0.5, 4]": "customers.negativity = 0.5 is outside 1..4",
    "[space.over]\nevidence.disconfirmation = [0, 1]": "is a switch, which has no range",
    "[space]\nhorizon = [0, 9]": "space.horizon = [0, 9] must be two whole numbers",
    "interventions = [{ at = 30, set = { leaping.gain = 1.0 } }]\n[space]\nhorizon = [20, 60]": "space.horizon: ",
    "[space]\nnetworks = ['scalefree']": "space.networks: scalefree is neither",
    "[space]\nlenses = ['abi', 'abbi']": "space.lenses",
    "[space]\nworld = 3": "did you mean space.worlds?",
}


@pytest.mark.parametrize(("text", "message"), FAULTS.items(), ids=FAULTS)
def test_a_fault_in_a_space_is_told_in_one_line(text, message):
    """Key, value, range, nearest name."""
    with pytest.raises(BadInput) as error:
        parse(text)
    assert message in str(error.value) and "\n" not in str(error.value)


def test_a_resolved_space_reads_as_the_same_space():
    """Written out and read again."""
    from trustsim.scenario import resolved

    study = parse(SPACE)
    assert parse(resolved(study)).space == study.space
