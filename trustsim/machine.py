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

from trustsim.chance import GOLDEN, HALF, MIX_1, MIX_2, UNIT, chance, pair

AT_ONCE = 8  # draws that `drawn_below` makes together


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


def drawn_below(evidence, i, last, dice, row, purpose, bound):
    """Which of the relations i .. i + 7 (before `last`) of customer `row` draw a `chance` below `bound`: bits.

    Bit k stands for relation i + k. Each draw is `chance(dice, pair(row, advisor), purpose)` of the advisor known.
    """
    bits = 0
    for k in range(min(AT_ONCE, last - i)):
        if chance(dice, pair(row, evidence[i + k, 0].knows), purpose) < bound:
            bits |= 1 << k
    return bits


def posting_now(evidence, i, last, advisors):
    """Which of the advisors whom the relations i .. i + 7 (before `last`) know have a post: bits."""
    posts = (advisors[evidence[i + k, 0].knows].post for k in range(min(AT_ONCE, last - i)))
    return sum(1 << k for k, post in enumerate(posts) if post)


def lowest(bits):
    """The place of the lowest bit that is set."""
    return (bits & -bits).bit_length() - 1


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

    @type_callable(drawn_below)
    def type_drawn_below(context):
        return lambda evidence, i, last, dice, row, purpose, bound: types.int64

    @lower_builtin(drawn_below, types.Any, *[types.Integer] * 5, types.Float)
    def lower_drawn_below(context, builder, signature, arguments):
        table, given = signature.args[0], zip(arguments[1:6], signature.args[1:6], strict=True)
        i, last, dice, row, purpose = (context.cast(builder, value, kind, types.int64) for value, kind in given)
        bound = context.cast(builder, arguments[6], signature.args[6], types.float64)
        key, salt, most = builder.shl(row, long(32)), builder.add(dice, purpose), below(builder, bound)
        bits = long(0)
        for k, (known, real) in enumerate(known_by(context, builder, table, (arguments[0], i, last))):
            z = builder.add(builder.mul(builder.or_(key, known), number(GOLDEN)), salt)
            for shift, factor in ((30, MIX_1), (27, MIX_2)):
                z = builder.mul(builder.xor(z, builder.lshr(z, long(shift))), number(factor))
            z = builder.lshr(builder.xor(z, builder.lshr(z, long(31))), long(12))
            drawn = builder.and_(builder.icmp_unsigned("<", z, most), real)
            bits = builder.or_(bits, builder.shl(builder.zext(drawn, long), long(k)))
        return bits

    def known_by(context, builder, table, given):
        """The advisors of eight relations, and whether each is before the last; beyond that the last is read again."""
        (evidence, i, last), record = given, table.record
        rows, end = context.make_helper(builder, table, evidence), builder.sub(last, long(1))
        if context.enable_boundscheck:
            do_boundscheck(context, builder, i, rows.rows)
            do_boundscheck(context, builder, end, rows.rows)
        stride = builder.mul(rows.width, long(record.size))
        start = builder.add(builder.ptrtoint(rows.data, long), long(record.offset("knows")))
        for k in range(AT_ONCE):  # side by side, without a branch
            at = builder.add(i, long(k))
            real = builder.icmp_signed("<", at, last)
            place = builder.add(start, builder.mul(builder.select(real, at, end), stride))
            yield builder.sext(builder.load(builder.inttoptr(place, word.as_pointer())), long), real

    def below(builder, bound):
        """How many of the draws n UNIT + HALF, n = 0, 1, ..., 2^52 - 1, are below a bound: n < (bound - HALF) / UNIT."""
        double = ir.DoubleType()
        ceil = builder.module.declare_intrinsic("llvm.ceil", [double])
        # both steps are exact: by powers of two, and within the numbers that have no more than 53 bits
        count = builder.fmul(builder.fsub(builder.fmul(bound, double(1.0 / HALF)), double(1.0)), double(0.5))
        count = builder.call(ceil, [count])
        for sign, limit in (("<", 0.0), (">", 1.0 / UNIT)):
            count = builder.select(builder.fcmp_unordered(sign, count, double(limit)), double(limit), count)
        return builder.fptoui(count, long)

    def number(value):
        """A 64-bit constant."""
        return long(value - 2**64 if value >= 2**63 else value)

    @type_callable(posting_now)
    def type_posting_now(context):
        return lambda evidence, i, last, advisors: types.int64

    @lower_builtin(posting_now, types.Any, types.Integer, types.Integer, types.Any)
    def lower_posting_now(context, builder, signature, arguments):
        table, _, _, people = signature.args
        advisors, record = context.make_helper(builder, people, arguments[3]), people.record
        i, last = (context.cast(builder, arguments[n], signature.args[n], types.int64) for n in (1, 2))
        start = builder.add(builder.ptrtoint(advisors.data, long), long(record.offset("post")))
        bits = long(0)
        for k, (known, real) in enumerate(known_by(context, builder, table, (arguments[0], i, last))):
            place = builder.add(start, builder.mul(known, long(record.size)))
            post = builder.load(builder.inttoptr(place, ir.IntType(8).as_pointer()))
            here = builder.and_(builder.icmp_unsigned("!=", post, post.type(0)), real)
            bits = builder.or_(bits, builder.shl(builder.zext(here, long), long(k)))
        return bits

    @type_callable(lowest)
    def type_lowest(context):
        return lambda bits: types.int64

    @lower_builtin(lowest, types.Integer)
    def lower_lowest(context, builder, signature, arguments):
        bits = context.cast(builder, arguments[0], signature.args[0], types.int64)
        return builder.cttz(bits, ir.IntType(1)(1))
