"""Configs are read, checked, varied and written; whatever is wrong with one comes out as one clear line."""

import json
import pickle
import subprocess
import sys
import tomllib
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trustsim import scenario
from trustsim.errors import BadInput
from trustsim.parameters import BEFORE_THE_WORLD, OPTIONAL, TRAITS, parameters
from trustsim.scenario import differences, override, parse, read, resolved, vary, with_

PATHS = sorted(parameters())
EVERYTHING = """
title = "Transparency against trust"
question = "Does showing more bring more trust?"
experiment = "transparency_vs_trust"
ticks = 104
first_seed = 0
replicates = 3
lens_form = "log"
measures = ["trust", "my_measures.py:polarisation"]
reference = "silent"
ablations = ["levelling", "scrutiny", "rumour"]
lenses = ["abi", "my_lens.py:gut_feeling"]

[lens]
name = "pillars"
compensation = 1

[mechanisms]
posting = false
rumour = "my_rumour.py:rumour"

[agents]
customer = "my_agents.py:Stubborn"

[contexts]
names = ["service", "data"]
main_share = 0.6

[graph]
maker = "watts_strogatz_graph"
arguments = { k = 4, p = 0.1 }
symmetric = true
relations = 5

[[interventions]]
at = 52
set = { "firms.disclosure" = 0.9, firms = { empowerment = 0.1 } }
for = { firms = [0, "acme"] }

[[interventions]]
at = 60
shock = { firms = [0], dimensions = ["integrity", "openness"], weight = 10.0, context = "data", deception = true }

[arms.open]
title = "Disclosure goes up"
firms = { disclosure = 0.9 }

[arms.silent]
interventions = []
lens = "abi"
agents = { firm = "my_agents.py:Proud" }
"""


def line(config, **options):
    """The message that a config is refused with."""
    with pytest.raises(BadInput) as refusal:
        parse(config, "configs/x.toml", **options)
    message = str(refusal.value)
    assert "\n" not in message
    return message


def during(**intervention):
    """A config with one intervention."""
    return {"interventions": [{"at": 1, **intervention}]}


def nested(path, value):
    """The config that sets one parameter."""
    group, name = path.split(".")
    return {group: {name: value}}


# Reading


def test_a_config_that_says_nothing_is_one_arm_at_the_defaults():
    """No arms: one arm named "as configured", every parameter at its declared default."""
    study = parse("", "configs/nothing.toml")
    (arm,) = study.arms.values()
    assert (study.name, study.reference, arm.name, arm.title) == (
        "nothing",
        "as configured",
        "as configured",
        "nothing",
    )
    assert arm.values == {path: p.default for path, p in parameters().items()}
    assert {name for name, on in arm.mechanisms.items() if not on} == set(OPTIONAL)
    assert differences(arm) == {}


def test_a_config_that_says_everything_is_read_as_it_stands():
    """Every key of the documented shape arrives where the model looks for it."""
    study = parse(EVERYTHING)
    arm, silent = study.arms["open"], study.arms["silent"]
    assert list(study.arms) == ["open", "silent"]
    assert list(study.seeds) == [0, 1, 2]
    assert (study.experiment, study.reference, study.ablations) == (
        "transparency_vs_trust",
        "silent",
        ("levelling", "scrutiny", "rumour"),
    )
    assert (arm.lens, arm.lens_form, arm.values["lens.compensation"], silent.lens) == ("pillars", "log", 1.0, "abi")
    assert (arm.mechanisms["posting"], arm.mechanisms["rumour"], arm.mechanisms["scrutiny"]) == (
        False,
        "my_rumour.py:rumour",
        True,
    )
    assert silent.agents == {"customer": "my_agents.py:Stubborn", "firm": "my_agents.py:Proud"}
    assert arm.graph == {"maker": "watts_strogatz_graph", "arguments": {"k": 4, "p": 0.1}, "symmetric": True}
    assert (arm.contexts, arm.values["graph.relations"], arm.values["firms.disclosure"]) == (
        ("service", "data"),
        5,
        0.9,
    )
    change, shock = arm.interventions
    assert (change.at, change.set, change.rows) == (
        52,
        {"firms.disclosure": 0.9, "firms.empowerment": 0.1},
        {"firms": (0, "acme")},
    )
    assert (shock.shock.firms, shock.shock.dimensions, shock.shock.context) == ((0,), ("integrity", "openness"), "data")
    assert silent.interventions == ()


