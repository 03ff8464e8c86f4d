"""The story of whoever was picked says what the rules do: every number in it is put to the rules again."""

import re
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import RICH, arm, model

from trustsim.lenses import LENSES, read
from trustsim.linking import Twins, as_is
from trustsim.live.moving import UNTOLD, held, lived_again, move
from trustsim.live.story import conditions, delivered, leap_of, story, this_week
from trustsim.live.thresholds import STEPS, chances, highest, lowest
from trustsim.live.world import LiveWorld
from trustsim.mechanisms import MECHANISMS
from trustsim.mechanisms.leaping import allowance, dare
from trustsim.model import TrustModel
from trustsim.parameters import parameters
from trustsim.state import LEAPT, NO_CANDIDATE, NO_NEED, NOBODY, REFUSED
from trustsim.words import given as given_words
from trustsim.words import languages, words

EN = words("en")


def within(path):
    """Any value of a parameter."""
    p = parameters()[path]
    return st.floats(p.low, p.high, allow_subnormal=False)


SETTINGS = {
    path: within(path)
    for path in (
        "leaping.gain",
        "leaping.stickiness",
        "leaping.novelty_risk",
        "leaping.reputation_floor",
        "scrutiny.verification",
        "firms.disclosure",
        "customers.risk_aversion",
        "customers.propensity",
        "evidence.firm_to_advisor",
    )
}


class Alone:
    """One customer, one advisor and one firm as `thresholds` asks them: `engine.call`, `tables`, `world`."""

    def __init__(self, lens, values, evidence, dared):
        groups = {}
        for path, value in values.items():
            group, _, name = path.partition(".")
            groups.setdefault(group, {})[name] = value
        self.model = TrustModel(
            arm(
                {
                    "population": {"customers": 1, "advisors": 1, "firms": 1},
                    "graph": {"relations": 1, "peers": 0, "spare": 0},
                },
                lens=lens,
                **groups,
            ),
            1,
        )
        for d, (good, bad) in enumerate(evidence):
            self.model.tables.evidence["good"][0, 0, d], self.model.tables.evidence["bad"][0, 0, d] = good, bad
        self.model.tables.relations["dared"][0] = dared

    def leaps(self, trust, size=1.0):
        """Whether the phase's own rule lets the customer leap with this trust, asked of a copy of their week."""
        before = self.model.tables.relations["dared"][0], self.model.tables.customers.copy()
        self.model.tables.customers["chosen"][0], self.model.tables.customers["trust_then"][0] = 0, trust
        self.model.tables.customers["novelty"][0] = 0.0
        dared = self.model.engine.call(dare, 0)
        self.model.tables.relations["dared"][0], self.model.tables.customers[:] = before
        return dared >= size


counts = st.floats(0.0, 50.0, width=32)


@given(
    st.sampled_from(LENSES),
    st.fixed_dictionaries(SETTINGS),
    st.lists(st.tuples(counts, counts), min_size=7, max_size=7),
    st.one_of(st.just(-1.0), st.floats(0.0, 30.0)),
)
@settings(max_examples=150, deadline=None)
def test_every_threshold_is_where_the_rule_of_the_week_says_yes(lens, values, evidence, dared):
    """At the trust, the belief and the size that the story names they leap; a thousandth of trust below they do not."""
    world = Alone(lens, values, evidence, dared)
    found = chances(world.model, 0)
    assert (found.size >= 1.0) == world.leaps(found.trust)
    if found.needs_trust is None:
        assert not world.leaps(1 - 1 / STEPS)
    else:
        assert world.leaps(found.needs_trust)
        assert found.needs_trust <= 1 / STEPS or not world.leaps(found.needs_trust - 1 / STEPS)
    for needed, now, dimension in found.needs_beliefs:
        assert world.leaps(trust_with(world.model, dimension, needed))
        assert needed >= now
    for size in numbers(" ".join(say(found, EN)), r"no larger than (\d+\.\d+)|up to (\d+\.\d+)"):
        assert world.leaps(found.trust, size)


def trust_with(model, dimension, value):
    """Trust if one belief had another value, read through the lens of the world itself."""
    beliefs = held(model, 0)._replace(**{dimension: value})
    reads = Twins(as_is).of(read)
    return reads(int(model.tables.settings["lens"][0]), beliefs, model.world.settings)


def say(found, told):
    """The sentences about what an ordinary need takes."""
    return list(conditions(found, told))


def numbers(text, pattern):
    """The numbers in a text that follow some words."""
    return [float(group) for groups in re.findall(pattern, text) for group in groups if group]


