"""Parse a line of a Pajek file: tokens, vertex numbers, and attributes mixed with drawing instructions."""

import re

from trustsim.network.draft import number

TOKEN = re.compile(r'"((?:[^"]|"(?=\S))*)"(?=\s|$)|(\[[^\]\s]*\])|(\S+)')
CODE = re.compile(r"&#(\d{1,7});")
SHAPES = {
    "ellipse", "circle", "box", "square", "diamond", "triangle", "cross", "empty", "house", "man", "woman",
}  # fmt: skip
OF_A_VERTEX = {
    "s_size", "size", "x_fact", "y_fact", "phi", "r", "q", "ic", "bc", "bw", "lc", "la", "lr", "lphi", "fos", "font",
    "hooks",
}  # fmt: skip
OF_A_TIE = {
    "w", "c", "p", "s", "a", "ap", "lp", "lr", "lphi", "lc", "la", "fos", "font", "h1", "h2", "a1", "a2", "k1", "k2",
}  # fmt: skip


def tokens(reading, line, text):
    """[(text, whether it was quoted)] of a line, without times."""
    if not any(sign in text for sign in ('"', "[", "&#")):
        return [(each, False) for each in text.split()]
    found = []
    for match in TOKEN.finditer(text):
        quoted, time, bare = match.groups()
        if quoted is not None:
            found.append((CODE.sub(decoded, quoted), True))
        elif time is not None:
            reading.found.notes[
                f"{reading.found.source} has times: everything that was ever there is read as there from the start"
            ] = None
        elif '"' in bare:
            raise reading.fault(line, f"a quotation mark is missing or misplaced in {text!r:.60}")
        else:
            found.append((CODE.sub(decoded, bare), False))
    return found


def decoded(match):
    """The character that Pajek writes as &#352;."""
    code = int(match[1])
    return chr(code) if 0 < code < 0x110000 else match[0]


def of_a_vertex(reading, line, rest):
    """The attributes after a vertex's label, without coordinates, shape and drawing instructions."""
    drawn = 0
    while drawn < 3 and drawn < len(rest) and coordinate(rest[drawn]):
        drawn += 1
    rest = rest[drawn:]
    if rest and not rest[0][1] and (rest[0][0].lower() in SHAPES or (drawn and len(rest) % 2)):
        rest = rest[1:]
    elif rest and not drawn and not rest[0][1] and rest[0][0].lower() not in OF_A_VERTEX:
        raise reading.fault(
            line,
            f"{rest[0][0]!r:.40} behind the label is not a coordinate; put a label of several words in quotation marks",
        )
    return attributes(reading, line, rest, OF_A_VERTEX)


def coordinate(token):
    """Whether a token is a number, or nan or inf."""
    return not token[1] and (number(token[0]) is not None or token[0].lower().lstrip("+-") in ("nan", "inf"))


def attributes(reading, line, rest, drawing):
    """{key: text} from `key value key value`, without drawing instructions; a quoted key is always an attribute."""
    if len(rest) % 2:
        raise reading.fault(
            line, f"{rest[-1][0]!r:.40} at the end has no value; put what has spaces in quotation marks"
        )
    pairs = zip(rest[::2], rest[1::2], strict=True)
    return {key: text for (key, quoted), (text, _) in pairs if quoted or key.lower() not in drawing}


def vertex_number(reading, line, text):
    """Check the number of a vertex and return it as text, "7"; raises BadInput."""
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise reading.fault(line, f"{text!r:.40} is not the number of a vertex")
    vertex = int(text)
    if not 1 <= vertex <= reading.size:
        raise reading.fault(line, f"there is no vertex {vertex}; they are numbered 1 to {reading.size}")
    return str(vertex)
