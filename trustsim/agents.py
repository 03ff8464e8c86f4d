"""Firm, Advisor and Customer: Mesa agents, each a view on a row of the tables.

Reading or writing an attribute reads or writes the table (`customer.leaps`, `advisor.rate = 0.4`). Each phase of the
week is a method; by default it runs the same rule as bulk runs, on the agent's own row. A subclass that overrides a
phase takes part through Mesa, and its rows are left out of the bulk run.
"""

import mesa

from trustsim.acquaintance import find
from trustsim.errors import BadInput
from trustsim.evidence import beliefs, trust_in, uncertainty
from trustsim.mechanisms.empowerment import leaves_free
from trustsim.mechanisms.leaping import dared_with, loss
from trustsim.mechanisms.lenience import makes_good
from trustsim.mechanisms.scrutiny import watch
from trustsim.mechanisms.self_disclosure import dares_with
from trustsim.mutual import trust_in_advisor, trust_in_clientele, trust_in_customer, trust_in_firm
from trustsim.ranges import fits, refuse
from trustsim.state import DIMENSIONS, LEAPT, NO_POST, NOBODY, OUTCOMES, POSTS, SURVEYED, Beliefs, Column, columns_of


class Cell:
    """An attribute of an agent that is one cell of its table's column."""

    def __init__(self, table: str, column: Column):
        self.table, self.column, self.declared = table, column.name, column
        self.__doc__ = f"{column.meaning} [{column.unit}]"

    def __get__(self, agent, owner=None):
        if agent is None:
            return self
        cell = getattr(getattr(agent.model.engine.columns, self.table), self.column)[agent.row]
        return cell.item() if cell.ndim == 0 else frozen(cell)

    def __set__(self, agent, value):
        tables = agent.model.tables
        if agent.left:
            raise BadInput(f"{agent.label} has left the model, so {self.column} cannot be set")
        if self.declared.kept:
            raise BadInput(f"{agent.label}: {self.column} is kept by the model and cannot be set")
        if not fits(value, self.declared, tables):
            refuse(value, agent.label, self.declared, tables)
        getattr(tables, self.table)[self.column][agent.row] = value


def frozen(cell):
    """A read-only copy of an array: collected values do not change, and writing into the copy is an error."""
    copied = cell.copy()
    copied.flags.writeable = False
    return copied


class Answer(Cell):
    """An attribute from the survey. Reading it asks this one customer, so it is up to date within a week too."""

    def __get__(self, agent, owner=None):
        if agent is not None:
            agent.model.engine.one(self.table, "survey", agent.row)
        return super().__get__(agent, owner)


def quality_of(dimension: int) -> property:
    """The property of one true disposition: `advisor.empathy`."""
    declared = Column(DIMENSIONS[dimension], "f8", "probability", 0, 1, f"True disposition: {DIMENSIONS[dimension]}.")

    def read(self) -> float:
        return self.quality[dimension].item()

    def write(self, value: float) -> None:
        if not fits(value, declared, self.model.tables):
            refuse(value, self.label, declared, self.model.tables)
        changed = self.quality.copy()
        changed[dimension] = value
        self.quality = changed

    return property(read, write, doc=f"{declared.meaning} [{declared.unit}]")


def cells(table: str, besides: tuple[str, ...] = ()) -> dict[str, Cell]:
    """One `Cell` for every column of a table, by name, except those that the class defines itself."""
    kind = dict.fromkeys(SURVEYED, Answer)
    wanted = {name: column for name, column in columns_of(table).items() if name not in besides}
    return {name: kind.get(name, Cell)(table, column) for name, column in wanted.items()}


class Person(mesa.Agent):
    """The common base of the three kinds: an agent with a row of a table. Raises BadInput for a row that is taken."""

    table = ""
    left = False  # whether they were removed, or another agent has their row

    def __init__(self, model, row: int | None = None):
        model.seat(self, row)
        super().__init__(model)
        self.row = int(row)

    def act(self, phase: str) -> None:
        """Run the rules of a phase on this row alone. Does nothing for somebody who left."""
        if not self.left:
            self.model.engine.one(self.table, phase, self.row)

    def remove(self) -> None:
        """Leave the model. They no longer act, and nobody knows, meets or hears them any more.

        Raises BadInput for a firm that still has advisors.
        """
        if not self.left:
            self.model.let_go(self)
            self.left = True
        super().remove()

    @property
    def label(self) -> str:
        """The name in the graph, or else the kind and the row."""
        return self.model.label(self.table, self.row)

    def __repr__(self) -> str:
        return f"<{self.label}>"


