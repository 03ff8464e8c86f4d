"""Read Pajek's .net and .paj files.

They have one line per vertex, `1 "Ann Smith" 0.25 0.5 0.5 ellipse ic Blue`, and one line per tie, `1 2 3.5 l "advice"`.
Sections begin with a star: *Vertices, *Arcs, *Edges, *Arcslist, *Edgeslist, *Matrix. *Partition and *Vector contain
attributes of the vertices.
"""

import re
from pathlib import PureWindowsPath

from trustsim.errors import BadInput
from trustsim.network.draft import number
from trustsim.network.found import MOST, Edge, Found, empty, text_of
from trustsim.network.pajek_lines import OF_A_TIE, attributes, of_a_vertex, tokens, vertex_number

SECTION = re.compile(r"\*\s*([A-Za-z]+)\s*(.*)")
RELATION = re.compile(r':\s*(\d+)\s*(?:"(.*)"|(\S.*))?\s*$')
LISTS = {"arcslist": True, "edgeslist": False, "arclist": True, "edgelist": False}
TIES = {"arcs": True, "edges": False, "arc": True, "edge": False}
VALUES = ("partition", "vector")
IGNORED = ("permutation", "cluster", "hierarchy")
UNLISTED, TIED = 10_000, 20  # vertices allowed in any file; beyond that, vertices allowed per line of the file


class Reading:
    """The state of reading a Pajek file."""

    def __init__(self, source):
        self.found = empty(source)
        self.size = self.first = None  # number of vertices; number in the first mode, if there are two modes
        self.section = None  # the function that reads a line of the current section
        self.network, self.first_name, self.layer = "", "", ""  # this and the first network; layer of new ties
        self.relations, self.described = {}, set()
        self.cells, self.title, self.column, self.columns = [], "", [], []
        self.began = 0  # the line where the section begins
        self.length = 0  # number of lines in the file

    def fault(self, line, what):
        """The error about a line."""
        return BadInput(f"{self.found.source} line {line}: {what}")


def read_pajek(data: bytes, source: str) -> Found:
    """Read a Pajek file. Relations, and networks of the same people, become layers. Raises BadInput."""
    reading = Reading(source)
    text, last = text_of(data, source, reading.found.notes), 1
    lines = re.split(r"\r\n|\n|\r", text)
    reading.length = len(lines)
    for line, each in enumerate(lines, 1):
        each = each.strip()
        if not each or each[0] in "%#":
            continue
        last = line
        if each.startswith("*"):
            finish(reading, line)
            begin(reading, line, *header(reading, line, each))
        elif reading.section is None:
            reading.found.notes[f"{source} begins with text, which is not read"] = None
        else:
            reading.section(reading, line, each)
    finish(reading, last)
    if reading.size is None and text.strip():
        raise BadInput(f"{source}: has no *Vertices, with which a Pajek network begins; it may be another kind of file")
    attach(reading)
    return reading.found


def header(reading, line, text):
    """(lower-case name of a section, the rest of the line)."""
    match = SECTION.match(text)
    if match is None:
        raise reading.fault(line, f"{text!r:.40} is not a section of a Pajek file")
    return match[1].lower(), match[2].strip()


def begin(reading, line, name, rest):
    """Begin a section."""
    reading.layer, reading.began = reading.network, line
    if name in ("vertices", "vertex"):
        begin_vertices(reading, line, rest)
    elif name == "network":
        begin_network(reading, rest)
    elif name in VALUES:
        reading.section, reading.title, reading.column = value, titled(rest, name), []
    elif name in IGNORED:
        reading.section, reading.title = ignore, None
        reading.found.notes[f"{reading.found.source} has a *{name.title()}, which is not read"] = None
    elif name in TIES or name in LISTS or name == "matrix":
        if reading.size is None or reading.section in (value, ignore):
            raise reading.fault(line, f"*{name.title()} stands before *Vertices; export the file anew")
        reading.layer = relation(reading, line, rest)
        directed = {**TIES, **LISTS}.get(name)
        several = listed if name in LISTS else single
        reading.section = cell if name == "matrix" else lambda *each: several(*each, directed)
    else:
        raise reading.fault(
            line, f"the section *{name.title():.40} is not read; export the network with *Arcs and *Edges"
        )


