"""Networks from CSV files and configs: layers, roles, firms, traits, every fault in one line, and real data."""

import os
import re
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from trustsim.errors import BadInput
from trustsim.network import assembled_network, fingerprint, from_networkx, make_network, to_networkx
from trustsim.parameters import parameters

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("TRUSTSIM_DATA", ROOT.parent / "shared" / "data"))
NUMBERS = {p.path: p.default for p in parameters().values()}
NODES = "id,kind,office,rank\nann,1,north,10\nbob,1,south,20\ndan,2,north,30\neve,2,south,40\n"
EDGES = "source,target,weight\ndan,ann,4\nann,dan,2\neve,bob,1\ndan,eve,3\nann,bob,1\n"
ROLES = {"attribute": "kind", "advisor": [1], "customer": [2]}
real_data = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"no folder {DATA}: set TRUSTSIM_DATA to the folder with the data"
)


@pytest.fixture
def folder(tmp_path):
    """A folder with four people and two layers of ties."""
    (tmp_path / "people.csv").write_text(NODES)
    (tmp_path / "asks.csv").write_text(EDGES)
    (tmp_path / "likes.csv").write_text("who,whom\neve,ann\ndan,ann\n")
    return tmp_path


def config(**changed):
    """A [graph] table over the fixture's files."""
    return {"nodes": "people.csv", "edges": {"asks": {"file": "asks.csv"}}, "roles": ROLES} | changed


def refused(graph, folder):
    """The one line that says why `graph` is not accepted."""
    with pytest.raises(BadInput) as error:
        make_network(graph, NUMBERS, 1, folder)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_layers_become_relations_and_peers_and_the_rest_is_counted(folder):
    """Either direction makes a relation; a tie between advisors is dropped and reported."""
    n, dropped = assembled_network(config(), NUMBERS, 1, folder)
    assert n.knows_first.tolist() == [0, 1, 2] and n.knows.tolist() == [0, 1] and n.peers.tolist() == [1, 0]
    assert n.labels["customers"] == ["dan", "eve"] and n.firms == 1 and dropped == {"advisor-advisor": 1}


def test_weights_scale_priors_and_strengths_against_the_heaviest(folder):
    """4 of 4 gives the whole prior, 1 of 4 a quarter; two arcs between the same two count once, at the higher."""
    layer = {"file": "asks.csv", "weight": "weight", "prior": {"competence": 2.0}}
    n = make_network(config(edges={"asks": layer}), NUMBERS, 1, folder)
    assert n.prior["competence"].tolist() == [2.0, 0.5] and n.strength.tolist() == [0.75, 0.75]


def test_a_pair_in_two_layers_is_one_relation_with_the_priors_added(folder):
    """dan asks ann and likes ann: one relation, both kinds of evidence, and same kinds are summed."""
    asks = {"file": "asks.csv", "prior": {"competence": 1.0, "intimacy": 0.5}}
    likes = {"file": "likes.csv", "source": "who", "target": "whom", "prior": {"intimacy": 1.0}}
    n = make_network(config(edges={"asks": asks, "likes": likes}), NUMBERS, 1, folder)
    assert n.knows_first.tolist() == [0, 1, 3]
    assert n.prior["competence"].tolist() == [1.0, 0.0, 1.0] and n.prior["intimacy"].tolist() == [1.5, 1.0, 0.5]


def test_a_weight_of_zero_is_no_tie(folder):
    """What weighs nothing is dropped and counted."""
    (folder / "asks.csv").write_text(EDGES.replace("dan,eve,3", "dan,eve,0"))
    n, dropped = assembled_network(config(edges={"asks": {"file": "asks.csv", "weight": "weight"}}), NUMBERS, 1, folder)
    assert n.peers.size == 0 and dropped["weight 0"] == 1