def test_every_config_that_ships_can_be_read_by_name():
    """A config that is listed is a config that works."""
    assert "baseline" in scenario.names()
    for name in scenario.names():
        assert read(name).name == name


def test_an_unknown_name_suggests_the_nearest_config(tmp_path):
    """So does a path beside which a file of nearly that name lies."""
    with pytest.raises(
        BadInput, match="basline is neither a shipped config nor a path ending in .toml; did you mean baseline?"
    ):
        read("basline")
    (tmp_path / "mine.toml").write_text("")
    with pytest.raises(BadInput, match=r"mime.toml: there is no such file; did you mean .*mine.toml?"):
        read(tmp_path / "mime.toml")


def test_a_config_laid_over_another_changes_only_what_it_says(tmp_path):
    """`extends` merges underneath, tables key by key; own files are still found from the new folder."""
    (tmp_path / "base").mkdir()
    base = '[firms]\ndisclosure = 0.1\nempowerment = 0.2\n[mechanisms]\nrumour = "my.py:rumour"\n[graph]\nfile = "ties.csv"\n[arms.a]\nticks = 9'
    (tmp_path / "base" / "base.toml").write_text(base)
    (tmp_path / "child.toml").write_text(
        'extends = "base/base.toml"\n[firms]\ndisclosure = 0.9\n[arms.b.mechanisms]\nrumour = false'
    )
    study = read(tmp_path / "child.toml")
    a, b = study.arms["a"], study.arms["b"]
    assert (a.ticks, a.values["firms.disclosure"], a.values["firms.empowerment"]) == (9, 0.9, 0.2)
    assert (a.mechanisms["rumour"], a.graph) == ("base/my.py:rumour", {"file": "ties.csv", "folder": "base"})
    assert "rumour" not in b.mechanisms


def test_a_mistake_in_an_extended_config_is_blamed_on_that_config(tmp_path):
    """The message names the file in which the wrong key stands."""
    (tmp_path / "base.toml").write_text("[advisors]\nrate = 2")
    (tmp_path / "child.toml").write_text('extends = "base.toml"')
    with pytest.raises(BadInput, match=r"base.toml: advisors.rate = 2 is outside 0..1"):
        read(tmp_path / "child.toml")


def test_configs_that_extend_each_other_are_refused(tmp_path):
    """A circle has no bottom."""
    (tmp_path / "one.toml").write_text('extends = "two.toml"')
    (tmp_path / "two.toml").write_text('extends = "one.toml"')
    with pytest.raises(BadInput, match="extends this config in turn"):
        read(tmp_path / "one.toml")


def test_a_network_takes_the_place_of_the_graph(tmp_path):
    """Its numbers come over those of [graph]; a maker or a file of the config does not linger."""
    (tmp_path / "net.toml").write_text('[graph]\nfile = "ties.csv"\nspare = 0')
    arm = parse('[graph]\nmaker = "x"\npeers = 3', network=tmp_path / "net.toml", folder=tmp_path).arms["as configured"]
    assert (arm.graph, arm.values["graph.peers"], arm.values["graph.spare"]) == ({"file": "ties.csv"}, 3, 0)
    (tmp_path / "net.toml").write_text("ticks = 3\n[graph]\nspare = 0")
    with pytest.raises(BadInput, match="net.toml: ticks does not belong in a network file"):
        parse("", network=tmp_path / "net.toml")


@pytest.mark.parametrize(
    ("network", "said"),
    [("empty.toml", "describes no network"), ("layers", "layers is neither a shipped network .* lawyers")],
)
def test_what_describes_no_network_is_refused(tmp_path, network, said):
    """An empty file would be a made network in silence; an unknown name is told with those that ship."""
    (tmp_path / "empty.toml").write_text("# to come\n")
    with pytest.raises(BadInput, match=said):
        read("baseline", network=str(tmp_path / network) if network.endswith(".toml") else network)


def test_every_network_that_ships_can_be_put_under_a_config():
    """Its files are looked up from where the network lies."""
    for name in scenario.names("networks"):
        assert parse("", network=name).arms["as configured"].graph


