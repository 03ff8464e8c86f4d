"""What is read from GraphML and GEXF, and what is refused: the tables in docs/how-to/network.md, and variations."""

import pytest
from nets import read, seen, written

from trustsim.errors import BadInput

SAME = [("Ann", "Vera"), ("Bob", "Vera")]
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
KEYS = '<key id="n" for="node" attr.name="name" attr.type="string"/>'
NODES = "".join(
    f'<node id="{row}"><data key="n">{name}</data></node>\n' for row, name in enumerate(("Vera", "Ann", "Bob"))
)
EDGES = '<edge source="1" target="0"/>\n<edge source="2" target="0"/>\n'
GRAPHML = (
    f'{HEAD}<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n{KEYS}\n<graph edgedefault="directed">\n'
    f"{NODES}{EDGES}</graph></graphml>"
)
GEXF_NODES = "".join(f'<node id="{row}" label="{name}"/>\n' for row, name in enumerate(("Vera", "Ann", "Bob")))
GEXF = (
    f'{HEAD}<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n<graph defaultedgetype="directed">\n'
    f"<nodes>\n{GEXF_NODES}</nodes>\n<edges>\n{EDGES}</edges></graph></gexf>"
)
YED = '<key id="d" for="node" yfiles.type="nodegraphics"/>'
YED_NODES = "".join(
    f'<node id="{row}"><data key="d"><y:ShapeNode><y:NodeLabel>{name}</y:NodeLabel></y:ShapeNode></data></node>\n'
    for row, name in enumerate(("Vera", "Ann", "Bob"))
)
NESTED = NODES.replace(
    "Bob</data></node>", 'Bob</data><graph edgedefault="directed"><edge source="2" target="0"/></graph></node>'
)
VARIATIONS = {
    "GraphML": GRAPHML,
    "GraphML without a namespace": GRAPHML.replace(' xmlns="http://graphml.graphdrawing.org/xmlns"', ""),
    "GraphML with prefixes": GRAPHML.replace("<", "<g:").replace("<g:/", "</g:").replace("<g:?", "<?"),
    "GraphML with Windows' ends of lines": GRAPHML.replace("\n", "\r\n"),
    "GraphML after a mark of UTF-8": "\ufeff" + GRAPHML,
    "GraphML in UTF-16": GRAPHML.replace("UTF-8", "UTF-16").encode("utf-16"),
    "GraphML in Windows-1252": GRAPHML.replace("UTF-8", "windows-1252").replace("Vera", "Véra").encode("cp1252"),
    "GraphML with a DOCTYPE": GRAPHML.replace(HEAD, HEAD + '<!DOCTYPE graphml SYSTEM "graphml.dtd">\n'),
    "GraphML with comments": GRAPHML.replace("<graph ", "<!-- by a tool --><graph "),
    "GraphML with CDATA": GRAPHML.replace(">Vera<", "><![CDATA[Vera]]><"),
    "GraphML with a label and spaces": GRAPHML.replace('"name"', '"label"').replace(">Ann<", "> Ann\n <"),
    "GraphML with the key for all": GRAPHML.replace('for="node"', 'for="all"'),
    "GraphML with a key that is not declared": GRAPHML.replace(KEYS, "").replace('key="n"', 'key="name"'),
    "GraphML whose edges say that they are directed": GRAPHML.replace('"directed"', '"undirected"').replace(
        "<edge", '<edge directed="true"'
    ),
    "GraphML without edgedefault": GRAPHML.replace(' edgedefault="directed"', ""),
    "GraphML with edges first": GRAPHML.replace(NODES + EDGES, EDGES + NODES),
    "GraphML with ports": GRAPHML.replace("</data></node>", '</data><port name="p"/></node>').replace(
        'target="0"', 'target="0" targetport="p"'
    ),
    "GraphML with a graph inside a node": GRAPHML.replace(NODES, NESTED).replace('<edge source="2" target="0"/>\n', ""),
    "GraphML that counts": GRAPHML.replace("<graph ", '<graph parse.nodes="3" parse.edges="2" '),
    "GraphML of yEd": GRAPHML.replace(KEYS, YED)
    .replace(NODES, YED_NODES)
    .replace("<graphml", '<graphml xmlns:y="http://y"'),
    "GEXF 1.2": GEXF,
    "GEXF 1.1": GEXF.replace("1.2draft", "1.1draft").replace('"1.2"', '"1.1"'),
    "GEXF 1.3": GEXF.replace("http://www.gexf.net/1.2draft", "http://gexf.net/1.3").replace('"1.2"', '"1.3"'),
    "GEXF without a version": GEXF.replace(' xmlns="http://www.gexf.net/1.2draft" version="1.2"', ""),
    "GEXF of Gephi": GEXF.replace("<gexf", '<gexf xmlns:viz="http://www.gexf.net/1.1draft/viz"').replace(
        'a"/>', 'a"><viz:size value="4"/><viz:color r="1" g="2" b="3"/><viz:position x="1" y="2" z="0"/></node>'
    ),
    "GEXF with a prefix that is not declared": GEXF.replace('a"/>', 'a"><viz:size value="4"/></node>'),
    "GEXF with counts and weights": GEXF.replace("<nodes", '<nodes count="3"').replace("<edge ", '<edge weight="2.0" '),
    "GEXF without a default": GEXF.replace(' defaultedgetype="directed"', ""),
    "GEXF of mutual edges": GEXF.replace('"directed"', '"mutual"'),
    "GEXF whose edges say their type": GEXF.replace('"directed"', '"undirected"').replace(
        "<edge ", '<edge type="directed" '
    ),
    "GEXF with times": GEXF.replace("<graph ", '<graph mode="dynamic" timeformat="date" ').replace(
        "<edge ", '<edge start="2001-01-01" '
    ),
    "GEXF with a hierarchy": GEXF.replace(
        GEXF_NODES,
        GEXF_NODES.replace('n"/>', 'n"><nodes><node id="2" label="Bob"/></nodes></node>').replace(
            '<node id="2" label="Bob"/>\n', ""
        ),
    ),
    "GEXF with meta": GEXF.replace("<graph ", "<meta><creator>a tool</creator></meta><graph "),
}


