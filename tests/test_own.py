"""What is the user's own (a lens, a mechanism, a measure, an agent class) lives in a file of theirs and takes part in the run."""

import json
import re

import numpy as np
import pytest
from worlds import RICH, arm, contents, digest, model, python

from trustsim import Customer, TrustModel, own, week
from trustsim.calendar import begin
from trustsim.errors import BadInput
from trustsim.evidence import trust_in
from trustsim.mechanisms.levelling import level
from trustsim.rule import rule
from trustsim.runs.space import points
from trustsim.scenario import differences, parse, resolved
from trustsim.state import PERSONAL

MINE = '''
"""What is mine."""

from trustsim import Customer, measure
from trustsim.evidence import learn
from trustsim.rule import rule
from trustsim.state import NOBODY, OPENNESS

PHASE = "perceive"
PULL = 0.25


def gut_feeling(beliefs, settings):
    """Trust is a feeling of safety."""
    return beliefs.intimacy


def second_thoughts(beliefs, settings):
    """Trust is a feeling of safety, halved."""
    return 0.5 * beliefs.intimacy


@rule
def gossip(world, row):
    """Whoever is known is known a little better every week."""
    customer = world.customers[row]
    for i in range(customer.first, customer.first + customer.known):
        learn(world, i, 0, OPENNESS, 1.0, PULL)


@measure("share, 0..1", "customers who trust more than they would a stranger")
def hopeful(model):
    return float((model.world.customers.trust > model.world.customers.propensity).mean())


class Stubborn(Customer):
    """Never leaps."""

    def decide(self):
        pass
'''


@rule
def ask(world, row):
    """Relation `row` as a survey would find it."""
    world.relations[row].trust = trust_in(world, row, 0, 0.0)


SURVEY = (week.Phase("ask", "relations", (ask,)),)
NOTHING = week.Phase("survey", "customers", (begin,))
DAYS = (
    *(week.Phase(name, "customers", (begin,)) for name in ("begin", "perceive")),
    week.Phase("measure", "customers", (level,)),
)


@pytest.fixture
def mine(tmp_path):
    """A folder with a file of the user's own."""
    (tmp_path / "mine.py").write_text(MINE)
    return tmp_path


@pytest.fixture
def survey(monkeypatch):
    """A week in which people are only asked whom they trust, which compiles quickly."""
    monkeypatch.setattr(week, "PHASES", SURVEY)
    monkeypatch.setattr(week, "SURVEY", NOTHING)


@pytest.fixture
def days(monkeypatch):
    """A week in which nothing happens but what is one's own."""
    monkeypatch.setattr(week, "PHASES", DAYS)
    monkeypatch.setattr(week, "SURVEY", NOTHING)


def test_a_config_names_own_files_and_they_take_part(mine):
    """All four kinds at once, from a config beside the file, with the compiler off: the run is another, as they say."""
    (mine / "mine.toml").write_text("""
lens = "mine.py:gut_feeling"
measures = ["trust", "mine.py:hopeful", "belief_intimacy"]
mechanisms = { gossip = "mine.py:gossip" }
agents = { customer = "mine.py:Stubborn" }
population = { customers = 12, advisors = 4, firms = 2 }
graph = { relations = 2 }
""")
    script = """
import json, sys
from trustsim import TrustModel
from trustsim.scenario import read
model = TrustModel(read(sys.argv[1]).arms["as configured"], seed=1).run(4)
openness = model.tables.evidence["good"][model.tables.relations["advisor"] >= 0, 0, 6]
print(json.dumps([model.datacollector.model_vars, int(model.tables.customers["leaps"].sum()), bool((openness > 0.9).all())]))
"""
    series, leaps, gossiped = json.loads(python(script, mine / "mine.toml", NUMBA_DISABLE_JIT="1"))
    assert list(series) == ["trust", "hopeful", "belief_intimacy"]
    assert series["trust"] == pytest.approx(series["belief_intimacy"])
    assert (leaps, gossiped) == (0, True)


