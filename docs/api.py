"""The reference of the Python interface, from the signatures and docstrings of what `trustsim` exports.

Signatures are read from the source, so that they are the same under every version of Python.
"""

import ast
import inspect
from pathlib import Path

import trustsim
from trustsim.pages.markdown import story

PREFACE = """`import trustsim` gives the names below. [From Python and in notebooks](../how-to/python.md) shows how they
work together. Mistakes that the user can fix raise `trustsim.BadInput`, with a message of one line."""


def api_page():
    """Every public name of trustsim, and what can be asked of each class."""
    entries = "\n\n".join(entry(name) for name in sorted(trustsim.HOMES, key=str.lower))
    return f"# Python\n\n{PREFACE}\n\n{entries}\n\n## `Study`\n\n{of_class(study())}\n"


def study():
    """What `trustsim.load` returns. It is made by reading a config, so its class is not exported."""
    from trustsim.scenario import Study

    return Study


def entry(name):
    """One exported name as a section."""
    thing = getattr(trustsim, name)
    if inspect.isclass(thing):
        return f"## `trustsim.{name}`\n\n{of_class(thing)}"
    if inspect.isfunction(thing):
        return f"## `trustsim.{name}`\n\n{of_function(definition(thing), name)}"
    return f"## `trustsim.{name}`\n\nA {type(thing).__name__}; see `{trustsim.HOMES[name]}.py`."


def definition(thing):
    """The syntax tree of a function or class."""
    lines = Path(inspect.getsourcefile(thing)).read_text(encoding="utf-8")
    kinds = (ast.ClassDef, ast.FunctionDef)
    return next(node for node in ast.parse(lines).body if isinstance(node, kinds) and node.name == thing.__name__)


def of_function(node, name):
    """The signature and docstring of a function."""
    returns = f" -> {kind(node.returns)}" if node.returns else ""
    arguments = ", ".join(part for part in listed(node.args) if part not in ("self", "cls"))
    signature = f"{name}({arguments}){returns}"
    if len(signature) > 88:
        parts = [f"    {part},\n" for part in listed(node.args) if part not in ("self", "cls")]
        signature = f"{name}(\n{''.join(parts)}){returns}"
    return f"```python\n{signature}\n```\n\n{inspect.cleandoc(ast.get_docstring(node) or '')}"


def listed(arguments):
    """The parameters as they are written, one text each."""
    plain = [*arguments.posonlyargs, *arguments.args]
    missing = [None] * (len(plain) - len(arguments.defaults))
    parts = [written(each, default) for each, default in zip(plain, [*missing, *arguments.defaults], strict=True)]
    if arguments.vararg:
        parts.append(f"*{written(arguments.vararg, None)}")
    elif arguments.kwonlyargs:
        parts.append("*")
    parts += [written(*each) for each in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    return parts + ([f"**{written(arguments.kwarg, None)}"] if arguments.kwarg else [])


def kind(annotation):
    """A type as text, without the quotes around names that are imported late."""
    return ast.unparse(annotation).replace("'", "")


def written(argument, default):
    """One parameter with its type and default."""
    name = f"{argument.arg}: {kind(argument.annotation)}" if argument.annotation else argument.arg
    equals = " = " if argument.annotation else "="
    return name + (equals + ast.unparse(default).replace("'", '"') if default is not None else "")


def of_class(thing):
    """The docstring of a class, and each of its public methods and properties that has one."""
    public = [
        node
        for node in definition(thing).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and ast.get_docstring(node)
    ]
    return "\n\n".join([story(thing), *(member(node) for node in public)])


def member(node):
    """A method or property of a class as a section."""
    if any("property" in ast.unparse(mark) for mark in node.decorator_list):
        returns = f": {kind(node.returns)}" if node.returns else ""
        return f"### `{node.name}`\n\n```python\n{node.name}{returns}\n```\n\n{ast.get_docstring(node)}"
    return f"### `{node.name}`\n\n{of_function(node, node.name)}"
