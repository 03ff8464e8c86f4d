"""What holds whatever the theory, the mechanisms and the config: one seed is one run, and only causes have effects."""

import json
import math
from functools import cache
from itertools import cycle

import numpy as np
import pytest
from worlds import HOUSE, RICH, arm, contents, digest, happened, model, python

from trustsim.agents import Advisor, Customer, Firm
from trustsim.lenses import LENSES
from trustsim.measures import MEASURES
from trustsim.mechanisms import MECHANISMS
from trustsim.model import TrustModel
from trustsim.parameters import SHARED, parameters
from trustsim.scenario import names, read, vary
from trustsim.state import TABLES, columns_of
from trustsim.week import PHASES

CASES = {f"{lens}, all": {"lens": lens} for lens in LENSES}
CASES |= {  # each mechanism off, under the theories in turn
    f"{lens}, no {off}": {"lens": lens, "mechanisms": {off: False}} for lens, off in zip(cycle(LENSES), MECHANISMS)
}
cases = pytest.mark.parametrize("case", CASES.values(), ids=CASES)
configs = pytest.mark.parametrize("name", names())


@cases
def test_one_seed_is_one_run(case):
    """Twice the same seed: every table is the same, byte for byte."""
    assert contents(model(RICH, weeks=12, **case)) == contents(model(RICH, weeks=12, **case))


@cases
@pytest.mark.parametrize("threads", [2, 4])
def test_the_number_of_threads_changes_nothing(case, threads):
    """1 = 2 = 4 threads."""
    one, several = model(RICH, weeks=12, **case), model(RICH, threads=threads, weeks=12, **case)
    assert contents(one) == contents(several)
    several.close()


@cases
def test_agent_by_agent_in_shuffled_order_is_the_same_run(case):
    """Every agent's own methods, called through Mesa in a random order, give what the bulk gives."""
    bulk, single = model(RICH, weeks=4, **case), model(RICH, **case)
    for _ in range(4):
        single.step_by_agents()
    assert contents(bulk) == contents(single)
    assert single.steps == bulk.steps == 4
    single.close()


def test_without_the_compiler_it_is_the_same_run():
    """Ordinary Python gives what the compiled loops give, for each lens, each form and each ablation."""
    some = {name: case for name, case in CASES.items() if name.endswith("all") or name.startswith("trust_equation")}
    some |= {form: {"lens": "trust_equation", "lens_form": form} for form in ("log", "normalised")}
    some["pillars, partly"] = {"lens": {"name": "pillars", "compensation": -3.0}}
    some["surprise"] = {"evidence": {"disconfirmation": True}}
    few = {"population": {"customers": 12, "advisors": 6, "firms": 2}}
    script = """
import json, sys
from worlds import RICH, digest, model
some, few = json.loads(sys.argv[1])
print(json.dumps({name: digest(model({**RICH, **few}, weeks=4, **case)) for name, case in some.items()}))
"""
    plain = json.loads(python(script, json.dumps([some, few]), NUMBA_DISABLE_JIT="1"))
    assert plain == {name: digest(model({**RICH, **few}, weeks=4, **case)) for name, case in some.items()}
    assert len(set(plain.values())) == len(plain)


@configs
def test_every_config_that_ships_runs(name):
    """Each arm of each shipped config runs three weeks and measures something every week."""
    for each in read(name).arms.values():
        world = TrustModel(vary(each, {"population.customers": 100}), seed=1).run(3)
        assert {len(values) for values in world.datacollector.model_vars.values()} == {3}


@configs
def test_every_config_is_one_run_for_one_seed(name):
    """Threads, and agents one by one, give the same run for every arm of every shipped config."""
    for each in read(name).arms.values():
        each = vary(each, {"population.customers": 60})
        bulk, threads, single = TrustModel(each, 3).run(3), TrustModel(each, 3, threads=4).run(3), TrustModel(each, 3)
        for _ in range(3):
            single.step_by_agents()
        assert contents(bulk) == contents(threads) == contents(single)
        threads.close()
        single.close()


def test_seed_0_is_a_seed_like_any_other():
    """Seed 0 runs, is itself, and is not seed 1."""
    assert (
        digest(model(RICH, seed=0, weeks=5))
        == digest(model(RICH, seed=0, weeks=5))
        != digest(model(RICH, seed=1, weeks=5))
    )


AGENT_PHASES = [
    (kind, phase.name) for phase in PHASES for kind in (Firm, Advisor, Customer) if kind.table == phase.table
]


