"""Read XML from untrusted sources: without entities or external files, and with limited nesting."""

from xml.parsers import expat

from trustsim.errors import BadInput

DEEPEST = 200  # levels of nested elements


class Element:
    """One element: its local name, attributes, text, child elements and line in the file."""

    __slots__ = ("children", "given", "line", "name", "pieces")

    def __init__(self, name, given, line):
        self.name, self.given, self.line = name, given, line
        self.pieces, self.children = [], []

    @property
    def text(self):
        """The text before the first child element."""
        return "".join(self.pieces)

    def all(self, name):
        """The child elements with this name."""
        return [child for child in self.children if child.name == name]

    def within(self, name):
        """Yield every nested element with this name, at any depth, in the order of the file."""
        below = self.children[::-1]
        while below:
            child = below.pop()
            if child.name == name:
                yield child
            below.extend(child.children[::-1])


def document(data: bytes, source: str) -> Element:
    """The root element of an XML document. Names are local: namespace prefixes are removed.

    Raises BadInput if the document nests too deeply or declares entities. Entities could make it a million times as
    large or include other files.
    """
    parser, top = expat.ParserCreate(), Element("", {}, 0)
    parser.buffer_text, open_elements = True, [top]

    def begin(name, given):
        if len(open_elements) > DEEPEST:
            raise BadInput(
                f"{source} line {parser.CurrentLineNumber}: elements nest more than {DEEPEST} deep; export it anew"
            )
        given = {key: value for key, value in given.items() if ":" not in key}
        element = Element(name.rpartition(":")[2], given, parser.CurrentLineNumber)
        open_elements[-1].children.append(element)
        open_elements.append(element)

    def end(_):
        open_elements.pop()

    def write(text):
        if not open_elements[-1].children:  # text after a child element is only line breaks
            open_elements[-1].pieces.append(text)

    def refuse(name, *_):
        raise BadInput(f"{source} line {parser.CurrentLineNumber}: the entity {name!r:.40} is not read; write its text")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, write
    parser.EntityDeclHandler = parser.SkippedEntityHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise BadInput(f"{source} line {error.lineno}: is not XML ({reason}); export it anew") from None
    except (LookupError, ValueError) as error:  # an unknown encoding
        if isinstance(error, BadInput):
            raise
        raise BadInput(
            f"{source}: cannot be read as XML ({' '.join(str(error).split())}); export it as UTF-8"
        ) from None
    return top.children[0]


def typed(text, kind, where, name):
    """The value of `text` as the declared type `kind`; None if it has no value. Raises BadInput."""
    from trustsim.network.draft import number

    text = text.strip()
    if not text or kind not in NUMBERS | {"boolean"}:
        return text or None
    if kind == "boolean":
        value = {"true": True, "false": False, "1": True, "0": False}.get(text.lower())
    elif text.lower().lstrip("+-") in ("nan", "inf", "infinity"):  # written by programs for a missing number
        return None
    else:
        value = number(text)
        whole = value is not None and value.is_integer() and abs(value) < 2**53
        value = int(value) if whole and kind in WHOLE else value
    if value is None:
        raise BadInput(
            f"{where}: {name} = {text!r:.60} is not of the type {kind}, which the file declares for it; correct it"
        )
    return value


WHOLE = {"int", "integer", "long", "short", "byte", "biginteger"}
NUMBERS = WHOLE | {"float", "double", "real", "bigdecimal"}