class Firm(Person):
    """An organisation that sells.

    Its leaps of trust are to leave a delivery to the advisor's own judgement, and to make good a claim unasked.
    """

    table = "firms"
    locals().update(cells("firms"))

    def steer(self) -> None:
        """Decide how much of this week's deliveries is left to the advisors' own judgement."""
        self.act("steer")

    @property
    def advisors(self) -> list["Advisor"]:
        """The advisors who work for it."""
        staff = self.model.world.staff.who[self.staff_first : self.staff_last]
        return [each for each in (self.model.crew["advisors"][row] for row in staff) if not each.left]

    def trust_in(self, advisor: "Advisor") -> float:
        """Trust in one of its own advisors, 0..1, under the active lens. Raises BadInput for somebody else's."""
        own_advisor(self, advisor)
        return float(self.model.engine.call(trust_in_advisor, advisor.row))

    @property
    def trust_in_clientele(self) -> float:
        """Trust in its customers as a whole, 0..1, under the active lens."""
        return float(self.model.engine.call(trust_in_clientele, self.row))

    def would_leap(self, other: "Advisor | Customer", size: float = 1.0) -> bool:
        """Whether it would leave an advisor of its own a delivery, or make good a customer's claim unasked.

        size: of the delivery or claim, in median needs. With the mechanism empowerment off, deliveries are left free by
        chance, with probability `leeway`, and this says what trust would make of it.
        """
        if isinstance(other, Customer):
            return bool(self.model.engine.call(makes_good, self.row, size, self.trust_in_clientele))
        return bool(self.model.engine.call(leaves_free, other.row, size, self.trust_in(other)))

    def story(self) -> str:
        """Last week in words: "12 deliveries, 8 left to its advisors; trusts its customers 0.61"."""
        return (
            f"{self.week_deliveries} deliveries, {self.week_free} left to its advisors; "
            f"trusts its customers {self.trust_in_clientele:.2f}"
        )


def own_advisor(firm: Firm, advisor: "Advisor") -> None:
    """Check that an advisor works for a firm. Raises BadInput."""
    if not isinstance(advisor, Advisor) or advisor.firm is not firm:
        raise BadInput(
            f"{firm.label} trusts its own advisors and its clientele; {advisor!r:.40} is none of its advisors"
        )


class Advisor(Person):
    """A person who works for a firm and deals with customers. Their leap of trust is a personal post."""

    table = "advisors"
    locals().update(cells("advisors", besides=("firm",)))
    locals().update({name: quality_of(d) for d, name in enumerate(DIMENSIONS)})

    def quiet(self) -> None:
        """Start a new week with nothing posted."""
        self.act("quiet")

    def appraise(self) -> None:
        """Take in how last week's deliveries went."""
        self.act("appraise")

    def broadcast(self) -> None:
        """Post or do not post."""
        self.act("broadcast")

    @property
    def firm(self) -> Firm:
        """The firm they work for."""
        return self.model.crew["firms"][self.model.world.advisors.firm[self.row]]

    def trust_in(self, other: "Customer | Firm") -> float:
        """Trust in a customer or in their own firm, 0..1, under the active lens.

        Customers who do not know them get the benefit of the doubt of the firm. Raises BadInput for another firm.
        """
        if isinstance(other, Firm):
            own_advisor(other, self)
            return float(self.model.engine.call(trust_in_firm, self.row))
        row = other.relation_with(self)
        return float(self.firm.benefit_of_doubt if row is None else self.model.engine.call(trust_in_customer, row))

    def would_leap(self, customer: "Customer", size: float = 1.0) -> bool:
        """Whether they would dare a personal post before people whom they trust as they trust this customer.

        size: how far the post exposes them; the median is 1, and a weakness exposes twice as much.
        """
        return bool(self.model.engine.call(dares_with, self.row, size, self.trust_in(customer)))

    def story(self) -> str:
        """This week in words: "posted something personal; trusts the firm 0.55; 0.80 of deliveries left to them"."""
        posted = f"posted {POSTS[self.post]}" if self.post != NO_POST else "posted nothing"
        dared = ", for they did not dare to be personal" if self.held_back else ""
        left = f"; {self.autonomy:.2f} of deliveries left to them" if self.autonomy >= 0.0 else ""
        return f"{posted}{dared}; trusts the firm {self.trust_in(self.firm):.2f}{left}"

    @property
    def customers(self) -> list["Customer"]:
        """The customers who know them."""
        relations = self.model.world.relations
        rows = relations.customer[relations.advisor == self.row]
        return [self.model.crew["customers"][row] for row in rows]