@pytest.mark.parametrize("name", VARIATIONS)
def test_variations_of_a_file_give_the_same_network(name, tmp_path):
    """Three people, of whom two ask the first; nobody else, under no other name."""
    there = read(tmp_path, VARIATIONS[name], "town." + name.split()[0].lower())
    accented = [(customer, advisor.replace("é", "e")) for customer, advisor in there.knows]
    assert (accented, there.customers, there.peers) == (SAME, ["Ann", "Bob"], [])


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
REFUSED = {
    "graphml": {
        "nothing": ("", "line 1: is not XML (no element found)"),
        "no XML": ("Vera,Ann\n", "line 1: is not XML (syntax error)"),
        "cut short": (GRAPHML[:-30], "line 9: is not XML (unclosed token)"),
        "other XML": ("<html/>", "is XML, but not GraphML (its first element is <html>)"),
        "GEXF": (GEXF, "is XML, but not GraphML (its first element is <gexf>)"),
        "no graph": ("<graphml/>", "holds no <graph>"),
        "nobody": ('<graphml><graph edgedefault="directed"/></graphml>', "holds no people"),
        "an end that is not there": (
            GRAPHML.replace('source="2"', 'source="Zoe"'),
            "line 9: edge Zoe 0: there is no node 'Zoe'",
        ),
        "no end": (GRAPHML.replace(' source="2"', ""), "line 9: an <edge> without source"),
        "a node twice": (
            GRAPHML.replace('<node id="2"', '<node id="1"'),
            "line 7: node '1' is there already, in line 6",
        ),
        "no id": (GRAPHML.replace('<node id="2"', "<node"), "line 7: a <node> without id"),
        "a key twice": (GRAPHML.replace(KEYS, KEYS + KEYS), "line 3: the key 'n' is there twice"),
        "an odd edgedefault": (
            GRAPHML.replace('"directed"', '"both"'),
            "edgedefault = 'both' is neither directed nor undirected",
        ),
        "an odd direction": (
            GRAPHML.replace("<edge", '<edge directed="maybe"'),
            "directed = 'maybe' is neither true nor false",
        ),
        "a hyperedge": (GRAPHML.replace("</graph>", "<hyperedge/></graph>"), "a <hyperedge> ties more than two"),
        "a number that is none": (GRAPHML.replace('"string"', '"int"'), "line 5: name = 'Vera' is not of the type int"),
        "a boolean that is none": (
            GRAPHML.replace('"string"', '"boolean"'),
            "line 5: name = 'Vera' is not of the type boolean",
        ),
        "entities": (GRAPHML.replace(HEAD, HEAD + BOMB).replace("Vera", "&b;"), "line 2: the entity 'a' is not read"),
        "an entity of a file": (
            GRAPHML.replace(HEAD, HEAD + '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>').replace(
                "Vera", "&a;"
            ),
            "line 2: the entity 'a' is not read",
        ),
        "an entity of a DTD": (
            GRAPHML.replace(HEAD, HEAD + '<!DOCTYPE x SYSTEM "http://localhost/x.dtd">').replace("Vera", "&a;"),
            "the entity 'a' is not read",
        ),
        "an entity that is not declared": (GRAPHML.replace("Vera", "&nbsp;"), "is not XML (undefined entity)"),
        "a thousand levels": (GRAPHML.replace("<graph ", "<x>" * 1000 + "<graph "), "elements nest more than 200 deep"),
        "an unknown encoding": (GRAPHML.replace("UTF-8", "klingon"), "cannot be read as XML"),
        "a control character": (GRAPHML.replace("Vera", "V\x07"), "is not XML (not well-formed (invalid token))"),
        "zeros": (b"\0" * 100, "is not XML"),
    },
    "gexf": {
        "GraphML": (GRAPHML, "is XML, but not GEXF (its first element is <graphml>)"),
        "no graph": ("<gexf/>", "holds no graphs"),
        "two graphs": ("<gexf><graph/><graph/></gexf>", "holds 2 graphs; export one"),
        "nobody": ("<gexf><graph/></gexf>", "holds no people"),
        "an end that is not there": (GEXF.replace('source="2"', 'source="9"'), "edge 9 0: there is no node '9'"),
        "no end": (GEXF.replace(' target="0"', ""), "an <edge> without target"),
        "a node twice": (GEXF.replace('<node id="2"', '<node id="1"'), "node '1' is there already"),
        "no id": (GEXF.replace('<node id="2"', "<node"), "a <node> without id"),
        "an odd default": (GEXF.replace('"directed"', '"both"'), "defaultedgetype = 'both' is unknown"),
        "an odd type": (GEXF.replace("<edge ", '<edge type="both" '), "type = 'both' is unknown"),
        "a weight that is none": (
            GEXF.replace("<edge ", '<edge weight="1_0" '),
            "weight = '1_0' is not of the type double",
        ),
        "entities": (GEXF.replace(HEAD, HEAD + BOMB), "the entity 'a' is not read"),
    },
}