def test_a_layer_of_one_kind_leaves_other_ties_out(folder):
    """A layer that is about `knows` makes no peers, and says how many ties it left out."""
    n, dropped = assembled_network(config(edges={"asks": {"file": "asks.csv", "kind": "knows"}}), NUMBERS, 1, folder)
    assert n.peers.size == 0 and n.knows.size == 2
    assert dropped == {"knows customer-customer": 1, "knows advisor-advisor": 1}


def test_firms_are_the_values_of_the_attribute_that_firm_names(folder):
    """`firm = "office"` makes a firm of each office."""
    n = make_network(config(firm="office"), NUMBERS, 1, folder)
    assert n.labels["firms"] == ["office north", "office south"] and n.firm_of.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("source", "advisors", "customers"), [("rank", [0, 1 / 3], [2 / 3, 1]), ("-rank", [1, 2 / 3], [1 / 3, 0])]
)
def test_a_trait_is_stretched_over_its_range_and_a_minus_reverses_it(folder, source, advisors, customers):
    """Ranks 10..40 become standings 0..1, over advisors and customers together."""
    columns = make_network(config(traits={"status": source}), NUMBERS, 1, folder).attributes
    assert columns["advisors"]["status"] == pytest.approx(advisors) and columns["customers"]["status"] == pytest.approx(
        customers
    )


def test_a_trait_within_its_range_is_taken_as_it_is(folder):
    """Values in 0..1 are not stretched, and those of `negativity`, 1..4, neither."""
    (folder / "people.csv").write_text("id,kind,s,n\nann,1,0.4,\ndan,2,0.6,2\neve,2,0.5,3\n")
    (folder / "asks.csv").write_text("source,target\ndan,ann\n")
    columns = make_network(config(traits={"status": "s", "negativity": "n"}), NUMBERS, 1, folder).attributes
    assert columns["advisors"]["status"] == pytest.approx([0.4]) and "negativity" not in columns["advisors"]
    assert columns["customers"]["negativity"].tolist() == [2, 3]


def test_a_true_disposition_can_come_from_an_attribute(folder):
    """The advisors' own competence is a trait like another; customers have none."""
    columns = make_network(config(traits={"competence": "rank"}), NUMBERS, 1, folder).attributes
    assert columns["advisors"]["competence"].tolist() == [0, 1] and "competence" not in columns["customers"]


def test_other_attributes_are_kept_as_groups(folder):
    """What is not a trait stays as text, to compare groups by and to intervene in; an empty cell is an empty text."""
    (folder / "people.csv").write_text(NODES.replace("dan,2,north", "dan,2,"))
    columns = make_network(config(), NUMBERS, 1, folder).attributes
    assert columns["advisors"]["office"].tolist() == ["north", "south"] and columns["customers"]["office"].tolist() == [
        "",
        "south",
    ]
    assert columns["advisors"]["kind"].tolist() == ["1", "1"]


def test_a_single_edge_list_needs_no_table_of_nodes(folder):
    """`file = "asks.csv"` with a rule for the roles is enough; here the second column is who is asked."""
    graph = {
        "file": "asks.csv",
        "weight": "weight",
        "symmetric": False,
        "roles": {"rule": "highest_in_degree", "advisors": 0.25},
    }
    n = make_network(graph, NUMBERS, 1, folder)
    assert n.labels["advisors"] == ["ann"] and n.knows.size == 1


def test_files_are_looked_for_in_the_folder_that_graph_names(folder):
    """`graph.folder` is relative to the config's own folder."""
    assert make_network(config(folder=folder.name), NUMBERS, 1, folder.parent).knows.size == 2