def test_an_own_lens_is_compiled_into_the_run(mine, survey, tmp_path):
    """Two lenses of one file, and one of the same name in another folder: three theories in one process, each itself."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.py").write_text(MINE.replace("return beliefs.intimacy", "return beliefs.openness"))
    lenses = {
        ("gut_feeling", mine): (2, 1.0),
        ("second_thoughts", mine): (2, 0.5),
        ("gut_feeling", tmp_path / "other"): (6, 1.0),
    }
    for (name, folder), (dimension, factor) in [*lenses.items(), *lenses.items()]:
        world = model(RICH, lens=f"mine.py:{name}", folder=folder)
        for side, start in (("good", 0), ("bad", 5)):
            amounts = world.tables.evidence[side]
            amounts[:] = (start + np.arange(amounts.size).reshape(amounts.shape)) % 11
        world.run(1)
        customer = world.crew["customers"][2]
        advisor = customer.advisors[0]
        believed = customer.beliefs_about(advisor)[dimension]
        assert customer.trust_in(advisor) == factor * believed
        assert world.tables.relations["trust"][customer.relation_with(advisor)] == pytest.approx(
            factor * believed, rel=1e-12
        )


def test_an_own_mechanism_happens_in_the_phase_that_its_file_names(mine, days):
    """After the shipped rules of that phase, every week, compiled like them; off without a trace."""
    world = model(weeks=4, folder=mine, mechanisms={"gossip": "mine.py:gossip"})
    known = world.tables.relations["advisor"] >= 0
    assert world.tables.evidence["good"][known, 0, 6] == pytest.approx(4 * 0.25)
    assert world.tables.evidence["good"].sum() == pytest.approx(4 * 0.25 * known.sum())
    assert not world.tables.evidence["bad"].any()


def test_an_edited_mechanism_takes_effect_at_once(mine, days):
    """In the same process: the next model runs the file as it is now, and as it was when it is put back."""
    found = []
    for pull in (0.25, 0.5, 0.25):
        (mine / "mine.py").write_text(MINE.replace("PULL = 0.25", f"PULL = {pull}"))
        world = model(weeks=2, folder=mine, mechanisms={"gossip": "mine.py:gossip"})
        found.append(float(world.tables.evidence["good"].max()))
    assert found == pytest.approx([0.5, 1.0, 0.5])


def test_a_file_may_stand_in_for_a_shipped_mechanism(mine, days):
    """`levelling = "mine.py:gossip"` switches the shipped levelling off and runs one's own instead."""
    gaps = {}
    for name, how in {"shipped": True, "mine": "mine.py:gossip"}.items():
        world = model(folder=mine, mechanisms={"levelling": how}, levelling={"levelling": 1.0})
        world.tables.relations["seen"], world.tables.relations["gap"], world.tables.customers["saw"] = PERSONAL, 0.5, 1
        world.run(1)
        gaps[name] = set(world.tables.relations["gap"][world.tables.relations["advisor"] >= 0].tolist())
    assert gaps == {"shipped": {0.0}, "mine": {0.5}}
    assert world.tables.evidence["good"].any()


NAMESAKES = """
from trustsim.rule import rule
PHASE = "perceive"

@rule
def competence(beliefs, settings):
    \"\"\"A lens named after the belief that it reads.\"\"\"
    return beliefs.competence

@rule
def gap(world, row):
    \"\"\"A mechanism named after the column that it writes.\"\"\"
    world.relations[world.customers[row].first].gap = 0.25

@rule
def round_and_round(world, row):
    \"\"\"Without end.\"\"\"
    round_and_round(world, row)
"""


def test_a_rule_may_bear_the_name_of_what_it_reads_but_not_call_itself(tmp_path, days):
    """A lens and a mechanism named after a belief and a column run; a rule that calls itself is refused in one line."""
    (tmp_path / "mine.py").write_text(NAMESAKES)
    world = model(folder=tmp_path, lens="mine.py:competence", mechanisms={"gap": "mine.py:gap"}, weeks=1)
    assert (world.tables.relations["gap"][world.tables.customers["first"]] == 0.25).all()
    with pytest.raises(BadInput, match=r"mine.py:round_and_round calls itself"):
        model(folder=tmp_path, mechanisms={"round": "mine.py:round_and_round"})