def begin_network(reading, rest):
    """Begin the next network of a project. It becomes a layer if it has the same people."""
    name = rest.strip('"')
    if reading.size is not None and not reading.network:  # so the previous network is one of several
        first = reading.first_name or "network 1"
        reading.found.edges[:] = [edge._replace(layer=f"{first} {edge.layer}".strip()) for edge in reading.found.edges]
    if reading.size is None:
        reading.first_name = name
    else:
        reading.network = name or f"network {line_count(reading)}"
    reading.section, reading.title, reading.relations = opening, "", {}


def line_count(reading):
    """The number of a network without a name: one more than the layers so far."""
    return len({edge.layer for edge in reading.found.edges}) + 1


def opening(reading, line, _):
    """Refuse a line between *Network and *Vertices."""
    raise reading.fault(line, "*Vertices is missing here; export the file anew")


def begin_vertices(reading, line, rest):
    """Begin a list of vertices. Within a partition or another such section, only check the number."""
    numbers = re.findall(r"\S+", rest)[:2]
    if not numbers or not all(re.fullmatch(r"[0-9]{1,12}", each) for each in numbers):
        raise reading.fault(line, f"*Vertices {rest!r:.40} does not say how many there are")
    size = int(numbers[0])
    first = int(numbers[1]) if len(numbers) > 1 else None
    if size > MOST:
        raise reading.fault(line, f"{size} vertices are more than can be read ({MOST})")
    if size > max(UNLISTED, TIED * reading.length):
        raise reading.fault(line, f"{size} vertices in a file of {reading.length} lines cannot be right")
    if first is not None and first > size:
        raise reading.fault(line, f"*Vertices {rest}: the first mode is larger than the whole")
    if reading.section in (value, ignore):
        return
    if reading.size is not None and size != reading.size:
        raise reading.fault(line, f"holds networks of different people ({reading.size} and {size} vertices); keep one")
    if reading.size is None:
        reading.size, reading.first = size, first or None
        for vertex in range(1, size + 1):
            reading.found.nodes[str(vertex)], reading.found.places[str(vertex)] = {"label": str(vertex)}, line
            if first:
                reading.found.nodes[str(vertex)]["mode"] = "1" if vertex <= first else "2"
    elif not reading.network:
        reading.network = reading.layer = f"network {line_count(reading)}"
    reading.section, reading.described = vertex_line, set()


def finish(reading, line):
    """End a section: process the complete matrix, column of values or list of vertices."""
    if reading.section is vertex_line and 0 < len(reading.described) < reading.size:
        missing = reading.size - len(reading.described)
        reading.found.notes[
            f"{reading.found.source} does not list {missing} of its {reading.size} vertices: "
            "they are called by their numbers"
        ] = None
    if reading.section is cell:
        end_matrix(reading, line)
    elif reading.section is value:
        reading.columns.append((reading.title, reading.column))


def relation(reading, line, rest):
    """The layer that the header of a section of ties names, such as `:2 "friendship"`."""
    if not rest or re.fullmatch(r"[0-9]+", rest):
        return reading.network
    match = RELATION.match(rest)
    name = match and (match[2] or match[3])
    label = name or (match[1] if match else rest.strip('"'))
    if match:
        label = reading.relations.setdefault(match[1], label)
    return f"{reading.network} {label}".strip()


def vertex_line(reading, line, text):
    """Read a vertex, `1 "Ann" 0.2 0.5 ellipse ic Blue role advisor`: number, label, drawing and attributes."""
    (vertex, _), *rest = tokens(reading, line, text) or [("", False)]
    vertex = vertex_number(reading, line, vertex)
    if vertex in reading.described:
        raise reading.fault(line, f"vertex {vertex} is there twice; keep one of them")
    reading.described.add(vertex)
    label = rest[0][0].strip() if rest else ""
    node = reading.found.nodes[vertex]
    if reading.network and label and node["label"] != label:
        raise reading.fault(
            line, f"vertex {vertex} is {label!r} here and {node['label']!r} before; keep networks of the same people"
        )
    reading.found.places[vertex] = line
    node.update({"label": label or vertex} | of_a_vertex(reading, line, rest[1:]))