@pytest.mark.parametrize(("suffix", "name"), [(suffix, name) for suffix, each in REFUSED.items() for name in each])
def test_what_is_not_read_is_refused_in_one_line(suffix, name, tmp_path):
    """The file, the line, what is wrong; no file but this one is opened, and nothing is expanded."""
    text, message = REFUSED[suffix][name]
    with pytest.raises(BadInput) as error:
        read(tmp_path, text, f"town.{suffix}")
    assert message in str(error.value) and f"town.{suffix}" in str(error.value) and "\n" not in str(error.value)


def test_attributes_of_gexf_have_types_and_defaults(tmp_path):
    """A role by default, a status of one's own, a number that was left empty."""
    columns = (
        '<attributes class="node"><attribute id="0" title="role" type="string"><default>customer</default></attribute>'
        '<attribute id="1" title="status" type="float"/><attribute id="2" title="club" type="liststring"/></attributes>'
    )
    own = '<attvalues><attvalue for="0" value="advisor"/><attvalue for="1" value="0.75"/></attvalues>'
    old = '<attvalues><attvalue id="1" value="0.25"/><attvalue for="2" value="a|b"/></attvalues>'
    nodes = "".join(
        f'<node id="{row}" label="{name}">{values}</node>'
        for row, (name, values) in enumerate((("Vera", own), ("Ann", old), ("Bob", old)))
    )
    text = GEXF.replace("<nodes>", columns + "<nodes>").replace(GEXF_NODES, nodes)
    there = seen({"file": written(tmp_path, text, "town.gexf")}, tmp_path)
    assert there.knows == SAME and there.groups["advisors"]["status"] == [0.75]
    assert there.groups["customers"] == {"club": ["a|b", "a|b"], "status": [0.25, 0.25]}


