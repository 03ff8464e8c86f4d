"""The mark of a behaviour: a plain function on one row of the tables.

A rule stays ordinary Python wherever it is called directly; `linking.link` makes the compiled twin.
"""


def rule(function):
    """Mark `function` as a rule: compiled in bulk, called on one row by an agent, plain Python with the compiler off.

    A rule may read anything its phase does not write in other rows, and writes only its own rows. It calls other
    rules by their bare names (`from trustsim.evidence import learn`), so that they can be linked.
    """
    function.rule = True
    return function


def apart(function):
    """Mark `function` as a rule that loops call instead of taking in: for what is long and seldom needed."""
    function.rule = function.apart = True
    return function


def by_lens(function):
    """Mark `function` as a rule of a phase that is compiled once a lens, whose number is its third argument.

    For what reads trust off row after row: the compiler leaves out what the lens does not look at.
    """
    function.rule = function.by_lens = True
    return function
