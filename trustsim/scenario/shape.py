"""The shape of a config: pydantic models built from the declarations, and a JSON Schema for editors.

pydantic is imported when a config is first checked, not when this module is imported.
"""

from functools import cache
from typing import Annotated, Any

from trustsim.declaring import declared, par
from trustsim.parameters import BEFORE_THE_WORLD, TRAITS, parameters
from trustsim.scenario import forms
from trustsim.scenario.shipped import lens_names, mechanisms_by_default

TEXT = {"type": "string"}
LIST = {"type": "array"}
TABLE = {"type": "object"}
FLAG = {"type": "boolean"}
ANY = {}
ROLES = ("firm", "advisor", "customer")


class Course:
    """Length and number of runs."""

    ticks: int = par(156, "weeks", 1, 100_000, "Length of a run.", "assumption: three years")
    first_seed: int = par(
        1, "seed", 0, 10**18, "Seed of the first replicate; the others count up from it.", "assumption"
    )
    replicates: int = par(
        20, "runs per arm", 1, 100_000, "Runs of each arm, with the same seeds in every arm.", "assumption"
    )


class Drawn:
    """Size of the assumed space."""

    worlds: int = par(60, "worlds", 2, 100_000, "Number of points of the Latin hypercube.", "assumption")
    replicates: int = par(
        3, "runs per arm", 2, 100_000, "Twin worlds at each point, at most as many as the study has.", "assumption"
    )


class Shaken:
    """Time and weight of interventions."""

    at: int = par(None, "week", 0, 99_999, "The week in which it happens, from 0.", "assumption")
    good_weight: float = par(
        3.0,
        "observations",
        0.0,
        1000.0,
        "Weight of good news that gives no weight.",
        "Kim2004, Lewicki2016: in part; assumption for the size",
    )
    weight: float = par(
        10.0,
        "observations",
        0.0,
        1000.0,
        f"Evidence per dimension; default for good news: {good_weight[0]:g}.",
        "assumption; a delivery weighs 1",
    )


OF_AN_ARM = {  # key: (check, its JSON Schema, default, meaning)
    "title": (forms.text, TEXT, "", "Title in reports."),
    "lens_form": (forms.lens_form, {"enum": list(forms.LENS_FORMS)}, "normalised", "Form of the trust equation."),
}
OF_THE_STUDY = {
    "question": (forms.text, TEXT, "", "The question of the study, in a sentence or two."),
    "experiment": (
        forms.module_or_file,
        TEXT,
        None,
        "Module in experiments/ (or a .py file beside the config) that reads the verdicts.",
    ),
    "extends": (forms.text, TEXT, None, "Another config, by name or relative path, that this one extends."),
    "variations": (
        forms.table,
        TABLE,
        {},
        "Other values at which the verdicts are read, one at a time: customers.negativity = [1, 4].",
    ),
    "reference": (forms.text, TEXT, None, "The arm that all others are compared with; default: the first."),
}
SPACE = {
    "over": (forms.table, TABLE, {}, "Ranges of assumed parameters: customers.negativity = [1.0, 4.0]."),
    "lenses": (forms.lenses, LIST, None, "The lenses; default: those of the study."),
    "networks": (forms.texts, LIST, [], "Networks: names of makers, as in [graph], or of network files."),
    "horizon": (forms.two_numbers, LIST, None, "The shortest and the longest run, in weeks: [52, 520]."),
}
GRAPH = {
    "maker": (forms.text, TEXT, None, "The maker that generates the graph."),
    "arguments": (forms.table, TABLE, None, "Arguments of the maker."),
    "folder": (forms.text, TEXT, None, "Where the files of the graph are, relative to the config."),
    "file": (forms.text, TEXT, None, "A file that holds the graph."),
    "weight": (forms.text, TEXT, None, "The column or attribute with the strength of an edge."),
    "nodes": (forms.text, TEXT, None, "The file of the nodes."),
    "id": (forms.text, TEXT, None, "The column with the name of a node."),
    "edges": (
        forms.text_or_table,
        {"type": ["string", "object"]},
        None,
        "The file of the edges, or a table of layers.",
    ),
    "roles": (forms.table, TABLE, None, "How to tell firms, advisors and customers apart."),
    "firm": (forms.text, TEXT, None, "The attribute with an advisor's firm."),
    "traits": (forms.table, TABLE, None, "The attributes of nodes that are traits."),
    "symmetric": (forms.flag, FLAG, None, "Whether edges count both ways; default: true."),
    "strict": (
        forms.flag,
        FLAG,
        None,
        "Whether self-loops and duplicate ties are refused; by default they are left out, with a note.",
    ),
}
WHO = {
    table: (
        forms.rows_or_share,
        ANY,
        None,
        f"The {table} it applies to: row numbers or labels, or a share, drawn by the seed.",
    )
    for table in TRAITS
} | {
    "attribute": (forms.text, TEXT, None, "An attribute of the nodes that selects rows."),
    "is": (forms.values, LIST, None, "The values of that attribute that select a row."),
}
SHOCK = {
    "firms": (forms.rows, LIST, None, "The firms it is about: row numbers or labels; default: all."),
    "context": (forms.text, TEXT, None, "The context it is about; default: all."),
}


