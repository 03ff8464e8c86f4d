"""Marks for rules: a rule is a plain function on one row of the tables.

A rule that is called directly runs as ordinary Python; `linking.link` makes its compiled twin.
"""


def rule(function):
    """Mark `function` as a rule: compiled in bulk, called on one row by an agent, plain Python without the compiler.

    A rule may read anything that its phase does not write in other rows, and writes only its own rows. It calls other
    rules by their bare names (`from trustsim.evidence import learn`), so that they can be linked.
    """
    function.rule = True
    return function


def apart(function):
    """Mark `function` as a rule that loops call instead of inlining, because it is long and rarely needed."""
    function.rule = function.apart = True
    return function


def by_lens(function):
    """Mark `function` as a rule of a phase that is compiled once per lens, whose number is its third argument.

    This is for rules that read trust on many rows: the compiler leaves out beliefs that the lens does not use.
    """
    function.rule = function.by_lens = True
    return function
