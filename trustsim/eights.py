"""Eight relations of a customer at once, for rules that go through all of them every week and act on few.

One by one, each relation costs a branch that the processor cannot foresee. Here a word of eight bits says which ones
matter, and a rule visits those:

    for begin in range(customer.first, last, AT_ONCE):
        left = drawn_below(world.evidence, begin, last, dice, row, PURPOSE, bound)
        while left:
            i = begin + lowest(left)
            left &= left - 1

Draws are those of `chance`, number for number. Compiled and not, the bits are the same.
"""

from functools import cache

from trustsim.chance import GOLDEN, HALF, MIX_1, MIX_2, UNIT, chance, pair

AT_ONCE = 8


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
    from numba.extending import lower_builtin, type_callable

    word, long = ir.IntType(32), ir.IntType(64)

    @type_callable(drawn_below)
    def type_drawn_below(context):
        return lambda evidence, i, last, dice, row, purpose, bound: bits_of(evidence)

    def bits_of(*tables):
        """The type of the bits, if these are tables."""
        return types.int64 if all(hasattr(each, "record") for each in tables) else None

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
        """How many of the draws n UNIT + HALF, n = 0 .. 2^52 - 1, are below a bound: n < (bound - HALF) / UNIT."""
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
        return lambda evidence, i, last, advisors: bits_of(evidence, advisors)

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