# Overrides


@pytest.mark.parametrize(
    ("text", "keys", "value"),
    [
        ("advisors.rate=0.3", ("advisors", "rate"), 0.3),
        ("lens=abi", ("lens",), "abi"),
        ("arms.open.firms.disclosure = 0.5", ("arms", "open", "firms", "disclosure"), 0.5),
        ("mechanisms.posting=false", ("mechanisms", "posting"), False),
        ('arms."as it is".title="A = B"', ("arms", "as it is", "title"), "A = B"),
        ("graph.arguments={k = 4}", ("graph", "arguments"), {"k": 4}),
    ],
)
def test_an_override_is_a_key_and_a_value_of_toml(text, keys, value):
    """A bare word is a text."""
    assert override(text) == (keys, value)


@pytest.mark.parametrize("text", ["advisors.rate", "=3", "advisors rate=3", "advisors.rate=", "", "[a]\nb=3"])
def test_an_override_of_another_form_is_refused(text):
    """The message shows the form."""
    with pytest.raises(BadInput, match="is not of the form key=value, such as advisors.rate=0.3"):
        override(text)


def test_overrides_come_last():
    """They change the base, an arm, the depth of a table, and stay on record."""
    changes = ["firms.disclosure=0.5", "arms.open.firms.disclosure=0.7", "graph.arguments.k=6", "reference=open"]
    study = parse(EVERYTHING, overrides=changes)
    assert [arm.values["firms.disclosure"] for arm in study.arms.values()] == [0.7, 0.5]
    assert study.arms["open"].graph["arguments"] == {"k": 6, "p": 0.1}
    assert (study.reference, study.overrides) == ("open", tuple(changes))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("advisors.rat=0.3", "override: advisors.rat is unknown; did you mean advisors.rate?"),
        ("advisors.rate=3", "override: advisors.rate = 3 is outside 0..1"),
        ("arms.opem.ticks=3", "override: arms.opem is unknown; did you mean arms.open?"),
        ("mechanisms.postin=false", "override: mechanisms.postin is unknown; did you mean mechanisms.posting?"),
        ("extends=baseline", "override: extends cannot be overridden; write a config that extends another"),
        (
            "ticks=10",
            "configs/x.toml with ticks=10: arms.open.interventions[0].at = 52 is outside 0..9: the run has 10 ticks",
        ),
    ],
)
def test_a_wrong_override_is_named_as_such(text, message):
    """An arm cannot be made by misspelling it."""
    config = {"arms": {"open": {"interventions": [{"at": 52, "set": {"firms.disclosure": 1}}]}}}
    assert line(config, overrides=[text]) == message


