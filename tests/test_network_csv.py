"""What is read from CSV files, and what is refused: the table in docs/how-to/network.md, and variations of it."""

import pytest
from nets import BY_DEGREE, NUMBERS, read, seen, written

from trustsim.errors import BadInput
from trustsim.network import make_network

SAME = [("Ann", "Vera"), ("Bob", "Vera")]
TIES = "source,target\nAnn,Vera\nBob,Vera\n"
PEOPLE = "id,role,office\nVera,advisor,North\nAnn,customer,\nBob,customer,\n"
VARIATIONS = {
    "as it should be": TIES,
    "Gephi's capitals": TIES.replace("source,target", "Source,Target"),
    "capitals": TIES.replace("source,target", "SOURCE,TARGET"),
    "other columns": "id,source,target,weight\n1,Ann,Vera,2\n2,Bob,Vera,1\n",
    "columns in another order": "target,source\nVera,Ann\nVera,Bob\n",
    "spaces": "source , target\n Ann , Vera\nBob,Vera  \n",
    "quotation marks": '"source","target"\n"Ann","Vera"\n"Bob","Vera"\n',
    "Windows' ends of lines": TIES.replace("\n", "\r\n"),
    "old Macintosh's ends of lines": TIES.replace("\n", "\r"),
    "no end of the last line": TIES.rstrip(),
    "blank lines": "\n\n" + TIES.replace("\n", "\n\n") + "\n",
    "rows of commas": TIES + ",\n,,,\n",
    "trailing commas": TIES.replace("\n", ",,\n"),
    "a mark of UTF-8": "\ufeff" + TIES,
    "Excel's Unicode text": TIES.replace(",", "\t").encode("utf-16"),
    "semicolons": TIES.replace(",", ";"),
    "tabs": TIES.replace(",", "\t"),
    "Excel's line about the separator": "sep=;\r\n" + TIES.replace(",", ";").replace("\n", "\r\n"),
    "Gephi's directed": TIES.replace("\n", ",Directed\n").replace("target,Directed", "target,Type"),
    "Gephi's mixed, every row directed": "Source,Target,Type,Id\nAnn,Vera,Directed,0\nBob,Vera,directed,1\n",
    "a column Type about something else": "source,target,type\nAnn,Vera,friend\nBob,Vera,colleague\n",
}


@pytest.mark.parametrize("text", VARIATIONS.values(), ids=VARIATIONS)
def test_variations_of_a_file_give_the_same_network(text, tmp_path):
    """Three people, of whom two ask the first; nobody else, under no other name."""
    there = read(tmp_path, text, "town.csv", symmetric=False)
    assert (there.knows, sorted(there.customers), there.peers) == (SAME, ["Ann", "Bob"], [])


