"""Networks that were once read wrong, or refused with a misleading message: the files in `networks/`."""

import tomllib
from pathlib import Path

import networkx as nx
import pytest
from nets import NUMBERS, seen

from trustsim.errors import BadInput
from trustsim.network import make_network, write_graph
from trustsim.runs.terminal import check

FOLDER = Path(__file__).parent / "networks"
ABC = [("Ann", "Vera"), ("Bob", "Vera"), ("Cem", "Wim")]
AB = [("Ann", "Vera"), ("Bob", "Vera")]
PAIR = [("Ann", "Vera"), ("Bob", "Wim")]
READ = {  # id: advisors, who knows whom, peers
    "P01": (["Vera", "Wim"], [("Ann", "Vera"), ("Bob", "Vera"), ("Ann", "Wim")], [("Ann", "Bob")]),
    "P02": (
        ["Vera", "Wim"],
        [(customer, advisor) for customer in ("Ann", "Bob", "Cem") for advisor in ("Vera", "Wim")],
        [("Ann", "Bob"), ("Ann", "Cem"), ("Bob", "Cem")],
    ),
    "P04": (["Vera", "Wim"], ABC, [("Ann", "Bob")]),
    "P06": (["Vera", "Wim"], ABC, []),
    "P07": (["Vera", "Wim"], [("Ann", "Vera"), ("Bob", "Wim"), ("Cem", "Wim")], []),
    "P09": (["Vera", "Wim"], ABC, []),
    "P10": (["1", "2"], [("3", "1"), ("4", "1"), ("5", "2")], []),
    "P12": (["Vera"], AB, [("Ann", "Bob")]),
    "P13": (["O'Neil"], [("Ann", "O'Neil"), ("Bob", "O'Neil")], []),
    "P17": (["Vera"], AB, []),
    "G01": (["Vera"], AB, []),
    "G03": (["Vera"], [("Ann", "Vera")], []),
    "G05": (["Vera", "Bob"], [("Ann", "Vera"), ("Ann", "Bob"), ("Cem", "Bob")], []),
    "G08": (["Vera"], AB, []),
    "G10": (["Vera"], [("Ann", "Vera")], []),
    "G11": (["Vera"], AB, []),
    "G12": (["Vera"], [("Ann", "Vera")], []),
    "G13": (["Vera"], AB, []),
    "G18": (["Vera"], AB, []),
    "X01": (["Vera"], AB, []),
    "X02": (["Vera"], AB, []),
    "X03": (["vera"], [("ann", "vera"), ("bob", "vera")], []),
    "X05": (["Vera"], AB, []),
    "C01": (["Ann"], [("Zoe", "Ann"), ("Bob", "Ann"), ("Cem", "Ann")], [("Bob", "Zoe")]),
    "C03": (["Vera", "Wim"], PAIR, []),
    "C05": (["Vera"], AB, []),
    "C08": (["Vera", "Wim"], PAIR, []),
    "C09": (["Vera", "Wim"], PAIR, []),
    "C12": (["Vera", "Wim"], PAIR, []),
    "C14": (["Vera"], [("Ann", "Vera"), ("Ann", "Vera")], []),
    "C15": (["Vera", "Wim"], PAIR, []),
    "C19": (["Vera", "Wim"], [], []),
}
REFUSED = {
    "P15": "P15.net line 7: there is no vertex 7; they are numbered 1 to 3",
    "P20": "P20.net: holds no people",
    "G07": "G07.graphml line 9: prior = 0.4 is not a table; name the attribute after a dimension: prior_competence",
    "C22": "C22.ties.csv line 2: weight '1_0' is not a number of at least 0; correct it",
}


def graph_of(case):
    """The [graph] table of a case."""
    return tomllib.loads((FOLDER / f"{case}.toml").read_text(encoding="utf-8"))["graph"]


@pytest.mark.parametrize("case", READ)
def test_a_file_that_was_read_wrong_is_read_right(case):
    """Everybody is there, once, under their own name; every tie is there; nobody is made up."""
    advisors, knows, peers = READ[case]
    there = seen(graph_of(case), FOLDER)
    assert (there.advisors, there.knows, there.peers) == (advisors, knows, peers)


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_makes_no_sense_says_so_as_its_path_was_typed(case, monkeypatch):
    """`trustsim validate baseline --network P15.toml`: one line that begins with the file beside it."""
    monkeypatch.chdir(FOLDER)
    with pytest.raises(BadInput) as error:
        check("baseline", (), f"{case}.toml")
    assert str(error.value) == REFUSED[case]