def test_the_trust_that_is_promised_is_enough_where_the_power_alone_would_promise_too_early():
    """With a gain of 1 and risk aversion of 2, the allowance is the smaller of a and its root: .288, not .253."""
    for gain in (0.5, 1.0, 2.0, 4.0):
        for kappa in (1.0, 1.5, 3.0):
            world = Alone(
                "components",
                {"leaping.gain": gain, "customers.risk_aversion": kappa, "scrutiny.verification": 0.0},
                [(0, 0)] * 7,
                -1.0,
            )
            needed = chances(world.model, 0).needs_trust
            assert allowance(needed, gain, 1.0, kappa) >= 1.0 > allowance(needed - 1 / STEPS, gain, 1.0, kappa)


def test_stickiness_counts_through_the_rule():
    """After a small amount dared, more trust is asked for; with a stickiness of one no trust is enough, or any is."""
    fresh, shy = (
        Alone("abi", {"leaping.stickiness": 0.6, "customers.risk_aversion": 3.0}, [(0, 0)] * 7, dared)
        for dared in (-1.0, 0.2)
    )
    assert chances(shy.model, 0).needs_trust > chances(fresh.model, 0).needs_trust
    never, always = (
        chances(Alone("abi", {"leaping.stickiness": 1.0}, [(0, 0)] * 7, dared).model, 0) for dared in (0.5, 2.0)
    )
    assert never.needs_trust is None and EN["story"]["no_trust_is_enough"] in say(never, EN)
    assert always.needs_trust == 1 / STEPS and EN["story"]["any_trust"] in say(always, EN)


@given(st.integers(-1, 1001))
def test_a_search_finds_the_first_and_the_last_yes(edge):
    """On the grid of thousandths, whichever end the rule says yes at."""
    assert lowest(lambda v: v * STEPS >= edge - 1e-6, 0.0, 1.0) == (None if edge > 1000 else max(edge, 0) / STEPS)
    assert highest(lambda v: v * STEPS <= edge + 1e-6, 0.0, 1.0) == (None if edge < 0 else min(edge, 1000) / STEPS)


def test_asking_changes_nothing():
    """Thresholds are asked of the world as it is, and leave it so."""
    world = model(RICH, weeks=10)
    before = [table.tobytes() for table in world.tables]
    for row in range(20):
        chances(world, row)
    assert [table.tobytes() for table in world.tables] == before


# --- what happened ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lived():
    """A rich world after thirty weeks, in which needs are refused: nobody entrusts a part, and no firm closes."""
    world = LiveWorld(arm(RICH, mechanisms={"latitude": False, "surviving": False}), 3)
    for _ in range(30):
        world.step()
    yield world
    world.close()


@pytest.mark.parametrize("lang", languages())
def test_everybody_has_a_story(lived, lang):
    """In both languages, about everybody and every relation, without an empty sentence or an open slot."""
    told, tables = words(lang), lived.model.tables
    cards = [
        story(lived, table, row, told)
        for table in ("firms", "advisors", "customers")
        for row in range(len(getattr(tables, table)))
    ]
    known = tables.relations[tables.relations["advisor"] != NOBODY]
    cards += [story(lived, "relation", (int(r["customer"]), int(r["advisor"])), told) for r in known[:40]]
    for card in cards:
        said = [str(part) for block in card["blocks"] for part in walk(block)]
        assert all(part.strip() or part == "" for part in said) and not any("{" in part for part in said)


def walk(block):
    """Every text in a block of a card."""
    if isinstance(block, dict):
        block = block.values()
    for each in block:
        if isinstance(each, dict | list | tuple):
            yield from walk(each)
        elif isinstance(each, str):
            yield each


@pytest.mark.parametrize(
    ("kind", "who"), [("firms", 99), ("firms", -1), ("customers", 10**9), ("relation", (0, -1)), ("nobody", 0)]
)
def test_nobody_has_no_story(lived, kind, who):
    """Somebody who is not in this world gives no card, and no fault."""
    assert story(lived, kind, who, EN) is None


def test_what_they_did_this_week_is_what_the_table_says(lived):
    """Needs, refusals, leaps and machines are told of those to whom they happened, and the sizes show why."""
    seen = set()
    for row in range(len(lived.model.tables.customers)):
        customer = lived.model.tables.customers[row]
        said, outcome = this_week(lived, customer, EN), int(customer["outcome"])
        seen.add((outcome, bool(customer["digital"]) and outcome == LEAPT))
        assert (EN["story"]["no_need"] in said) == (outcome == NO_NEED)
        assert (EN["story"]["refused"] in said) == (outcome == REFUSED)
        assert ("They leapt" in said) == (outcome == LEAPT)
        assert (EN["story"]["machine"] in said) == (outcome == LEAPT and bool(customer["digital"]))
        if outcome in (REFUSED, LEAPT):
            stake, dared = (float(re.search(rf"{name} (\d+\.\d+)", said)[1]) for name in ("size", "dared"))
            assert (stake > dared) == (outcome == REFUSED)
    assert {(NO_NEED, False), (REFUSED, False), (LEAPT, False), (LEAPT, True)} <= seen


