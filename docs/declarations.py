"""The pages and tables that are generated from the declarations."""

import json
from importlib import import_module

import click

from docs.markdown import quoted
from trustsim.by_group import GROUPED
from trustsim.declaring import snake
from trustsim.lenses import LENSES, lens
from trustsim.measures import MEASURES
from trustsim.mechanisms import MECHANISMS
from trustsim.pages.declared import HEADS, columns_table, phases_table, rows_of
from trustsim.pages.markdown import story, table
from trustsim.parameters import GROUPS, parameters
from trustsim.scenario.shape import json_schema
from trustsim.state import DIMENSIONS, TABLES


def parameters_by_group(level="###"):
    """One section per group of parameters, with a table of its parameters."""
    parts = []
    for group in GROUPS:
        owner = snake(group.__name__)
        parts += [f"{level} `{owner}`", story(group), table(HEADS, rows_of(group, owner))]
    return "\n\n".join(parts)


def parameters_page():
    """Reference: parameters."""
    return f"""# Parameters

Every parameter is declared once. A trait (`firms`, `advisors`, `customers`) has one value per row.
Every other number applies to the whole world.
`population`, `graph` and `spread` are read while a world is built; all others may change during a run.
Sources are keys of [sources](../sources.md), numbers of [claims](../claims.md), source articles,
or the word *assumption*.

{parameters_by_group("##")}
"""


def tables_page():
    """Reference: tables."""
    parts = [
        "# Tables",
        "One structured array per table, one row per individual: `model.world.customers.trust.mean()`, "
        "`model.world.customers[3].stake`.",
        "A Mesa agent is a view on its row.",
        "Evidence has one row per relation and context, with seven numbers for and seven against: "
        "`model.world.evidence[3, 0].good`.",
        f"Dimensions of evidence, in order: {', '.join(f'`{d}`' for d in DIMENSIONS)}.",
    ]
    for name in TABLES:
        parts += [f"## `{name}`", columns_table(name)]
    return "\n\n".join(parts) + "\n"


def measures_page():
    """Reference: measures."""
    return f"""# Measures

One function per measured quantity, called after every week.
Name measures in a config: `measures = ["trust", "revenue"]`.
A function of your own is `"my_measures.py:name"`; it takes a model and returns a number.
A week without a value (such as a share of zero needs) is stored as NaN and skipped in means.

{measures_table()}

## By group

`measures = ["revenue by firm"]` gives one series per firm: `revenue of firm 0`, `revenue of firm 1`, …
On a graph whose advisors have the attribute practice, `trust by practice` gives `trust of practice 1`, …
An outcome names such a series like any measure.

{table(("measure", "unit", "meaning"), [(f"`{name} by …`", each.unit, each.meaning) for name, each in GROUPED.items()])}
"""


def measures_table():
    """The table of all shipped measures."""
    return table(
        ("measure", "unit", "meaning"),
        [(f"`{name}`", measure.unit, measure.meaning) for name, measure in MEASURES.items()],
    )


def lenses_page():
    """Reference: lenses."""
    parts = [
        "# Lenses",
        "One file per theory of trust. Each turns seven beliefs into trust, 0..1, which never falls when one rises.",
    ]
    for name in LENSES:
        parts += [f"## `{name}`", story(import_module(f"trustsim.lenses.{name}")), quoted(lens(name))]
    parts += ["## Numbers", table(HEADS, rows_of(GROUPS[-1], "lens"))]
    return "\n\n".join(parts) + "\n"


def mechanisms_page():
    """Reference: mechanisms."""
    groups = {snake(group.__name__): group for group in GROUPS}
    parts = [
        "# Mechanisms",
        "What people and firms do, with one file per mechanism. `mechanisms.NAME = false` switches one off.",
    ]
    parts += ["## The week", phases_table()]
    for name in MECHANISMS:
        module = import_module(f"trustsim.mechanisms.{name}")
        rules = [
            value
            for value in vars(module).values()
            if getattr(value, "rule", False) and value.__module__ == module.__name__
        ]
        parts += [f"## `{name}`", story(module)]
        parts += [f"`{rule.__name__}`: {quoted(rule)}" for rule in rules]
        parts += [table(HEADS, rows_of(groups[name], name))] if name in groups else []
    return "\n\n".join(parts) + "\n"


def config_page():
    """Reference: configs."""
    schema = json_schema()
    of = schema["$defs"]
    lens = {
        "lens": {
            "description": "The theory of trust, by name or `file.py:function`.",
            "default": of["Lens"]["properties"]["name"]["default"],
        }
    }
    top = keys_of({key: each for key, each in (schema["properties"] | lens).items() if "$ref" not in each})
    graph = keys_of(
        {f"graph.{key}": each for key, each in of["Graph"]["properties"].items() if f"graph.{key}" not in parameters()}
    )
    happens = {key: each for key, each in of["Intervention"]["properties"].items() if key not in ("for", "shock")}
    happens |= {
        f"{table}.{key}": each for table in ("for", "shock") for key, each in of[table.title()]["properties"].items()
    }
    names = {"contexts.names": of["Contexts"]["properties"]["names"]}
    other = keys_of(names | {f"agents.{key}": each for key, each in of["Agents"]["properties"].items()})
    arm = ", ".join(f"`{key}`" for key in of["Arm"]["properties"])
    return f"""# Configs

A config is a TOML file with what differs from the defaults. `trustsim new NAME` creates one to start from;
`trustsim schema` prints its JSON Schema for editors.
Every parameter is a key in the table of its group (`[advisors]`, `rate = 0.3`): see [parameters](parameters.md).

## Keys at the top level

{table(("key", "default", "meaning"), top)}

`lens = "abi"` is short for `lens.name = "abi"`.

## Keys of `[graph]`, besides its parameters

{table(("key", "default", "meaning"), graph)}

## Other tables

{table(("key", "default", "meaning"), other)}

## Arms

`[arms.NAME]` may override: {arm}.

## Interventions

{table(("key of `[[interventions]]`", "default", "meaning"), keys_of(happens))}
"""


def keys_of(fields):
    """Rows of keys with default and meaning."""
    return [(f"`{key}`", shown(each), each.get("description", "")) for key, each in fields.items()]


def shown(field):
    """The default of a key, as written in a config; "" if it is empty."""
    return f"`{json.dumps(field['default'])}`" if field.get("default") not in (None, "", [], {}) else ""


def cli_page():
    """Reference: the command line."""
    from trustsim.cli import main

    status = "Exit status: 0; 1 when a run fails; 2 for mistakes in the input (one line each); 130 when interrupted."
    parts = ["# Command line", main.help, status]
    for name, command in main.commands.items():
        arguments = " ".join(
            p.make_metavar(click.Context(command)) for p in command.params if p.param_type_name == "argument"
        )
        options = [
            (f"`{', '.join((*p.opts, *p.secondary_opts))}`", p.help)
            for p in command.params
            if p.param_type_name == "option"
        ]
        parts += [f"## `trustsim {name} {arguments}".rstrip() + "`", command.help]
        parts += [table(("option", "meaning"), options)] if options else []
    return "\n\n".join(parts) + "\n"
