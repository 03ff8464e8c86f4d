"""What people who know Mesa expect of a model: sweeps, seeds, agents who leave, copies, and values that are checked."""

import copy
import pickle
import warnings

import mesa
import numpy as np
import pytest
from worlds import RICH, SMALL, arm, contents, model, python

from trustsim import Advisor, Customer, Firm, TrustModel, week
from trustsim.errors import BadInput
from trustsim.measures import MEASURES
from trustsim.scenario import read
from trustsim.state import LEAPT, NOBODY, TABLES, columns_of

needs_batch_run = pytest.mark.skipif(not hasattr(mesa, "batch_run"), reason="Mesa 4 has no batch_run")
FEW = {**SMALL, "measures": ["trust"], "ticks": 4}


class Hermit(Customer):
    """Never leaps."""

    def decide(self):
        pass


class Gardener(TrustModel):
    """A model of one's own, with an attribute and a step of its own."""

    def __init__(self, tools=2, **given):
        super().__init__(arm(FEW), **given)
        self.tools = tools

    def step(self):
        super().step()
        self.tools += 1


def columns(world):
    """Every column of every table, as lists: what copies must share."""
    return {
        (name, key): table[key].tolist() for name, table in world.tables._asdict().items() for key in table.dtype.names
    }


def series(world):
    """What a model has measured, as a dict of lists."""
    return {name: list(values) for name, values in world.datacollector.model_vars.items()}


# --- which arm --------------------------------------------------------------------------------------------------------


def test_an_arm_may_be_given_in_any_form(tmp_path):
    """A scenario, a study, the name of a config, a path, and a dict give the same model."""
    path = tmp_path / "mine.toml"
    path.write_text("[advisors]\nrate = 0.3\n")
    forms = [read(path), read(path).arms["as configured"], path, str(path), {"advisors": {"rate": 0.3}}]
    models = [TrustModel(each, rng=1).run(2) for each in forms]
    models += [TrustModel("baseline", rng=1, **{"advisors.rate": 0.3}).run(2)]
    assert {series(world)["trust"][-1] for world in models} == {series(models[0])["trust"][-1]}
    assert {world.arm.values["advisors.rate"] for world in models} == {0.3}


def test_any_key_of_an_arm_may_be_changed_by_keyword():
    """Parameters by their dotted path, settings by their name, numbers of numpy as well."""
    values = {"advisors.rate": np.float64(0.3), "population.customers": np.int64(30)}
    world = TrustModel(arm(FEW), rng=1, ticks=9, lens="abi", measures=("leaps",), **values)
    assert (world.arm.ticks, world.arm.lens, list(world.datacollector.model_vars)) == (9, "abi", ["leaps"])
    assert len(world.agents_by_type[Customer]) == 30


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"advisors.rat": 0.3}, "advisors.rat is unknown; did you mean advisors.rate?"),
        ({"advisors.rate": 2}, "advisors.rate = 2"),
        ({"sed": 1}, "sed is unknown; did you mean seed?"),
        ({"tick": 3}, "tick is unknown; did you mean ticks?"),
        ({"thread": 2}, "thread is unknown; did you mean threads?"),
        ({"arm": "baselin"}, "did you mean baseline?"),
        ({"arm": 3}, "arm = 3 is of type int"),
        ({"arm": "flywheel"}, "has the arms"),
        ({"threads": 0}, "threads = 0 must be an integer of at least 1"),
        ({"threads": True}, "threads = True must be"),
        ({"network": "karate"}, "network = 'karate' is of type str"),
        ({"seed": 1, "rng": 2}, "seed = 1 and rng = 2 are both given"),
    ],
)
def test_a_wrong_keyword_is_told_in_one_line(given, message):
    """With the nearest right name, or what is allowed."""
    if given.get("arm") == "flywheel":
        given = {"arm": next(name for name in ("transparency_vs_trust", *given) if len(read(name).arms) > 1)}
    with pytest.raises(BadInput) as told:
        TrustModel(**{"arm": arm(FEW), **given})
    assert message in str(told.value)
    assert "\n" not in str(told.value)


# --- seeds ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["seed", "rng"])
def test_no_seed_is_a_fresh_one_that_is_kept(name):
    """Two models without a seed differ; `model.seed` gives the same run again."""
    one, other = (TrustModel(arm(FEW), **{name: None}).run(2) for _ in range(2))
    assert one.seed != other.seed
    assert series(one) != series(other)
    assert series(TrustModel(arm(FEW), seed=one.seed).run(2)) == series(one)


