"""Machine-level operations for rules: arithmetic on seven numbers at once.

`lanes(known.good)` are the seven numbers of a row's column in single precision, one per dimension, and `keep` stores
them there. Lanes support only `+ - * /`, with lanes or with a number, and `[d]`, which takes one number out.
Uncompiled, lanes are a float64 array.
Compiled, they are a vector that the machine processes several numbers at a time; in a record, a number of four bytes
has to follow the seven. Both give the same numbers, because each comes from the same operations in double precision.
"""

import operator
from functools import cache

import numpy as np


def lanes(column):
    """The seven numbers in a row's column, as lanes."""
    return np.asarray(column, float)


def where(dimension, number):
    """Lanes with this number in one dimension and 0 in the others."""
    made = np.zeros(7)
    made[dimension] = number
    return made


def keep(column, numbers):
    """Store lanes in a row's column: each number is rounded once, to single precision."""
    column[:] = numbers


@cache
def teach():
    """Define the operations above for the compiler, with Numba's low-level extension API."""
    from llvmlite import ir
    from numba import types
    from numba.core.cgutils import do_boundscheck
    from numba.extending import lower_builtin, models, register_model, type_callable

    word, long = ir.IntType(32), ir.IntType(64)
    stored, eight = ir.VectorType(ir.FloatType(), 8), ir.VectorType(ir.DoubleType(), 8)

    class Lanes(types.Type):
        """Eight doubles side by side, of which the last is 0 when they are read, and is never stored."""

    kind = Lanes("Lanes")

    @register_model(Lanes)
    class Model(models.PrimitiveModel):
        def __init__(self, manager, kind):
            super().__init__(manager, kind, eight)

    @type_callable(lanes)
    def type_lanes(context):
        return lambda column: kind if is_seven(column) else None

    def is_seven(column):
        """Whether a type is a column of seven numbers in single precision."""
        return isinstance(column, types.NestedArray) and column.dtype == types.float32 and column.shape == (7,)

    @lower_builtin(lanes, types.NestedArray)
    def lower_lanes(context, builder, signature, arguments):
        first = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        found = builder.load(builder.bitcast(first, stored.as_pointer()), align=4)
        return builder.fpext(shuffled(builder, found, stored([0.0] * 8), (*range(7), 15)), eight)

    @type_callable(operator.getitem)
    def type_getitem(context):
        return lambda them, dimension: types.float64 if them == kind else None

    @lower_builtin(operator.getitem, Lanes, types.Integer)
    def lower_getitem(context, builder, signature, arguments):
        d = context.cast(builder, arguments[1], signature.args[1], types.int64)
        from_the_end = builder.icmp_signed("<", d, long(0))
        d = builder.select(from_the_end, builder.add(d, long(7)), d)
        if context.enable_boundscheck:
            do_boundscheck(context, builder, d, long(7))
        return builder.extract_element(arguments[0], d)

    def shuffled(builder, one, other, places):
        return builder.shuffle_vector(one, other, ir.VectorType(word, 8)([word(place) for place in places]))

    def spread(context, builder, value, given):
        """A number copied into all lanes; lanes are returned unchanged."""
        if given == kind:
            return value
        nothing = eight(ir.Undefined)
        value = context.cast(builder, value, given, types.float64)
        return shuffled(builder, builder.insert_element(nothing, value, word(0)), nothing, [0] * 8)

    def arithmetic(operation, instruction):
        @type_callable(operation)
        def type_operation(context):
            return lambda one, other: kind if kind in (one, other) else None

        def lower_operation(context, builder, signature, arguments):
            pairs = zip(arguments, signature.args, strict=True)
            return getattr(builder, instruction)(*(spread(context, builder, *pair) for pair in pairs))

        for operands in ((Lanes, Lanes), (Lanes, types.Number), (types.Number, Lanes)):
            lower_builtin(operation, *operands)(lower_operation)

    arithmetic(operator.add, "fadd")
    arithmetic(operator.sub, "fsub")
    arithmetic(operator.mul, "fmul")
    arithmetic(operator.truediv, "fdiv")

    @type_callable(where)
    def type_where(context):
        return lambda dimension, number: kind

    @lower_builtin(where, types.Integer, types.Number)
    def lower_where(context, builder, signature, arguments):
        d = context.cast(builder, arguments[0], signature.args[0], types.int64)
        if context.enable_boundscheck:
            do_boundscheck(context, builder, d, long(7))
        ours = ir.VectorType(long, 8)([long(each) for each in range(8)])
        nothing = ir.VectorType(long, 8)(ir.Undefined)
        asked = shuffled(builder, builder.insert_element(nothing, d, word(0)), nothing, [0] * 8)
        here = builder.icmp_signed("==", ours, asked)
        return builder.select(here, spread(context, builder, arguments[1], signature.args[1]), eight([0.0] * 8))

    @type_callable(keep)
    def type_keep(context):
        return lambda column, numbers: types.none if is_seven(column) and numbers == kind else None

    @lower_builtin(keep, types.NestedArray, Lanes)
    def lower_keep(context, builder, signature, arguments):
        first = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        place = builder.bitcast(first, stored.as_pointer())
        beside = builder.load(place, align=4)  # the number that follows the seven stays as it is
        rounded = builder.fptrunc(arguments[1], stored)
        builder.store(shuffled(builder, rounded, beside, (*range(7), 15)), place, align=4)
        return context.get_dummy_value()