@pytest.mark.parametrize(
    ("graph", "said"),
    [
        (
            {"nodes": "people.csv"},
            "graph.nodes is of no use here: the network is made (small_world); "
            "name what to read with graph.edges or graph.file",
        ),
        ({"maker": "scale_free", "roles": ROLES}, "graph.roles is of no use here: the network is made (scale_free)"),
        ({"maker": "networkx.karate_club_graph", "symmetric": False}, "graph.symmetric is of no use here"),
        (
            {"file": "g.graphml", "nodes": "people.csv"},
            "graph.nodes is of no use here: graph.file = 'g.graphml' holds its own nodes",
        ),
        (
            {"file": "asks.csv", "edges": {"asks": {"file": "asks.csv"}}},
            "graph.file and graph.edges both say what to read",
        ),
    ],
)
def test_a_key_that_would_not_be_heeded_is_refused(folder, graph, said):
    """A researcher's people are never silently replaced by made ones."""
    with pytest.raises(BadInput) as error:
        make_network(graph, NUMBERS, 1, folder)
    assert str(error.value).startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("source,target\ndan,ann,3,4\n", "line 2: 4 values, but 2 columns"),
        ("source,target,source\ndan,ann,x\n", "the column 'source' is there twice"),
    ],
)
def test_a_table_whose_columns_are_not_clear_is_refused(folder, text, said):
    """More values than columns, or two columns of one name."""
    (folder / "asks.csv").write_text(text)
    with pytest.raises(BadInput, match=re.escape(said)):
        make_network(config(), NUMBERS, 1, folder)


FAULTY_EDGES = [
    ("dan,dan,1\n", "asks.csv line 7: dan,dan is a self-loop; remove it"),
    ("dan,ann,1\n", "asks.csv line 7: dan,ann is a duplicate of"),
    ("dan,zoe,1\n", "asks.csv line 7: node 'zoe' is unknown; add it to the nodes or remove the tie"),
    (",ann,1\n", "asks.csv line 7: no source"),
    ("eve,ann,much\n", "asks.csv line 7: weight 'much' is not a number of at least 0"),
    ("eve,ann,-2\n", "asks.csv line 7: weight '-2' is not a number of at least 0"),
    ("eve,ann,nan\n", "asks.csv line 7: weight 'nan' is not a number"),
    ("eve,ann\n", "asks.csv line 7: weight '' is not a number"),
]


@pytest.mark.parametrize(("row", "message"), FAULTY_EDGES)
def test_a_faulty_tie_is_named_by_its_line(folder, row, message):
    """File, line, value and cure, for every way in which a tie can be wrong."""
    (folder / "asks.csv").write_text(EDGES + row)
    assert message in refused(config(edges={"asks": {"file": "asks.csv", "weight": "weight"}}, strict=True), folder)


FAULTY_NODES = [
    ("fay,,north,5\n", "people.csv line 6: the node has no 'kind', so no role"),
    ("fay,7,north,5\n", "people.csv line 6: kind = '7' is not a role (allowed: firm, advisor, customer, 1, 2)"),
    ("dan,2,north,5\n", "people.csv line 6: node 'dan' is there already"),
    (",2,north,5\n", "people.csv line 6: no id"),
    ("fay,1,,5\n", "people.csv line 6: the advisor has no 'office', which graph.firm names"),
    ("fay,1,north,old\n", "people.csv line 6: rank = 'old' is not a number, which graph.traits.status needs"),
]


@pytest.mark.parametrize(("row", "message"), FAULTY_NODES)
def test_a_faulty_node_is_named_by_its_line(folder, row, message):
    """File, line, value and cure, for every way in which a node can be wrong."""
    (folder / "people.csv").write_text(NODES + row)
    assert message in refused(config(firm="office", traits={"status": "rank"}), folder)