@pytest.mark.parametrize(("kind", "phase"), AGENT_PHASES, ids=[phase for _, phase in AGENT_PHASES])
def test_an_override_that_only_calls_super_changes_nothing(kind, phase):
    """A student's class that says "as always" for a phase leaves the run as it was."""

    def as_always(self):
        self.times = getattr(self, "times", 0) + 1
        getattr(super(polite, self), phase)()

    polite = type("Polite", (kind,), {phase: as_always})
    plain, mixed = model(RICH, weeks=6), model(RICH)
    someone = [mixed.replace(mixed.crew[kind.table][row], polite) for row in range(3)]
    assert contents(mixed.run(6)) == contents(plain)
    assert [agent.times for agent in someone] == [6, 6, 6]


class Cautious(Customer):
    """Never entrusts anybody anything."""

    def decide(self):
        self.asked = getattr(self, "asked", 0) + 1


class Devoted(Customer):
    """Entrusts everything, every week, to the first advisor it ever met."""

    def decide(self):
        advisor = self.advisors[0]
        self.outcome, self.opened, self.stake = 3, 1, 1.0
        self.chosen, self.considered = self.relation_with(advisor), advisor.row
        self.leaps += 1


def test_a_decision_in_plain_python_takes_part_in_the_run():
    """What an own class decides is delivered, booked and told like any other decision."""
    world = model(RICH)
    cautious, devoted = (
        world.replace(world.crew["customers"][0], Cautious),
        world.replace(world.crew["customers"][1], Devoted),
    )
    trusted = devoted.advisors[0]
    before = devoted.beliefs_about(trusted)
    world.run(10)
    assert (cautious.asked, cautious.leaps, cautious.needs) == (10, 0, 0)
    assert devoted.leaps == 10
    assert trusted.deliveries >= 10
    assert devoted.beliefs_about(trusted) != before
    assert world.world.customers.leaps[2:].sum() > 50


class Trusting(Firm):
    """Leaves everything to its advisors as soon as most of a week's signals were good."""

    def steer(self):
        good, bad = self.week_good.sum(), self.week_bad.sum()
        self.leeway = 1.0 if good > bad else 0.0


def test_a_firm_that_decides_for_itself_takes_its_own_leap():
    """Its deliveries are free or not as it said in that week, those of the others as ever; its advisors feel it."""
    world = model(RICH, firms={"digital_share": 0.0})
    firm = world.replace(world.crew["firms"][0], Trusting)
    said = []
    for _ in range(20):
        world.run(1)
        people = world.tables.customers[world.tables.customers["outcome"] == 3]
        mine = people[world.tables.advisors["firm"][people["considered"]] == 0]
        assert (mine["free"] == firm.leeway).all()
        assert firm.week_deliveries == len(mine) and firm.week_free == mine["free"].sum()
        said.append(firm.leeway)
    assert set(said) == {0.0, 1.0} and firm.leaps > 0
    assert all(0.0 <= advisor.autonomy <= 1.0 for advisor in firm.advisors)
    assert (world.tables.firms["leeway"][1:] == 0.5).all()


def test_where_one_overrides_the_rest_stays_compiled(monkeypatch):
    """Shipped customers are never activated through Mesa for the sake of a few that decide for themselves."""

    def never(self):
        raise AssertionError("a shipped customer was activated one by one")

    world = model(RICH)
    world.replace(world.crew["customers"][5], Cautious)
    for phase in ("begin", "perceive", "decide", "deliver", "tell", "listen", "measure"):
        monkeypatch.setattr(Customer, phase, never)
    world.run(2)
    assert world.world.customers.leaps.sum() > 0


def test_own_decisions_are_the_same_run_in_bulk_and_one_by_one():
    """A world with own classes in it gives the same numbers by either way through the week."""
    bulk, single = model(RICH), model(RICH)
    for world in (bulk, single):
        for row, kind in ((0, Cautious), (4, Devoted), (59, Devoted)):
            world.replace(world.crew["customers"][row], kind)
    bulk.run(6)
    for _ in range(6):
        single.step_by_agents()
    assert contents(bulk) == contents(single)


class Asking(Customer):
    """Leaps only while a survey held at that moment finds it a believer."""

    def decide(self):
        if self.model.survey().belief[self.row].mean() > 0.5:
            super().decide()


def test_a_survey_asks_at_the_moment_at_which_it_is_held():
    """Whether one was held before, for a measure or by hand, makes no difference; between two weeks it finds what was just changed."""
    worlds = [model(RICH, measures=measures) for measures in (["trust"], ["trust", "belief_competence"])]
    for world in worlds:
        for row in range(0, 60, 7):
            world.replace(world.crew["customers"][row], Asking)
        world.run(10).survey()
    assert contents(worlds[0]) == contents(worlds[1])
    before = worlds[0].survey().belief.mean()
    worlds[0].world.customers.propensity = 0.97
    assert worlds[0].survey().belief.mean() > before


class Searching(Customer):
    """Leaps only while it believes in its advisors' openness."""

    def decide(self):
        if self.belief[6] > 0.6 and self.trust_in_firms > 0.1:
            super().decide()


