"""Agents read like sentences, are Mesa's, and are let go when a run is over."""

import gc
import tracemalloc
import weakref

import mesa
import numpy as np
import pytest
from worlds import RICH, SMALL, contents, model

from trustsim import Advisor, Customer, Firm, TrustModel
from trustsim.errors import BadInput
from trustsim.measures import USUAL
from trustsim.state import DIMENSIONS, Beliefs

# --- sentences --------------------------------------------------------------------------------------------------------


def test_they_read_like_sentences(rich):
    """The customer's trust in an advisor, the customer's leaps, the advisor's posts, the firm's advisors."""
    rich.run(10)
    customer = rich.agents_by_type[Customer][7]
    advisor = customer.advisors[0]
    assert 0.0 < customer.trust_in(advisor) < 1.0
    assert customer.leaps + customer.refusals <= customer.needs <= 10
    assert 0 <= advisor.posts <= 10
    assert advisor in advisor.firm.advisors
    assert customer in advisor.customers
    assert customer in customer.peers[0].peers
    assert [repr(agent) for agent in (customer, advisor, advisor.firm)] == [
        "<customer 7>",
        f"<advisor {advisor.row}>",
        f"<firm {advisor.firm.row}>",
    ]


def test_everybody_is_somebodys(rich):
    """Every advisor works for one firm, every relation is of one customer with one advisor, from both sides."""
    firms, advisors, customers = (rich.agents_by_type[kind] for kind in (Firm, Advisor, Customer))
    assert sorted(advisor.row for firm in firms for advisor in firm.advisors) == list(range(8))
    assert {(c.row, a.row) for c in customers for a in c.advisors} == {
        (c.row, a.row) for a in advisors for c in a.customers
    }


def test_an_attribute_is_a_cell_of_a_table(small):
    """Reading gives plain numbers of the right kind; writing writes the table."""
    advisor = small.agents_by_type[Advisor][3]
    advisor.rate = 0.9
    assert small.tables.advisors["rate"][3] == advisor.rate == 0.9
    advisor.empathy = 0.25
    assert small.tables.advisors["quality"][3, DIMENSIONS.index("empathy")] == advisor.empathy == 0.25
    assert (type(advisor.rate), type(advisor.posts), type(advisor.empathy)) == (float, int, float)
    assert "Probability of posting" in Advisor.rate.__doc__


def test_what_is_written_changes_the_run():
    """An advisor told to post every week does, one told to be silent is; the rest of the world takes notice."""
    others = {"mechanisms": {"surviving": False, "imitating": False}}  # these change what is posted as well
    plain, changed = model(RICH, **others), model(RICH, **others)
    loud, silent = changed.agents_by_type[Advisor][:2]
    loud.rate, silent.rate = 1.0, 0.0
    plain.run(20)
    changed.run(20)
    assert (loud.posts, silent.posts) == (20, 0)
    assert contents(plain)["evidence"] != contents(changed)["evidence"]


def test_beliefs_are_seven_plain_numbers_and_one_pooled(rich):
    """By name, each a float between 0 and 1."""
    customer = rich.run(5).agents_by_type[Customer][0]
    known = customer.beliefs_about(customer.advisors[0])
    assert isinstance(known, Beliefs)
    assert {type(each) for each in known} == {float}
    assert all(0.0 < each < 1.0 for each in known)
    assert known._fields == (*DIMENSIONS, "pooled")


def test_trust_in_a_stranger_is_ones_propensity(small):
    """Somebody unknown is trusted as anybody would be; there are no beliefs about them."""
    customer = small.agents_by_type[Customer][0]
    stranger = next(a for a in small.agents_by_type[Advisor] if a not in customer.advisors)
    assert customer.trust_in(stranger) == customer.propensity
    assert customer.beliefs_about(stranger) is None
    assert customer.relation_with(stranger) is None
    assert customer.uncertainty_about(stranger, "empathy") == 1.0