class Customer(Person):
    """A person who has needs and may entrust them to an advisor."""

    table = "customers"
    locals().update(cells("customers"))

    def begin(self) -> None:
        """Start a new week with nothing done."""
        self.act("begin")

    def perceive(self) -> None:
        """Read posts and news, and look into records."""
        self.act("perceive")

    def decide(self) -> None:
        """Leap or refrain, if there is a need."""
        self.act("decide")

    def deliver(self) -> None:
        """Receive the delivery and remember it."""
        self.act("deliver")

    def tell(self) -> None:
        """Tell peers about a delivery, or do not."""
        self.act("tell")

    def listen(self) -> None:
        """Hear what peers tell and share."""
        self.act("listen")

    def measure(self) -> None:
        """Take stock of trust in the advisors they know."""
        self.act("measure")

    @property
    def advisors(self) -> list[Advisor]:
        """The advisors they know."""
        rows = self.model.world.relations.advisor[self.first : self.first + self.known]
        return [self.model.crew["advisors"][row] for row in rows]

    @property
    def peers(self) -> list["Customer"]:
        """The customers they talk to."""
        rows = self.model.world.peers.who[self.peer_first : self.peer_last]
        everybody = self.model.crew["customers"]
        return [everybody[row] for row in rows if not (self.left or everybody[row].left)]

    def relation_with(self, other: Advisor | Firm) -> int | None:
        """The row of their relation with an advisor or a firm, or None for strangers."""
        if isinstance(other, Firm):
            firms = self.model.world.relations.firm[self.firm_first : self.firm_last].tolist()
            return self.firm_first + firms.index(other.row) if other.row in firms else None
        row = find(self.model.world, self.row, other.row)
        return None if row == NOBODY else int(row)

    def trust_in(self, other: Advisor | Firm, context: int = 0, novelty: float = 0.0) -> float:
        """Trust in an advisor or firm, 0..1, under the active lens. For strangers this is the customer's propensity.

        novelty: 0..1, how new the need is.
        """
        row = self.relation_with(other)
        return float(self.propensity if row is None else self.model.engine.call(trust_in, row, context, novelty))

    def beliefs_about(self, other: Advisor | Firm, context: int = 0) -> Beliefs | None:
        """Their seven beliefs about an advisor or firm and the pooled belief, each 0..1; None for strangers."""
        row = self.relation_with(other)
        return None if row is None else Beliefs(*map(float, self.model.engine.call(beliefs, row, context, 0.0)))

    def uncertainty_about(self, other: Advisor | Firm, dimension: str, context: int = 0) -> float:
        """The share of a belief about an advisor or firm in one dimension ("empathy") that is prior, 0..1.

        1 when they know nothing.
        """
        row = self.relation_with(other)
        if row is None:
            return 1.0
        return float(self.model.engine.call(uncertainty, row, context, DIMENSIONS.index(dimension)))

    def would_leap(self, advisor: Advisor, size: float = 1.0, novelty: float = 0.0) -> bool:
        """Whether they would entrust an advisor whom they know with a need now; never to a stranger.

        size: in median needs. novelty: 0..1, how new the need is.
        """
        row, call = self.relation_with(advisor), self.model.engine.call
        if row is None:
            return False
        trust = self.trust_in(advisor, novelty=novelty)
        watched = call(watch, advisor.firm.row, trust)
        return bool(size <= call(dared_with, row, trust, call(loss, watched, novelty)))

    def story(self) -> str:
        """This week's decision in words.

        "needed 1.3 (novelty 0.2); considered advisor 3, trust 0.61; dared 1.1: refused"
        """
        if self.considered == NOBODY:
            return OUTCOMES[self.outcome]
        advisor = self.model.label("advisors", self.considered)
        story = (
            f"needed {self.stake:.2f} (novelty {self.novelty:.2f}); considered {advisor}, trust {self.trust_then:.2f}; "
            f"dared {self.allowance:.2f}: {OUTCOMES[self.outcome]}"
        )
        if self.outcome == LEAPT:
            problem = "the real" if self.opened else "a safe"
            story += f"; {problem} problem, success {self.success:.2f} ({self.surprise:+.2f} against expectation)"
            story += "; threatened" if self.threatened else ""
        return story
