"""What was recorded of one relation: how trust moved, whom they knew, what they decided."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trustsim.reasons.recording import Event
from trustsim.state import DIMENSIONS

if TYPE_CHECKING:
    from trustsim.scenario import Scenario


@dataclass(frozen=True)
class Ledger:
    """How trust moved: every event from `start` to `end`, whose changes add up to end - start."""

    side: str  # TRUST: of the customer in the advisor; REGARD: of the advisor in the customer
    start: float  # trust, 0..1
    end: float
    events: tuple[Event, ...]

    @property
    def change(self) -> float:
        """The change of trust."""
        return self.end - self.start

    def by_source(self) -> dict[str, float]:
        """The change of trust that each rule made, the largest first: {"delivering.deliver": 0.12}."""
        found = defaultdict(float)
        for event in self.events:
            found[event.source.name] += event.change
        return dict(sorted(found.items(), key=lambda item: -abs(item[1])))

    def by_dimension(self) -> dict[str, float]:
        """The change of trust by the dimension of the evidence; `prior`: by how the evidence is read."""
        found = defaultdict(float)
        for event in self.events:
            for dimension, part in event.parts.items():
                found[dimension] += part
        return {name: found[name] for name in (*DIMENSIONS, "prior") if name in found}

    def within(self, first: int, last: int) -> "Ledger":
        """The part of the ledger in the weeks first..last (inclusive)."""
        before = [event for event in self.events if event.week < first]
        inside = tuple(event for event in self.events if first <= event.week <= last)
        start = before[-1].after.trust if before else self.start
        return Ledger(self.side, start, inside[-1].after.trust if inside else start, inside)


@dataclass(frozen=True)
class Known:
    """An advisor whom the customer knew at some time, and how trust in them moved."""

    advisor: int  # row
    label: str
    start: float  # trust
    end: float
    leaps: int
    refusals: int

    @property
    def change(self) -> float:
        """The change of trust."""
        return self.end - self.start


@dataclass(frozen=True, repr=False)
class Account:
    """What was recorded of a customer and an advisor in one run."""

    study: str
    arm: "Scenario"
    seed: int
    customer: str  # label
    advisor: str  # label
    row: int  # of the advisor
    week: int | None  # None: the whole run
    trust: Ledger
    regard: Ledger | None  # None: advisors learn nothing about customers in this arm
    known: tuple[Known, ...]  # the advisors they knew, the one whose trust moved most first
    decisions: tuple[dict, ...]  # by week: outcome, advisor, size, dares, delivery, ...
    choices: tuple  # of `choosing.Choice` in the weeks asked for
    names: dict  # row of an advisor -> label

    @property
    def weeks(self) -> int:
        """The number of weeks of the run."""
        return self.arm.ticks