@pytest.mark.parametrize("given", [7, np.int32(7), np.uint64(7)], ids=repr)
def test_an_integer_stands_for_itself(given):
    """By either name."""
    assert TrustModel(arm(FEW), seed=given).seed == TrustModel(arm(FEW), rng=given).seed == 7


def test_numpys_ways_to_say_a_seed_are_taken():
    """A Generator gives another seed every time; a SeedSequence and a list give the same one."""
    generator = np.random.default_rng(1)
    assert len({TrustModel(arm(FEW), rng=generator).seed for _ in range(3)}) == 3
    for make in (lambda: np.random.SeedSequence(5), lambda: [1, 2], lambda: np.random.PCG64(3), lambda: 2**100):
        assert TrustModel(arm(FEW), rng=make()).seed == TrustModel(arm(FEW), rng=make()).seed >= 0


@pytest.mark.parametrize("given", ["1", "", 1.0, -1, True, float("nan"), b"1", {}, [-1], ["a"]], ids=repr)
@pytest.mark.parametrize("name", ["seed", "rng"])
def test_what_is_no_seed_is_refused(name, given):
    """In one line that says what is allowed."""
    with pytest.raises(BadInput, match=rf"^{name} = .* must be an integer of at least 0, None for a fresh seed, or"):
        TrustModel(arm(FEW), **{name: given})


def test_another_seed_halfway_gives_another_future():
    """`reset_rng` changes the weeks to come and nothing else."""
    one, same, other = (model(FEW, weeks=2) for _ in range(3))
    same.reset_rng()
    other.reset_rng(99)
    assert other.seed == 99
    assert contents(one) == contents(same) == contents(other)
    for world in (one, same, other):
        world.run(2)
    assert contents(one) == contents(same) != contents(other)


# --- sweeps -----------------------------------------------------------------------------------------------------------


@needs_batch_run
@pytest.mark.filterwarnings("ignore:The `iterations` keyword")
def test_iterations_of_a_batch_differ():
    """Three iterations are three seeds."""
    rows = mesa.batch_run(TrustModel, {"arm": [arm(FEW)]}, iterations=3, max_steps=9, display_progress=False)
    assert len({row["trust"] for row in rows}) == 3


@needs_batch_run
@pytest.mark.filterwarnings("ignore:The `iterations` keyword")
def test_a_batch_sweeps_parameters_by_their_path():
    """One row per value and seed, which says what it was made with."""
    sweep = {"arm": [arm(FEW)], "advisors.rate": [0.0, 1.0], "measures": [("trust", "acquaintances")]}
    rows = mesa.batch_run(TrustModel, sweep, iterations=2, max_steps=9, display_progress=False)
    assert sorted(row["advisors.rate"] for row in rows) == [0.0, 0.0, 1.0, 1.0]
    assert len({row["trust"] for row in rows}) == 4
    assert {row["Step"] for row in rows} <= {3, 4}  # the fourth and last week; Mesa 3.3 counts from 0


@needs_batch_run
def test_a_batch_takes_a_list_of_seeds():
    """Mesa 3.3 among the parameters, later versions by `rng`."""
    try:
        rows = mesa.batch_run(TrustModel, {"arm": [arm(FEW)]}, rng=[1, 2], max_steps=9, display_progress=False)
    except TypeError:  # Mesa 3.3
        given = {"arm": [arm(FEW)], "rng": [1, 2]}
        rows = mesa.batch_run(TrustModel, given, max_steps=9, display_progress=False)
    assert [row["trust"] for row in rows] == [
        model(FEW, seed=seed, weeks=4).datacollector.model_vars["trust"][-1] for seed in (1, 2)
    ]


@needs_batch_run
def test_a_batch_may_take_processes(tmp_path):
    """An arm can be sent to another process."""
    script = """
import mesa
from worlds import SMALL, arm
from trustsim import TrustModel
if __name__ == "__main__":
    given = {"arm": [arm(SMALL, measures=["trust"])], "advisors.rate": [0.1, 0.9]}
    print(len({row["trust"] for row in mesa.batch_run(TrustModel, given, number_processes=2, max_steps=2, display_progress=False)}))
"""
    path = tmp_path / "sweep.py"
    path.write_text(script)
    assert python(f"import runpy; runpy.run_path({str(path)!r}, run_name='__main__')").strip() == "2"


