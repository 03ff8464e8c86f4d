"""Read CSV files as written by Gephi, Excel and R: layers with one row per tie, and nodes with one row each."""

import csv
import re
from collections import Counter

from trustsim.errors import BadInput, nearest
from trustsim.network.draft import Tie, apart, evidence, matching, meant, scaled, weighed
from trustsim.network.found import MOST, contents, shown, text_of, tidy

TABLES = (".csv", ".tsv")
SEPARATORS = ",;\t"
WAYS = {"directed": True, "undirected": False, "mutual": False, "": None}  # Gephi's column Type
COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")


def rows(path, needed, notes):
    """Yield (line number, {column: text}) per non-empty row of a CSV file. Raises BadInput.

    The first item is (0, {name: column of the file}) for the columns in `needed`, which must exist; case is ignored.
    """
    source = shown(path)
    text = text_of(contents(path), source, notes).removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    if re.fullmatch(r"sep=.\r?", first.strip("\r")):  # written by Excel
        separator, text, skipped = first[4], rest, 1
    else:
        separator, skipped = separator_of(text, needed, source), 0
    lines = csv.reader(re.split(r"(?<=\n)|(?<=\r)(?!\n)", text), delimiter=separator)
    try:
        header = next((cells for row in lines if any(cells := [tidy(cell) for cell in row])), [])
        columns = checked_columns(header, needed, source)
        yield 0, columns
        for row in lines:
            cells = [tidy(cell) for cell in row]
            if any(cells):
                yield (
                    lines.line_num + skipped,
                    cells_of(cells, header, f"{source} line {lines.line_num + skipped}", separator, columns),
                )
    except csv.Error as error:
        raise BadInput(
            f"{source} line {lines.line_num + skipped}: cannot be read as CSV ({error}); "
            "save it as UTF-8 text with commas"
        ) from None


def separator_of(text, needed, source):
    """The separator of cells: the character that gives the most needed columns, then the most columns."""
    first = next((line for line in re.split(r"[\r\n]+", text) if line.strip()), "")

    def fit(separator):
        try:
            header = [tidy(cell) for cell in next(csv.reader([first], delimiter=separator), [])]
        except csv.Error as error:
            raise BadInput(
                f"{source} line 1: cannot be read as CSV ({error}); save it as UTF-8 text with commas"
            ) from None
        return sum(matching(name, header) is not None for name in needed), len(header)

    return max(SEPARATORS, key=fit)  # the first of equals, such as a comma


def checked_columns(header, needed, source):
    """{needed name: column of the file}, ignoring case; raises BadInput if a column is missing or there twice."""
    names = [name for name in header if name]
    columns = {name: matching(name, names) for name in needed}
    for name, column in columns.items():
        if column is None:
            have = ", ".join(names) or "nothing"
            ends = (
                '; or name yours: edges = { file = .., source = "..", target = ".." }'
                if name in ("source", "target")
                else ""
            )
            raise BadInput(f"{source}: no column {name!r}; it has {have}{ends}")
    twice = next((name for i, name in enumerate(header) if name and name in header[:i]), None)
    if twice is not None:
        raise BadInput(f"{source}: the column {twice!r} is there twice; rename one of them")
    return columns


def cells_of(cells, header, where, separator, columns):
    """{column: text} of a row; other cells must be empty. Decimal commas become points, except in names."""
    extra = next((cell for at, cell in enumerate(cells) if cell and (at >= len(header) or not header[at])), None)
    if extra is not None:
        named = sum(1 for name in header if name)
        raise BadInput(
            f"{where}: {len(cells)} values, but {named} columns: {extra!r:.40} has none; quote what holds a comma"
        )
    row = dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=False))
    row.pop("", None)
    if separator == ",":
        return row
    kept = {columns.get(name) for name in ("source", "target", "id")}
    return {
        key: cell.replace(",", ".") if key not in kept and COMMA.fullmatch(cell) else cell for key, cell in row.items()
    }


def read_nodes(path, column, draft):
    """Add the nodes of a CSV file, one per row, with ids in `column`, or else "id", or else the first column."""
    read = rows(path, [column] if column else [], draft.notes)
    _, columns = next(read)
    column, source = columns.get(column), shown(path)
    for line, row in read:
        column = column or matching("id", row) or next(iter(row))
        name, where = row.get(column, ""), f"{source} line {line}"
        if not name:
            raise BadInput(f"{where}: no {column}; give the node an id")
        if name in draft.nodes:
            raise BadInput(f"{where}: node {name!r} is there already, at {draft.places[name]}; keep one of them")
        draft.nodes[name], draft.places[name] = {key: value for key, value in row.items() if value}, where
        limit(draft, source)


def read_layer(home, name, layer, draft, complete, strict):
    """Add the ties of one CSV layer. Unless the nodes were read before (`complete`), its ends become nodes."""
    if not isinstance(layer.get("file"), str):
        raise BadInput(f'graph.edges.{name} has no file; add file = "{name}.csv"')
    path, ends, weight = (
        home / layer["file"],
        (layer.get("source", "source"), layer.get("target", "target")),
        layer.get("weight"),
    )
    for key in ("source", "target", "weight"):
        if key in layer and not isinstance(layer[key], str):
            raise BadInput(f"graph.edges.{name}.{key} = {layer[key]!r} is not text; name a column")
    prior = evidence(layer.get("prior", {}), f"graph.edges.{name}.prior")
    kind, source = meant(layer.get("kind"), f"graph.edges.{name}"), shown(path)
    read = rows(path, [*ends, *([weight] if weight else [])], draft.notes)
    _, columns = next(read)
    table = list(read)
    way = ways(table, source)
    found = []
    for line, row in table:
        where, tied = f"{source} line {line}", [row[columns[end]] for end in ends]
        for end, node in zip(ends, tied, strict=True):
            if not node:
                raise BadInput(f"{where}: no {end}; name the node")
            if node not in draft.nodes:
                if complete:
                    raise BadInput(
                        f"{where}: node {node!r} is unknown; "
                        f"{nearby(node, draft.nodes)}add it to the nodes or remove the tie"
                    )
                draft.nodes[node], draft.places[node] = {}, where
                limit(draft, source)
        heavy = weighed(row[columns[weight]], where) if weight else 1.0
        found.append((Tie(*tied, name, kind, 1.0, prior, way(row)), heavy, where))
    draft.ties.extend(scaled(apart(found, strict, draft.dropped), draft.dropped))


def nearby(name, known):
    """A suggestion for an unknown name; "" if there is none or there are 5000 names or more."""
    near = nearest(name, known) if len(known) < 5000 else None
    return f"did you mean {near}? Or " if near else ""


def ways(table, source):
    """A function that says whether the tie in a row is directed, from Gephi's column Type; None if it is not given."""
    column = matching("type", table[0][1]) if table else None
    values = Counter(row[column].lower() for _, row in table) if column else Counter()
    if not any(value in WAYS for value in values if value):
        return lambda row: None
    odd = next((line for line, row in table if row[column].lower() not in WAYS), None)
    if odd is not None:
        raise BadInput(
            f"{source} line {odd}: {column} is none of Directed, Undirected, Mutual, as in other rows; correct it"
        )
    return lambda row: WAYS[row[column].lower()]


def limit(draft, source):
    """Refuse more than MOST people."""
    if len(draft.nodes) > MOST:
        raise BadInput(f"{source}: names more than {MOST} people; keep a part of them")
