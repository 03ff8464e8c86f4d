"""TrustModel: a Mesa model whose week is the list `week.PHASES`."""

from contextlib import contextmanager
from copy import copy, deepcopy
from functools import cache
from itertools import count, pairwise
from numbers import Integral

import mesa
from numpy.random import default_rng

from trustsim import by_group
from trustsim.agents import Advisor, Customer, Firm, Person
from trustsim.build import build
from trustsim.chance import dice
from trustsim.engine import Engine
from trustsim.errors import BadInput
from trustsim.given import arm_of, network_of, seed_of, threads_of
from trustsim.interventions import check, intervene
from trustsim.leaving import Present, leave
from trustsim.named import measures_of, own_kind, own_lens, own_names, phases_of
from trustsim.network import make_network
from trustsim.ranges import check_tables
from trustsim.reading import Reading, read_through
from trustsim.scenario import Scenario
from trustsim.state import Network
from trustsim.week import Phase, strides

KINDS = {"firms": Firm, "advisors": Advisor, "customers": Customer}


class TrustModel(mesa.Model):
    """One arm of a study under one seed, as a Mesa model: `TrustModel("baseline", rng=1, **{"advisors.rate": 0.3})`.

    Agents come to life when somebody asks for them (`model.agents`, `model.agents_by_type[Customer]`), or when the
    arm names an agent class of the user's own; a bulk run needs none.

    arm: a `Scenario`, a `Study` of one arm, the name of a config that ships, a path that ends in .toml, or a config as
    a dict; None: the baseline. seed, rng: one of them, whatever Mesa takes; None: a fresh one, kept in `model.seed`,
    an integer of at least 0. threads: at least 1, changes the speed and no number. network: a `state.Network` to use
    instead of making the arm's (twin worlds share one). scenario: a scenario of Mesa 3.5 or later, whose seed and
    parameters stand in for `rng` and `changes`. changes: values of the arm, by the path of a parameter or the key of
    an arm (`ticks=52`, `lens="abi"`).
    Raises BadInput for anything else, and where an intervention names somebody who is not on the graph.
    """

    def __init__(
        self,
        arm: object = None,
        seed: object = None,
        threads: int = 1,
        network: Network | None = None,
        *,
        rng: object = None,
        scenario: object = None,
        **changes: object,
    ) -> None:
        if scenario is not None:
            rng = scenario.rng if seed is None and rng is None else rng
            changes = {name: value for name, value in vars(scenario).items() if name != "rng"} | changes
        self.seed = seed_of(seed, rng)
        super().__init__(rng=self.seed)
        if scenario is not None:
            self.scenario = scenario
        self.arm = arm_of(arm, changes, KEYWORDS)
        self.threads = threads_of(threads)
        self.network = network_of(network) or make_network(self.arm.graph, self.arm.values, self.seed, self.arm.folder)
        check(self.arm, self.network)
        self.tables = build(self.network, self.arm, self.seed)
        self.equip()
        self.way = self.at_a_stretch
        self.weeks = self.steps = 0
        self.at_rest, self.surveyed, self.awake, self.closing = False, False, False, False
        self.mine = {table: [] for table in KINDS}
        self.gone = {table: set() for table in KINDS}
        self.datacollector = mesa.DataCollector(model_reporters=dict(self.reporters))
        if self.arm.agents:
            self.crew  # noqa: B018 - own classes take part from the first week

    def equip(self) -> None:
        """Make what the arm and the tables determine: the phases, the engine, the measures."""
        *self.phases, _ = compiled = phases_of(self.arm)  # the survey is no part of the week
        self.strides = strides(self.phases)
        self.engine = Engine(self.tables, compiled, self.threads, own_lens(self.arm))
        self.world = self.engine.columns
        self.reporters = by_group.spread(measures_of(self.arm), self.network)

    def step(self) -> None:
        """One week: interventions, every phase in order, measures."""
        self.weeks += 1
        self.steps = self.weeks  # Mesa 3 counts steps itself, Mesa 4 does not
        self.turn_the_page()
        self.way()
        classes = {type(agent).__name__ for mine in self.mine.values() for agent in mine}
        own_code = [*own_names(self.arm), *sorted(classes)]
        if own_code:
            check_tables(self.tables, ", ".join(own_code), self.weeks - 1)
        self.collect()
        self.running = self.steps < self.arm.ticks  # Mesa's run_model ends with the arm; a step more is still possible

    def collect(self) -> None:
        """Measure this week; an error in a measure is raised as it is, not in what Mesa wraps around it in week 0."""
        try:
            with self.resting():
                self.datacollector.collect(self)
        except RuntimeError as error:
            if error.__cause__ is not None and "failed validation" in str(error):
                raise error.__cause__ from None
            raise

    def at_a_stretch(self) -> None:
        """Every phase in bulk, a row through as many of them at one stretch as others do not wait for."""
        for stride in self.strides:
            self.bulk(stride)

    def run(self, weeks: int) -> "TrustModel":
        """`weeks` steps; returns self."""
        for _ in range(weeks):
            self.step()
        return self

    def step_by_agents(self) -> None:
        """The same week agent by agent in shuffled order, as Mesa models usually go: slower, equal in every number."""
        self.way = self.one_by_one
        try:
            self.step()
        finally:
            self.way = self.at_a_stretch

    def one_by_one(self) -> None:
        """Every phase as a shuffled round of the agents' own methods."""
        for phase in self.phases:
            everybody = [agent for agent in self.crew.get(phase.table, ()) if not agent.left]
            self.random.shuffle(everybody)
            for agent in everybody:
                getattr(agent, phase.name)()
            if phase.table not in KINDS:
                self.engine.bulk(phase.table, (phase.name,))

    def turn_the_page(self) -> None:
        """The clock moves to a new week and what is scheduled for it happens."""
        week = self.weeks - 1
        self.tables.clock["tick"], self.tables.clock["dice"] = week, dice(self.seed, week)
        intervene(self, week)

    def bulk(self, stride: list[Phase]) -> None:
        """One stretch of the week in bulk, without the rows that left.

        Where agents have a say it goes phase by phase: their rows are left out, and they act for themselves.
        """
        table = stride[0].table
        gone, count = self.gone.get(table, ()), self.engine.rows[table]
        if not any(overrides(agent, phase) for agent in self.mine.get(table, ()) for phase in stride):
            self.engine.bulk(table, [phase.name for phase in stride], between(sorted(gone), count) if gone else None)
            return
        for phase in stride:
            mine = [agent for agent in self.mine[table] if overrides(agent, phase)]
            out = sorted({agent.row for agent in mine}.union(self.gone[table]))
            self.engine.bulk(table, (phase.name,), between(out, count))
            for agent in mine:
                if not agent.left:
                    getattr(agent, phase.name)()

    @property
    def crew(self) -> dict[str, list]:
        """All agents by table and row, {"firms": [...], "advisors": [...], "customers": [...]}; wakes them."""
        if not self.awake:
            self.awake = True
            self.staff = {table: [None] * self.network.size(table) for table in KINDS}
            for table in KINDS:
                kind = self.kind(table)
                for row in range(self.network.size(table)):
                    kind(self, row)
                self.note_own(table)
        return self.staff

    def note_own(self, table: str) -> None:
        """Note which agents of a table are of the user's own classes."""
        self.mine[table] = [agent for agent in self.staff[table] if type(agent) is not KINDS[table] and not agent.left]

    def seat(self, agent: Person, row: int | None) -> None:
        """Give `row` of its table to an agent; raises BadInput where there is no such row, or somebody has it."""
        seats, one = self.crew[agent.table], agent.table.removesuffix("s")
        if not isinstance(row, Integral) or not 0 <= row < len(seats):
            raise BadInput(
                f"{type(agent).__name__}: row = {row!r:.40} is not a row of {agent.table}, 0 to {len(seats) - 1};"
                f" nobody can be added, as people come with the network: population.{agent.table} says how many"
            )
        if seats[row] is not None:
            state = "who left" if seats[row].left else "who is there already"
            raise BadInput(
                f"row {row} of {agent.table} is that of {self.label(agent.table, row)}, {state};"
                f" model.replace({one}, {type(agent).__name__}) gives a row another class"
            )
        seats[row] = agent

    def let_go(self, agent: Person) -> None:
        """Take the row of an agent who leaves out of the model; raises BadInput for a firm that still has advisors."""
        if not self.closing:
            leave(self.tables, agent.table, agent.row, self.gone)
            self.mine[agent.table] = [each for each in self.mine[agent.table] if each is not agent]

    def remove_all_agents(self) -> None:
        """Let everybody leave, firms last."""
        for table in reversed(KINDS):
            for agent in self.crew[table]:
                agent.remove()
        super().remove_all_agents()

    def kind(self, table):
        """The class of a table's agents: the shipped one or the user's own."""
        name = self.arm.agents.get(table.removesuffix("s"))
        return own_kind(name, self.arm.folder, KINDS[table]) if name else KINDS[table]

    def replace(self, agent: Person, kind: type) -> Person:
        """Let a row live on as another class from now on, `model.replace(customer, Stubborn)`; returns the new agent.

        Raises BadInput for an agent who left, and for a class of another kind.
        """
        table, row = agent.table, agent.row
        if agent.left or self.crew[table][row] is not agent:
            raise BadInput(f"{agent.label} is no longer in this model, so no other class can take its place")
        if not (isinstance(kind, type) and issubclass(kind, KINDS[table])):
            raise BadInput(f"{kind!r:.60} is not a class of {KINDS[table].__name__}, which {agent.label} is")
        self.staff[table][row] = None
        try:
            newcomer = kind(self, row)
        except BaseException:
            self.staff[table][row] = agent
            raise
        agent.left = True
        mesa.Agent.remove(agent)
        self.note_own(table)
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

    def reading(self, lens: str, context: int = 0) -> Reading:
        """Trust as another lens reads the same evidence, about any context; see `reading.read_through`."""
        return read_through(self, lens, context)

    def survey(self):
        """The customers, with what they believe and how far they trust firms (the columns `SURVEYED`) up to date."""
        if not self.surveyed:
            self.engine.bulk("customers", ("survey",))
            self.surveyed = self.at_rest
        return self.world.customers

    @contextmanager
    def resting(self):
        """While nothing changes: customers are surveyed once, and measures see those who are still there."""
        self.at_rest = True
        if self.gone["customers"]:
            self.world = self.world._replace(customers=Present(self.engine.columns.customers, self.gone["customers"]))
        try:
            yield
        finally:
            self.at_rest = self.surveyed = False
            self.world = self.engine.columns

    def graph(self):
        """The relationship graph of this moment as a networkx graph, trust on the edges; without those who left."""
        from trustsim.network import graph_at

        G = graph_at(self)
        for table, rows in self.gone.items():
            nodes = [node for node, role in G.nodes(data="role") if role == table.removesuffix("s")]
            G.remove_nodes_from(nodes[row] for row in rows)
        return G

    def reset_rng(self, rng: object = None) -> None:
        """Let the weeks to come draw from another seed (see `TrustModel`); None: from the seed that there is.

        What holds for a whole run, such as traits, stays as it is.
        """
        self.seed = self.seed if rng is None else seed_of(rng=rng)
        self.rng = default_rng(self.seed)
        self.random.seed(self.seed)

    def reset_randomizer(self, seed: object = None) -> None:
        """The same as `reset_rng`, by its older name in Mesa."""
        self.reset_rng(seed)

    def __copy__(self) -> "TrustModel":
        """A copy shares nothing with its model: the same as `copy.deepcopy(model)`."""
        return deepcopy(self)

    def __reduce__(self):
        """Copies and pickles leave out what `equip` makes; they go on with the same numbers."""
        state = {name: value for name, value in vars(self).items() if name not in EQUIPMENT}
        collector = state["datacollector"] = copy(self.datacollector)
        ours = self.reporters
        collector.model_reporters = {n: r for n, r in collector.model_reporters.items() if r is not ours.get(n)}
        return revived, (type(self), self.arm), state

    def __setstate__(self, state: dict) -> None:
        vars(self).update(state)
        self.equip()
        self.datacollector.model_reporters = {**self.reporters, **self.datacollector.model_reporters}
        numbers = getattr(mesa.Agent, "_ids", None)
        if numbers is not None and self.awake:  # Mesa 3.3 counts agents outside of the model
            numbers[self] = count(1 + max((agent.unique_id for agent in self.agents), default=0))

    def close(self) -> None:
        """Let agents and threads go: Mesa 3.3 keeps every model alive whose agents it numbered (mesa#3179)."""
        self.closing = True
        if self.awake:
            super().remove_all_agents()
        self.staff, self.mine = {}, {table: [] for table in KINDS}
        getattr(mesa.Agent, "_ids", {}).pop(self, None)
        self.engine.close()


EQUIPMENT = ("phases", "strides", "engine", "world", "reporters")  # see TrustModel.equip
KEYWORDS = ("arm", "seed", "rng", "threads", "network", "scenario")


def revived(kind: type, arm: Scenario) -> TrustModel:
    """An empty model for a copy to fill, once the files of the user's own that its agents come from are loaded."""
    for role, name in arm.agents.items():
        own_kind(name, arm.folder, KINDS[f"{role}s"])
    return kind.__new__(kind)


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