CHAIN = """
from trustsim.rule import rule
PHASE = "begin"

@rule
def follow(world, row):
    \"\"\"One shows next week what the peer before it has shown.\"\"\"
    before = world.customers[(row - 1) % len(world.customers)]
    world.customers[row].{writes} = before.{reads} + {step}
"""


@pytest.mark.parametrize("threads", [1, 4])
def test_an_own_rule_sees_other_rows_as_they_were_when_the_phase_began(tmp_path, days, threads):
    """What it reads of others is what earlier phases left and nothing of what later ones will write, whatever the row order."""
    (tmp_path / "one.py").write_text(CHAIN.format(writes="needs", reads="leaps", step=1))
    (tmp_path / "two.py").write_text(
        CHAIN.replace('"begin"', '"perceive"').format(writes="leaps", reads="needs", step=1)
    )
    mechanisms = {"one": "one.py:follow", "two": "two.py:follow"}
    bulk = model(folder=tmp_path, mechanisms=mechanisms, threads=threads, weeks=3, measures=["needs"])
    assert (bulk.tables.customers["needs"] == 5).all()
    assert (bulk.tables.customers["leaps"] == 6).all()
    single = model(folder=tmp_path, mechanisms=mechanisms, measures=["needs"])
    for _ in range(3):
        single.step_by_agents()
    assert contents(single) == contents(bulk)
    bulk.close()


def test_an_own_measure_is_collected_by_its_own_name(mine):
    """Beside shipped ones, every week."""
    world = model(folder=mine, measures=["mine.py:hopeful", "trust"], weeks=3)
    assert list(world.datacollector.model_vars) == ["hopeful", "trust"]
    assert all(0.0 <= value <= 1.0 for value in world.datacollector.model_vars["hopeful"])


def test_an_own_class_decides_from_the_first_week(mine):
    """Every customer is of the user's class; the run is the same by agents and in bulk."""
    world = model(RICH, folder=mine, agents={"customer": "mine.py:Stubborn"}, weeks=3)
    assert {type(agent).__name__ for agent in world.crew["customers"]} == {"Stubborn"}
    assert all(isinstance(agent, Customer) for agent in world.crew["customers"])
    assert world.tables.customers["leaps"].sum() == 0
    assert world.tables.evidence["good"].any()


def test_an_own_class_that_changes_nothing_is_the_same_run(mine):
    """A class that only has another name gives the run of the shipped one."""
    (mine / "plain.py").write_text("from trustsim import Advisor\n\nclass Same(Advisor):\n    pass\n")
    assert digest(model(RICH, folder=mine, agents={"advisor": "plain.py:Same"}, weeks=5)) == digest(
        model(RICH, weeks=5)
    )


# --- errors -----------------------------------------------------------------------------------------------------------