# Refusing


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"advisors": {"rate": 2}}, "advisors.rate = 2 is outside 0..1"),
        ({"advisors": {"rat": 0.2}}, "advisors.rat is unknown; did you mean advisors.rate?"),
        ({"advisors": {"rate": "fast"}}, "advisors.rate = 'fast' is not a number"),
        ({"advisors": {"rate": True}}, "advisors.rate = true is not a number"),
        ({"advisors": {"rate": None}}, "advisors.rate = nothing is not a number"),
        ({"advisors": 3}, "advisors = 3 is not a table"),
        ({"rate": 0.2}, "rate is unknown; did you mean advisors.rate?"),
        ({"population": {"lens": "abi"}}, "population.lens is unknown; did you mean lens? Write it above the first [table]"),
        ({"advisor": {}}, "advisor is unknown; did you mean advisors?"),
        ({"evidence": {"disconfirmation": 1}}, "evidence.disconfirmation = 1 is not true or false"),
        ({"population": {"firms": 2.5}}, "population.firms = 2.5 is not a whole number"),
        ({"ticks": 0}, "ticks = 0 is outside 1..100000"),
        ({"replicates": 0}, "replicates = 0 is outside 1..100000"),
        ({"first_seed": -1}, "first_seed = -1 is outside 0..1000000000000000000"),
        ({"title": 3}, "title = 3 is not text"),
        ({"lens": "componets"}, "lens.name = 'componets' is not a lens; did you mean components?"),
        ({"lens": {"compensatio": 0}}, "lens.compensatio is unknown; did you mean lens.compensation?"),
        ({"lenses": ["abbi"]}, "lenses[0] = 'abbi' is not a lens; did you mean abi?"),
        ({"lens_form": "cubic"}, "lens_form = 'cubic' is not one of ratio, log, normalised"),
        ({"measures": "trust"}, "measures = 'trust' is not a list"),
        ({"measures": ["leap rate"]}, "measures[0] = 'leap rate' is neither a name, nor 'name by group', nor of the form 'file.py:name'"),
        ({"experiment": "a/b"}, "experiment = 'a/b' is neither a name nor a file ending in .py"),
        ({"mechanisms": {"postin": False}}, "mechanisms.postin is unknown; did you mean mechanisms.posting?"),
        ({"mechanisms": {"posting": 1}}, "mechanisms.posting = 1 is not true, false or of the form 'file.py:function'"),
        ({"mechanisms": {"rumour": "x.py:f"}, "arms": {"a": {"mechanisms": {"rumour": True}}}}, "arms.a.mechanisms.rumour = true is not enough for an own mechanism: write 'file.py:function'"),
        ({"agents": {"client": "a.py:B"}}, "agents.client is unknown; there are: firm, advisor, customer"),
        ({"agents": {"firm": "B"}}, "agents.firm = 'B' is not of the form 'file.py:name'"),
        ({"contexts": {"names": ["a", "a"]}}, "contexts.names = ['a', 'a'] is not a list of 1 to 8 different names"),
        ({"contexts": {"names": []}}, "contexts.names = [] is not a list of 1 to 8 different names"),
        ({"graph": {"makr": "x"}}, "graph.makr is unknown; did you mean graph.maker?"),
        ({"graph": {"symmetric": "yes"}}, "graph.symmetric = 'yes' is not true or false"),
        ({"graph": {"edges": 3}}, "graph.edges = 3 is neither text nor a table"),
        ({"graph": {"arguments": 3}}, "graph.arguments = 3 is not a table"),
        ({"graph": {"arguments": {"k": float("inf")}}}, "graph.arguments = {'k': inf} holds something that a config cannot say (nan, infinity, nothing)"),
        ({"arms": {"a": {"replicates": 3}}}, "arms.a.replicates applies to the whole study; set replicates outside the arms"),
        ({"arms": {"a b": {"tiks": 3}}}, 'arms."a b".tiks is unknown; did you mean arms."a b".ticks?'),
        ({"arms": {"": {}}}, 'arms."" = \'\' is not a name'),
        ({"arms": {"open": {}}, "reference": "opn"}, "reference = 'opn' is not an arm; did you mean open?"),
        ({"ablations": ["postin"]}, "ablations = 'postin' is not a mechanism of arm as configured; did you mean posting?"),
        ({"extends": "basline"}, "extends = basline is neither a shipped config nor a path ending in .toml; did you mean baseline?"),
        ({"interventions": [{"set": {}}]}, "interventions[0].at is missing"),
        ({"interventions": [{"at": -1}]}, "interventions[0].at = -1 is outside 0..99999"),
        ({"ticks": 10, "interventions": [{"at": 10, "set": {"firms.disclosure": 1}}]}, "interventions[0].at = 10 is outside 0..9: the run has 10 ticks"),
        (during(), "interventions[0] does nothing: give it a set or a shock"),
        (during(set={"firms.disclosur": 1}), "interventions[0].set.firms.disclosur is unknown; did you mean interventions[0].set.firms.disclosure?"),
        (during(set={"firms.disclosure": 2}), "interventions[0].set.firms.disclosure = 2 is outside 0..1"),
        (during(set={"firms": 3, "firms.disclosure": 1}), "interventions[0].set.firms = 3 is not a table"),
        (during(set={"population.firms": 2}), "interventions[0].set.population cannot change during a run: population, graph, spread are read while the world is built"),
        (during(set={"posting.reach": 1}, **{"for": {"firms": [0]}}), "interventions[0].for chooses rows, but posting.reach has none: it is for traits (firms, advisors, customers) in set"),
        (during(set={"firms.disclosure": 1}, **{"for": {"advisors": [0]}}), "interventions[0].for names no firms, but set does"),
        (during(set={"firms.disclosure": 1}, **{"for": {"firms": [0], "advisors": 0.5}}), "interventions[0].for.advisors has no trait in set to go with"),
        (during(set={"firms.disclosure": 1}, **{"for": {"attribute": "x"}}), "interventions[0].for takes either rows of firms, advisors or customers, or attribute and is together"),
        (during(set={"firms.disclosure": 1}, **{"for": {"firms": 1}}), "interventions[0].for.firms = 1 is not a list of row numbers (from 0) or labels, nor a share such as 0.5"),
        (during(set={"firms.disclosure": 1}, **{"for": {"firms": [-1]}}), "interventions[0].for.firms = [-1] is not a list of row numbers (from 0) or labels, nor a share such as 0.5"),
        (during(shock={"weight": 1}), "interventions[0].shock.dimensions is missing"),
        (during(shock={"dimensions": ["integrty"]}), "interventions[0].shock.dimensions = ['integrty'] contains 'integrty', which is not a dimension; did you mean integrity?"),
        (during(shock={"dimensions": ["openness"], "context": "servce"}), "interventions[0].shock.context = 'servce' is not a context; did you mean service?"),
        (during(shock={"dimensions": ["openness"], "weight": -1}), "interventions[0].shock.weight = -1 is outside 0..1000"),
        (
            during(shock={"dimensions": ["openness"], "good": True, "deception": True}),
            "interventions[0].shock.good and .shock.deception cannot be combined: news of a deception is bad news",
        ),
        (during(shock={"dimensions": ["openness"], "good": 1}), "interventions[0].shock.good = 1 is not true or false"),
    ],
)  # fmt: skip
def test_a_wrong_config_is_refused_in_one_line(config, message):
    """The line names the file, the key, the value, what is allowed, and the cure where there is one."""
    assert line(config) == f"configs/x.toml: {message}"