@cache
def study_model(own=()):
    """The shape of a whole config; `own` are the Parameters of the user's own mechanisms."""
    from pydantic import Field

    arm = arm_fields(own)
    whole = arm | checked(OF_THE_STUDY) | numbers(Course, ("first_seed", "replicates"))
    whole |= {
        "ablations": (
            list[looks(forms.text, TEXT)],
            Field([], description="Further mechanisms to switch off, one at a time."),
        ),
        "lenses": (
            list[looks(forms.lens, TEXT)],
            Field(list(lens_names()), description="Lenses under which the verdicts are also read."),
        ),
        "space": (
            model("Space", checked(SPACE) | numbers(Drawn, ("worlds", "replicates"))),
            Field(None, description="The assumed space: worlds in which the verdicts are read as well."),
        ),
        "arms": (
            dict[looks(forms.arm, TEXT), model("Arm", arm)],
            Field({}, description="The arms; each overrides the keys above."),
        ),
    }
    return model("Study", whole)


@cache
def arm_keys(own=()):
    """The keys that an arm may override."""
    return tuple(arm_fields(own))


def arm_fields(own=()):
    """The fields of a config that an arm may override."""
    from pydantic import BeforeValidator, Field

    groups = {}
    for p in (*parameters().values(), *own):
        groups.setdefault(p.group, {})[p.name] = number(p)
    groups["contexts"] |= {
        "names": (looks(forms.context_names, LIST), Field(["service"], description="The contexts, 1 to 8."))
    }
    groups["graph"] |= checked(GRAPH)
    groups["lens"] |= checked(
        {"name": (forms.lens, TEXT, "trust_equation", "The theory of trust that reads the evidence.")}
    )
    groups["customers"] |= checked(
        {
            "lens": (
                forms.lens_mix,
                TABLE,
                {},
                "Shares of customers by the lens that they read by; default: all by `lens`.",
            )
        }
    )
    tables = {name: table_of(name.title(), fields) for name, fields in groups.items()}
    lens, start = tables["lens"]
    tables["lens"] = (Annotated[lens, BeforeValidator(with_name, json_schema_input_type=str | lens)], start)
    switches = {name: {"type": ["boolean", "string"], "default": on} for name, on in mechanisms_by_default().items()}
    mechanisms = {"properties": switches}
    classes = {role: (forms.own, TEXT, None, f"Your own class of {role}.") for role in ROLES}
    return checked(OF_AN_ARM) | numbers(Course, ("ticks",)) | tables | {
        "measures": (
            list[looks(forms.measure, TEXT)],
            Field([], description="The measures, also by group ('trust by firm'); default: the usual ones."),
        ),
        "mechanisms": (
            dict[looks(forms.text, TEXT), looks(forms.switch, ANY)],
            Field({}, description="Switches of mechanisms, or mechanisms of your own.", json_schema_extra=mechanisms),
        ),
        "agents": table_of("Agents", checked(classes)),
        "interventions": (list[intervention_model(own)], Field([], description="Scheduled changes and shocks.")),
    }  # fmt: skip