def test_a_scenario_of_mesa_gives_seed_and_parameters():
    """Mesa 3.5 and later carry both in one object."""
    scenarios = pytest.importorskip("mesa.experimental.scenarios")
    given = scenarios.Scenario(rng=5, ticks=7, **{"advisors.rate": 0.4})
    world = TrustModel(arm(FEW), scenario=given).run(1)
    assert (world.arm.ticks, world.arm.values["advisors.rate"]) == (7, 0.4)
    assert world.scenario is given
    again = TrustModel(arm(FEW), scenario=scenarios.Scenario(rng=5, ticks=7, **{"advisors.rate": 0.4})).run(1)
    assert series(world) == series(again)
    with pytest.raises(BadInput, match="densty is unknown"):
        TrustModel(scenario=scenarios.Scenario(densty=0.4))


# --- who leaves -------------------------------------------------------------------------------------------------------


def test_customers_who_left_act_no_more():
    """Their row stands still, nobody hears them, and measures are about those who are still there."""
    world, full = model(RICH, weeks=3), model(RICH, weeks=3)
    leavers = list(world.agents_by_type[Customer])[:20]
    for customer in leavers:
        customer.remove()
    before = world.tables.customers[:20].copy()
    world.run(6)
    full.run(6)
    assert (world.tables.customers["needs"][:20] == before["needs"]).all()
    assert (world.tables.customers["leaps"][:20] == before["leaps"]).all()
    assert len(world.agents_by_type[Customer]) == 40
    assert series(world)["trust"][-1] == pytest.approx(world.tables.customers["trust"][20:].mean())
    assert series(world)["trust"][-1] != series(full)["trust"][-1]
    stayers = world.agents_by_type[Customer]
    assert not any(peer.left for customer in stayers for peer in customer.peers)
    assert not any(customer.left for advisor in world.agents_by_type[Advisor] for customer in advisor.customers)
    assert not {"customer 3", "customer 19"} & {data["label"] for _, data in world.graph().nodes(data=True)}


def test_advisors_who_left_are_met_chosen_and_heard_of_no_more():
    """Nobody considers them, knows them or tells of them; everybody else lives on."""
    world = model(RICH, weeks=4)
    leaver, stayer = world.agents_by_type[Advisor][:2]
    assert leaver.customers
    leaver.remove()
    posts, customers = leaver.posts, world.tables.customers
    for _ in range(12):
        world.step()
        for column in ("considered", "told_of", "shared", "fan_of"):
            assert not (customers[column] == leaver.row).any()
        assert not (world.tables.relations["advisor"] == leaver.row).any()
    assert leaver.posts == posts
    assert leaver.customers == []
    assert stayer.posts > 0
    assert leaver not in leaver.firm.advisors
    assert all(leaver not in customer.advisors for customer in world.agents_by_type[Customer])


def test_what_is_known_of_the_others_stays_when_an_advisor_leaves():
    """Evidence moves along with the relation that it belongs to."""
    world = model(RICH, weeks=8)
    customers = world.agents_by_type[Customer]
    leaver = max(world.agents_by_type[Advisor], key=lambda advisor: len(advisor.customers))
    before = {(c.row, a.row): c.beliefs_about(a) for c in customers for a in c.advisors if a is not leaver}
    leaver.remove()
    assert {(c.row, a.row): c.beliefs_about(a) for c in customers for a in c.advisors} == before
    known = world.tables.customers
    assert all(len(customer.advisors) == customer.known for customer in customers)
    assert (known["known"] >= 0).all()


@pytest.mark.parametrize("column", ["chosen", "invited"])
def test_whoever_leaves_takes_along_what_points_to_them_and_the_last_relation_keeps_its_own(column):
    """The last relation of a customer takes the place of the one with an advisor who left, and what meant it follows."""
    world = model(RICH)
    customers, relations = world.tables.customers, world.tables.relations
    row = int(np.argmax(customers["known"]))
    first, last = (int(customers["first"][row]) + place for place in (0, int(customers["known"][row]) - 1))
    gone, kept = (int(relations["advisor"][place]) for place in (first, last))
    customers[column][row] = last
    world.crew["advisors"][gone].remove()
    assert customers[column][row] == first and relations["advisor"][first] == kept
    world.crew["advisors"][kept].remove()
    assert customers[column][row] == -1