def test_a_key_that_breaks_the_line_is_quoted():
    """Also among the variations, whose keys are looked up by hand."""
    said = line({"variations": {"customers": {"\r": [1]}}})
    assert said.startswith('configs/x.toml: variations.customers."\\r" is unknown; did you mean variations.customers.')


def test_a_key_of_any_length_is_cut_short():
    """Three thousand letters are no message."""
    assert line({"t" * 3000: 1}).startswith(f'configs/x.toml: "{"t" * 60}…" is unknown; there are: title')


@pytest.mark.parametrize("text", ["ticks = ", "ticks = 3\nticks = 4", "[firms\n"])
def test_what_is_not_toml_is_refused_with_its_line(text):
    """The place that the TOML reader reports is passed on."""
    assert line(text).startswith("configs/x.toml: is not TOML: ")


def test_a_file_that_is_no_text_is_refused(tmp_path):
    """Bytes that are not UTF-8 do not end in a traceback."""
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="x.toml: cannot be read as text"):
        read(tmp_path / "x.toml")


def test_an_empty_mix_of_posts_is_allowed():
    """Then nobody posts."""
    assert parse({"advisors": dict.fromkeys(("knowledge", "personal", "promotional", "spotlight"), 0)})


def test_rows_may_be_chosen_by_attribute_or_by_share():
    """Both forms reach the model as they were written."""
    by_attribute = parse(during(set={"advisors.rate": 1}, **{"for": {"attribute": "practice", "is": [1]}}))
    by_share = parse(during(set={"firms.disclosure": 1}, **{"for": {"firms": 0.5}}))
    assert by_attribute.arms["as configured"].interventions[0].rows == {"attribute": "practice", "is": (1,)}
    assert by_share.arms["as configured"].interventions[0].rows == {"firms": 0.5}


@pytest.mark.parametrize(
    "config",
    [
        {"lens": "x.py:f"},
        {"lenses": ["x.py:f"]},
        {"measures": ["x.py:f"]},
        {"experiment": "x.py"},
        {"mechanisms": {"rumour": "x.py:f"}},
        {"agents": {"firm": "x.py:F"}},
        {"graph": {"maker": "x.py:f"}},
        {"arms": {"a": {"lens": "x.py:f"}}},
    ],
)
def test_own_code_is_refused_where_it_may_not_run(config):
    """The live page runs nobody's code, wherever in a config it stands."""
    assert parse(config)
    assert "is code of your own, which does not run here" in line(config, own_files=False)


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../x.csv",
        "a/../../x.csv",
        "..\\x.csv",
        "C:x.csv",
        "\\\\host\\x",
        "~/x.csv",
        "https://host/x.csv",
    ],
)
@pytest.mark.parametrize("key", ["file", "folder", "nodes", "arguments", "edges"])
def test_paths_out_of_the_folder_are_refused_where_own_code_is(path, key):
    """On any system, at any depth of [graph]."""
    value = {"knows": [path]} if key in ("arguments", "edges") else path
    assert "leaves the folder of the config" in line({"graph": {key: value}}, own_files=False)
    assert "leaves the folder of the config" in line({"arms": {"a": {"graph": {key: value}}}}, own_files=False)