def test_trust_in_a_firm_and_in_another_context(rich):
    """Firms are trusted like advisors; a context or a new offering may be named."""
    customer = rich.run(10).agents_by_type[Customer][3]
    advisor = customer.advisors[0]
    about = [
        customer.trust_in(advisor),
        customer.trust_in(advisor, context=1),
        customer.trust_in(advisor, novelty=1.0),
        customer.trust_in(advisor.firm),
    ]
    assert all(type(each) is float and 0.0 < each < 1.0 for each in about)
    assert len(set(about)) == 4
    assert customer.uncertainty_about(advisor, "openness") < 1.0


def test_a_customer_tells_its_story():
    """Why somebody leapt or did not, in a sentence that a reader understands."""
    world = model(RICH, weeks=8, mechanisms={"latitude": False})  # with it, hardly anybody refuses
    stories = [customer.story() for customer in world.agents_by_type[Customer]]
    assert any(story.startswith("needed ") and story.split(": ")[1].startswith("leapt; ") for story in stories)
    assert any(story.endswith(": refused") for story in stories)
    assert any(story == "no need" for story in stories)


def test_agents_bear_the_names_of_the_graph():
    """Where nodes have names, so have the agents."""
    world = model()
    world.network = world.network._replace(labels={"customers": [f"Client {row}" for row in range(60)]})
    assert world.agents_by_type[Customer][5].label == "Client 5"
    assert world.agents_by_type[Advisor][5].label == "advisor 5"


# --- Mesa -------------------------------------------------------------------------------------------------------------


def test_the_model_is_mesas_and_so_are_the_agents(small):
    """Real subclasses, counted and found as Mesa's users expect."""
    assert isinstance(small, mesa.Model)
    assert all(isinstance(agent, mesa.Agent) for agent in small.agents)
    assert len(small.agents) == 60 + 8 + 3
    assert {kind: len(agents) for kind, agents in small.agents_by_type.items()} == {Customer: 60, Advisor: 8, Firm: 3}
    assert set(small.agent_types) == {Customer, Advisor, Firm}
    assert len({agent.unique_id for agent in small.agents}) == 71


def test_agent_sets_select_and_aggregate(rich):
    """`select`, `agg`, `get`, `set` and `do` are Mesa's own."""
    customers = rich.run(12).agents_by_type[Customer]
    leapt = customers.select(lambda c: c.leaps > 0)
    assert 0 < len(leapt) <= 60
    table = rich.tables.customers
    assert leapt.agg("trust", np.mean) == pytest.approx(table["trust"][table["leaps"] > 0].mean())
    assert customers.get("leaps") == table["leaps"].tolist()
    rich.agents_by_type[Advisor].set("rate", 0.0)
    assert (rich.tables.advisors["rate"] == 0.0).all()
    assert {value: len(group) for value, group in customers.groupby("outcome").groups.items()} == {
        value: int((table["outcome"] == value).sum()) for value in set(table["outcome"].tolist())
    }


def test_agents_act_as_mesa_activates_them():
    """A phase done by every agent in Mesa's shuffled order is the phase done in bulk."""
    bulk, mesas = model(RICH, weeks=3), model(RICH, weeks=3)
    bulk.engine.bulk("customers", ("begin", "perceive", "decide"))
    customers = mesas.agents_by_type[Customer]
    customers.do("begin")
    customers.shuffle_do("perceive")
    customers.shuffle_do("decide")
    assert contents(bulk) == contents(mesas)


def test_the_data_collector_fills_a_data_frame(small):
    """One row a week, one column a measure."""
    frame = small.run(6).datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == list(USUAL)
    assert len(frame) == 6
    assert frame["trust"].between(0, 1).all()
    assert frame["trust"].iloc[-1] == pytest.approx(small.world.customers.trust.mean(), rel=1e-12)


def test_measures_of_ones_own_choice():
    """The arm says what is collected."""
    world = model(measures=["needs", "trust_under_abi"], weeks=2)
    assert list(world.datacollector.model_vars) == ["needs", "trust_under_abi"]


