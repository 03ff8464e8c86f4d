"""Replay a run week by week, phase by phase and, for one customer, rule by rule, and note what touches their trust.

Everybody else goes through each phase in bulk, compiled as always. The rules of the one customer run one after the
other as ordinary Python, which gives the same numbers, so each change has the rule that made it.
"""

from collections.abc import Callable
from typing import NamedTuple

from trustsim.mechanisms.leaping import leap
from trustsim.model import TrustModel, between
from trustsim.reasons.choosing import Choice, choice, watching
from trustsim.reasons.standing import Standing, by_dimension, of_advisor, of_customer, rows_known
from trustsim.state import NOBODY
from trustsim.units import mechanism_of
from trustsim.week import Phase

TRUST, REGARD = "trust", "regard"  # of the customer in an advisor, and of the advisor in the customer
INTERVENTION = "intervention"


class Source(NamedTuple):
    """What made a change: a rule of a phase, or several that ran together, or an intervention of the config."""

    phase: str
    name: str  # "delivering.deliver"
    story: str  # the first sentence of its docstring


class Event(NamedTuple):
    """One change of a relation, or of the trust that is read off it."""

    week: int
    source: Source
    before: Standing
    after: Standing
    parts: dict  # dimension, or "prior", -> its share of the change of trust

    @property
    def change(self) -> float:
        """The change of trust."""
        return self.after.trust - self.before.trust


class Recorder:
    """The week of a model (`TrustModel.way`) that notes what happens to one customer.

    customer: a row. weeks: those whose choices are kept. `events` is {(TRUST or REGARD, advisor): [Event]}.
    """

    def __init__(self, model: TrustModel, customer: int, weeks: Callable[[int], bool]):
        self.model, self.customer, self.weeks = model, customer, weeks
        self.events, self.now, self.first = {}, {}, {}
        self.choices: list[Choice] = []
        self.read = {}  # what the latest trust was read off: the same bytes give the same trust
        self.look(None)

    def __call__(self) -> None:
        """Run the week."""
        self.read.clear()  # an intervention may change how evidence is read
        self.look(Source(INTERVENTION, INTERVENTION, "The config sets other values at the beginning of this week."))
        for phase in self.model.phases:
            self.run(phase)

    def run(self, phase: Phase) -> None:
        """Run a phase: everybody else in bulk, then the customer rule by rule."""
        model = self.model
        alone = phase.table == "customers" and not model.mine["customers"] and not model.gone["customers"]
        if not alone or any(getattr(rule, "by_lens", False) for rule in phase.rules):
            model.bulk([phase])
            self.look(source_of(phase, phase.rules))
            return
        others = between([self.customer], model.engine.rows("customers"))
        if others != [(0, 0)]:
            model.engine.bulk("customers", (phase.name,), others)
        for rule in phase.rules:
            self.apply(phase, rule)

    def apply(self, phase: Phase, rule: Callable) -> None:
        """Run one rule on the customer, if its mechanism is on."""
        model, switch = self.model, mechanism_of(rule)
        if switch and not getattr(model.engine.columns.settings, f"on_{switch}"):
            return
        if rule is leap and self.weeks(model.weeks - 1):
            with watching(model, self.customer) as watched:
                model.engine.call(rule, self.customer)
            self.choices.append(choice(model, self.customer, watched))
        else:
            model.engine.call(rule, self.customer)
        self.look(source_of(phase, (rule,)))

    def look(self, source: Source | None) -> None:
        """Compare every relation of the customer with what it was, and note what changed."""
        rows = rows_known(self.model, self.customer)
        for advisor in [*rows, *(each for side, each in self.now if side == TRUST and each not in rows)]:
            row = rows.get(advisor, NOBODY)
            for side, standing in (TRUST, self.held_by_customer), (REGARD, self.held_by_advisor):
                self.note(source, side, advisor, standing(advisor, row))

    def note(self, source: Source | None, side: str, advisor: int, after: Standing) -> None:
        """Note a change of one relation."""
        key = side, advisor
        before = self.now.get(key)
        if before is None:  # until now a stranger
            before = after if source is None else self.stranger(side, advisor)
            self.first[key], self.events[key] = before, []
        self.now[key] = after
        if not before.same(after):
            parts = by_dimension(self.model, before, after)
            self.events[key].append(Event(self.model.weeks - 1, source, before, after, parts))

    def stranger(self, side: str, advisor: int) -> Standing:
        """The standing of somebody of whom nothing is known."""
        if side == TRUST:
            return of_customer(self.model, self.customer, NOBODY)
        return of_advisor(self.model, advisor, NOBODY)

    def held_by_customer(self, advisor: int, row: int) -> Standing:
        """What the customer knows of an advisor now."""
        me, tables = self.model.tables.customers[self.customer], self.model.tables
        read = me["propensity"], me["lived"], me["lived_well"], me["negativity"], me["lens"]
        known = tables.evidence[row].tobytes() if row != NOBODY else b""
        return self.cached(TRUST, advisor, (row, known, read), lambda: of_customer(self.model, self.customer, row))

    def held_by_advisor(self, advisor: int, row: int) -> Standing:
        """What an advisor knows of the customer now."""
        tables = self.model.tables
        person = tables.advisors[advisor]
        read = person["negativity"], person["firm"], tables.firms["benefit_of_doubt"][person["firm"]]
        known = tables.regard[row].tobytes() if row != NOBODY else b""
        return self.cached(REGARD, advisor, (row, known, read), lambda: of_advisor(self.model, advisor, row))

    def cached(self, side: str, advisor: int, what: tuple, found: Callable[[], Standing]) -> Standing:
        """A standing, read again only if something that it is read off has changed."""
        what = (*what, self.model.tables.clock["growth"].tobytes())
        if self.read.get((side, advisor), (None,))[0] != what:
            self.read[side, advisor] = what, found()
        return self.read[side, advisor][1]


def source_of(phase: Phase, rules: tuple) -> Source:
    """The source of changes by these rules of a phase."""
    if len(rules) != 1:
        return Source(phase.name, phase.name, f"The rules of the phase {phase.name}.")
    (rule,) = rules
    story = " ".join((rule.__doc__ or "").split("\n\n")[0].split())
    return Source(phase.name, f"{rule.__module__.rpartition('.')[2]}.{rule.__name__}", first_sentence(story))


def first_sentence(text: str) -> str:
    """The text up to its first full stop."""
    return text.partition(". ")[0].rstrip(".") + "." if text else ""
