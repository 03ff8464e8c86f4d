"""Each row of the tables in docs/how-to/network.md is held by tests of what it says."""

import re
from pathlib import Path

import pytest
import test_network_cases
import test_network_csv
import test_network_graphs
import test_network_pajek
import test_network_xml

ROOT = Path(__file__).parents[2]
PAJEK, XML, CSV, CASES = test_network_pajek, test_network_xml, test_network_csv, test_network_cases
HELD = {  # the beginning of a row: (module, names of variations, of refusals, of cases, or of tests)
    "*Vertices n": (PAJEK, "as the manual has it", "test_vertices_that_are_not_listed_are_called_by_their_numbers"),
    "two people with the same label": (PAJEK, "test_two_people_of_one_name_are_two"),
    "coordinates, shapes, colours": (PAJEK, "coordinates", "shapes and colours", "a colour and no coordinates"),
    "other key value": (PAJEK, "test_attributes_behind_a_vertex_are_kept_and_drawing_is_not"),
    "*Arcs, *Arcslist": (PAJEK, "as the manual has it", "arcs as lists"),
    "*Edges, *Edgeslist": (PAJEK, "edges", "edges as lists"),
    "*Matrix": (PAJEK, "a matrix", "a matrix on one line", "a matrix that is cut short"),
    "a third number": (PAJEK, "weights", "test_weights_are_heeded_when_asked_for"),
    "a negative weight": (PAJEK, "test_a_negative_weight_that_nobody_heeds_is_noted"),
    "*Arcs :2": (
        PAJEK,
        "one relation with a name",
        "the relation in front of the arc",
        "test_relations_are_layers_that_roles_can_go_by",
    ),
    "two modes": (
        PAJEK,
        "two modes",
        "a matrix between two modes",
        "test_the_mode_of_a_network_with_two_can_be_the_role",
    ),
    "*Partition": (PAJEK, "test_partitions_and_vectors_are_attributes_whose_roles_and_traits_can_be_used"),
    "*Permutation": (PAJEK, "test_partitions_and_vectors_are_attributes_whose_roles_and_traits_can_be_used"),
    "several *Networks with the same": (PAJEK, "test_several_networks_of_the_same_people_are_layers"),
    "several *Networks with different": (PAJEK, "networks of different people", "the same numbers for other people"),
    "times such as": (PAJEK, "times"),
    "*Events": (PAJEK, "events in time", "Infomap's states"),
    "an unknown vertex number": (PAJEK, "a vertex that is not there", "a vertex 0"),
    "comments": (PAJEK, "comments", "Infomap's comments", "blank lines and indents", "text before the first section"),
    "keys, with types": (CASES, "G01", "G03", "G12", "G13"),
    "an attribute label": (
        XML,
        "GraphML",
        "GraphML with a label and spaces",
        "test_an_identifier_of_the_users_own_names_people",
    ),
    "edgedefault": (XML, "GraphML whose edges say that they are directed", "GraphML without edgedefault"),
    "yEd's": (XML, "GraphML of yEd"),
    "several <graph>s": (CASES, "G05"),
    "graphs inside": (XML, "GraphML with a graph inside a node"),
    "an edge to an unknown node": (XML, "an end that is not there", "a node twice"),
    "a value that does not fit": (XML, "a number that is none", "a boolean that is none"),
    "<hyperedge>": (XML, "a hyperedge"),
    "entities": (XML, "entities", "an entity of a file", "an entity of a DTD", "an entity that is not declared"),
    "versions 1.0": (XML, "GEXF 1.1", "GEXF 1.2", "GEXF 1.3", "GEXF without a version"),
    "attributes, with types": (XML, "test_attributes_of_gexf_have_types_and_defaults"),
    "label, or else the id": (CASES, "X01", "X03"),
    "defaultedgetype": (XML, "GEXF whose edges say their type", "GEXF of mutual edges", "GEXF without a default"),
    "weight": (XML, "test_weights_of_gephi_are_heeded_wherever_they_stand"),
    "kind on an edge": (XML, "test_kinds_of_edges_in_gexf_are_layers"),
    "times: start": (XML, "GEXF with times"),
    "a hierarchy": (XML, "GEXF with a hierarchy"),
    "colours, sizes": (XML, "GEXF of Gephi", "GEXF with a prefix that is not declared"),
    "commas, semicolons": (CSV, "semicolons", "tabs", "test_decimal_commas_are_read_where_commas_do_not_separate"),
    "a header in any case": (CSV, "Gephi's capitals", "capitals", "test_columns_of_nodes_are_known_in_any_case"),
    "Gephi's Type": (CSV, "Gephi's directed", "a column Type about something else", "half of Gephi's types"),
    "no Type": (CSV, "test_who_is_tied_most_advises_whichever_column_they_are_in"),
    "spaces around": (CSV, "spaces", "rows of commas", "trailing commas", "blank lines"),
    "a value outside all columns": (CSV, "a value too many", "a value in a column without a name"),
    "007 and 7": (CSV, "test_zeros_in_front_make_another_name"),
    "1_0, nan": (CSV, "test_a_weight_that_is_no_number_is_refused"),
    "a name that is not": (CSV, "test_an_unknown_end_is_refused_with_the_nearest_name"),
    "a table of nodes": (
        CSV,
        "test_columns_of_nodes_are_known_in_any_case",
        "test_a_label_names_people_who_are_tied_by_their_id",
    ),
    "UTF-8 and UTF-16": (PAJEK, "a mark of UTF-8", "UTF-16", "UTF-16 without a mark"),
    "other text": (PAJEK, "accents", "test_a_note_says_when_a_file_is_not_unicode"),
    "kind of a tie": (CASES, "G08", "test_what_is_read_in_another_way_than_the_file_has_it_is_noted"),
    "prior_competence": (test_network_graphs, "test_a_read_network_survives_the_way_to_networkx_and_back"),
    "self-loops": (XML, "test_loops_and_doubles_are_left_out_with_a_note_or_refused_if_so_wanted"),
    "control characters": (CASES, "test_cells_with_spaces_or_signs_that_cannot_be_shown_are_one_group"),
    "words instead of numbers": (CASES, "G10", "test_numbers_that_are_no_numbers_stay_text"),
    "no people": (CASES, "P20"),
    "no ties": (CASES, "C19"),
}


def rows():
    """The first cell of each row of the tables, without marks of code."""
    page = (ROOT / "docs" / "how-to" / "network.md").read_text(encoding="utf-8")
    tables = re.findall(r"(?m)^\| (.*?) \| .* \|$", page.partition("## What is read from which file")[2])
    return [cell.replace("`", "") for cell in tables if cell != "---" and not cell.startswith("in a")]


def test_the_page_has_rows():
    """Some fifty of them."""
    assert len(rows()) > 50


@pytest.mark.parametrize("row", rows())
def test_a_row_is_held_by_tests(row):
    """The longest beginning that fits names tests that there are."""
    begun = [begin for begin in HELD if row.startswith(begin)]
    assert begun, f"no test is named for {row!r}"
    module, *names = HELD[max(begun, key=len)]
    known = {*vars(module), *(name for table in ("VARIATIONS", "READ") for name in getattr(module, table, ()))}
    for refused in (getattr(module, "REFUSED", {}),):
        known |= {*refused, *(name for each in refused.values() if isinstance(each, dict) for name in each)}
    assert set(names) <= known, set(names) - known


def test_no_row_is_held_that_is_not_there():
    """Every entry of the list belongs to a row."""
    assert all(any(row.startswith(begin) for row in rows()) for begin in HELD)