def test_own_decisions_do_not_depend_on_what_is_measured():
    """A class that reads its own beliefs decides alike whether a survey was held last week or not, in bulk and one by one."""
    asked, unasked, single = model(RICH), model(RICH, measures=["trust"]), model(RICH, measures=["needs"])
    for world in (asked, unasked, single):
        for row in range(0, 60, 7):
            world.replace(world.crew["customers"][row], Searching)
    for _ in range(10):
        asked.step()
        unasked.step()
        single.step_by_agents()
    for world in (asked, unasked, single):
        world.survey()
    assert contents(asked) == contents(unasked) == contents(single)
    decided = asked.tables.customers[::7]
    assert 0 < decided["needs"].sum() < 10 * len(decided)


WIDE = {
    "as it ships": {},
    "loud": {
        "advisors": {"rate": 1.0},
        "posting": {"post_weight": 2.0, "reach": 1.0, "sharing": 1.0},
        "customers": {"need_rate": 1.0, "negativity": 4.0},
    },
    "surprised": {"evidence": {"disconfirmation": True, "prior_weight": 0.1, "half_life": 4.0}},
    "watchful": {
        "firms": {"disclosure": 1.0},
        "scrutiny": dict.fromkeys(("verification", "attribution", "crowding_out", "looking"), 1.0) | {"precision": 5.0},
    },
    "alike": {
        "spread": dict.fromkeys(("quality", "disclosure", "propensity", "status"), 0.0),
        "leaping": {"choice_noise": 0.0, "size_spread": 0.0},
    },
}


@pytest.mark.parametrize("lens", LENSES)
@pytest.mark.parametrize("extreme", WIDE.values(), ids=WIDE)
def test_every_quantity_stays_in_its_declared_range(lens, extreme):
    """After 60 weeks every column of every table lies between its low and its high, under each lens."""
    world = model(RICH, weeks=60, lens=lens, **extreme).tables
    for table in TABLES:
        for name, column in columns_of(table).items():
            values = getattr(world, table)[name]
            assert np.isfinite(values).all(), f"{table}.{name}"
            assert values.min() >= column.low, f"{table}.{name} = {values.min()} is below {column.low}"
            assert values.max() <= column.high, f"{table}.{name} = {values.max()} is above {column.high}"


# --- every parameter matters somewhere, and nowhere else -------------------------------------------------------------

MAKERS = ("scale_free", "stochastic_block", "firm_hierarchy")
BASES = [{"lens": lens} for lens in LENSES] + [
    {"graph": {"maker": maker}, "population": {"advisors": 16, "firms": 2}} for maker in MAKERS
]


@cache
def base(number):
    """One of the worlds in which parameters are moved."""
    return arm(RICH, **BASES[number])


def stops(parameter):
    """Values across a parameter's range; of a head count only what a test can build."""
    if parameter.kind is bool:
        return False, True
    low, high = parameter.low, parameter.high
    if parameter.group in ("population", "graph") and parameter.kind is int:
        high = min(high, 16)
    return low, parameter.kind((low + high) / 2), high


def seen(scenario):
    """Everything that a user can measure of a run of 20 weeks: {name: numbers}, not-a-number as text so that it equals itself."""
    world = TrustModel(scenario, seed=1).run(20)
    series = dict(world.datacollector.model_vars) | {name: [measure(world)] for name, measure in MEASURES.items()}
    return {name: [str(value) if math.isnan(value) else value for value in values] for name, values in series.items()}


@pytest.mark.parametrize("path", parameters())
def test_every_parameter_moved_across_its_range_changes_some_result(path):
    """There is a theory, a network and a config under which it matters; a parameter that never does is not a parameter."""
    for number in range(len(BASES)):
        results = [seen(vary(base(number), {path: value})) for value in stops(parameters()[path])]
        if any(result != results[0] for result in results):
            return
    pytest.fail(f"{path}, moved over {stops(parameters()[path])}, changes no result")


