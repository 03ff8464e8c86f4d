"""What is read from Pajek's files, and what is refused: the table in docs/how-to/network.md, and variations of it."""

import pytest
from nets import read, seen, written

from trustsim.errors import BadInput

THREE = '*Vertices 3\n1 "Vera"\n2 "Ann"\n3 "Bob"\n'
TIES = "*Arcs\n2 1\n3 1\n"
SAME = [("Ann", "Vera"), ("Bob", "Vera")]
VARIATIONS = {
    "as the manual has it": THREE + TIES,
    "capitals": THREE.replace("Vertices", "VERTICES") + "*ARCS\n2 1\n3 1\n",
    "small letters": THREE.replace("Vertices", "vertices") + "*arcs\n2 1\n3 1\n",
    "the singular": THREE.replace("Vertices", "Vertex") + TIES,
    "Windows' ends of lines": (THREE + TIES).replace("\n", "\r\n"),
    "old Macintosh's ends of lines": (THREE + TIES).replace("\n", "\r"),
    "a mark of UTF-8": "\ufeff" + THREE + TIES,
    "UTF-16": (THREE + TIES).encode("utf-16"),
    "UTF-16 without a mark": (THREE + TIES).encode("utf-16-le"),
    "blank lines and indents": "\n  " + (THREE + TIES).replace("\n", "  \n\n\t"),
    "a title": "*Network advice in a firm\n" + THREE + TIES,
    "comments": "% by a tool\n" + THREE + "% who asks whom\n" + TIES + "%\n",
    "Infomap's comments": "# by a tool\n" + THREE + "#source target\n" + TIES,
    "text before the first section": "Sampson's monks, simplified\n\n" + THREE + TIES,
    "no quotation marks": THREE.replace('"', "") + TIES,
    "coordinates": THREE.replace('a"', 'a" 0.1 0.2').replace('n"', 'n" 0.3 0.4 0.5') + TIES,
    "coordinates that are none": THREE.replace('a"', 'a" NaN NaN') + TIES,
    "shapes and colours": THREE.replace('a"', 'a" 0.1 0.2 0.5 box ic Blue bc Red x_fact 2') + TIES,
    "a colour and no coordinates": THREE.replace('a"', 'a" ic Blue') + TIES,
    "a shape of another program": THREE.replace('a"', 'a" 0.1 0.2 hexagon') + TIES,
    "times": THREE.replace('a"', 'a" [1-5,8-*]') + "*Arcs\n2 1 1 [1-3]\n3 1 [2]\n",
    "weights": THREE + "*Arcs\n2 1 3\n3 1 0.5\n",
    "drawing of arcs": THREE + '*Arcs\n2 1 1 w 3 c Blue p Dashed l "asks"\n3 1 1 h2 0.5\n',
    "an empty section": THREE + TIES + "*Edges\n",
    "arcs as lists": THREE + "*Arcslist\n2 1\n3 1\n",
    "one relation with a number": THREE + "*Arcs :1\n2 1\n3 1\n",
    "one relation with a name": THREE + '*Arcs :1 "asks"\n2 1\n3 1\n',
    "the relation in front of the arc": THREE + "*Arcs\n1: 2 1 1\n2: 3 1 1\n",
    "a matrix": THREE + "*Matrix\n0 0 0\n1 0 0\n1 0 0\n",
    "a matrix on one line": THREE + "*Matrix\n0 0 0 1 0 0 1 0 0\n",
    "edges": THREE + "*Edges\n1 2\n1 3\n",
    "edges as lists": THREE + "*Edgeslist\n1 2 3\n",
    "two modes": THREE.replace(" 3\n", " 3 1\n", 1) + "*Edges\n1 2\n1 3\n",
    "a matrix between two modes": THREE.replace(" 3\n", " 3 1\n", 1) + "*Matrix\n1 1\n",
    "vertices in another order": '*Vertices 3\n3 "Bob"\n1 "Vera"\n2 "Ann"\n' + TIES,
    "a number before every section of ties": THREE + "*Arcs 2\n2 1\n3 1\n",
    "accents": THREE.replace("Vera", "Véra").encode("cp1252") + TIES.encode(),
    "accents in Pajek's code": THREE.replace("Vera", "V&#233;ra") + TIES,
}