def test_other_configs_out_of_the_folder_are_refused_where_own_code_is():
    """By name they may be extended, by a path that leads out not; nor may a network, nor an override, lead out."""
    assert parse('extends = "baseline"', own_files=False)
    assert "leaves the folder" in line('extends = "../x.toml"', own_files=False)
    assert "leaves the folder" in line("", own_files=False, network="../x.toml")
    assert "is code of your own" in line("", own_files=False, overrides=["lens=x.py:f"])


# Properties


@pytest.mark.parametrize("path", PATHS)
def test_every_parameter_out_of_range_is_refused_with_its_path_and_range(path):
    """As a value of a config, of an arm, of an intervention, and of a variation."""
    p = parameters()[path]
    for wrong in outside(p):
        says = f"{path} = {str(wrong).lower()} is"
        base = nested(path, wrong)
        lines = [line(base), line({"arms": {"a": base}}), line(during(set={path: wrong}))]
        with pytest.raises(BadInput) as refusal:
            vary(parse("").arms["as configured"], {path: wrong})
        for message in (lines[0], lines[1], str(refusal.value)):
            assert says in message
            assert p.kind is bool or f"outside {p.low:.12g}..{p.high:.12g}" in message or "whole number" in message
        assert says in lines[2] if p.group not in BEFORE_THE_WORLD else "cannot change during a run" in lines[2]


def outside(parameter):
    """Values that a parameter may not take."""
    if parameter.kind is bool:
        return [0, 1, 2.5]
    below, above = (
        (parameter.low - 1, parameter.high + 1)
        if parameter.kind is int
        else (parameter.low - 1e-9, parameter.high + 1e-9)
    )
    return [below, above, float("nan"), float("inf"), float("-inf")]


@given(data=st.data(), path=st.sampled_from(PATHS))
@settings(max_examples=200, deadline=None)
def test_every_value_in_range_is_taken(data, path):
    """A value in its range comes back from the scenario as it was given."""
    value = data.draw(within(parameters()[path]))
    assert parse(nested(path, value)).arms["as configured"].values[path] == value


def within(parameter):
    """Values that a parameter may take."""
    if parameter.kind is bool:
        return st.booleans()
    return (
        st.integers(parameter.low, parameter.high)
        if parameter.kind is int
        else st.floats(parameter.low, parameter.high)
    )


@given(data=st.data(), path=st.sampled_from(PATHS))
@settings(max_examples=300, deadline=None)
def test_a_key_misspelt_by_one_letter_suggests_the_right_one(data, path):
    """A letter left out, added, changed, or swapped with its neighbour."""
    group, name = path.split(".")
    wrong = data.draw(misspelt(name))
    if f"{group}.{wrong}" in parameters():
        return
    assert line({group: {wrong: 0.5}}) == f"configs/x.toml: {group}.{wrong} is unknown; did you mean {path}?"


@st.composite
def misspelt(draw, name):
    """`name` with one slip."""
    at, letter = draw(st.integers(0, len(name) - 1)), draw(st.sampled_from(ascii_lowercase))
    slips = [
        name[:at] + name[at + 1 :],
        name[:at] + letter + name[at:],
        name[:at] + letter + name[at + 1 :],
        name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
    ]
    return draw(st.sampled_from([slip for slip in slips if slip and slip != name] or [name + letter]))


