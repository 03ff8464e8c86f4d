"""Why trust moved: the parts add up, the numbers are those of the plain run, and the choice is that of the rules."""

import json

import pytest
from click.testing import CliRunner
from studies import TINY, written
from worlds import RICH, arm, contents, model

from trustsim.cli import main
from trustsim.errors import BadInput
from trustsim.model import TrustModel
from trustsim.reasons.explaining import explain
from trustsim.reasons.recording import REGARD, Recorder
from trustsim.state import OUTCOMES

WEEKS = 8


def recorded(customer=3, seed=1, **groups):
    """A model and the recorder of one customer after some weeks of a rich world."""
    world = TrustModel(arm(RICH, **groups), seed=seed)
    world.way = recorder = Recorder(world, customer, lambda week: True)
    world.run(WEEKS)
    return world, recorder


@pytest.fixture(scope="module")
def watched():
    """One recorded run."""
    world, recorder = recorded()
    yield world, recorder
    world.close()


def sums(recorder):
    """For each relation: how far the parts miss the change of trust, by event and by dimension."""
    for key, events in recorder.events.items():
        change = recorder.now[key].trust - recorder.first[key].trust
        yield sum(event.change for event in events) - change
        yield sum(sum(event.parts.values()) for event in events) - change


@pytest.mark.parametrize("lens", ("abi", "components", "pillars", "reputation", "trust_equation"))
def test_parts_add_up_to_the_change_under_every_lens(lens):
    """To 1e-9, for both ways and by dimension, with every mechanism on."""
    for customer, seed in ((3, 1), (17, 2)):
        world, recorder = recorded(customer, seed, lens=lens)
        assert len(recorder.events) >= 8
        assert max(map(abs, sums(recorder))) < 1e-9
        world.close()


def test_a_recorded_run_is_the_plain_run(watched):
    """Every table has the same bytes, so trust at the end is that of the bulk run to the last bit."""
    plain = model(RICH, weeks=WEEKS)
    assert contents(watched[0]) == contents(plain)
    plain.close()


def test_each_event_begins_where_the_last_one_ended(watched):
    """So nothing is left out and nothing is counted twice."""
    for key, events in watched[1].events.items():
        trusts = [watched[1].first[key].trust, *(event.after.trust for event in events)]
        assert [event.before.trust for event in events] == trusts[:-1]


def test_advisors_learn_about_customers_where_trust_runs_both_ways(watched):
    """Their regard has events of its own."""
    learnt = [event for (side, _), events in watched[1].events.items() if side == REGARD for event in events]
    assert {"reciprocity.respond", "forgetting.fade"} <= {event.source.name for event in learnt}


def test_who_is_considered_had_the_highest_score_and_the_demand_decides(watched):
    """The choice as it was watched agrees with the columns: highest score, and a leap if trust meets the demand."""
    compared = 0
    for made in watched[1].choices:
        if made.way != "most trusted":
            continue
        compared += 1
        best = max((each for each in made.candidates if each.score is not None), key=lambda each: each.score)
        assert best.advisor == made.considered
        assert best.trust == made.trust
        whole = made.entrusted == made.wanted
        if whole and best.demanded is not None:
            assert (made.outcome == OUTCOMES[-1]) == (best.trust >= best.demanded - 1e-9)
    assert compared > 0


def test_without_an_advisor_it_is_the_one_they_leapt_to_most():
    """And the others are listed."""
    found = explain(arm(RICH, ticks=WEEKS), customer=3)
    most = max(each.leaps for each in found.known)
    assert next(each.leaps for each in found.known if each.advisor == found.row) == most > 0
    assert all(each.label in found.story() for each in found.known)


def test_json_holds_the_parts_and_the_choice_of_a_week():
    """One document, whose parts add up in the week as well."""
    found = explain(arm(RICH, ticks=WEEKS), customer=3, week=4)
    told = json.loads(found.to_json())
    for side in ("trust", "regard"):
        assert sum(told[side]["parts"].values()) == pytest.approx(told[side]["change"], abs=1e-9)
    assert len(told["choices"]) == len(told["decisions"]) == 1
    assert {event["week"] for event in told["trust"]["events"]} == {4}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"arm": "opne"}, "did you mean open?"),
        ({"seed": -1}, "seed = -1"),
        ({"customer": 20}, "numbered 0..19"),
        ({"advisor": "nobody"}, "there is no advisor 'nobody'"),
        ({"week": 6}, "week = 6 must be an integer in 0..5"),
    ],
)
def test_bad_input_gets_one_clear_line(tmp_path, wrong, said):
    """Which names what is wrong and what there is."""
    path = written(tmp_path)
    with pytest.raises(BadInput, match=".") as raised:
        explain(path, **{"customer": 1} | wrong)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_advisor_whom_they_never_knew_is_refused(tmp_path):
    """With those whom they knew."""
    path = written(tmp_path, TINY + "\n[graph]\nrelations = 1\nspare = 0\n")
    known = {each.advisor for each in explain(path, customer=1).known}
    stranger = next(row for row in range(4) if row not in known)
    with pytest.raises(BadInput, match="never knew"):
        explain(path, customer=1, advisor=stranger)


def test_the_command_tells_draws_and_prints_json(tmp_path):
    """A story on standard output, a figure where it was asked for, and only JSON with --json."""
    path, picture = written(tmp_path), tmp_path / "why.png"
    line = ["explain", str(path), "--arm", "open", "--seed", "1", "--customer", "2"]
    told = CliRunner().invoke(main, [*line, "--figure", str(picture)])
    assert "What moved it" in told.output
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert json.loads(CliRunner().invoke(main, [*line, "--json"]).stdout)["arm"] == "open"
    refused = CliRunner().invoke(main, [*line, "--figure", "why.gif"])
    assert refused.exit_code == 2
    assert ".png" in refused.output