@pytest.mark.parametrize("way", ["step", "step_by_agents"])
def test_leaving_in_the_midst_of_a_week_is_safe(way):
    """An advisor and a customer go while others act; both ways of activating agents go on, within all ranges."""

    class Restless(Customer):
        """Leaves in week 2, between need and delivery, and takes an advisor along."""

        def decide(self):
            super().decide()
            if self.model.world.clock.tick == 2:
                next(a for a in self.model.agents_by_type[Advisor] if a.row == 3).remove()
                self.remove()

    world = model(RICH)
    restless = world.replace(world.crew["customers"][7], Restless)
    for _ in range(6):
        getattr(world, way)()
    assert restless.left
    assert len(world.agents) == 71 - 2
    assert not (world.tables.customers["considered"] == 3).any()
    assert 0.0 <= series(world)["trust"][-1] <= 1.0


def test_in_bulk_and_one_by_one_agree_when_some_have_left():
    """The same numbers, whoever activates whom."""
    bulk, by_agents = model(RICH, weeks=2), model(RICH, weeks=2)
    for world in (bulk, by_agents):
        world.crew["customers"][5].remove()
        world.crew["advisors"][2].remove()
    bulk.run(4)
    for _ in range(4):
        by_agents.step_by_agents()
    assert contents(bulk) == contents(by_agents)


def test_a_firm_leaves_after_its_advisors():
    """With advisors it is refused in one line; without, nobody knows the firm any more."""
    world = model(RICH, weeks=2)
    firm = world.agents_by_type[Firm][0]
    with pytest.raises(BadInput, match=r"^firm 0 cannot leave: \d of its advisors are still there; remove them first$"):
        firm.remove()
    assert firm in world.agents
    for advisor in firm.advisors:
        advisor.remove()
    firm.remove()
    world.run(4)
    assert firm not in world.agents
    assert not (world.tables.relations["firm"] == 0).any()


def test_those_who_left_do_nothing_on_their_own():
    """A method of theirs changes nothing, an attribute of theirs cannot be set, and leaving twice is leaving once."""
    world = model(RICH, weeks=2)
    customer = world.crew["customers"][4]
    customer.remove()
    customer.remove()
    before = contents(world)
    for phase in ("begin", "perceive", "decide", "deliver", "tell", "listen", "measure"):
        getattr(customer, phase)()
    assert contents(world) == before
    with pytest.raises(BadInput, match="customer 4 has left the model"):
        customer.propensity = 0.4
    with pytest.raises(BadInput, match="no longer in this model"):
        world.replace(customer, Hermit)


def test_when_everybody_has_left_the_weeks_go_on():
    """Every measure gives a number or NaN."""
    world = model(RICH, weeks=2, measures=list(MEASURES))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        world.remove_all_agents()
        world.run(2)
    assert len(world.agents) == 0
    assert np.isnan(series(world)["trust"][-1])


# --- who is there -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", [3, None, -1, 60, 1.5, "3"], ids=repr)
def test_nobody_takes_the_row_of_another(row):
    """Nor a row that is not there; the message names the way to give a row another class."""
    world = model(FEW)
    with pytest.raises(BadInput, match=r"model\.replace\(customer, Hermit\)|nobody can be added, as people come with"):
        Hermit(world, row)
    assert len(world.agents) == 71
    assert world.crew["customers"][3] in world.agents


def test_people_are_not_made_in_numbers():
    """Mesa's `create_agents` is refused in the same words."""
    with pytest.raises(BadInput, match=r"population\.customers says how many"):
        Customer.create_agents(model(FEW), 5)


def test_a_class_that_cannot_be_made_leaves_the_old_one_in_its_place():
    """And a class of another kind is refused."""

    class Broken(Customer):
        """Cannot be made."""

        def __init__(self, model, row):
            raise RuntimeError("no")

    world = model(FEW)
    customer = world.crew["customers"][3]
    with pytest.raises(RuntimeError):
        world.replace(customer, Broken)
    with pytest.raises(BadInput, match="is not a class of Customer"):
        world.replace(customer, Advisor)
    assert world.crew["customers"][3] is customer
    assert customer in world.agents
    world.run(2)