@pytest.mark.parametrize("way", ["step", "step_by_agents"])
def test_steps_are_counted_and_the_week_goes_on(way):
    """After n steps Mesa has counted n, and the last week was n - 1."""
    world = model()
    for week in range(4):
        getattr(world, way)()
        assert (world.steps, world.world.clock.tick) == (week + 1, week)
    assert len(world.datacollector.model_vars["trust"]) == 4
    world.step()
    assert world.world.clock.tick == 4
    assert contents(world) == contents(model(weeks=5))


def test_run_model_runs_the_arm_to_its_end():
    """Mesa's own loop stops after the weeks that the config says; a step more is still possible."""
    world = model(ticks=9)
    world.run_model()
    assert (world.steps, world.running) == (9, False)
    world.step()
    assert world.steps == 10


def test_nobody_wakes_for_a_bulk_run(small, monkeypatch):
    """A run without own classes makes no agents; whoever asks for them later finds the world as it is."""

    def never(self, model, row):
        raise AssertionError("an agent was made")

    with monkeypatch.context() as patch:
        patch.setattr(Customer, "__init__", never)
        small.run(5)
    assert small.agents_by_type[Customer].agg("needs", sum) == small.tables.customers["needs"].sum()


def test_a_row_may_live_on_as_another_class(small):
    """`replace` gives a row a new class: Mesa knows the new agent and forgets the old one."""
    old = small.crew["customers"][4]
    new = small.replace(old, Hermit)
    small.run(20)
    assert (new.row, new.leaps, new.needs) == (4, 0, 0)
    assert new in small.agents
    assert old not in small.agents
    assert len(small.agents) == 71


# --- letting go -------------------------------------------------------------------------------------------------------


class Hermit(Customer):
    """Never leaps."""

    def decide(self):
        pass


def one_run(number):
    """A short run, in some of them with agents awake, own classes or threads; a weak reference to its model."""
    world = model(SMALL, seed=number, threads=1 + number % 3)
    if number % 4 == 1:
        world.agents.shuffle_do("__repr__")
    if number % 4 == 2:
        world.replace(world.crew["customers"][0], Hermit)
    if number % 4 == 3:
        world.step_by_agents()
    world.run(3)
    world.close()
    return weakref.ref(world)


def test_200_runs_leave_no_model_and_no_memory_behind():
    """After `close` a model is freed (Mesa 3.3 would keep it: mesa#3179), and memory does not grow from run to run."""
    models = [one_run(number) for number in range(120)]
    tracemalloc.start()
    try:
        models += [
            one_run(number) for number in range(20)
        ]  # what is kept once, such as numbers for later use, is not a leak
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        models += [one_run(number) for number in range(60)]
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert not any(reference() is not None for reference in models)
    assert grown < 100_000, (
        f"{grown} bytes more after 60 runs; the tables of one take {sum(map(len, contents(model()).values()))}"
    )


def test_a_closed_model_still_tells_its_results():
    """What was measured and the tables stay readable after `close`."""
    world = model(weeks=3, threads=2)
    world.close()
    assert len(world.datacollector.model_vars["trust"]) == 3
    assert world.tables.customers["trust"].mean() == world.datacollector.model_vars["trust"][-1]


def test_a_model_without_a_config_is_the_baseline():
    """`TrustModel()` is every parameter at its default."""
    world = TrustModel().run(1)
    assert len(world.tables.customers) == 400
    assert world.arm.values["advisors.rate"] == 0.2


def test_an_own_class_must_be_of_the_kind_it_stands_for(tmp_path):
    """A class of customer that is none is refused in one line."""
    (tmp_path / "mine.py").write_text("class Rock:\n    pass\n")
    with pytest.raises(
        BadInput, match=r"^mine.py:Rock: an own class of customer must be written as class Rock\(Customer\)$"
    ):
        model(folder=tmp_path, agents={"customer": "mine.py:Rock"})
