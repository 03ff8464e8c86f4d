"""What `write_graph` writes, the product reads back; what a format cannot hold is refused, and no file is left."""

import tempfile
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nets import NUMBERS

from trustsim.errors import BadInput
from trustsim.network import from_networkx, make_network, write_graph
from trustsim.network.draft import plain
from trustsim.network.found import shown, tidy
from trustsim.network.readers import found_at

SUFFIXES = ("graphml", "gexf", "net", "paj")
NAMES = (
    "",
    " ",
    "007",
    "7",
    "a\nb",
    "a\r\nb",
    '"',
    'a "b" c',
    "\\",
    "a\\",
    "'",
    "&#65;",
    "<&>",
    "é",
    "語",
    "*Arcs",
    "% x",
    "[1-3]",
    "\x07",
    "\ufeff",
    "None",
    "True",
)
KEYS = (
    "club",
    "x",
    "y",
    "shape",
    "ic",
    "label",
    "name",
    "id",
    "age",
    "007",
    "a b",
    "weight",
    "start",
    "type",
    "kind",
    "size",
    "Weight",
)
VALUES = (
    st.text(max_size=12)
    | st.sampled_from(NAMES)
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False)
)


ANYTHING = st.text(max_size=12) | st.sampled_from(NAMES)
ANY_KEY = st.sampled_from(KEYS)


@st.composite
def graphs(draw, names=ANYTHING, keys=ANY_KEY, values=VALUES):
    """A networkx graph with any names, and attributes of any plain type."""
    nodes = draw(st.lists(names, min_size=2, max_size=6, unique=True))
    G = draw(st.sampled_from([nx.Graph, nx.DiGraph]))()
    for node in nodes:
        G.add_node(node, **draw(st.dictionaries(keys, values, max_size=3)))
    for one, other in draw(st.lists(st.tuples(st.sampled_from(nodes), st.sampled_from(nodes)), max_size=8)):
        G.add_edge(one, other, **draw(st.dictionaries(keys, values, max_size=2)))
    return G


def text(value):
    """A value as files hold it."""
    return plain(tidy(str(value)))


def check_same(G, path):
    """Every node, tie and attribute of a graph is in the file."""
    found = found_at(path)
    pajek = path.suffix in (".net", ".paj")
    names = dict(zip(found.nodes, G, strict=True))
    assert pajek or names == {name: name for name in G}
    for there, name in names.items():
        label = tidy(found.nodes[there]["label"]) if pajek else tidy(name)
        assert label == tidy(name) or "label" in G.nodes[name] or not tidy(name)
        for key, value in G.nodes[name].items():
            assert text(value) == text(found.nodes[there].get(key, ""))
    assert len(found.edges) == G.number_of_edges()
    for edge in found.edges:
        assert G.has_edge(names[edge.source], names[edge.target]) and edge.directed == G.is_directed()
        for key, value in G.edges[names[edge.source], names[edge.target]].items():
            assert text(value) == text(edge.attributes.get(key, ""))


@settings(max_examples=150)
@given(graphs(), st.sampled_from(SUFFIXES))
def test_any_graph_is_written_so_that_it_can_be_read_or_refused(G, suffix):
    """In one line, and without leaving a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"town.{suffix}")
        try:
            write_graph(G, path)
        except BadInput as error:
            assert "\n" not in str(error) and str(error).startswith(shown(path)) and not list(Path(folder).iterdir())
        else:
            assert [each.name for each in Path(folder).iterdir()] == [path.name]
            check_same(G, path)


LETTERS = st.text(
    st.characters(categories=("L", "N", "P", "S"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=12
)
ORDINARY = LETTERS | st.sampled_from(
    ("O'Neil", 'Ann "Annie" B', "a\\b", "007", "van Dam", "a, b; c", "[1-3]", "*Arcs", "% x", "&#65;")
)


@settings(max_examples=150)
@given(
    graphs(
        ORDINARY,
        st.sampled_from(("club", "age", "ic", "x")),
        ORDINARY | st.integers(-1000, 1000) | st.floats(-1e6, 1e6),
    ),
    st.sampled_from(SUFFIXES),
)
def test_what_can_be_shown_on_a_line_is_never_refused(G, suffix):
    """Names and texts of letters, digits, punctuation and signs; one type per attribute, as the XML formats want it."""
    for key in ("club", "ic"):
        for *_, data in (*G.nodes(data=True), *G.edges(data=True)):
            data.update({key: str(data[key])} if key in data else {})
    for key in ("age", "x"):
        for *_, data in (*G.nodes(data=True), *G.edges(data=True)):
            if not isinstance(data.get(key, 0.5), float):
                data[key] = 0.5
    with tempfile.TemporaryDirectory() as folder:
        write_graph(G, Path(folder, f"town.{suffix}"))
        check_same(G, Path(folder, f"town.{suffix}"))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_graph_that_cannot_be_written_leaves_the_file_that_was_there(suffix, tmp_path):
    """A table as an attribute: one line, and yesterday's file."""
    path = tmp_path / f"town.{suffix}"
    write_graph(nx.Graph([("Ann", "Bob")]), path)
    before = path.read_bytes()
    G = nx.Graph([("Ann", "Bob")])
    G.nodes["Ann"]["club"] = "a\x07b" if suffix in ("graphml", "gexf") else "\ud800"
    with pytest.raises(BadInput, match=rf"town\.{suffix}: "):
        write_graph(G, path)
    assert path.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_folder_that_is_not_there_is_told(suffix, tmp_path):
    """One line."""
    with pytest.raises(BadInput, match="cannot be written"):
        write_graph(nx.Graph([("Ann", "Bob")]), tmp_path / "nowhere" / f"town.{suffix}")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_numbers_of_the_network_come_back_to_the_last_digit(suffix, tmp_path):
    """A trait, a strength and a prior."""
    G = nx.Graph()
    G.add_node("Vera", role="advisor", status=1 / 3)
    G.add_node("Ann", role="customer", status=0.1)
    G.add_node("Bob", role="customer", status=2 / 3)
    G.add_edge("Ann", "Vera", prior_competence=0.1 + 0.2)
    G.add_edge("Ann", "Bob", strength=1 / 7)
    write_graph(G, tmp_path / f"town.{suffix}")
    again, first = make_network({"file": f"town.{suffix}"}, NUMBERS, 1, tmp_path), from_networkx(G)
    assert again.strength.tolist() == first.strength.tolist() and again.prior["competence"].tolist() == [0.1 + 0.2]
    assert again.attributes["customers"]["status"].tolist() == [0.1, 2 / 3]