def test_agents_of_ones_own_kind_may_join():
    """An agent of Mesa's that is no firm, advisor or customer lives beside them."""

    class Regulator(mesa.Agent):
        """Only counts."""

        def step(self):
            self.seen = len(self.model.agents_by_type[Customer])

    world = model(FEW)
    Regulator(world)
    world.run(1)
    world.agents_by_type[Regulator].do("step")
    assert world.agents_by_type[Regulator][0].seen == 60


def test_mesas_agent_sets_work_on_them():
    """shuffle_do, select, agg, get, set, map, groupby, sort, and `step`, which does nothing of its own."""
    world = model(RICH, weeks=3)
    before = contents(world)
    world.agents.shuffle_do("step")
    assert contents(world) == before
    customers = world.agents_by_type[Customer]
    trusting = customers.select(lambda customer: customer.trust > 0.5)
    assert 0 < len(trusting) < 60
    assert customers.agg("leaps", sum) == world.tables.customers["leaps"].sum()
    assert customers.set("propensity", 0.25).get("propensity") == [0.25] * 60
    assert sum(customers.groupby("outcome").count().values()) == 60
    assert customers.map(lambda customer: customer.row) == list(range(60))
    assert customers.sort("trust").get("trust") == sorted(customers.get("trust"), reverse=True)
    with pytest.raises(BadInput, match="customer 0: propensity = 7 must be 0.02 to 0.98"):
        customers.set("propensity", 7)


def test_agent_reporters_collect_what_is_there():
    """One row per agent and week; arrays are copies, so that they do not change afterwards."""
    world = model(FEW)
    world.datacollector = mesa.DataCollector(
        model_reporters={"trust": MEASURES["trust"], "everybody": lambda m: m.tables.customers["trust"]},
        agenttype_reporters={
            Customer: {"trust": "trust", "belief": lambda a: a.belief},
            Advisor: {"quality": "quality"},
        },
    )
    world.run(3)
    frame = world.datacollector.get_agenttype_vars_dataframe(Customer)
    assert len(frame) == 3 * 60
    weekly = [values["belief"].iloc[0] for _, values in frame.groupby(level=0)]
    assert not all((weekly[0] == each).all() for each in weekly)
    assert not (world.datacollector.model_vars["everybody"][0] == world.datacollector.model_vars["everybody"][2]).all()


def test_a_model_may_be_subclassed_with_its_own_init_and_step():
    """Its own parameters, Mesa's batch of it, its copy."""
    world = Gardener(tools=5, rng=3)
    world.run_model()
    assert (world.steps, world.tools, world.running) == (4, 9, False)
    copied = copy.deepcopy(world)
    copied.step()
    assert (copied.tools, world.tools) == (10, 9)


def test_the_weeks_are_the_same_on_every_version_of_mesa():
    """`steps` counts on, also after the arm's end, and where Mesa counts time that agrees."""
    world = model(FEW)
    world.run_model()
    world.step()
    assert (world.steps, world.weeks, len(series(world)["trust"])) == (5, 5, 5)
    assert getattr(world, "time", 5) == 5


# --- copies -----------------------------------------------------------------------------------------------------------

WAYS = {"deepcopy": copy.deepcopy, "copy": copy.copy, "pickle": lambda world: pickle.loads(pickle.dumps(world))}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("awake", [False, True])
def test_a_copy_goes_on_with_the_same_numbers(way, awake):
    """And shares nothing with its model: what one does the other does not feel."""
    world = model(RICH, weeks=3, threads=2, measures=["trust", "belief_empathy", "revenue by firm"])
    if awake:
        world.replace(world.crew["customers"][2], Hermit)
        world.crew["customers"][9].remove()
        world.crew["customers"][4].mood = ["calm"]
    copied = WAYS[way](world)
    assert columns(copied) == columns(world)
    world.run(3)
    assert copied.steps == 3
    copied.run(3)
    assert columns(copied) == columns(world)
    assert series(copied) == series(world)
    if awake:
        ids = [[agent.unique_id for agent in each.agents] for each in (world, copied)]
        assert ids[0] == ids[1]
        assert type(copied.crew["customers"][2]) is Hermit
        assert copied.crew["customers"][2].model is copied
        assert copied.crew["customers"][4].mood == ["calm"]
        assert copied.crew["customers"][4].mood is not world.crew["customers"][4].mood
        newcomer = copied.replace(copied.crew["customers"][0], Hermit)
        assert newcomer.unique_id not in ids[0]
        assert newcomer not in world.agents
    copied.crew["customers"][1].propensity = 0.77
    assert world.crew["customers"][1].propensity != 0.77