FAULTY_CONFIGS = [
    ({"maker": "smal_world"}, "graph.maker = 'smal_world' is unknown; did you mean small_world?"),
    ({"maker": "networkx.karate_club_graf"}, "did you mean karate_club_graph?"),
    ({"maker": "networkx.write_graphml"}, "networkx has no generator of that name"),
    ({"maker": "networkx.path_graph", "arguments": {"m": 3}}, "do not suit networkx.path_graph"),
    ({"maker": "networkx.path_graph", "arguments": 3}, "graph.arguments = 3 is not a table"),
    ({"maker": "networkx.path_graph", "arguments": {"n": 3}}, "networkx.path_graph node '0': the node has no 'role'"),
    ({"makr": "small_world"}, "graph.makr is unknown; did you mean maker?"),
    ({"file": "town.xlsx"}, "cannot read '.xlsx'"),
    ({"file": "town.graphml"}, "town.graphml: no such file; "),
    ({"file": "people.csv"}, "people.csv: no column 'source'; it has id, kind, office, rank"),
    (config(nodes="persons.csv"), "persons.csv: no such file; "),
    (config(id="name"), "people.csv: no column 'name'; it has id, kind, office, rank"),
    (config(edges={"asks": {"file": "nowhere.csv"}}), "nowhere.csv: no such file"),
    (config(edges={"asks": {"source": "a"}}), "graph.edges.asks has no file"),
    (
        config(edges={"asks": {"file": "asks.csv", "wieght": "weight"}}),
        "graph.edges.asks.wieght is unknown; did you mean weight?",
    ),
    (config(edges={"asks": {"file": "asks.csv", "weight": "heft"}}), "no column 'heft'"),
    (config(edges={"asks": {"file": "asks.csv", "prior": {"intimcy": 1}}}), "did you mean intimacy?"),
    (
        config(edges={"asks": {"file": "asks.csv", "prior": {"intimacy": "big"}}}),
        "intimacy = 'big' is not valid evidence",
    ),
    (config(edges={"asks": {"file": "asks.csv", "kind": "friends"}}), "kind = 'friends' is unknown"),
    (config(edges=3), "graph.edges = 3 is not a layer"),
    (config(roles={"rule": "highest"}), "graph.roles.rule = 'highest' is unknown; did you mean highest_in_degree?"),
    (config(roles={"rule": "highest_in_degree", "advisors": 1.5}), "graph.roles.advisors = 1.5 is outside 0..1"),
    (
        config(roles={"rule": "highest_in_degree", "layer": "ask"}),
        "graph.roles.layer = 'ask' is unknown; did you mean asks?",
    ),
    (config(roles="kind"), "graph.roles = 'kind' is not a table"),
    (config(traits={"status": "rnk"}), "no node has that attribute; did you mean rank?"),
    (config(traits={"statis": "rank"}), "graph.traits.statis is unknown; did you mean status?"),
]


@pytest.mark.parametrize(("graph", "message"), FAULTY_CONFIGS)
def test_a_faulty_config_is_refused_with_the_nearest_name(folder, graph, message):
    """The key, the value and what is meant most likely."""
    assert message in refused(graph, folder)


@pytest.mark.parametrize("suffix", ["graphml", "gexf", "net"])
def test_a_broken_file_is_refused_in_one_line(folder, suffix):
    """A file that is not what its ending says names itself and the cure."""
    (folder / f"town.{suffix}").write_text("*vertices many\n<graph>")
    assert f"town.{suffix}" in refused({"file": f"town.{suffix}"}, folder)


def test_networkx_is_imported_only_when_needed():
    """Importing `trustsim.network` stays fast: no networkx."""
    import subprocess

    code = "import sys, trustsim.network; sys.exit('networkx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def real(name, **changed):
    """The network and the dropped ties of one of the configs that come with the project, on the real files."""
    graph = tomllib.loads((ROOT / "configs" / "networks" / f"{name}.toml").read_text())["graph"]
    return assembled_network(graph | {"folder": str(DATA)} | changed, NUMBERS, 1)