ELSEWHERE = {  # parameters that belong to a mechanism but are declared where they are kept
    "forgetting": ("evidence.half_life",),
    "posting": (
        "advisors.rate",
        "advisors.knowledge",
        "advisors.personal",
        "advisors.promotional",
        "advisors.spotlight",
    ),
    "leaping": ("customers.need_rate", "customers.risk_aversion"),
    "delivering": ("firms.digital_share", "firms.empowerment"),
    "word_of_mouth": ("customers.sociability",),
    "empowerment": ("firms.error_tolerance", "firms.propensity"),
    "inside": ("firms.internal_communication",),
    "self_disclosure": ("advisors.risk_aversion",),
    "reciprocity": ("customers.conduct",),
    "lenience": ("customers.opportunism",),
    "repair": ("advisors.apology", "advisors.denial"),
    "candour": ("advisors.learning",),
    "approaching": ("advisors.order", "advisors.approach_rate"),
    "searching": ("advisors.gated",),
    "promising": ("advisors.overpromise",),
    "responding": ("advisors.responsiveness",),
    "steadiness": ("advisors.capriciousness",),
    "alignment": ("firms.alignment",),
    "attention": ("customers.attention",),
    "surviving": ("firms.cost",),
    "oscillating": ("advisors.betrayal",),
    "whitewashing": ("advisors.whitewash",),
    "colluding": ("advisors.praise",),
    "exaggerating": ("customers.exaggeration",),
}


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_mechanism_that_is_off_leaves_no_trace_of_its_parameters(name):
    """With a mechanism switched off its parameters may be anything: every other column is the same, byte for byte."""
    off = arm(RICH, mechanisms={name: False})
    before = happened(TrustModel(off, 1).run(12))
    own = [p.path for p in parameters().values() if p.group == name and p.path not in SHARED]
    for path in own + list(ELSEWHERE.get(name, ())):
        for value in stops(parameters()[path]):
            assert happened(TrustModel(vary(off, {path: value}), 1).run(12)) == before, path


@pytest.mark.parametrize("name", [name for name in MECHANISMS if name not in ("contexts", "news")])
def test_a_mechanism_does_something(name):
    """Each switch changes the run."""
    assert happened(model(RICH, weeks=12)) != happened(model(RICH, weeks=12, mechanisms={name: False}))


READ_BY = {
    "trust_equation": (),
    "reputation": (),
    "pillars": ("lens.compensation",),
    "abi": ("lens.weight_ability", "lens.weight_benevolence", "lens.weight_integrity"),
    "components": (
        "lens.weight_reliability",
        "lens.weight_openness",
        "lens.weight_competence",
        "lens.weight_empathy",
        "lens.undermining",
    ),
}


@pytest.mark.parametrize("lens", LENSES)
def test_arms_that_differ_only_in_what_is_never_read_are_the_same_run(lens):
    """The weights of the theories that are not active change nothing."""
    before = happened(model(RICH, weeks=12, lens=lens))
    unread = [p for p in parameters().values() if p.group == "lens" and p.path not in READ_BY[lens]]
    assert unread
    for parameter in unread:
        for value in stops(parameter):
            assert happened(TrustModel(vary(arm(RICH, lens=lens), {parameter.path: value}), 1).run(12)) == before, (
                parameter.path
            )


# --- twin worlds ------------------------------------------------------------------------------------------------------

CHANGES = {
    "a trait": {"set": {"firms.disclosure": 1.0}},
    "a trait of some": {"set": {"advisors.rate": 1.0}, "for": {"advisors": [0]}},
    "a number of the world": {"set": {"posting.reach": 1.0}},
    "a shock": {"shock": {"firms": [0], "dimensions": ["integrity"]}},
    "good news": {"shock": {"firms": [0], "dimensions": ["integrity"], "good": True}},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_twin_worlds_part_only_when_the_arms_do(change):
    """Until the week of the intervention both worlds are the same, byte for byte; from then on they are not."""
    calm, struck = model(RICH, interventions=[]), model(RICH, interventions=[{"at": 30, **change}])
    for _ in range(30):
        calm.step()
        struck.step()
        assert contents(calm, besides=()) == contents(struck, besides=())
    calm.run(5)
    struck.run(5)
    assert happened(calm) != happened(struck)


def test_twin_worlds_meet_the_same_luck():
    """However differently two arms go, the same customers have the same needs of the same size in the same weeks."""
    calm = {"interventions": [], "mechanisms": {"approaching": False}}  # an invitation is a need that advisors make
    one, other = (
        model(RICH, **calm),
        model(RICH, **calm, advisors={"rate": 1.0, "competence": 0.2}, lens="reputation"),
    )
    for _ in range(20):
        one.step()
        other.step()
        for need in ("needs", "wanted", "novelty", "context"):
            assert (one.tables.customers[need] == other.tables.customers[need]).all()
    assert happened(one) != happened(other)


def test_twins_keep_their_place_when_the_average_moves():
    """Who is more honest than whom stays so when honesty rises for all: the luck of each is its own."""
    low, high = model(RICH, advisors={"integrity": 0.3}), model(RICH, advisors={"integrity": 0.8})
    ranks = [world.tables.advisors["quality"][:, 5].argsort().tolist() for world in (low, high)]
    assert ranks[0] == ranks[1]
    assert (high.tables.advisors["quality"][:, 5] > low.tables.advisors["quality"][:, 5]).all()
    assert (high.tables.advisors["quality"][:, :5] == low.tables.advisors["quality"][:, :5]).all()


def test_every_config_lies_where_the_tests_look():
    """The configs that these tests run are all there are."""
    assert {path.stem for path in (HOUSE / "configs").glob("*.toml")} == set(names())