def test_a_pickle_goes_on_in_another_process(tmp_path):
    """With agents, a lens, a mechanism and a measure of the user's own."""
    (tmp_path / "mine.py").write_text(
        "from trustsim import Customer\nfrom trustsim.rule import rule\nPHASE = 'perceive'\n"
        "def gut(beliefs, settings):\n    return beliefs.intimacy\n"
        "@rule\ndef shrink(world, row):\n    world.relations[world.customers[row].first].gap *= 0.5\n"
        "def hope(model):\n    return model.world.customers.trust.max()\n"
        "class Shy(Customer):\n    shy = 0\n    def decide(self):\n        self.shy += 1\n"
    )
    own = {"lens": "mine.py:gut", "mechanisms": {"mine": "mine.py:shrink"}, "measures": ["mine.py:hope", "trust"]}
    save = f"""
import pickle
from worlds import SMALL, model
world = model(SMALL, folder={str(tmp_path)!r}, weeks=2, agents={{"customer": "mine.py:Shy"}}, **{own})
pickle.dump(world, open({str(tmp_path / "world.pickle")!r}, "wb"))
"""
    go_on = f"world = pickle.load(open({str(tmp_path / 'world.pickle')!r}, 'rb'))"
    tell = "print(world.run(2).datacollector.model_vars, world.crew['customers'][3].shy)"
    here = python(save + tell, NUMBA_DISABLE_JIT="1")
    there = python("\n".join(["import pickle", go_on, tell]), NUMBA_DISABLE_JIT="1")
    assert there == here
    assert here.strip().endswith(" 4")


def test_two_futures_of_one_world():
    """A copy with another seed shares the past and nothing after it."""
    world = model(FEW, weeks=2)
    other = copy.deepcopy(world)
    other.reset_rng(5)
    world.run(2)
    other.run(2)
    assert series(world)["trust"][:2] == series(other)["trust"][:2]
    assert series(world)["trust"][2:] != series(other)["trust"][2:]


# --- values -----------------------------------------------------------------------------------------------------------

ODD = [float("nan"), float("inf"), -float("inf"), "much", None, 1e300, [1.0, 2.0], 1j]


def cells_of(table):
    """Every column of a table."""
    return [(table, name) for name in columns_of(table) if (table, name) != ("advisors", "firm")]


@pytest.mark.parametrize(
    ("table", "name"), [each for table in ("firms", "advisors", "customers") for each in cells_of(table)]
)
def test_no_agent_writes_what_its_column_does_not_allow(table, name):
    """Not-a-numbers, infinities, texts, and what is below or above the declared range; the cell stays as it was."""
    world = model(FEW)
    agent, column = world.crew[table][1], columns_of(table)[name]
    before = contents(world)
    beyond = [] if column.kept else [value for value in (column.low - 1, column.high + 1) if value < 1e9]
    wrong = [value for value in ODD if not (value == 1e300 and column.high == np.inf)]
    for value in [*wrong, *beyond, *([0.5] if "f" not in str(column.dtype) else [])]:
        with pytest.raises(BadInput, match=rf"^{agent.label}: {name} "):
            setattr(agent, name, value)
    assert contents(world) == before


def test_a_value_out_of_range_is_told_in_one_line():
    """Who, what, the value, the range and the unit."""
    world = model(FEW)
    with pytest.raises(BadInput) as told:
        world.crew["advisors"][3].rate = 1.5
    assert str(told.value) == "advisor 3: rate = 1.5 must be 0 to 1 [probability per week]"
    with pytest.raises(BadInput, match=r"^customer 3: considered = 8 must be -1 to 7 and whole \[row of advisors\]$"):
        world.crew["customers"][3].considered = 8
    with pytest.raises(BadInput, match=r"^customer 3: context = 1 must be 0 to 0"):
        world.crew["customers"][3].context = 1
    with pytest.raises(BadInput, match=r"^advisor 3: empathy = nan must be 0 to 1"):
        world.crew["advisors"][3].empathy = float("nan")
    with pytest.raises(BadInput, match=r"^customer 3: known is kept by the model and cannot be set$"):
        world.crew["customers"][3].known = 9


