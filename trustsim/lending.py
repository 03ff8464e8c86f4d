"""Lend all tables to compiled rules as one pointer, whose rows are an addition away.

A named tuple of tables is a hundred numbers to the compiler. Every call of a rule that is not part of its caller would
copy them, and an index into an array is first looked at for a minus sign. Rules see no difference:
`world.customers[row]` is a record, and `len(world.customers)` and `world.evidence.shape` are what they are in Python.
In rules of the user, which are compiled with checks, a negative row counts from the end, and a row beyond the table is
an IndexError. The rules shipped use no negative rows.
"""

import operator
from functools import cache

import numpy as np

from trustsim.sources import digest
from trustsim.state import ONE_ROW

WORDS = 3  # of each table: where its first row lies, and the lengths of its two axes


def places(tables):
    """Where the tables are, for `lend`: int64 [tables x WORDS]. The tables have to be kept meanwhile."""
    return np.array([(each.ctypes.data, len(each), each.shape[-1]) for each in tables]).ravel()


@cache
def lending(tables):
    """`lend(places)` for loops: tables of these types as rules read them, e.g. `world.customers[row]`."""
    from numba import types
    from numba.extending import intrinsic

    lent = taught()(tables)

    @intrinsic
    def lend(typing, places):
        def lower(context, builder, signature, arguments):
            words = context.make_array(places)(context, builder, arguments[0]).data
            return builder.bitcast(words, context.get_value_type(lent))

        return lent(types.int64[::1]), lower

    return lend


@cache
def taught():
    """The type of all tables, with what rules do with them, defined with Numba's low-level extension API."""
    from llvmlite import ir
    from numba import types
    from numba.core.cgutils import do_boundscheck
    from numba.core.typing.templates import AttributeTemplate
    from numba.extending import (
        infer_getattr,
        lower_builtin,
        lower_getattr_generic,
        models,
        register_model,
        type_callable,
    )

    word, long, byte = ir.IntType(32), ir.IntType(64), ir.IntType(8).as_pointer()

    class Lent(types.Type):
        """All tables: a pointer to WORDS words for each."""

        def __init__(self, tables):
            self.tables = dict(zip(tables.fields, tables.types, strict=True))
            super().__init__(f"Lent({digest(tables.name)})")

    class Rows(types.Type):
        """A table of records with one or two indices."""

        def __init__(self, record, axes):
            self.record, self.axes = record, axes
            super().__init__(f"Rows({digest(record.name)}, {axes})")

    register_model(Lent)(models.OpaqueModel)

    @register_model(Rows)
    class Model(models.StructModel):
        def __init__(self, manager, kind):
            super().__init__(manager, kind, [("data", types.voidptr), ("rows", types.int64), ("width", types.int64)])

    @infer_getattr
    class AttributesOfLent(AttributeTemplate):
        key = Lent

        def generic_resolve(self, lent, name):
            table = lent.tables.get(name)
            if table is None:
                return None
            return table.dtype if name in ONE_ROW else Rows(table.dtype, table.ndim)

    @lower_getattr_generic(Lent)
    def lower_table(context, builder, lent, value, name):
        start, table = WORDS * list(lent.tables).index(name), lent.tables[name]
        words = builder.bitcast(value, long.as_pointer())
        found = [builder.load(builder.gep(words, [word(start + at)])) for at in range(WORDS)]
        for each in found:  # they are the same for the whole call, so the compiler may read them once
            each.set_metadata("invariant.load", builder.module.add_metadata([]))
        if name in ONE_ROW:
            return builder.inttoptr(found[0], context.get_value_type(table.dtype))
        rows = context.make_helper(builder, Rows(table.dtype, table.ndim))
        rows.data, rows.rows, rows.width = builder.inttoptr(found[0], byte), found[1], found[2]
        return rows._getvalue()

    @infer_getattr
    class AttributesOfRows(AttributeTemplate):
        key = Rows

        def resolve_shape(self, rows):
            return types.UniTuple(types.int64, rows.axes)

    @lower_getattr_generic(Rows)
    def lower_shape(context, builder, kind, value, name):
        rows = context.make_helper(builder, kind, value)
        return context.make_tuple(builder, types.UniTuple(types.int64, kind.axes), (rows.rows, rows.width)[: kind.axes])

    @type_callable(len)
    def type_len(context):
        return lambda rows: types.int64 if isinstance(rows, Rows) else None

    @lower_builtin(len, Rows)
    def lower_len(context, builder, signature, arguments):
        return context.make_helper(builder, signature.args[0], arguments[0]).rows

    @type_callable(operator.getitem)
    def type_getitem(context):
        def typed(rows, index):
            if not isinstance(rows, Rows):
                return None
            places = tuple(index) if isinstance(index, types.BaseTuple) else (index,)
            whole = len(places) == rows.axes and all(isinstance(each, types.Integer) for each in places)
            return rows.record if whole else None

        return typed

    @lower_builtin(operator.getitem, Rows, types.Integer)
    @lower_builtin(operator.getitem, Rows, types.BaseTuple)
    def lower_getitem(context, builder, signature, arguments):
        kind, index = signature.args
        one, rows = isinstance(index, types.Integer), context.make_helper(builder, kind, arguments[0])
        kinds = (index,) if one else tuple(index)
        given = (arguments[1],) if one else [builder.extract_value(arguments[1], n) for n in range(len(kinds))]
        at = long(0)
        for value, its, length in zip(given, kinds, (rows.rows, rows.width), strict=False):
            place = context.cast(builder, value, its, types.int64)
            if context.enable_boundscheck:
                from_the_end = builder.icmp_signed("<", place, long(0))
                place = builder.select(from_the_end, builder.add(place, length), place)
                do_boundscheck(context, builder, place, length)
            at = builder.add(builder.mul(at, length), place)
        start = builder.gep(rows.data, [builder.mul(at, long(kind.record.size))])
        return builder.bitcast(start, context.get_value_type(kind.record))

    return Lent