REFUSED = {
    "nothing": ("", "no column 'source'; it has nothing"),
    "no ties and nobody": ("source,target\n", "town.csv: holds no people"),
    "other columns": (
        "from,to\nAnn,Vera\n",
        'no column \'source\'; it has from, to; or name yours: edges = { file = .., source = "..", target = ".." }',
    ),
    "one column": ("source\nAnn\n", "no column 'target'; it has source"),
    "a column twice": ("source,target,source\nAnn,Vera,x\n", "the column 'source' is there twice"),
    "a value too many": (TIES + "Cem,Vera,x\n", "line 4: 3 values, but 2 columns: 'x' has none"),
    "a value in a column without a name": (
        "source,target,\nAnn,Vera,x\n",
        "line 2: 3 values, but 2 columns: 'x' has none",
    ),
    "one end": (TIES + "Cem,\n", "line 4: no target; name the node"),
    "half of Gephi's types": (
        "source,target,type\nAnn,Vera,Directed\nBob,Vera,friend\n",
        "line 3: type is none of Directed, Undirected, Mutual",
    ),
    "bytes of no text": (b"source,target\nAnn,\x81\x8d\n", "is neither UTF-8 nor Windows-1252 text"),
    "a zero": (b"source,target\n" + b"Ann,Vera\n" * 40 + b"A\0,Vera\n", "holds characters that are no text"),
    "a quotation mark that is not closed": (
        'source,target\nAnn,"Vera\n' + "x,y\n" * 40_000,
        "cannot be read as CSV (field larger than field limit",
    ),
    "one person": ("source,target\nAnn,Ann\n", "one person is not a network"),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_read_is_refused_in_one_line(text, message, tmp_path):
    """The file, the line, what is wrong."""
    with pytest.raises(BadInput) as error:
        read(tmp_path, text, "town.csv")
    assert message in str(error.value) and "town.csv" in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize("rows", ["Ann,Zoe\nBob,Zoe\nAnn,Bob\nAnn,Cem\n", "Zoe,Ann\nZoe,Bob\nBob,Ann\nCem,Ann\n"])
@pytest.mark.parametrize(
    ("more", "graph"), [(False, {}), (True, {"symmetric": False})], ids=["says nothing", "Undirected"]
)
def test_who_is_tied_most_advises_whichever_column_they_are_in(rows, more, graph, tmp_path):
    """Where a file does not say that ties have a direction, or says that they have none, both columns count."""
    text = "Source,Target,Type\n" + rows.replace("\n", ",Undirected\n") if more else "Source,Target\n" + rows
    roles = {"rule": "highest_in_degree", "advisors": 0.25}
    assert read(tmp_path, text, "town.csv", roles=roles, **graph).advisors == ["Ann"]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_decimal_commas_are_read_where_commas_do_not_separate(separator, tmp_path):
    """As Excel writes them in much of Europe; names keep their commas."""
    text = "source,target,years\nAnn,Bob,1.5\nBob,Cem,3.0\nAnn,Vera,0.5\n".replace(",", separator).replace(".", ",")
    layer = {"ties": {"file": written(tmp_path, text, "town.csv"), "weight": "years"}}
    people = written(tmp_path, "id,role\nVera,advisor\nAnn,customer\nBob,customer\nCem,customer\n", "people.csv")
    there = seen({"nodes": people, "edges": layer}, tmp_path)
    assert there.strength == {("Ann", "Bob"): 0.5, ("Bob", "Cem"): 1.0}


@pytest.mark.parametrize("weight", ["1_0", "1,5", "٣", "0x10", "1e400", "nan", "inf", "-1", "", "one"])
def test_a_weight_that_is_no_number_is_refused(weight, tmp_path):
    """Also what Python takes for a number and nobody else does."""
    layer = {
        "ties": {
            "file": written(tmp_path, f'source,target,weight\nAnn,Vera,"{weight}"\n', "town.csv"),
            "weight": "weight",
        }
    }
    with pytest.raises(BadInput, match="line 2: weight .* is not a number of at least 0"):
        seen({"edges": layer, "roles": BY_DEGREE}, tmp_path)


def test_zeros_in_front_make_another_name(tmp_path):
    """Office 007 is not office 7, and person 01 not person 1."""
    people = "id,role,office\n1,advisor,007\n01,advisor,7\n2,customer,\n"
    ties = "source,target\n2,1\n2,01\n"
    there = seen(
        {"nodes": written(tmp_path, people, "p.csv"), "edges": written(tmp_path, ties, "t.csv"), "firm": "office"},
        tmp_path,
    )
    assert (there.firms, there.advisors, there.knows) == (
        ["office 7", "office 007"],
        ["1", "01"],
        [("2", "1"), ("2", "01")],
    )


@pytest.mark.parametrize("header", ["id,role,office", "Id,Role,Office", "ID,ROLE,OFFICE", "person,Role,Office"])
def test_columns_of_nodes_are_known_in_any_case(header, tmp_path):
    """Gephi writes Id and Label; without an id the first column names people."""
    people = written(tmp_path, PEOPLE.replace("id,role,office", header), "p.csv")
    there = seen({"nodes": people, "edges": written(tmp_path, TIES, "t.csv")}, tmp_path)
    assert there.knows == SAME


def test_a_label_names_people_who_are_tied_by_their_id(tmp_path):
    """Gephi's table of nodes: Id and Label."""
    people = written(tmp_path, "Id,Label,role\n1,Vera,advisor\n2,Ann,customer\n3,Bob,customer\n", "p.csv")
    there = seen({"nodes": people, "edges": written(tmp_path, "Source,Target\n2,1\n3,1\n", "t.csv")}, tmp_path)
    assert there.knows == SAME


def test_names_may_break_over_lines_and_hold_separators(tmp_path):
    """A break within quotation marks is a space; later lines are still numbered as in the file."""
    text = 'source,target\n"Ann\nvan Dam","Vera; V."\nBob,"Vera; V."\n'
    assert read(tmp_path, text, "town.csv", symmetric=False).knows == [("Ann van Dam", "Vera; V."), ("Bob", "Vera; V.")]
    with pytest.raises(BadInput, match="line 5: no target"):
        read(tmp_path, text + "Cem,\n", "town.csv")


def test_roles_are_known_in_any_case_and_truth_in_any_spelling(tmp_path):
    """Advisor, ADVISOR; TRUE of Excel, true of TOML."""
    ties = written(tmp_path, TIES, "t.csv")
    people = written(tmp_path, PEOPLE.replace("advisor", "Advisor").replace("customer", "CUSTOMER"), "p.csv")
    assert seen({"nodes": people, "edges": ties}, tmp_path).knows == SAME
    people = written(tmp_path, "id,adviser\nVera,TRUE\nAnn,FALSE\nBob,False\n", "p.csv")
    roles = {"attribute": "adviser", "advisor": [True], "customer": [False]}
    assert seen({"nodes": people, "edges": ties, "roles": roles}, tmp_path).knows == SAME


def test_loops_and_doubles_are_left_out_with_a_note_or_refused_if_so_wanted(tmp_path):
    """Of a tie that is there twice the heavier row counts."""
    text = "source,target,n\nAnn,Bob,1\nAnn,Bob,4\nBob,Cem,2\nAnn,Ann,9\nAnn,Vera,1\n"
    people = written(tmp_path, "id,role\nVera,advisor\nAnn,customer\nBob,customer\nCem,customer\n", "p.csv")
    graph = {"nodes": people, "edges": {"ties": {"file": written(tmp_path, text, "t.csv"), "weight": "n"}}}
    there = seen(graph, tmp_path)
    assert there.strength == {("Ann", "Bob"): 1.0, ("Bob", "Cem"): 0.5} and there.dropped == {
        "duplicate": 1,
        "self-loop": 1,
    }
    with pytest.raises(BadInput, match=r"t\.csv line 3: Ann,Bob is a duplicate of .*t\.csv line 2; keep one of them"):
        seen(graph | {"strict": True}, tmp_path)


@pytest.mark.parametrize("name", ["town.CSV", "town.Csv", "town.tsv", "TOWN.TSV"])
def test_the_ending_may_be_in_capitals(name, tmp_path):
    """As Windows and Excel write it."""
    assert read(tmp_path, TIES, name, symmetric=False).knows == SAME


def test_an_unknown_end_is_refused_with_the_nearest_name(tmp_path):
    """Where there is a table of nodes, nobody is made up."""
    people = written(tmp_path, PEOPLE, "p.csv")
    with pytest.raises(BadInput, match="line 4: node 'Anne' is unknown; did you mean Ann"):
        seen({"nodes": people, "edges": written(tmp_path, TIES + "Anne,Vera\n", "t.csv")}, tmp_path)


def test_a_table_of_nodes_alone_is_a_network_without_ties(tmp_path):
    """It is made, and a note says so."""
    people = written(tmp_path, PEOPLE, "p.csv")
    there = seen({"nodes": people, "edges": written(tmp_path, "source,target\n", "t.csv")}, tmp_path)
    assert there.knows == [] and there.notes == ["the network has no ties"]


def test_a_network_in_which_nobody_knows_an_advisor_says_so(tmp_path):
    """Customers who only know each other."""
    people = written(tmp_path, PEOPLE, "p.csv")
    there = seen({"nodes": people, "edges": written(tmp_path, "source,target\nAnn,Bob\n", "t.csv")}, tmp_path)
    assert there.notes == ["no customer knows an advisor or a firm at the start"]


def test_people_of_one_role_only_are_refused(tmp_path):
    """A network of firms, or of customers alone."""
    for role, missing in (("firm", "advisor"), ("customer", "advisor"), ("advisor", "customer")):
        people = written(tmp_path, f"id,role\na,{role}\nb,{role}\n", "p.csv")
        with pytest.raises(BadInput, match=f"no node is an? {missing}"):
            seen({"nodes": people, "edges": written(tmp_path, "source,target\na,b\n", "t.csv")}, tmp_path)


def test_equals_for_the_last_place_of_advisor_are_told(tmp_path):
    """On a ring all are alike: those who come first advise, and a note says that it might have been others."""
    ring = "source,target\n" + "".join(f"p{i},p{(i + 1) % 10}\n" for i in range(10))
    there = read(tmp_path, ring, "ring.csv", roles={"rule": "highest_in_degree", "advisors": 0.3})
    assert there.advisors == ["p0", "p1", "p2"]
    assert there.notes[:1] == [
        "10 people have the in-degree of the last advisor; the first 3 of them in the file advise"
    ]


def test_equals_in_a_drawn_graph_are_chosen_by_luck():
    """A share of a ring that networkx makes is no stretch; a larger share includes it; other seeds draw others."""
    graph = {"maker": "networkx.cycle_graph", "arguments": {"n": 200}}

    def advisors(share, seed):
        network = make_network(graph | {"roles": {"rule": "highest_in_degree", "advisors": share}}, NUMBERS, seed)
        return {int(network.label("advisors", row)) for row in range(network.size("advisors"))}

    few, more = advisors(0.2, 1), advisors(0.4, 1)
    assert few < more and max(few) > 150 and len(few) == 40
    assert advisors(0.2, 1) == few != advisors(0.2, 2)