FAULTS = {
    "no file": ({"lens": "yours.py:gut"}, "", r"yours\.py:gut: there is no file .*yours\.py"),
    "no such thing": (
        {"lens": "bad.py:gut_feeing"},
        "def gut_feeling(b, s):\n    return 0.5\n",
        r"bad\.py:gut_feeing: bad\.py defines no gut_feeing; did you mean gut_feeling\?",
    ),
    "not Python": ({"lens": "bad.py:gut"}, "def gut(:\n", r".*bad\.py: SyntaxError: .*"),
    "a file that fails": (
        {"measures": ["bad.py:m"]},
        "raise ValueError('no\\nluck')\n",
        r".*bad\.py: ValueError: no luck",
    ),
    "a missing module": (
        {"agents": {"customer": "bad.py:C"}},
        "import nosuchmodule\n",
        r".*bad\.py: ModuleNotFoundError: No module named 'nosuchmodule'",
    ),
    "no phase": (
        {"mechanisms": {"mine": "bad.py:m"}},
        "def m(world, row):\n    pass\n",
        r"bad\.py:m: its file must say PHASE = one of begin, perceive; it says None",
    ),
    "another phase": (
        {"mechanisms": {"mine": "bad.py:m"}},
        "PHASE = 'lunch'\ndef m(world, row):\n    pass\n",
        r"bad\.py:m: .* it says 'lunch'",
    ),
    "taking stock": (
        {"mechanisms": {"mine": "bad.py:m"}},
        "PHASE = 'measure'\ndef m(world, row):\n    pass\n",
        r"bad\.py:m: .* it says 'measure'",
    ),
    "no belief of that name": (
        {"lens": "bad.py:gut"},
        "def gut(beliefs, settings):\n    return beliefs.competance\n",
        r"bad\.py:gut, line 2: cannot be compiled: Unknown attribute 'competance' .*; with NUMBA_DISABLE_JIT=1 it runs as ordinary Python, .*",
    ),
    "too few arguments": (
        {"lens": "bad.py:gut"},
        "def gut(beliefs):\n    return 0.5\n",
        r"bad\.py:gut: cannot be compiled: .*too many positional arguments.*",
    ),
    "no column of that name": (
        {"mechanisms": {"mine": "bad.py:m"}},
        "PHASE = 'begin'\ndef m(world, row):\n    world.customers[row].mood = 1.0\n",
        r"bad\.py:m: cannot be compiled: there is no column 'mood'; .*",
    ),
}