@real_data
def test_the_lawyers_are_36_partners_and_35_associates():
    """Every advice or friendship tie of Lazega's 71 lawyers is a relation, a tie between peers, or counted."""
    n, dropped = real("lawyers")
    assert (len(n.firm_of), len(n.knows_first) - 1, n.firms) == (36, 35, 1)
    assert (n.knows.size, n.peers.size) == (290, 396) and dropped == {"advisor-advisor": 662}
    assert {d: c.sum() for d, c in n.prior.items()} == {"competence": 269.0, "intimacy": 92.0}
    assert n.attributes["advisors"]["status"][0] == 1.0 and n.attributes["customers"]["status"][-1] == 0.0
    assert fingerprint(from_networkx(to_networkx(n))) == fingerprint(n)


@real_data
def test_offices_can_be_the_firms_of_the_lawyers():
    """Three offices: each partner belongs to one of them."""
    n, _ = real("lawyers", firm="office")
    assert n.labels["firms"] == ["office 1", "office 2", "office 3"] and np.bincount(n.firm_of).sum() == 36


@real_data
def test_both_directions_of_a_symmetric_layer_make_one_tie():
    """The co-work layer lists every tie twice, which is no duplicate."""
    n, dropped = real("lawyers", edges={"work": {"file": "lazega_cowork.csv", "prior": {"reliability": 1.0}}})
    assert (
        n.prior["reliability"].max() == 1.0
        and n.knows.size + n.peers.size // 2 + dropped["advisor-advisor"] // 2 == 378
    )


@real_data
def test_the_consultants_whose_expertise_is_valued_most_advise():
    """A fifth of Cross and Parker's 46; they stand higher than the others, and evidence goes with the rating."""
    n, _ = real("consultants")
    assert (len(n.firm_of), len(n.knows_first) - 1) == (9, 37)
    assert n.attributes["advisors"]["status"].mean() > n.attributes["customers"]["status"].mean()
    assert n.prior["competence"].max() == 1.0 and 0.2 <= n.strength.min() < n.strength.max() == 1.0


def test_the_weight_of_the_graph_holds_for_every_layer_that_names_none(folder):
    """As if each layer had named it; a column that is not there is told."""
    each = make_network(config(edges={"asks": {"file": "asks.csv", "weight": "weight"}}), NUMBERS, 1, folder)
    whole = make_network(config(edges="asks.csv", weight="weight"), NUMBERS, 1, folder)
    assert whole.strength.tolist() == each.strength.tolist()
    with pytest.raises(BadInput, match="no column 'heaviness'"):
        make_network(config(edges="asks.csv", weight="heaviness"), NUMBERS, 1, folder)


@pytest.mark.parametrize(
    ("graph", "told"),
    [
        (
            {"edges": "asks.csv", "maker": "small_world"},
            "graph.maker = 'small_world' cannot be combined with graph.edges",
        ),
        ({"maker": "small_world", "arguments": {"n": 50}}, "graph.arguments are for maker"),
        ({"edges": {"asks": {"file": 3}}}, "graph.edges.asks has no file"),
        ({"edges": {"asks": 3}}, "graph.edges.asks = 3 is not a table"),
        ({"edges": "asks.csv", "roles": {"attribute": ["x"]}}, "graph.roles.attribute = .* is not text"),
        (
            {"edges": "asks.csv", "roles": {"rule": "highest_in_degree", "layer": ["x"]}},
            "graph.roles.layer = .* is unknown",
        ),
        ({"file": "cut.net"}, r"cut\.net line 5: the matrix has 3 numbers, not 5 x 5"),
        (
            {
                "maker": "networkx.gaussian_random_partition_graph",
                "arguments": {"n": 10, "s": 3, "v": 0, "p_in": 0.5, "p_out": 0.1},
            },
            "do not suit",
        ),
    ],
)
def test_a_graph_that_contradicts_itself_or_is_cut_short_is_told(folder, graph, told):
    """A line each; nothing is silently left aside."""
    (folder / "cut.net").write_text('*Vertices 5\n1 "a"\n2 "b"\n*Matrix\n0 1 0\n')
    with pytest.raises(BadInput, match=told) as error:
        assembled_network(graph, NUMBERS, 1, folder)
    assert "\n" not in str(error.value)