def test_what_fits_is_written():
    """Numbers of Python and numpy, switches, whole columns."""
    world = model(FEW)
    customer, advisor = world.crew["customers"][3], world.crew["advisors"][3]
    customer.propensity, customer.outcome, customer.considered = np.float32(0.5), True, NOBODY
    advisor.quality = [0.1] * 7
    advisor.empathy = 1
    assert (customer.propensity, customer.outcome, customer.considered) == (0.5, 1, NOBODY)
    assert advisor.quality.tolist() == pytest.approx([0.1, 0.1, 0.1, 0.1, 1.0, 0.1, 0.1])
    with pytest.raises(ValueError, match="read-only"):
        advisor.quality[2] = 0.5


@pytest.fixture
def stock(monkeypatch):
    """A week in which customers only take stock, as plain Python."""
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    monkeypatch.setattr(week, "PHASES", tuple(phase for phase in week.PHASES if phase.name in ("perceive", "measure")))


@pytest.mark.parametrize("value", ["float('nan')", "1.5", "-0.1", "float('inf')"])
def test_a_lens_that_gives_no_trust_is_told(stock, tmp_path, value):
    """By its name, the week, and what it gave."""
    (tmp_path / "mine.py").write_text(
        f"WRONG = {value}\ndef odd(beliefs, settings):\n    return WRONG + 0.0 * beliefs.empathy\n"
    )
    world = model(FEW, folder=tmp_path, lens="mine.py:odd")
    with pytest.raises(BadInput, match=r"^mine.py:odd: after week 0, \w+\.\w+ of row \d+ is .*; it must be"):
        world.run(3)


def test_a_mechanism_that_writes_what_no_column_allows_is_told(stock, tmp_path):
    """By its name, with the column and the row."""
    (tmp_path / "mine.py").write_text(
        "from trustsim.rule import rule\nPHASE = 'perceive'\n@rule\ndef widen(world, row):\n"
        "    world.relations[world.customers[row].first].gap += 9.0\n"
    )
    world = model(FEW, folder=tmp_path, mechanisms={"mine": "mine.py:widen"})
    with pytest.raises(
        BadInput, match=r"^mine.py:widen: after week 0, relations.gap of row \d+ is 9.*; it must be 0 to 1$"
    ):
        world.run(1)


def test_an_agent_that_writes_past_the_cells_is_told():
    """By the name of its class."""

    class Vandal(Customer):
        """Writes into the table itself."""

        def tell(self):
            self.model.world.customers.propensity[self.row] = 3.0

    world = model(FEW)
    world.replace(world.crew["customers"][3], Vandal)
    with pytest.raises(
        BadInput, match=r"^Vandal: after week 0, customers.propensity of row 3 is 3.0; it must be 0.02 to 0.98$"
    ):
        world.run(1)


def test_shipped_rules_stay_within_every_declared_range():
    """What is asked of own code holds for ours."""
    from trustsim.ranges import check_tables

    for lens in ("components", "abi"):
        world = model(RICH, lens=lens, weeks=30)
        check_tables(world.tables, "shipped", 29)
    assert (world.tables.customers["outcome"] == LEAPT).any()
    assert set(TABLES) == {*world.tables._fields} - {"settings"}


@pytest.mark.parametrize(
    "value", ["'high'", "None", "[1, 2]", "model.world.customers.trust", "1j", "float('inf')", "10**400", "{}"]
)
def test_a_measure_that_gives_no_number_is_told(tmp_path, value):
    """By its name and what it gave."""
    (tmp_path / "mine.py").write_text(f"def odd(model):\n    return {value}\n")
    with pytest.raises(
        BadInput, match=r"^the measure odd gave .*; it must give one number, or NaN where there is none$"
    ):
        model(FEW, folder=tmp_path, measures=["mine.py:odd"]).run(1)


@pytest.mark.parametrize(
    "value", ["1", "True", "np.float32(1)", "np.array(1.0)", "model.world.customers.trust.max() * 0 + 1"]
)
def test_a_measure_may_give_any_kind_of_number(tmp_path, value):
    """It is kept as a float."""
    (tmp_path / "mine.py").write_text(f"import numpy as np\ndef fine(model):\n    return {value}\n")
    assert series(model(FEW, folder=tmp_path, measures=["mine.py:fine"]).run(1)) == {"fine": [1.0]}