def test_a_need_and_what_was_dared_never_look_the_same():
    """A need of 1.0049 is refused by somebody who dares 1.0041: the numbers have as many decimals as it takes to see that."""
    world = SimpleNamespace(tick=3, model=model(RICH, weeks=1))
    customer = world.model.tables.customers[0].copy()
    customer["outcome"], customer["considered"], customer["stake"], customer["allowance"] = REFUSED, 0, 1.0049, 1.0041
    assert "1.005" in this_week(world, customer, EN) and "1.004" in this_week(world, customer, EN)


def test_without_deliveries_a_leap_has_no_success():
    """Where delivering is switched off nothing of it is told."""
    world = SimpleNamespace(tick=3, model=model(RICH, mechanisms={"delivering": False}, weeks=3))
    assert delivered(world, world.model.tables.customers[0], EN) == []


def test_without_leaping_the_story_promises_no_leap():
    """Where nobody has needs, that is what it says."""
    world = SimpleNamespace(tick=3, model=model(RICH, mechanisms={"leaping": False}, weeks=3))
    assert [block["text"] for block in leap_of(world, 0, EN)] == [EN["story"]["no_leaping"]]


def test_who_knows_nobody_has_no_candidate():
    """Nobody known is told apart from nobody competent enough."""
    world = SimpleNamespace(tick=3, model=model(RICH, weeks=1))
    customer = world.model.tables.customers[0].copy()
    customer["outcome"], customer["considered"], customer["known"] = NO_CANDIDATE, NOBODY, 0
    assert this_week(world, customer, EN) == EN["story"]["nobody_known"]
    customer["known"] = 2
    assert this_week(world, customer, EN) == EN["story"]["no_candidate"]


@pytest.mark.parametrize(
    ("there", "back", "answer"),
    [(1.0, 1.0, "each_other"), (1.0, 0.0, "not_back"), (0.0, 1.0, "only_back"), (0.0, 0.0, "neither")],
)
def test_a_relation_tells_whether_they_trust_each_other(there, back, answer):
    """Eight observations for or against, on either side; and since when, and how often, they met."""
    world = LiveWorld(arm(RICH), 1)
    tables = world.model.tables
    row = 0
    for record, value in ((tables.evidence[row, 0], there), (tables.regard[row], back)):
        record["good"][:], record["bad"][:] = 8.0 * value, 8.0 * (1.0 - value)
    tables.relations["since"][row], tables.relations["met"][row], tables.relations["used"][row] = 3, 9, 4
    customer, advisor = (int(tables.relations[name][row]) for name in ("customer", "advisor"))
    told = str(story(world, "relation", (customer, advisor), EN))
    begins = EN["story"][answer].partition("{")[0]
    assert begins in told
    assert "since week 3 and met 9 times, 4 of them" in told
    world.close()


# --- what moved it ----------------------------------------------------------------------------------------------------


def test_every_mechanism_that_teaches_has_words_for_what_it_did():
    """A mechanism is either told as a cause, or acts through others that are."""
    for lang in languages():
        told = {name.removeprefix("by_") for name in given_words(lang)["story"] if name.startswith("by_")}
        assert set(MECHANISMS) - set(UNTOLD) <= told


def test_the_effect_of_a_cause_is_the_week_without_it():
    """News alone in a quiet world is the whole move; with the mechanism off nothing moves."""
    quiet = {name: name in ("news", "contexts", "levelling", "opening_up", "delivering") for name in MECHANISMS}
    events = [{"at": 4, "shock": {"dimensions": ["integrity", "openness"], "good": good}} for good in (True,)]
    world = LiveWorld(arm(RICH, mechanisms=quiet, interventions=events), 1)
    for _ in range(6):
        world.step()
    found = move(world, 0, 5)
    assert [name for effect, name in found.effects if abs(effect) > 1e-9] == ["news"]
    assert found.effects[0][0] == pytest.approx(found.after - found.before) and found.effects[0][0] > 0
    world.close()


def test_living_a_week_again_ends_where_the_world_is(lived):
    """The relived week has the trust that the world had, so what is told of it is what happened."""
    for row in range(12):
        found, again = move(lived, row, 30), lived_again(lived, 30)
        assert found.after == pytest.approx(float(again.tables.relations["trust"][row]), abs=1e-12)
        again.close()


def test_a_story_names_nobody_it():
    """People are they, in every sentence of the story."""
    for key, sentence in given_words("en")["story"].items():
        if not key.endswith("_firm"):
            assert not re.search(r"\b(its|itself)\b|\bIt\b(?! is| would| took)", sentence), key
