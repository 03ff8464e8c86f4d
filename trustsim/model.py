"""TrustModel: a Mesa model whose week is the list `week.PHASES`."""

from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import mesa
import numpy as np

from trustsim import by_group
from trustsim.agents import Advisor, Customer, Firm
from trustsim.build import build
from trustsim.chance import dice
from trustsim.engine import Engine
from trustsim.interventions import check, intervene
from trustsim.lenses import LENSES
from trustsim.named import baseline, measures_of, own_kind, own_lens, phases_of
from trustsim.network import make_network
from trustsim.week import strides

KINDS = {"firms": Firm, "advisors": Advisor, "customers": Customer}


class TrustModel(mesa.Model):
    """One arm of a study under one seed, as a Mesa model: `TrustModel(read("baseline").arms["as configured"], seed=1)`.

    Agents come to life when somebody asks for them (`model.agents`, `model.agents_by_type[Customer]`), or when the
    arm names an agent class of the user's own; a bulk run needs none.

    arm: a resolved `scenario.Scenario`. seed: int >= 0. threads: int >= 1, changes the speed and no number.
    network: a `state.Network` to use instead of making the arm's (twin worlds share one).
    Raises BadInput where an intervention names somebody who is not on the graph.
    """

    def __init__(self, arm=None, seed=1, threads=1, network=None):
        super().__init__(rng=seed)
        self.arm = arm or baseline()
        self.seed = seed
        self.network = network or make_network(self.arm.graph, self.arm.values, seed, self.arm.folder)
        check(self.arm, self.network)
        self.tables = build(self.network, self.arm, seed)
        *self.phases, _ = compiled = phases_of(self.arm)  # the survey is no part of the week
        self.strides = strides(self.phases)
        self.engine = Engine(self.tables, compiled, threads, own_lens(self.arm))
        self.world = self.engine.columns
        self.way = self.at_a_stretch
        self.at_rest, self.surveyed = False, False
        self.awake = False
        self.mine = {table: [] for table in KINDS}
        self.datacollector = mesa.DataCollector(model_reporters=by_group.spread(measures_of(self.arm), self.network))
        if self.arm.agents:
            self.crew  # noqa: B018 - own classes take part from the first week

    def step(self):
        """One week: interventions, every phase in order, measures."""
        self.turn_the_page()
        self.way()
        with self.resting():
            self.datacollector.collect(self)
        self.running = self.steps < self.arm.ticks  # Mesa's run_model ends with the arm; a step more is still possible

    def at_a_stretch(self):
        """Every phase in bulk, a row through as many of them at one stretch as others do not wait for."""
        for stride in self.strides:
            self.bulk(stride)

    def run(self, weeks):
        """`weeks` steps; returns self."""
        for _ in range(weeks):
            self.step()
        return self

    def step_by_agents(self):
        """The same week agent by agent in shuffled order, as a Mesa model usually goes: slower, equal in every number."""
        self.way = self.one_by_one
        try:
            self.step()
        finally:
            self.way = self.at_a_stretch

    def one_by_one(self):
        """Every phase as a shuffled round of the agents' own methods."""
        for phase in self.phases:
            everybody = list(self.crew.get(phase.table, ()))
            self.random.shuffle(everybody)
            for agent in everybody:
                getattr(agent, phase.name)()
            if phase.table not in KINDS:
                self.engine.bulk(phase.table, (phase.name,))

    def turn_the_page(self):
        """The clock moves to a new week and what is scheduled for it happens."""
        week = self.steps - 1
        self.tables.clock["tick"], self.tables.clock["dice"] = week, dice(self.seed, week)
        intervene(self, week)

    def bulk(self, stride):
        """One stretch of the week in bulk; phase by phase where agents have a say, whose rows are left out and who act themselves."""
        table = stride[0].table
        if not any(overrides(agent, phase) for agent in self.mine.get(table, ()) for phase in stride):
            self.engine.bulk(table, [phase.name for phase in stride])
            return
        for phase in stride:
            mine = [agent for agent in self.mine[table] if overrides(agent, phase)]
            self.engine.bulk(table, (phase.name,), between([agent.row for agent in mine], self.engine.rows[table]))
            for agent in mine:
                getattr(agent, phase.name)()

    @property
    def crew(self):
        """All agents by table and row: {"firms": [...], "advisors": [...], "customers": [...]}; wakes them."""
        if not self.awake:
            self.awake = True
            self.staff = {table: [self.kind(table)(self, row) for row in range(len(getattr(self.tables, table)))] for table in KINDS}
            for table, agents in self.staff.items():
                self.mine[table] = [agent for agent in agents if type(agent) is not KINDS[table]]
        return self.staff

    def kind(self, table):
        """The class of a table's agents: the shipped one or the user's own."""
        name = self.arm.agents.get(table.removesuffix("s"))
        return own_kind(name, self.arm.folder, KINDS[table]) if name else KINDS[table]

    def replace(self, agent, kind):
        """Let a row live on as another class from now on: `model.replace(customer, Stubborn)`; returns the new agent."""
        table, row = agent.table, agent.row
        agent.remove()
        self.staff[table][row] = newcomer = kind(self, row)
        self.mine[table] = [a for a in self.staff[table] if type(a) is not KINDS[table]]
        return newcomer

    @property
    def agents(self):
        """Mesa's AgentSet of all agents."""
        self.crew  # noqa: B018 - wakes them
        return super().agents

    @property
    def agents_by_type(self):
        """Mesa's AgentSets by class."""
        self.crew  # noqa: B018 - wakes them
        return super().agents_by_type

    @property
    def agent_types(self):
        """The classes of the agents."""
        self.crew  # noqa: B018 - wakes them
        return super().agent_types

    def label(self, table, row):
        """What a row is called: its node's name in the graph, or "advisor 3"."""
        return self.network.label(table, row)

    def reading(self, lens, context=0):
        """Trust as another lens reads the same evidence, about any context: a `Reading`. The world stays as it is.

        lens: a name in lenses/; any other name stands for the arm's own lens. context: its number, 0 for the main one,
        which the survey asks about: for another, the two change places while the question is asked.
        """
        settings, customers, relations, evidence = (
            getattr(self.tables, name) for name in ("settings", "customers", "relations", "evidence")
        )
        before, active = (customers.copy(), relations["trust"].copy()), int(settings["lens"][0])
        exchange(evidence, context)
        settings["lens"] = LENSES.index(lens) if lens in LENSES else len(LENSES)
        try:
            self.engine.bulk("customers", ("measure", "survey"))
            return Reading(customers["trust"].copy(), relations["trust"].copy())
        finally:
            settings["lens"] = active
            exchange(evidence, context)
            customers[:], relations["trust"] = before

    def survey(self):
        """The customers, once they were asked what they believe and how far they trust firms: their columns `SURVEYED`, up to date."""
        if not self.surveyed:
            self.engine.bulk("customers", ("survey",))
            self.surveyed = self.at_rest
        return self.world.customers

    @contextmanager
    def resting(self):
        """While nothing changes: whatever is measured meanwhile, the customers are asked once."""
        self.at_rest = True
        try:
            yield
        finally:
            self.at_rest = self.surveyed = False

    def graph(self):
        """The relationship graph of this moment as a networkx graph, trust on the edges."""
        from trustsim.network import graph_at

        return graph_at(self)

    def close(self):
        """Let agents and threads go: Mesa 3.3 keeps every model alive whose agents it numbered (mesa#3179)."""
        if self.awake:
            self.remove_all_agents()
        self.staff, self.mine = {}, {table: [] for table in KINDS}
        getattr(mesa.Agent, "_ids", {}).pop(self, None)
        self.engine.close()


class Reading(NamedTuple):
    """Mean trust of each customer, float64 [customers], and trust in each relation, float64 [relations], all 0..1."""

    customers: np.ndarray
    relations: np.ndarray


def exchange(evidence, context):
    """Let a context and the main one change places, in memory."""
    if context:
        evidence[:, [0, context]] = evidence[:, [context, 0]]


@cache
def overriders(kind, phase):
    """Whether class `kind` says for itself what happens in the phase of that name."""
    shipped = next((base for base in kind.__mro__ if base in KINDS.values()), None)
    return getattr(kind, phase, None) is not getattr(shipped, phase, None)


def overrides(agent, phase):
    """Whether the agent's class overrides a phase."""
    return overriders(type(agent), phase.name)


def between(rows, count):
    """The row ranges of 0..count that leave `rows` (ascending) out."""
    edges = [-1, *rows, count]
    return [(a + 1, b) for a, b in pairwise(edges) if b > a + 1] or [(0, 0)]
