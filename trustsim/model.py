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
from trustsim.build import build, copied
from trustsim.chance import all_dice, dice
from trustsim.engine import Engine
from trustsim.errors import BadInput
from trustsim.given import arm_of, network_of, seed_of, threads_of
from trustsim.interventions import check, intervene
from trustsim.leaving import Present, leave
from trustsim.measuring import Totals
from trustsim.named import measures_of, own_kind, own_lens, own_names, phases_of
from trustsim.network import make_network
from trustsim.ranges import check_tables
from trustsim.reading import Reading, read_through
from trustsim.scenario import Scenario
from trustsim.state import Network, World
from trustsim.week import Phase, readings, strides

KINDS = {"firms": Firm, "advisors": Advisor, "customers": Customer}


class TrustModel(mesa.Model):
    """One arm of a study under one seed, as a Mesa model: `TrustModel("baseline", rng=1, **{"advisors.rate": 0.3})`.

    Agents are created when they are first used (`model.agents`, `model.agents_by_type[Customer]`), or when the arm
    names an agent class of the user's own. A bulk run needs no agents.

    arm: a `Scenario`, a `Study` with one arm, the name of a shipped config, a path that ends in .toml, or a config as a
    dict; None means the baseline. seed, rng: one of them, in any form that Mesa takes; None means a new seed, available
    as `model.seed`, an integer of at least 0. threads: at least 1; changes only the speed. network: a `state.Network`
    to use instead of the arm's own (twin worlds share one). scenario: a scenario of Mesa 3.5 or later, whose seed and
    parameters are used as `rng` and `changes`. changes: values of the arm, by the path of a parameter or the key of an
    arm (`ticks=52`, `lens="abi"`).
    Raises BadInput for anything else, and if an intervention names somebody who is not in the network.
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
        self.at_rest, self.read, self.awake, self.closing = False, set(), False, False
        self.mine = {table: [] for table in KINDS}
        self.gone = {table: set() for table in KINDS}
        self.datacollector = mesa.DataCollector(model_reporters=dict(self.reporters))
        if self.arm.agents:
            self.crew  # noqa: B018 - own classes take part from the first week

    def equip(self) -> None:
        """Create what the arm and the tables determine: phases, engine and measures."""
        self.phases = phases_of(self.arm)
        self.strides = strides(self.phases)
        self.engine = Engine(self.tables, (*self.phases, *readings()), self.threads, own_lens(self.arm))
        self.program = self.engine.program(self.strides)
        self.world = self.engine.columns
        self.reporters = by_group.spread(measures_of(self.arm), self.network)

    def step(self) -> None:
        """Run one week: interventions, every phase in order, and measures."""
        self.weeks += 1
        self.steps = self.weeks  # Mesa 3 counts steps itself, Mesa 4 does not
        self.turn_the_page()
        self.way()
        classes = {type(agent).__name__ for mine in self.mine.values() for agent in mine}
        own_code = [*own_names(self.arm), *sorted(classes)]
        if own_code:
            check_tables(self.tables, ", ".join(own_code), self.weeks - 1)
        self.collect()
        self.running = self.steps < self.arm.ticks  # for Mesa's run_model; further steps are still possible

    def collect(self) -> None:
        """Take the measures of this week. Errors in a measure are raised as they are, without Mesa's wrapper."""
        try:
            with self.resting():
                self.datacollector.collect(self)
        except RuntimeError as error:
            if error.__cause__ is not None and "failed validation" in str(error):
                raise error.__cause__ from None
            raise

    def at_a_stretch(self) -> None:
        """Run every phase in bulk; rows go through phases together until one has to wait for other rows."""
        week = self.weeks - 1
        if not any(self.mine.values()) and not any(self.gone.values()):
            self.engine.weeks(self.program, week, all_dice(self.seed, week, 1), self.tables.sums[:0])
            return
        for stride in self.strides:
            self.bulk(stride)

    def run(self, weeks: int) -> "TrustModel":
        """Run this many weeks and return self."""
        for _ in range(weeks):
            self.step()
        return self

    def step_by_agents(self) -> None:
        """Run the same week agent by agent in shuffled order, as usual in Mesa: slower, with the same numbers."""
        self.way = self.one_by_one
        try:
            self.step()
        finally:
            self.way = self.at_a_stretch

    def one_by_one(self) -> None:
        """Run every phase by calling the agents' own methods in shuffled order."""
        for phase in self.phases:
            everybody = [agent for agent in self.crew.get(phase.table, ()) if not agent.left]
            self.random.shuffle(everybody)
            for agent in everybody:
                getattr(agent, phase.name)()
            if phase.table not in KINDS:
                self.engine.bulk(phase.table, (phase.name,))

    def turn_the_page(self) -> None:
        """Move the clock to a new week and carry out its interventions."""
        week = self.weeks - 1
        self.tables.clock["tick"], self.tables.clock["dice"] = week, dice(self.seed, week)
        intervene(self.tables, self.network, self.arm, self.seed, week)

    def bulk(self, stride: list[Phase]) -> None:
        """Run some phases in bulk, without the rows that left.

        If agents override phases, run phase by phase: their rows are left out, and they act for themselves.
        """
        table = stride[0].table
        gone, count = self.gone.get(table, ()), self.engine.rows(table)
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
        """Record which agents of a table have a class of the user's own."""
        self.mine[table] = [agent for agent in self.staff[table] if type(agent) is not KINDS[table] and not agent.left]

    def seat(self, agent: Person, row: int | None) -> None:
        """Give `row` of its table to an agent. Raises BadInput if there is no such row, or if somebody has it."""
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
        """Remove the row of an agent who leaves. Raises BadInput for a firm that still has advisors."""
        if not self.closing:
            leave(self.tables, agent.table, agent.row, self.gone)
            self.mine[agent.table] = [each for each in self.mine[agent.table] if each is not agent]

    def remove_all_agents(self) -> None:
        """Remove all agents, firms last."""
        for table in reversed(KINDS):
            for agent in self.crew[table]:
                agent.remove()
        super().remove_all_agents()

    def kind(self, table):
        """The class of agents for a table: the shipped one or the user's own."""
        name = self.arm.agents.get(table.removesuffix("s"))
        return own_kind(name, self.arm.folder, KINDS[table]) if name else KINDS[table]

    def replace(self, agent: Person, kind: type) -> Person:
        """Give a row another class from now on, `model.replace(customer, Stubborn)`, and return the new agent.

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
        """The name of a row: its node's name in the graph, or "advisor 3"."""
        return self.network.label(table, row)

    def reading(self, lens: str, context: int = 0, both_ways: bool = False) -> Reading:
        """Trust under another lens, from the same evidence, in any context; see `reading.read_through`."""
        return read_through(self, lens, context, both_ways)

    def survey(self):
        """The customers, with their beliefs and their trust in firms (the columns `SURVEYED`) up to date."""
        self.look("customers", "survey")
        return self.world.customers

    def totals(self, phases):
        """The `measures.Totals` of this week, with the sums of these `week.COUNTS`."""
        if "count_answers" in phases:
            self.look("customers", "survey")
        for phase in phases:
            self.look("clock", phase)
        return Totals(self.tables.sums)

    def look(self, table, phase):
        """Run a phase that only reads. While the model is at rest, once is enough."""
        if phase not in self.read:
            self.engine.bulk(table, (phase,))
            self.read |= {phase} if self.at_rest else set()

    @contextmanager
    def resting(self):
        """A context in which nothing changes: people are asked and counted once, and measures see those who remain."""
        self.at_rest = True
        if self.gone["customers"]:
            self.world = self.world._replace(customers=Present(self.engine.columns.customers, self.gone["customers"]))
        try:
            yield
        finally:
            self.at_rest, self.read = False, set()
            self.world = self.engine.columns

    def graph(self):
        """The current relations as a networkx graph with trust on the edges, without those who left."""
        from trustsim.network import graph_at

        G = graph_at(self)
        for table, rows in self.gone.items():
            nodes = [node for node, role in G.nodes(data="role") if role == table.removesuffix("s")]
            G.remove_nodes_from(nodes[row] for row in rows)
        return G

    def reset_rng(self, rng: object = None) -> None:
        """Use another seed (see `TrustModel`) for later weeks; None means the current seed.

        Values that hold for a whole run, such as traits, do not change.
        """
        self.seed = self.seed if rng is None else seed_of(rng=rng)
        self.rng = default_rng(self.seed)
        self.random.seed(self.seed)

    def reset_randomizer(self, seed: object = None) -> None:
        """The older name of `reset_rng` in Mesa."""
        self.reset_rng(seed)

    def __copy__(self) -> "TrustModel":
        """Copy the model; the copy shares nothing with it, as with `copy.deepcopy(model)`."""
        return deepcopy(self)

    def __reduce__(self):
        """The state for copies and pickles, without what `equip` makes; they continue with the same numbers."""
        state = {name: value for name, value in vars(self).items() if name not in EQUIPMENT}
        collector = state["datacollector"] = copy(self.datacollector)
        ours = self.reporters
        collector.model_reporters = {n: r for n, r in collector.model_reporters.items() if r is not ours.get(n)}
        return revived, (type(self), self.arm), state

    def __setstate__(self, state: dict) -> None:
        vars(self).update(state)
        self.tables = World(**copied(self.tables._asdict()))  # with room around them again: see `state.aligned`
        self.equip()
        self.datacollector.model_reporters = {**self.reporters, **self.datacollector.model_reporters}
        numbers = getattr(mesa.Agent, "_ids", None)
        if numbers is not None and self.awake:  # Mesa 3.3 counts agents outside of the model
            numbers[self] = count(1 + max((agent.unique_id for agent in self.agents), default=0))

    def close(self) -> None:
        """Release agents and threads, because Mesa 3.3 keeps models with agents alive (mesa#3179)."""
        self.closing = True
        if self.awake:
            super().remove_all_agents()
        self.staff, self.mine = {}, {table: [] for table in KINDS}
        getattr(mesa.Agent, "_ids", {}).pop(self, None)
        self.engine.close()


EQUIPMENT = ("phases", "strides", "program", "engine", "world", "reporters")  # see TrustModel.equip
KEYWORDS = ("arm", "seed", "rng", "threads", "network", "scenario")


def revived(kind: type, arm: Scenario) -> TrustModel:
    """An empty model for a copy to fill, after loading the user's files that define its agents."""
    for role, name in arm.agents.items():
        own_kind(name, arm.folder, KINDS[f"{role}s"])
    return kind.__new__(kind)


@cache
def overriders(kind, phase):
    """Whether class `kind` overrides the phase of that name."""
    shipped = next((base for base in kind.__mro__ if base in KINDS.values()), None)
    return getattr(kind, phase, None) is not getattr(shipped, phase, None)


def overrides(agent, phase):
    """Whether the agent's class overrides a phase."""
    return overriders(type(agent), phase.name)


def between(rows, count):
    """The ranges of rows in 0..count without `rows` (ascending)."""
    edges = [-1, *rows, count]
    return [(a + 1, b) for a, b in pairwise(edges) if b > a + 1] or [(0, 0)]