def test_every_case_is_held_by_one_of_these_tests():
    """No config in `networks/` is left out."""
    assert {path.name.partition(".")[0] for path in FOLDER.glob("*.toml")} == {*READ, *REFUSED}


@pytest.mark.parametrize("start", ["here", "above", "absolute"])
def test_a_path_is_shown_as_its_user_would_type_it(start, monkeypatch):
    """Not the way from the installation to the user's folder: relative to where they are, or absolute."""
    monkeypatch.chdir({"here": FOLDER, "above": FOLDER.parent, "absolute": "/"}[start])
    typed = {"here": "P15.toml", "above": "networks/P15.toml", "absolute": FOLDER.as_posix() + "/P15.toml"}[start]
    with pytest.raises(BadInput) as error:
        check("baseline", (), typed)
    shown = str(error.value).partition(" line")[0]
    assert shown == {"here": "P15.net", "above": "networks/P15.net"}.get(start, (FOLDER / "P15.net").as_posix()[1:])


NOTED = {
    "P01": "",
    "C19": "the network has no ties",
    "G18": "the network leaves out 1 tie: duplicate",
    "X02": "X02.gexf has times: everything that was ever there is read as there from the start",
    "G08": "the kinds of ties in G08.graphml (advice, friend) are none of employs, knows, peers: not heeded",
    "G05": "the network leaves out 1 tie: advisor-advisor",
    "P10": "",
}


@pytest.mark.parametrize("case", NOTED)
def test_what_is_read_in_another_way_than_the_file_has_it_is_noted(case, monkeypatch):
    """`validate` and `run` print these notes."""
    monkeypatch.chdir(FOLDER)
    notes = [note for note in check("baseline", (), f"{case}.toml") if "in-degree" not in note]
    assert notes == ([NOTED[case]] if NOTED[case] else [])


def test_a_name_that_two_share_is_not_taken_for_the_first_of_them(monkeypatch):
    """`for.customers = ["Ann"]`, where two are called Ann."""
    monkeypatch.chdir(FOLDER)
    with pytest.raises(BadInput, match="2 customers are called Ann; choose them by row: 0, 1"):
        check("C14.study.toml", (), "C14.toml")


def test_cells_with_spaces_or_signs_that_cannot_be_shown_are_one_group():
    """`North ` is North; a bell in a name is a space."""
    assert seen(graph_of("C12"), FOLDER).groups["advisors"]["office"] == ["North", "North"]
    assert seen(graph_of("C15"), FOLDER).groups["advisors"]["office"] == ["No rth", "South"]


def test_numbers_that_are_no_numbers_stay_text():
    """`1_2` and `12` are two offices; a marital status is a group."""
    assert seen(graph_of("C03"), FOLDER).firms == ["office 12", "office 1_2"]
    assert seen(graph_of("G10"), FOLDER).groups["advisors"]["status"] == ["married"]


def test_vectors_and_modes_of_pajek_are_attributes():
    """Ages of five people; the first two of five are of the first mode."""
    assert seen(graph_of("P06"), FOLDER).groups["customers"]["age"] == ["28", "52", "39"]
    assert seen(graph_of("P09"), FOLDER).groups["customers"]["mode"] == ["2", "2", "2"]


@pytest.mark.parametrize("suffix", ["net", "paj", "graphml", "gexf"])
@pytest.mark.parametrize(
    "name", ["O'Neil", 'Ann "Annie" B', "a\\b", "007", "é ł 語", "x <&> y", "&#34;", "%", "*Arcs", "[1-3]"]
)
def test_a_name_survives_being_written_and_read(name, suffix, tmp_path):
    """Whatever `write_graph` writes, the product reads back."""
    G = nx.Graph([("Vera", name), ("Vera", "Bob")])
    nx.set_node_attributes(G, {"Vera": "advisor", name: "customer", "Bob": "customer"}, "role")
    write_graph(G, tmp_path / f"P21.{suffix}")
    assert make_network({"file": f"P21.{suffix}"}, NUMBERS, 1, tmp_path).labels["customers"] == [name, "Bob"]