@st.composite
def configs(draw):
    """Configs of all sorts, with and without arms."""
    config = draw(pieces())
    config |= draw(
        st.fixed_dictionaries(
            {},
            optional={
                "title": st.text(),
                "question": st.text(),
                "first_seed": st.integers(0, 10**18),
                "replicates": st.integers(1, 99),
            },
        )
    )
    names = draw(st.lists(st.sampled_from(["open", "as it is", "as configured", "é.x"]), max_size=3, unique=True))
    if names:
        config["arms"] = {name: draw(pieces()) for name in names}
        config["reference"] = draw(st.sampled_from(names))
    return config


@st.composite
def pieces(draw):
    """What a base or an arm may say."""
    config = {}
    for path in draw(st.lists(st.sampled_from(PATHS), max_size=6)):
        group, name = path.split(".")
        config.setdefault(group, {})[name] = draw(within(parameters()[path]))
    scalar = draw(st.sampled_from([p for p in PATHS if p.split(".")[0] not in (*BEFORE_THE_WORLD, *TRAITS)]))
    happenings = st.fixed_dictionaries(
        {"at": st.integers(0, 8), "set": st.just({scalar: draw(within(parameters()[scalar]))})},
        optional={"shock": st.just({"dimensions": ["empathy"], "weight": 3.5})},
    )
    extras = {
        "ticks": st.integers(9, 100),
        "lens_form": st.sampled_from(["log", "ratio"]),
        "measures": st.lists(st.sampled_from(["trust", "my.py:thing"])),
        "mechanisms": st.dictionaries(st.sampled_from(scenario.mechanism_names()), st.booleans())
        | st.just({"rumour": "my.py:rumour"}),
        "agents": st.dictionaries(st.sampled_from(["firm", "customer"]), st.just("my.py:Own")),
        "interventions": st.lists(happenings, max_size=2),
    }
    config |= draw(st.fixed_dictionaries({}, optional=extras))
    if draw(st.booleans()):
        config.setdefault("graph", {}).update(
            draw(
                st.fixed_dictionaries(
                    {},
                    optional={
                        "maker": st.text(),
                        "arguments": st.dictionaries(st.text(), st.integers() | st.text()),
                        "symmetric": st.booleans(),
                    },
                )
            )
        )
    if draw(st.booleans()):
        config.setdefault("lens", {})["name"] = draw(st.sampled_from(scenario.lens_names()))
    return config


@given(configs())
@settings(max_examples=150, deadline=None)
def test_a_resolved_study_reads_back_to_an_equal_one(config):
    """Whatever a config says, and whatever its arms add or take away."""
    study = parse(config)
    again = parse(resolved(study))
    assert again == study
    assert list(again.arms) == list(study.arms)
    assert resolved(again) == resolved(study)