@pytest.mark.parametrize("text", VARIATIONS.values(), ids=VARIATIONS)
def test_variations_of_a_file_give_the_same_network(text, tmp_path):
    """Three people, of whom two ask the first; nobody else, under no other name."""
    there = read(tmp_path, text)
    accented = [(customer, advisor.replace("é", "e")) for customer, advisor in there.knows]
    assert (accented, there.customers, there.peers) == (SAME, ["Ann", "Bob"], [])


REFUSED = {
    "no section at all": ("Vera Ann\n", "has no *Vertices"),
    "no number of vertices": ("*Vertices\n", "line 1: *Vertices '' does not say how many there are"),
    "a number that is none": ("*Vertices 1e9\n", "line 1: *Vertices '1e9' does not say how many there are"),
    "too many vertices": ("*Vertices 999999999999\n", "line 1: 999999999999 vertices are more than can be read"),
    "many vertices and few lines": (
        "*Vertices 900000\n*Arcs\n1 2\n",
        "900000 vertices in a file of 4 lines cannot be right",
    ),
    "a first mode larger than the whole": (
        "*Vertices 3 5\n",
        "line 1: *Vertices 3 5: the first mode is larger than the whole",
    ),
    "nobody": ("*Vertices 0\n*Arcs\n", "holds no people"),
    "ties before vertices": ("*Arcs\n1 2\n", "line 1: *Arcs stands before *Vertices"),
    "a vertex that is not there": (THREE + "*Arcs\n2 9\n", "line 6: there is no vertex 9; they are numbered 1 to 3"),
    "a vertex 0": (THREE + "*Edges\n0 1\n", "line 6: there is no vertex 0; they are numbered 1 to 3"),
    "a vertex beyond the last": (THREE + '4 "Cem"\n', "line 5: there is no vertex 4"),
    "a vertex twice": (THREE + '3 "Cem"\n', "line 5: vertex 3 is there twice"),
    "a name for an end": (THREE + "*Arcs\nAnn Vera\n", "line 6: 'Ann' is not the number of a vertex"),
    "a tie with one end": (THREE + "*Arcs\n2\n", "line 6: a tie has two ends, not '2'"),
    "a weight that is none": (THREE + "*Arcs\n2 1 much\n", "line 6: the weight 'much' is not a number"),
    "a weight with an underscore": (THREE + "*Arcs\n2 1 1_0\n", "line 6: the weight '1_0' is not a number"),
    "a label of two words": ("*Vertices 1\n1 Ann Smith\n", "line 2: 'Smith' behind the label is not a coordinate"),
    "a label of four words": (
        "*Vertices 1\n1 Ann van der Valk\n",
        "line 2: 'van' behind the label is not a coordinate",
    ),
    "a quotation mark that is not closed": (
        '*Vertices 1\n1 "Ann\n',
        "line 2: a quotation mark is missing or misplaced",
    ),
    "a quotation mark too many": (
        '*Vertices 1\n1 "Ann "Annie" B"\n',
        "line 2: a quotation mark is missing or misplaced",
    ),
    "a key without a value": (THREE.replace('a"', 'a" 0.1 0.2 box ic'), "line 2: 'ic' at the end has no value"),
    "a matrix that is cut short": (THREE + "*Matrix\n0 1 0\n", "line 6: the matrix has 3 numbers, not 3 x 3"),
    "a matrix with too much": (THREE + "*Matrix\n" + "0 1 0 1\n" * 3, "line 8: the matrix has more numbers than 3 x 3"),
    "a matrix with a word": (THREE + "*Matrix\n0 x 0\n", "line 6: 'x' in the matrix is not a number"),
    "networks of different people": (
        THREE + TIES + "*Network b\n*Vertices 2\n",
        "holds networks of different people (3 and 2 vertices)",
    ),
    "the same numbers for other people": (
        THREE + TIES + "*Network b\n" + THREE.replace("Bob", "Cem"),
        "vertex 3 is 'Cem' here and 'Bob' before",
    ),
    "a partition with a word": (
        THREE + TIES + "*Partition p\n*Vertices 3\n1\nx\n",
        "line 11: 'x' is not a number, which p needs",
    ),
    "events in time": (THREE + "*Events\nTI 1\n", "line 5: the section *Events is not read"),
    "Infomap's states": (THREE + "*States\n1 1\n", "line 5: the section *States is not read"),
    "bytes of no text": (b'*Vertices 1\n1 "\x81\x8d"\n', "is neither UTF-8 nor Windows-1252 text"),
    "half of UTF-16": ((THREE + TIES).encode("utf-16")[:-1], "is not utf-16 text"),
    "zeros": (b"*Vertices 1\n" + b'1 "a"\n' * 50 + b"\0\0\0", "holds characters that are no text"),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_read_is_refused_in_one_line(text, message, tmp_path):
    """The file, the line, what is wrong."""
    with pytest.raises(BadInput) as error:
        read(tmp_path, text)
    assert message in str(error.value) and "town.net" in str(error.value) and "\n" not in str(error.value)


def test_relations_are_layers_that_roles_can_go_by(tmp_path):
    """Advice makes the advisors; friendship is read as well."""
    text = THREE + '*Arcs :1 "advice"\n2 1\n*Edges :2 "friendship"\n2 3\n'
    there = read(tmp_path, text, roles={"rule": "highest_in_degree", "advisors": 0.3, "layer": "advice"})
    assert (there.advisors, there.knows, there.peers) == (["Vera"], [("Ann", "Vera")], [("Ann", "Bob")])
    with pytest.raises(BadInput, match="graph.roles.layer = 'advise' is unknown; did you mean advice"):
        read(tmp_path, text, roles={"rule": "highest_in_degree", "layer": "advise"})


def test_several_networks_of_the_same_people_are_layers(tmp_path):
    """Named by the network, then by the relation; the second may leave the names out."""
    text = "*Network advice\n" + THREE + TIES + "*Network liking\n*Vertices 3\n*Edges\n2 3\n"
    there = read(tmp_path, text, "town.paj", roles={"rule": "highest_in_degree", "advisors": 0.3, "layer": "liking"})
    assert there.advisors == ["Ann"]
    there = read(tmp_path, text, "town.paj", roles={"rule": "highest_in_degree", "advisors": 0.3, "layer": "advice"})
    assert (there.advisors, there.peers) == (["Vera"], [("Ann", "Bob")])


def test_partitions_and_vectors_are_attributes_whose_roles_and_traits_can_be_used(tmp_path):
    """A partition says who advises; a vector their status; a permutation is left out with a note."""
    columns = "*Partition job\n*Vertices 3\n1\n2\n2\n*Vector standing of people\n*Vertices 3\n0.9\n0.1\n0.5\n"
    columns += "*Permutation p\n*Vertices 3\n3\n1\n2\n"
    roles = {"attribute": "job", "advisor": [1], "customer": [2]}
    there = read(tmp_path, THREE + TIES + columns, "town.paj", roles=roles, traits={"status": "standing of people"})
    assert (there.advisors, there.knows) == (["Vera"], SAME)
    assert there.groups["customers"]["status"] == [0.1, 0.5]
    assert there.notes == [f"{there.notes[0].partition(' has')[0]} has a *Permutation, which is not read"]


def test_a_partition_of_the_first_mode_or_of_others_is_no_obstacle(tmp_path):
    """Two years for two authors of three vertices are theirs; five values belong to another network: a note says so."""
    years = "*Partition C:\\data\\years.clu\n*Vertices 2\n2010\n2011\n*Partition other\n*Vertices 1\n7\n"
    there = read(tmp_path, THREE.replace(" 3\n", " 3 2\n", 1) + TIES + years, "town.paj")
    assert there.groups["advisors"] == {"mode": ["1"], "years": ["2010"]}
    assert there.groups["customers"] == {"mode": ["1", "2"], "years": ["2011", ""]}
    skipped = [note for note in there.notes if "has 1 values for 3 vertices and is not read" in note]
    assert len(skipped) == 1 and skipped[0].startswith("other of ")


def test_the_mode_of_a_network_with_two_can_be_the_role(tmp_path):
    """People and events: `roles = { attribute = "mode", .. }`."""
    text = THREE.replace(" 3\n", " 3 1\n", 1) + "*Matrix\n1 1\n"
    assert read(tmp_path, text, roles={"attribute": "mode", "advisor": [1], "customer": [2]}).knows == SAME


def test_weights_are_heeded_when_asked_for(tmp_path):
    """`weight = "weight"`: the heaviest counts 1, what weighs nothing is no tie; a negative weight is refused."""
    text = THREE + '4 "Cem"\n' + "*Edges\n2 3 4\n2 1 2\n3 1 0\n"
    there = read(
        tmp_path,
        text.replace("*Vertices 3", "*Vertices 4"),
        roles={"rule": "highest_in_degree", "advisors": 0.25},
        weight="weight",
    )
    assert (there.advisors, there.dropped) == (["Ann"], {"weight 0": 1})
    with pytest.raises(BadInput, match="line 7: weight -1.0 is not a number of at least 0"):
        read(tmp_path, THREE + "*Arcs\n2 1 1\n3 1 -1\n", weight="weight")


def test_a_negative_weight_that_nobody_heeds_is_noted(tmp_path):
    """An enemy counts as somebody known, and the note says so."""
    there = read(tmp_path, THREE + "*Arcs\n2 1 1\n3 1 -1\n")
    assert there.knows == SAME
    assert next(note for note in there.notes if "weight" in note).startswith("1 tie has a weight of 0 or less")


def test_two_people_of_one_name_are_two(tmp_path):
    """Numbers tell them apart."""
    there = read(tmp_path, THREE.replace("Bob", "Ann") + TIES)
    assert (there.customers, len(there.knows)) == (["Ann", "Ann"], 2)


def test_vertices_that_are_not_listed_are_called_by_their_numbers(tmp_path):
    """Three of five are named; a note says that the others are not."""
    there = read(tmp_path, THREE.replace("3\n", "5\n", 1) + TIES)
    assert there.customers + there.advisors == ["Bob", "4", "5", "Vera", "Ann"]
    assert any("does not list 2 of its 5 vertices" in note for note in there.notes)


@pytest.mark.parametrize("ending", [".net", ".NET", ".Paj", ".PAJ"])
def test_the_ending_may_be_in_capitals(ending, tmp_path):
    """As Windows writes it."""
    assert read(tmp_path, THREE + TIES, f"TOWN{ending}").knows == SAME


def test_a_note_says_when_a_file_is_not_unicode(tmp_path):
    """Names with accents may be wrong then."""
    there = read(tmp_path, THREE.replace("Vera", "Véra").encode("cp1252") + TIES.encode())
    assert there.advisors == ["Véra"] and any("was read as Windows-1252" in note for note in there.notes)


def test_attributes_behind_a_vertex_are_kept_and_drawing_is_not(tmp_path):
    """As networkx writes them; a key in quotation marks is an attribute even where it is one of Pajek's for drawing."""
    people = '*Vertices 2\n1 "Vera" 0.1 0.2 box ic Blue role advisor "ic" "I.C."\n2 "Ann" 0 0 box role customer\n'
    there = seen({"file": written(tmp_path, people + "*Arcs\n2 1\n")}, tmp_path)
    assert there.groups["advisors"] == {"ic": ["I.C."]}
