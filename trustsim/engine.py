"""Run rules in bulk over ranges of rows, on one or more threads, or on single rows. Only this file uses threads."""

from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import pairwise

import numpy as np

from trustsim import own
from trustsim.compiled import loops, phases_on
from trustsim.errors import BadInput
from trustsim.linking import as_is, compiler_off, link, twins_for
from trustsim.state import World


class Engine:
    """Runs phases over the rows of a world. The numbers do not depend on the number of threads."""

    def __init__(self, world, phases, threads=1, own_lens=None):
        self.columns = World(*(Table(a) for a in world[:-2]), *(Record(a) for a in world[-2:]))
        self.world = self.columns if compiler_off() else world
        self.phases, self.own_lens = phases, own_lens
        self.rows = {phase.table: 1 if phase.table == "clock" else len(getattr(world, phase.table)) for phase in phases}
        self.bits = {phase.name: 1 << bit for table in self.rows for bit, phase in enumerate(phases_on(table, phases))}
        self.threads = threads
        self.pool = ThreadPoolExecutor(threads - 1) if threads > 1 else None
        if self.rules_of_user:
            self.loops  # noqa: B018 - compiled now, so that an error in the user's rules is reported before the run

    @property
    def rules_of_user(self):
        """The rules and the lens that come from the user's files."""
        rules = [rule for phase in self.phases for rule in phase.rules] + [self.own_lens] * (self.own_lens is not None)
        return [rule for rule in rules if own.is_rule_of_user(rule)]

    @cached_property
    def loops(self):
        """{table: its loop}, compiled on first use. Raises BadInput for an error in one of the user's rules."""
        try:
            return loops(self.phases, self.own_lens, self.world)
        except (OSError, BadInput):
            raise
        except Exception as error:  # raised by the compiler, since no row was touched; it raises errors of many kinds
            if not self.rules_of_user:
                raise
            raise own.uncompilable(error, self.rules_of_user) from error

    @cached_property
    def plain(self):
        """The twins of the rules as ordinary Python, made as they are called."""
        return twins_for(self.own_lens, as_is)

    def bulk(self, table, names, ranges=None):
        """Run the phases `names` over all rows of `table`, or over `ranges` of rows, divided over the threads."""
        bits = sum(self.bits[name] for name in names)
        loop, world = self.loops[table], self.world
        ranges = ranges or [(0, self.rows[table])]
        shares = [share for first, last in ranges for share in split(first, last, self.threads)]
        if self.pool is None or len(shares) == 1:
            for first, last in shares:
                loop(world, first, last, bits)
            return
        waiting = [self.pool.submit(loop, world, first, last, bits) for first, last in shares[1:]]
        loop(world, *shares[0], bits)
        for future in waiting:
            future.result()

    def one(self, table, name, row):
        """Run phase `name` on row `row` alone: the same loop over a single row."""
        self.loops[table](self.world, row, row + 1, self.bits[name])

    def call(self, rule, *arguments):
        """Call a rule as ordinary Python on this world, e.g. `call(trust_in, relation, 0, 0.0)`."""
        return link(rule, self.plain, as_is)(self.columns, *arguments)

    def close(self):
        """Stop the threads."""
        if self.pool is not None:
            self.pool.shutdown()


def split(first, last, parts):
    """Ranges of rows of nearly equal length that cover first..last."""
    if parts == 1 or last - first < 2 * parts:
        return [(first, last)]
    edges = [first + (last - first) * part // parts for part in range(parts + 1)]
    return list(pairwise(edges))


class Table:
    """A table as users and uncompiled rules see it: `customers.trust` is a column, `customers[3]` a row.

    Both share memory with the table.
    """

    def __init__(self, array):
        # plain attributes: looking up columns in a record array would take most of a small world's week
        columns = {name: array[name] for name in array.dtype.names}
        self.__dict__.update(columns, rows=array.view(np.recarray), shape=array.shape)

    def __getitem__(self, row):
        return self.rows[row]

    def __setattr__(self, name, value):
        self.__dict__[name][...] = value

    def __len__(self):
        return len(self.rows)


class Record:
    """A one-row table with attributes (`clock.tick`) that are plain Python numbers; shares memory with the table."""

    __slots__ = ("_row",)

    def __init__(self, array):
        object.__setattr__(self, "_row", array)

    def __getattr__(self, name):
        if name not in self._row.dtype.names:
            raise AttributeError(f"{name} is none of {', '.join(self._row.dtype.names)}")
        return self._row[name][0].item()

    def __setattr__(self, name, value):
        self._row[name][0] = value