def single(reading, line, text, directed):
    """Read a tie, `3: 1 2 0.5 l "advice"`: relation (optional), two ends, weight (optional), drawing and attributes."""
    given, layer = tokens(reading, line, text), reading.layer
    if given and re.fullmatch(r"[0-9]+:", given[0][0]):
        layer = f"{reading.network} {reading.relations.setdefault(given[0][0][:-1], given[0][0][:-1])}".strip()
        given = given[1:]
    if len(given) < 2:
        raise reading.fault(line, f"a tie has two ends, not {text!r:.40}")
    one, other = (vertex_number(reading, line, each) for each, _ in given[:2])
    rest, weight = given[2:], 1.0
    heavy = number(rest[0][0]) if rest and not rest[0][1] else None
    if heavy is not None:
        weight, rest = heavy, rest[1:]
    elif rest and (rest[0][1] is False) and len(rest) % 2:
        raise reading.fault(line, f"the weight {rest[0][0]!r:.40} is not a number")
    values = attributes(reading, line, rest, OF_A_TIE)
    label = values.pop("l", None)
    values = {"weight": weight} | ({"label": label} if label else {}) | values
    reading.found.edges.append(Edge(one, other, directed, layer, values, line))


def listed(reading, line, text, directed):
    """Read a line of ties, `3 1 2 4`: from the first vertex to each of the others."""
    one, *others = (vertex_number(reading, line, each) for each, _ in tokens(reading, line, text))
    reading.found.edges.extend(Edge(one, other, directed, reading.layer, {"weight": 1.0}, line) for other in others)


def cell(reading, line, text):
    """Read numbers of a matrix, row by row; line breaks may be anywhere."""
    for each in text.split():
        if number(each) is None:
            raise reading.fault(line, f"{each!r:.40} in the matrix is not a number")
        reading.cells.append(number(each))
    if len(reading.cells) > reading.size**2:
        raise reading.fault(line, f"the matrix has more numbers than {reading.size} x {reading.size}")


def end_matrix(reading, line):
    """Add the ties of a complete matrix. With two modes, rows are vertices of the first and columns of the second."""
    cells, reading.cells, size = reading.cells, [], reading.size
    rows, columns = (reading.first, size - reading.first) if reading.first else (size, size)
    if len(cells) != rows * columns:
        raise reading.fault(line, f"the matrix has {len(cells)} numbers, not {rows} x {columns}")
    shift = size - columns
    for place, weight in enumerate(cells):
        if weight:
            one, other = str(place // columns + 1), str(place % columns + 1 + shift)
            reading.found.edges.append(Edge(one, other, not shift, reading.layer, {"weight": weight}, reading.began))


def value(reading, line, text):
    """Read a number of a partition or a vector."""
    if number(text) is None:
        raise reading.fault(line, f"{text!r:.40} is not a number, which {reading.title} needs")
    reading.column.append(text)


def ignore(*_):
    """Skip a line of a section that is not read."""


def attach(reading):
    """Assign the values of partitions and vectors to all vertices, or to those of the first mode."""
    for title, column in reading.columns:
        if len(column) not in (reading.size, reading.first):
            whose = f"has {len(column)} values for {reading.size} vertices and is not read"
            reading.found.notes[f"{title} of {reading.found.source} {whose}"] = None
            continue
        for node, each in zip(reading.found.nodes.values(), column, strict=False):
            node[title] = each


def titled(text, name):
    """The name of a partition or a vector. Pajek often writes the path of the file that it comes from."""
    text = text.strip('"')
    text = PureWindowsPath(text).stem if text.lower().endswith((".clu", ".vec")) else text
    return f"{name} label" if text == "label" else text or name  # "label" is reserved for the names of vertices