@pytest.mark.parametrize(("config", "text", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_an_own_file_is_told_in_one_line(tmp_path, monkeypatch, config, text, message):
    """Named, with the cure where there is one, before anything runs."""
    monkeypatch.setattr(week, "PHASES", SURVEY if "lens" in config else DAYS)
    monkeypatch.setattr(week, "SURVEY", NOTHING)
    if text:
        (tmp_path / "bad.py").write_text(text)
    with pytest.raises(BadInput) as refusal:
        TrustModel(arm(folder=tmp_path, **config), seed=1)
    assert re.fullmatch(message, str(refusal.value)), str(refusal.value)
    assert len(str(refusal.value)) < 600


def test_a_file_that_failed_is_read_again_once_it_is_mended(tmp_path):
    """The fault is not remembered."""
    file = tmp_path / "mine.py"
    file.write_text("gut = undefined\n")
    with pytest.raises(BadInput, match="NameError"):
        own.load("mine.py:gut", tmp_path)
    file.write_text("gut = 7\n")
    assert own.load("mine.py:gut", tmp_path) == 7


def test_an_own_file_may_hold_dataclasses(tmp_path):
    """Its module is where Python expects it while it is read."""
    text = "from __future__ import annotations\nfrom dataclasses import dataclass\n\n@dataclass\nclass Mood:\n    good: bool = True\n"
    (tmp_path / "mine.py").write_text(text)
    assert own.load("mine.py:Mood", tmp_path)().good


# --- parameters of one's own ------------------------------------------------------------------------------------------

MOOD = '''
from trustsim import par
from trustsim.rule import rule


class Contagion:
    """How moods spread."""

    strength: float = par(0.5, "share", 0.0, 1.0, "Share of the gap that goes.", "assumption")
    after: int = par(0, "weeks", 0, 100, "Week in which it begins.", "assumption")


@rule
def feel(world, row):
    customer = world.customers[row]
    if world.clock.tick >= world.settings.after:
        for i in range(customer.first, customer.first + customer.known):
            world.relations[i].gap *= 1.0 - world.settings.strength


@rule
def spread(world, row):
    if world.settings.strength > 0.9:
        world.customers[row].streak = 7


moods = {"begin": feel, "perceive": spread}
'''
WITH_MOOD = {"mechanisms": {"mood": "mood.py:moods"}}


@pytest.fixture
def mood(tmp_path, days):
    """A folder with a mechanism that has parameters and acts in two phases."""
    (tmp_path / "mood.py").write_text(MOOD)
    return tmp_path


def test_a_mechanism_of_ones_own_has_parameters_and_two_phases(mood):
    """Its default, another value, a week of its own; both of its rules act, each in its phase."""
    for more, left, streak in (
        ({}, 0.5, 0),
        ({"contagion": {"strength": 0.25}}, 0.75, 0),
        ({"contagion": {"strength": 1.0}}, 0.0, 7),
        ({"contagion": {"after": 1}}, 1.0, 0),
    ):
        world = model(folder=mood, **WITH_MOOD, **more)
        world.tables.relations["gap"] = 1.0
        world.run(1)
        known = world.tables.relations["gap"][: world.tables.customers["known"][0]]
        assert (known == left).all() and (world.tables.customers["streak"] == streak).all()


def test_its_parameters_are_parameters_like_any_other(mood):
    """In a variation of the arm, by keyword, in an intervention, in the resolved config, and in what differs."""
    its = arm(folder=mood, **WITH_MOOD, interventions=[{"at": 1, "set": {"contagion.strength": 1.0}}])
    assert its.values["contagion.strength"] == 0.5 and its.parameters["contagion.after"].unit == "weeks"
    world = TrustModel(its, 1, **{"contagion.strength": 0.75}).run(2)
    assert world.tables.settings["strength"][0] == 1.0
    study = parse(
        {**WITH_MOOD, "contagion": {"strength": 0.1}, "variations": {"contagion": {"strength": [0.2]}}}, folder=mood
    )
    again = parse(resolved(study), folder=mood)
    assert again.arms["as configured"].values["contagion.strength"] == 0.1 and again == study
    assert differences(study.arms["as configured"])["contagion.strength"] == (0.5, 0.1)
    assert points(
        parse({**WITH_MOOD, "space": {"worlds": 5, "over": {"contagion": {"after": [0, 9]}}}}, folder=mood).space
    )


def test_the_same_numbers_every_way(mood):
    """Bulk, threads, agent by agent, spans, and without the compiler."""
    config = {**WITH_MOOD, "contagion": {"strength": 0.95}}
    bulk, threads, single = (model(folder=mood, threads=n, **config) for n in (1, 3, 1))
    for _ in range(3):
        single.step_by_agents()
    assert contents(bulk.run(3)) == contents(threads.run(3)) == contents(single)
    script = f"""
from test_own import DAYS, NOTHING
from trustsim import week
from worlds import digest, model
week.PHASES, week.SURVEY = DAYS, NOTHING
print(digest(model(folder={str(mood)!r}, weeks=3, **{config!r})))
"""
    assert python(script, NUMBA_DISABLE_JIT="1").strip() == digest(bulk)
    threads.close()


def test_two_files_of_one_name_have_each_their_own_parameters(mood, tmp_path_factory):
    """Side by side in one process; an edited default takes effect at once."""
    other = tmp_path_factory.mktemp("other")
    (other / "mood.py").write_text(
        MOOD.replace("par(0.5,", "par(0.25,")
        .replace("after: int", "later: int")
        .replace("settings.after", "settings.later")
    )
    one, two = arm(folder=mood, **WITH_MOOD), arm(folder=other, **WITH_MOOD)
    assert (one.values["contagion.strength"], two.values["contagion.strength"]) == (0.5, 0.25)
    assert "contagion.after" in one.values and "contagion.later" in two.values
    (mood / "mood.py").write_text(MOOD.replace("par(0.5,", "par(0.125,"))
    assert arm(folder=mood, **WITH_MOOD).values["contagion.strength"] == 0.125


BAD_DECLARATIONS = {
    "par(2.0, 'share', 0.0, 1.0, 'm', 's')": "Contagion.strength: default = 2 is outside 0..1",
    "par(0.5, 'share', 1.0, 0.0, 'm', 's')": "Contagion.strength: default = 0.5 is outside 1..0",
    "par('x', 'share', 0.0, 1.0, 'm', 's')": "Contagion.strength: default, low and high must be finite numbers",
    "par(0.5, '', 0.0, 1.0, 'm', 's')": "Contagion.strength: unit, meaning and source cannot be empty",
}


@pytest.mark.parametrize(("declared", "message"), BAD_DECLARATIONS.items(), ids=BAD_DECLARATIONS)
def test_a_faulty_declaration_is_told_in_one_line(mood, declared, message):
    """The file, the class, the name, what is wrong."""
    old = 'par(0.5, "share", 0.0, 1.0, "Share of the gap that goes.", "assumption")'
    (mood / "mood.py").write_text(MOOD.replace(old, declared))
    with pytest.raises(BadInput, match=f"mood.py: {re.escape(message)}"):
        arm(folder=mood, **WITH_MOOD)


CLASHES = {
    "strength: float": ("reach: float", "contagion.reach has the name of posting.reach"),
    "class Contagion": (
        "class Customers",
        "class Customers would be the table .customers. of a config; traits are columns",
    ),
    "class Contagion:": ("class Arms:", "class Arms would be the table .arms. of a config; that table is taken"),
}


@pytest.mark.parametrize(("old", "new", "message"), [(old, *each) for old, each in CLASHES.items()], ids=CLASHES)
def test_a_name_that_is_taken_is_told(mood, old, new, message):
    """By a shipped parameter, or by a table that configs have."""
    (mood / "mood.py").write_text(MOOD.replace(old, new))
    with pytest.raises(BadInput, match=message):
        arm(folder=mood, **WITH_MOOD)


def test_a_value_outside_its_range_and_a_misspelt_name_are_told(mood):
    """As for shipped parameters."""
    with pytest.raises(BadInput, match=r"contagion.strength = 2.0 is outside 0..1"):
        arm(folder=mood, **WITH_MOOD, contagion={"strength": 2.0})
    with pytest.raises(BadInput, match=r"did you mean contagion.strength\?"):
        arm(folder=mood, **WITH_MOOD, contagion={"strenght": 0.2})
    with pytest.raises(BadInput, match="contagion is unknown"):
        arm(folder=mood, contagion={"strength": 0.2})


def test_a_mechanism_that_is_no_table_of_phases_is_told(mood):
    """Something else than a function for a phase, an empty table, a phase that is not there."""
    for text, message in (
        ("{'begin': 3}", "has 3 for 'begin'"),
        ("{}", "is empty"),
        ("{'beginn': feel}", "it says 'beginn'"),
    ):
        (mood / "mood.py").write_text(MOOD.rpartition("moods =")[0] + f"moods = {text}\n")
        with pytest.raises(BadInput, match=message):
            model(folder=mood, **WITH_MOOD)


def test_without_code_a_config_keeps_values_as_they_are_written(mood):
    """For a folder of results that somebody else sent: the file of the mechanism is not run."""
    (mood / "mood.py").write_text("raise SystemExit('run')")
    study = parse({**WITH_MOOD, "contagion": {"strength": 7.0}}, folder=mood, code=False)
    assert study.arms["as configured"].values["contagion.strength"] == 7.0


def test_the_live_page_has_sliders_for_them(mood):
    """In a group of their own, with range, unit and source; nothing else of that name may be set."""
    from trustsim.live import allowed
    from trustsim.live.spec import sliders

    its = arm(folder=mood, **WITH_MOOD)
    groups = {group["name"]: group for tab in sliders("nl", [its])["tabs"] for group in tab["groups"]}
    (slider,) = [item for item in groups["contagion"]["items"] if item["path"] == "contagion.strength"]
    assert (slider["low"], slider["high"], slider["default"], slider["unit"]) == (0.0, 1.0, 0.5, "aandeel")
    assert allowed.setting("contagion.strength", 0.3, (), its.parameters) == 0.3
    for path, value in (("contagion.strength", 3.0), ("contagion.power", 0.1)):
        with pytest.raises(BadInput):
            allowed.setting(path, value, (), its.parameters)
