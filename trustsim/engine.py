"""Run rules in bulk over ranges of rows, on one or more threads, or on single rows. Only this file uses threads."""

from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from trustsim import own
from trustsim.compiled import loop_of
from trustsim.errors import BadInput
from trustsim.lending import places
from trustsim.linking import Twins, as_is, compiler_off
from trustsim.state import ONE_ROW, World
from trustsim.units import unit_of, unit_of_weeks

NO_DICE = np.zeros(0, np.uint64)


class Program(NamedTuple):
    """Phases by name, and strides over them, int64 [strides, 4]: phases start..end over rows first..last."""

    names: tuple
    ranges: np.ndarray


class Engine:
    """Runs phases over the rows of a world. The numbers do not depend on the number of threads."""

    def __init__(self, world, phases, threads=1, own_lens=None):
        self.tables = world
        self.world = self.columns if compiler_off() else places(world)
        self.units = {phase.name: unit_of(phase, own_lens) for phase in phases}
        self.table_of = {phase.name: phase.table for phase in phases}
        self.own_lens, self.threads, self.ready = own_lens, threads, {}
        self.pool = ThreadPoolExecutor(threads - 1) if threads > 1 else None
        if any(unit.of_user for unit in self.units.values()):
            self.loops(self.units)  # compiled now, so that an error in the user's rules is reported before the run

    def rows(self, table):
        """The number of rows of a table."""
        return len(getattr(self.tables, table))

    @property
    def every_unit(self):
        """Every unit of compilation that this engine may run."""
        return [*self.units.values(), unit_of_weeks()]

    def loops(self, names):
        """What `weeks` calls for these phases: an array of addresses, or without the compiler a tuple of functions."""
        names = tuple(names)
        if names not in self.ready:
            found = [self.loop(self.units[name]).phase for name in names]
            self.ready[names] = tuple(found) if compiler_off() else np.array(found, np.int64)
        return self.ready[names]

    def loop(self, unit):
        """The compiled loop of a unit. Raises BadInput for an error in one of the user's rules."""
        try:
            return loop_of(unit, self.tables)
        except (OSError, BadInput):
            raise
        except Exception as error:  # raised by the compiler, since no row was touched; it raises errors of many kinds
            if not unit.of_user:
                raise
            raise own.uncompilable(error, unit.of_user) from error

    @cached_property
    def columns(self):
        """The tables as users see them."""
        return World(*(wrapped(name, table) for name, table in self.tables._asdict().items()))

    @cached_property
    def run(self):
        """The loop over weeks."""
        return self.loop(unit_of_weeks()).function

    @cached_property
    def plain(self):
        """The twins of the rules as ordinary Python, made as they are called."""
        return Twins(as_is, self.own_lens)

    def program(self, strides):
        """A Program of these lists of phases, over all rows of their tables."""
        names, ranges = [], []
        for stride in strides:
            ranges.append((len(names), len(names) + len(stride), 0, self.rows(stride[0].table)))
            names += [phase.name for phase in stride]
        return Program(tuple(names), np.array(ranges, np.int64))

    def weeks(self, program, tick, dice, sums):
        """Run whole weeks from `tick` on, one for each of `dice` (uint64 [weeks]).

        The sums of each week go into `sums`, as many rows as weeks, or none.
        """
        if self.pool is None:
            self.run(self.world, self.loops(program.names), program.ranges, tick, dice, sums)
            return
        for week, drawn in enumerate(dice):
            self.columns.clock.tick, self.columns.clock.dice = tick + week, drawn
            for start, end, _, _ in program.ranges.tolist():
                self.bulk(self.table_of[program.names[start]], program.names[start:end])
            sums[week : week + 1] = self.tables.sums

    def bulk(self, table, names, ranges=None):
        """Run the phases `names` over all rows of `table`, or over `ranges` of rows, divided over the threads."""
        ranges = ranges or [(0, self.rows(table))]
        shares = [share for first, last in ranges for share in split(first, last, self.threads)]
        if self.pool is None or len(shares) == 1:
            self.once(names, shares)
            return
        waiting = [self.pool.submit(self.once, names, [share]) for share in shares[1:]]
        self.once(names, shares[:1])
        for future in waiting:
            future.result()

    def once(self, names, ranges):
        """Run phases over ranges of rows, within the present week."""
        program = np.array([(0, len(names), first, last) for first, last in ranges], np.int64)
        self.run(self.world, self.loops(names), program, 0, NO_DICE, self.tables.sums[:0])

    def one(self, table, name, row):
        """Run phase `name` on row `row` alone: the same loop over a single row."""
        self.once((name,), [(row, row + 1)])

    def call(self, rule, *arguments):
        """Call a rule as ordinary Python on this world, e.g. `call(trust_in, relation, 0, 0.0)`."""
        return self.plain.of(rule)(self.columns, *arguments)

    def close(self):
        """Stop the threads."""
        if self.pool is not None:
            self.pool.shutdown()


def wrapped(name, table):
    """A table as users see it."""
    return Record(table) if name in ONE_ROW else Table(table)


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
    """A one-row table with attributes (`clock.tick`): plain Python numbers, or arrays. Shares memory with the table."""

    __slots__ = ("_row",)

    def __init__(self, array):
        object.__setattr__(self, "_row", array)

    def __getitem__(self, row):
        return self._row[row]

    def __getattr__(self, name):
        if name not in self._row.dtype.names:
            raise AttributeError(f"{name} is none of {', '.join(self._row.dtype.names)}")
        cell = self._row[name][0]
        return cell.item() if cell.ndim == 0 else cell

    def __setattr__(self, name, value):
        self._row[name][0] = value