def test_the_forms_of_the_trust_equation_are_those_of_its_lens():
    """A config names them without loading the lens."""
    from trustsim.lenses.trust_equation import FORMS

    assert set(scenario.forms.LENS_FORMS) == set(FORMS)


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["a.py:b", "x.toml", "abi", "openness"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text()
            | st.sampled_from(
                ["at", "set", "for", "shock", "firms", "names", "name", "dimensions", "disclosure", "is", "attribute"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
KEYS = sorted(scenario.json_schema()["properties"])


@given(st.dictionaries(st.sampled_from(KEYS), ANYTHING, max_size=4), st.booleans())
@settings(max_examples=500, deadline=None)
def test_whatever_a_config_holds_it_is_read_or_refused_in_one_line(config, own_files):
    """No traceback, no message that runs over the line."""
    message = "none"
    try:
        parse(config, own_files=own_files)
    except BadInput as refusal:
        message = str(refusal)
    assert len(message.splitlines()) == 1


# Varying


def test_a_scenario_varies_like_a_config():
    """Values by path, settings by name; the original stays as it is."""
    arm = parse(EVERYTHING).arms["open"]
    other = vary(
        arm,
        {"advisors.rate": 0.3, "lens.compensation": 0},
        lens="abi",
        mechanisms={"scrutiny": False, "rumour": False},
        contexts=("data",),
        interventions=(),
    )
    assert (other.values["advisors.rate"], other.values["lens.compensation"], other.lens, other.contexts) == (
        0.3,
        0.0,
        "abi",
        ("data",),
    )
    assert (other.mechanisms["scrutiny"], other.mechanisms["posting"], "rumour" in other.mechanisms) == (
        False,
        False,
        False,
    )
    assert (arm.lens, arm.mechanisms["scrutiny"], arm.folder) == ("pillars", True, other.folder)
    assert with_(other, ticks=9).ticks == 9
    assert vary(arm, interventions=arm.interventions) == vary(arm) == arm


@pytest.mark.parametrize(
    ("values", "settings", "message"),
    [
        ({"advisors.rat": 0.3}, {}, "advisors.rat is unknown; did you mean advisors.rate?"),
        ({"rate": 0.3}, {}, "rate is unknown; did you mean advisors.rate?"),
        ({}, {"lens": "abbi"}, "lens.name = 'abbi' is not a lens; did you mean abi?"),
        ({}, {"mechanisms": {"rumour": False}}, "mechanisms.rumour is unknown; "),
        ({}, {"replicates": 3}, "replicates applies to the whole study, not to one scenario"),
        ({}, {"tick": 3}, "tick is unknown; did you mean ticks?"),
    ],
)
def test_a_wrong_variation_is_refused(values, settings, message):
    """With the same words as a wrong config."""
    with pytest.raises(BadInput) as refusal:
        vary(parse("").arms["as configured"], values, **settings)
    assert str(refusal.value).startswith(f"scenario 'as configured': {message}")


def test_numbers_of_numpy_vary_a_scenario_like_any_other():
    """A sweep hands over what numpy made."""
    numpy = pytest.importorskip("numpy")
    arm = vary(
        parse("").arms["as configured"], {"advisors.rate": numpy.float64(0.3), "population.firms": numpy.int64(2)}
    )
    assert (arm.values["advisors.rate"], arm.values["population.firms"]) == (0.3, 2)
    assert type(arm.values["population.firms"]) is int


def test_differences_are_what_a_scenario_changes():
    """With the default and the value of each, settings included."""
    arm = parse('lens = "abi"\n[firms]\ndisclosure = 0.9\nempowerment = 0.5\n[mechanisms]\nposting = false').arms[
        "as configured"
    ]
    default = parameters()["firms.disclosure"].default
    assert differences(arm) == {
        "firms.disclosure": (default, 0.9),
        "lens": ("trust_equation", "abi"),
        "mechanisms.posting": (True, False),
    }


def test_a_study_travels_to_another_process():
    """Studies are handed to workers."""
    study = parse(EVERYTHING)
    assert pickle.loads(pickle.dumps(study)) == study


# Writing


def test_the_json_schema_knows_every_parameter_with_its_meaning_and_range():
    """Editors check and complete with it, in the base, in arms and in interventions."""
    schema = scenario.json_schema()
    json.dumps(schema)
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["additionalProperties"] is False
    rate = schema["$defs"]["Advisors"]["properties"]["rate"]
    p = parameters()["advisors.rate"]
    assert (rate["default"], rate["minimum"], rate["maximum"]) == (p.default, p.low, p.high)
    assert p.meaning in rate["description"]
    for path, p in parameters().items():
        assert p.name in schema["$defs"][p.group.title()]["properties"]
        assert (path in schema["$defs"]["Set"]["properties"]) == (p.group not in BEFORE_THE_WORLD)


def test_a_starter_parses_before_and_after_its_comments_are_switched_on():
    """It names every trait and mechanism, with range and meaning."""
    text = scenario.starter('My "first" try')
    study = parse(text)
    assert (study.title, len(study.arms)) == ('My "first" try', 2)
    switched_on = "\n".join(
        row.removeprefix("# ") if tomls(row.removeprefix("# ")) else row for row in text.splitlines()
    )
    arm = parse(switched_on).arms["as_it_is"]
    assert {name for name, on in arm.mechanisms.items() if on} == set(OPTIONAL)
    assert len(arm.interventions) == 1
    for p in parameters().values():
        assert p.group not in TRAITS or p.meaning in text


def tomls(row):
    """Whether a line is TOML by itself."""
    try:
        return bool(tomllib.loads(row))
    except tomllib.TOMLDecodeError:
        return False


def test_importing_does_not_load_the_checker():
    """Pydantic, numpy and the mechanisms are loaded when a config is read, not before."""
    heavy = "{'pydantic', 'numpy', 'numba', 'mesa', 'trustsim.lenses', 'trustsim.mechanisms'}"
    code = f"import sys, trustsim.scenario; sys.exit(' '.join({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""
