"""What somebody knows of somebody else at one moment, and the trust that the rules read off it."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from trustsim.evidence import prior_of, read_off, trust_in
from trustsim.lenses import read
from trustsim.mutual import trust_from, trust_in_customer
from trustsim.state import DIMENSIONS, NOBODY

NOTHING = SimpleNamespace(good=np.zeros(7), bad=np.zeros(7), scar=0.0)  # the record of a stranger


class Standing(NamedTuple):
    """What the holder knows of somebody, in observations of today, and how they read it."""

    row: int  # of relations; NOBODY for strangers
    good: np.ndarray  # float64 [contexts, 7], in the order of DIMENSIONS
    bad: np.ndarray  # float64 [contexts, 7]; without scars
    scar: float
    prior: float  # trust in anybody, 0..1
    negativity: float
    lens: int
    trust: float  # 0..1, in the main context

    def same(self, other: "Standing") -> bool:
        """Whether the relation, the evidence and the trust are the same."""
        known = all(np.array_equal(one, two) for one, two in zip(self[1:3], other[1:3], strict=True))
        return known and (self.row, self.scar, self.trust) == (other.row, other.scar, other.trust)


def rows_known(model, customer: int) -> dict[int, int]:
    """{advisor: row of relations} of the advisors whom a customer knows."""
    me = model.tables.customers[customer]
    first, known = int(me["first"]), int(me["known"])
    advisors = model.tables.relations["advisor"][first : first + known].tolist()
    return {advisor: first + place for place, advisor in enumerate(advisors)}


def of_customer(model, customer: int, row: int) -> Standing:
    """What a customer knows of an advisor, by the row of the relation; of a stranger if that is NOBODY."""
    engine, world = model.engine, model.engine.columns
    person, prior = world.customers[customer], float(engine.call(prior_of, customer))
    negativity, lens = float(person.negativity), int(person.lens)
    if row == NOBODY:
        believed = engine.call(read_off, NOTHING, NOTHING, prior, 0.0, negativity)
        trust = engine.plain.of(read)(lens, believed, world.settings)
    else:
        trust = engine.call(trust_in, row, 0, 0.0)
    return Standing(row, *evidence_of(model, model.tables.evidence, row), prior, negativity, lens, float(trust))


def of_advisor(model, advisor: int, row: int) -> Standing:
    """What an advisor knows of the customer of a relation (their regard); of a stranger if the row is NOBODY."""
    engine, world = model.engine, model.engine.columns
    person = world.advisors[advisor]
    doubt, negativity = float(world.firms[person.firm].benefit_of_doubt), float(person.negativity)
    if row == NOBODY:
        trust = engine.call(trust_from, NOTHING, doubt, negativity)
    else:
        trust = engine.call(trust_in_customer, row)
    known = evidence_of(model, model.tables.regard, row)
    return Standing(row, *known, doubt, negativity, int(world.settings.lens), float(trust))


def evidence_of(model, table, row: int) -> tuple[np.ndarray, np.ndarray, float]:
    """Good and bad evidence, float64 [contexts, 7], and the scar, in observations of today."""
    if row == NOBODY:
        return np.zeros((1, 7)), np.zeros((1, 7)), 0.0
    growth, known = model.engine.columns.clock.growth, np.atleast_1d(table[row])
    return known["good"].astype(float) / growth, known["bad"].astype(float) / growth, float(known["scar"][0])


def by_dimension(model, before: Standing, after: Standing) -> dict[str, float]:
    """The change of trust split over the dimensions of the evidence, and over how it is read (`prior`).

    The evidence is exchanged one dimension after the other, in the order of DIMENSIONS and in the reverse order, and
    the mean of both is taken. So evidence that works together is shared evenly between two dimensions, as in a Shapley
    value. What is left, through a changed prior or another reading of the same evidence, is `prior`. The numbers add
    up to the change of trust.
    """
    changed = [d for d in range(7) if differs(before, after, d)]
    parts = dict.fromkeys(changed, 0.0)
    for order in (changed, changed[::-1]) if len(changed) > 1 else (changed,):
        mixed, trust = before, before_read_as(model, before, after)
        for d in order:
            mixed = with_dimension(mixed, after, d)
            now = before_read_as(model, mixed, after)
            parts[d] += (now - trust) / (2 if len(changed) > 1 else 1)
            trust = now
    found = {DIMENSIONS[d]: part for d, part in parts.items()}
    rest = after.trust - before.trust - sum(found.values())
    return found | ({"prior": rest} if abs(rest) > 1e-12 else {})


INTEGRITY = DIMENSIONS.index("integrity")  # scars are evidence on integrity


def differs(before: Standing, after: Standing, d: int) -> bool:
    """Whether the evidence in a dimension differs in the main context."""
    pairs = (before.good[0, d], before.bad[0, d]), (after.good[0, d], after.bad[0, d])
    return pairs[0] != pairs[1] or (d == INTEGRITY and before.scar != after.scar)


def with_dimension(standing: Standing, other: Standing, d: int) -> Standing:
    """A standing with the evidence of another one in a dimension."""
    good, bad = standing.good[:1].copy(), standing.bad[:1].copy()
    good[0, d], bad[0, d] = other.good[0, d], other.bad[0, d]
    return standing._replace(good=good, bad=bad, scar=other.scar if d == INTEGRITY else standing.scar)


def before_read_as(model, standing: Standing, reader: Standing) -> float:
    """The trust that the rules read off some evidence with the prior, the negativity and the lens of `reader`."""
    settings, plain = model.engine.columns.settings, model.engine.plain
    today = SimpleNamespace(settings=settings, clock=SimpleNamespace(growth=1.0))
    known = SimpleNamespace(good=standing.good[0], bad=standing.bad[0], scar=standing.scar)
    believed = plain.of(read_off)(today, known, known, reader.prior, 0.0, reader.negativity)
    return float(plain.of(read)(reader.lens, believed, settings))