def test_weights_of_gephi_are_heeded_wherever_they_stand(tmp_path):
    """As an XML attribute, or as an attribute of Gephi's called Weight, also without a group around it."""
    columns = '<attributes class="edge"><attribute id="w" title="Weight" type="double"/></attributes>'
    for inside in ("<attvalues>{}</attvalues>", "{}"):
        edges = "".join(
            f'<edge source="{row}" target="{other}">{inside.format(f"""<attvalue for="w" value="{weight}"/>""")}</edge>'
            for row, other, weight in ((1, 0, 4), (2, 0, 4), (1, 2, 1))
        )
        there = read(
            tmp_path, GEXF.replace("<nodes>", columns + "<nodes>").replace(EDGES, edges), "town.gexf", weight="weight"
        )
        assert there.knows == SAME and there.strength == {("Ann", "Bob"): 0.25}
    edges = EDGES.replace("/>", ' weight="4"/>') + '<edge source="1" target="2" weight="1.0"/>'
    assert read(tmp_path, GEXF.replace(EDGES, edges), "town.gexf", weight="weight").strength == {("Ann", "Bob"): 0.25}


def test_kinds_of_edges_in_gexf_are_layers(tmp_path):
    """GEXF 1.3 gives an edge a kind; parallel edges of two kinds are no duplicates."""
    text = GEXF.replace(
        EDGES, EDGES.replace("<edge", '<edge kind="asks"') + '<edge source="1" target="0" kind="likes"/>'
    )
    there = read(tmp_path, text, "town.gexf", roles={"rule": "highest_in_degree", "layer": "asks"})
    assert there.knows == SAME and there.dropped == {}


def test_a_count_that_is_not_true_is_noted(tmp_path):
    """Both formats may say how many nodes and edges there are."""
    there = read(tmp_path, GEXF.replace("<nodes", '<nodes count="4"'), "town.gexf")
    assert any("says that it has 4 nodes; it has 3" in note for note in there.notes)
    there = read(tmp_path, GRAPHML.replace("<graph ", '<graph parse.edges="7" '), "town.graphml")
    assert any("says that it has 7 edges; it has 2" in note for note in there.notes)


@pytest.mark.parametrize("ending", [".GRAPHML", ".GraphML"])
def test_the_ending_may_be_in_capitals(ending, tmp_path):
    """As Windows writes it."""
    assert read(tmp_path, GRAPHML, f"TOWN{ending}").knows == SAME


def test_an_identifier_of_the_users_own_names_people(tmp_path):
    """`id = "email"`; one that two share, that somebody lacks or that there is not, is told."""
    text = GRAPHML.replace('"name"', '"email"')
    assert read(tmp_path, text, "town.graphml", id="email").knows == SAME
    assert read(tmp_path, text, "town.graphml", id="Email").knows == SAME
    for other, name, said in (
        (text.replace(">Bob<", ">Ann<"), "email", "line 7: email = 'Ann' is there already|line 7: 'email'"),
        (text.replace(">Bob<", "><"), "email", "line 7: the node has no 'email', which graph.id names"),
        (text, "mail", "graph.id = 'mail': no node has that attribute; did you mean email"),
    ):
        with pytest.raises(BadInput, match=said):
            read(tmp_path, other, "town.graphml", id=name)


@pytest.mark.parametrize(("kind", "strict", "said"), [
    ('<edge source="1" target="1"/>', "1,1 is a self-loop; remove it", "self-loop"),
    ('<edge source="1" target="0"/>', "1,0 is a duplicate of", "duplicate"),
])  # fmt: skip
def test_loops_and_doubles_are_left_out_with_a_note_or_refused_if_so_wanted(kind, strict, said, tmp_path):
    """`strict = true` refuses them."""
    text = GRAPHML.replace("</graph>", kind + "</graph>")
    there = read(tmp_path, text, "town.graphml")
    assert there.knows == SAME and there.dropped == {said: 1} and f"the network leaves out 1 tie: {said}" in there.notes
    with pytest.raises(BadInput, match=strict):
        read(tmp_path, text, "town.graphml", strict=True)