def intervention_model(own=()):
    """The shape of one intervention."""
    from pydantic import BeforeValidator, Field

    groups = {}
    for p in (*parameters().values(), *own):
        if p.group not in BEFORE_THE_WORLD:
            groups.setdefault(p.group, {})[p.name] = number(p)
    during = {name: (model(f"Set{name.title()}", fields), Field({})) for name, fields in groups.items()}
    at = numbers(Shaken, ("at",))["at"]
    shock = checked(SHOCK) | numbers(Shaken, ("weight",)) | {
        "dimensions": (
            looks(forms.dimensions, LIST),
            Field(description="The dimensions of evidence it is about."),
        ),
        "deception": flag("Whether people feel deceived, which leaves a scar."),
        "good": flag("Whether it is good news, such as an apology: evidence for, not against. Scars stay."),
    }  # fmt: skip
    return model("Intervention", {
        "at": at,
        "set": (
            Annotated[model("Set", during), BeforeValidator(nested)],
            Field({}, description="New values of parameters."),
        ),
        "for": (model("For", checked(WHO)), Field({}, description="The rows whose traits are set; default: all.")),
        "shock": (model("Shock", shock), Field({}, description="News about firms; bad news unless `good` is true.")),
    })  # fmt: skip


def flag(meaning):
    """The field of a switch that is off by default."""
    from pydantic import Field

    return bool, Field(False, strict=True, description=meaning)


def model(name, fields):
    """The model of a table with these keys only."""
    from pydantic import ConfigDict, create_model

    return create_model(name, __config__=ConfigDict(extra="forbid", protected_namespaces=()), **fields)


def checked(table):
    """The fields of keys that functions in `forms` check."""
    from pydantic import Field

    absent = {"default_factory": type(None)}  # so that the JSON Schema shows no default
    return {
        key: (looks(form, schema), Field(**(absent if default is None else {"default": default}), description=meaning))
        for key, (form, schema, default, meaning) in table.items()
    }


def looks(form, schema):
    """The type of values that pass the check `form`."""
    from pydantic import AfterValidator, WithJsonSchema

    return Annotated[Any, AfterValidator(form), WithJsonSchema(schema)]


def numbers(group, names):
    """The fields of the parameters in `names`, as the class `group` declares them."""
    return {p.name: number(p) for p in declared(group, "") if p.name in names}


def number(parameter):
    """The field of one declared parameter."""
    from pydantic import Field

    default = ... if parameter.default is None else parameter.default
    limits = {} if parameter.kind is bool else {"ge": parameter.low, "le": parameter.high}
    if parameter.kind is float:
        limits["allow_inf_nan"] = False
    return parameter.kind, Field(default, strict=True, description=f"{parameter.meaning} [{parameter.unit}]", **limits)


def nested(table):
    """Turn dotted keys into nested tables: {"firms.disclosure": 0.9} becomes {"firms": {"disclosure": 0.9}}."""
    if not isinstance(table, dict):
        return table
    deep = {}
    for key, value in table.items():
        group, dot, name = str(key).partition(".")
        value, under = {name: value} if dot else value, deep.get(group, {})
        if not isinstance(under, dict):
            continue
        deep[group] = {**under, **value} if isinstance(value, dict) else value
    return deep


def with_name(lens):
    """Expand the name of a lens to its table, {"name": lens}."""
    return {"name": lens} if isinstance(lens, str) else lens


def table_of(name, fields):
    """The field of a table; its default is a table of the defaults of its keys."""
    from pydantic import Field

    kind = model(name, fields)
    return kind, Field(default_factory=kind)


@cache
def defaults(own=()):
    """The complete config of a study that sets nothing. Shared: do not change it."""
    return study_model(own)().model_dump()


def json_schema():
    """The JSON Schema of a config (draft 2020-12), for editors that check and complete TOML."""
    schema = study_model().model_json_schema()
    during = schema["$defs"]["Set"]["properties"]
    for path, parameter in parameters().items():
        if parameter.group in during:
            during[path] = schema["$defs"][f"Set{parameter.group.title()}"]["properties"][parameter.name]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema
