"""The verdicts: one row per claim or part of one, one tile per lens, ablation and value under which it was read."""

from typing import NamedTuple

from trustsim.plots.paper import BLUE, EDGE, GRID, INK, ORANGE, QUIET, SMALL, TEXT, WIDTH, Sheet, wide, wrapped
from trustsim.plots.sentences import counted, setting
from trustsim.runs.claims import HOLDS
from trustsim.runs.compare import UNDECIDED
from trustsim.runs.verdicts import ASSUMED, DEPENDS, REFUTED, SUPPORTED, flat
from trustsim.runs.words import plainly

SIGNS = {
    SUPPORTED: ("✓", BLUE),
    REFUTED: ("✗", ORANGE),
    UNDECIDED: ("?", QUIET),
    DEPENDS: ("±", INK),
    ASSUMED: ("=", QUIET),
}
TILES = {  # sign, its colour, face, edge
    HOLDS: ("✓", "white", BLUE, BLUE),
    REFUTED: ("✗", ORANGE, "white", ORANGE),
    UNDECIDED: ("?", QUIET, "white", GRID),
    DEPENDS: ("±", INK, "white", INK),
}
KINDS = {"base": "as is", "lens": "other lenses", "ablation": "without"}
CLAIM, WORD, GAP, LINE = 4.0, 1.85, 0.24, (SMALL + 1) * 1.32 / 72  # inches
LEAST, MOST, TALL = 0.36, 0.62, 0.40  # width of a tile (least and most), and its height
SLANT = 40  # degrees, of the label above a column


class Column(NamedTuple):
    """A column of tiles: its condition, label, group, and left edge in inches."""

    condition: object
    name: str
    group: str
    x: float


def figure(replayed):
    """The sheet, or None for a study without claims."""
    verdicts, conditions = flat(replayed.verdicts), one_by_one(replayed.results)
    if not verdicts:
        return None
    columns, tile, width = columns_of(conditions)
    claim = columns[0].x - WORD - EDGE
    texts = {v.claim.number: wrapped(v.claim.text, claim - 0.85, SMALL + 1) for v in verdicts}
    heights = [max(TALL + 0.24, LINE * len(texts[v.claim.number]) + 0.24) for v in verdicts]
    head = 0.3 + 0.66 * max(wide(column.name, SMALL) for column in columns)
    foot = 0.2 + LINE * max(len(group_lines(column.group)) for column in columns)
    sheet = Sheet(
        head + sum(heights) + foot, counted(replayed.verdicts), setting(replayed.results.study), note(replayed), width
    )
    canvas = sheet.axes(0, 0, sheet.width, sheet.height)
    canvas.set(xlim=(0, sheet.width), ylim=(sheet.height, 0))
    canvas.set_axis_off()
    y = sheet.top + head
    for column in columns:
        canvas.text(
            column.x + tile / 2 - 0.05,
            y - 0.08,
            column.name,
            rotation=SLANT,
            rotation_mode="anchor",
            size=SMALL,
            color=INK,
        )
    for verdict, high in zip(verdicts, heights, strict=True):
        row_of(canvas, verdict, texts[verdict.claim.number], (y, high), (columns, tile, sheet.width))
        y += high
    brackets(canvas, columns, tile, y + 0.08)
    return sheet


def one_by_one(results):
    """The conditions with a column: all but the worlds of the assumed space, which the flip map shows."""
    return [condition for condition in results.conditions if condition.kind != "space"]


def columns_of(conditions):
    """The columns from left to right, and the widths of a tile and of the sheet, as wide as there is room."""
    groups = {}
    for condition in conditions:
        under = f" under {plainly(condition.lens)}" if condition.lens else ""
        groups.setdefault(KINDS.get(condition.kind, condition.subject + under), []).append(condition)
    slack = 0.25  # room for slanted labels at the right
    room = WIDTH - 2 * EDGE - CLAIM - WORD - GAP * len(groups) - slack
    tile = min(MOST, max(LEAST, room / len(conditions)))
    width = max(WIDTH, WIDTH - room + tile * len(conditions))
    x, columns = width - EDGE - slack - tile * len(conditions) - GAP * (len(groups) - 1), []
    for group, members in groups.items():
        for condition in members:
            name = condition.shown if condition.kind == "variation" else plainly(condition.subject.rpartition(":")[2])
            columns.append(Column(condition, name, group, x))
            x += tile
        x += GAP
    return columns, tile, width


def row_of(canvas, verdict, lines, place, across):
    """Draw a claim, its verdict and its tiles."""
    (y, high), (columns, tile, width) = place, across
    number = str(verdict.claim.number)
    part = not number.isdigit()  # a part of the claim above it
    canvas.plot([EDGE + 0.5 * part, width - EDGE], [y, y], color=GRID, linewidth=1)
    middle, (sign, colour) = y + high / 2, SIGNS[verdict.word]
    how = {"size": TEXT, "weight": "normal" if part else "bold", "ha": "right", "va": "center_baseline"}
    canvas.text(EDGE + 0.45, middle, number, **how)
    for at, line in enumerate(lines):
        canvas.text(EDGE + 0.6, middle + (at - (len(lines) - 1) / 2) * LINE, line, size=SMALL + 1, va="center_baseline")
    canvas.text(columns[0].x - WORD, middle, sign, size=TEXT + 1, weight="bold", color=colour, va="center_baseline")
    beside = {"color": colour, "va": "center_baseline", "weight": "normal" if part else "bold"}
    off = 0.5 * LINE if verdict.not_by else 0.0
    canvas.text(columns[0].x - WORD + 0.25, middle - off, verdict.word, size=TEXT - 0.5, **beside)
    if verdict.not_by:
        canvas.text(columns[0].x - WORD + 0.25, middle + off, f"not by {plainly(verdict.not_by)}", size=SMALL, **beside)
    if not verdict.under and not verdict.parts:
        canvas.text(columns[0].x + tile / 2, middle, "–", size=TEXT, color=QUIET, ha="center", va="center_baseline")
    for column in columns:
        if column.condition.name in verdict.under:
            framed = column.condition.kind == "ablation" and column.condition.subject == verdict.claim.hangs_on
            draw_tile(canvas, (column.x, middle - TALL / 2), tile, verdict.under[column.condition.name], framed)


def draw_tile(canvas, corner, tile, answer, framed):
    """Draw a tile: full with a tick if the claim holds, hollow with a cross if refuted, framed for its ablation."""
    from matplotlib.patches import Rectangle

    x, y = corner
    sign, ink, face, edge = TILES[answer]
    canvas.add_patch(Rectangle((x + 0.03, y), tile - 0.06, TALL, facecolor=face, edgecolor=edge, linewidth=1.3))
    canvas.text(x + tile / 2, y + TALL / 2, sign, color=ink, ha="center", va="center_baseline", size=TEXT + 1)
    if framed:
        canvas.add_patch(
            Rectangle((x - 0.01, y - 0.04), tile + 0.02, TALL + 0.08, facecolor="none", edgecolor=INK, linewidth=1.4)
        )


def group_lines(group):
    """The label of a group as lines: the group of a parameter above its name."""
    first, dot, last = group.partition(".")
    if not dot:
        return [group]
    name, under, lens = last.partition(" under ")
    return [first + dot, plainly(name)] + ([f"under {lens}"] if under else [])


def brackets(canvas, columns, tile, y):
    """Draw the common label of a group of columns below them."""
    for group in dict.fromkeys(column.group for column in columns):
        xs = [column.x for column in columns if column.group == group]
        left, right = min(xs) + 0.03, max(xs) + tile - 0.03
        canvas.plot([left, right], [y, y], color=QUIET, linewidth=1.4, solid_capstyle="butt")
        for at, line in enumerate(group_lines(group)):
            canvas.text((left + right) / 2, y + 0.06 + at * LINE, line, size=SMALL, color=QUIET, ha="center", va="top")


def note(replayed):
    """Sentences that explain the tiles."""
    n, several = len(replayed.results.study.seeds), len(one_by_one(replayed.results)) > 1
    verdicts = flat(replayed.verdicts)
    where = f"the 95 % interval of every test over n = {n} twin worlds lies in the expected direction"
    said = [
        f"✓ full: the claim holds, {where}. ✗ refuted: the interval of a test lies elsewhere. "
        "? undecided: an interval is inconclusive; more runs may decide it."
    ]
    if n == 1:
        said = ["One run has no interval, so nothing is decided. Add replicates."]
    if several:
        said.append("± depends: the answer differs by lens, value or horizon.")
        said.append(
            "Framed: without the mechanism that the claim hangs on. "
            "If the claim holds there too, that mechanism is not the cause."
        )
    if any(verdict.parts for verdict in verdicts):
        said.append("A claim with parts (a, b, ...) has the verdict of its weakest part, leaving aside assumed parts.")
    if any(verdict.word == ASSUMED for verdict in verdicts):
        said.append("= assumed: follows from how the model was built.")
    if any(not verdict.under and not verdict.parts for verdict in verdicts):
        said.append("–: nothing to test.")
    said.append("No tile: not run, for no test reads it." if several else "No other lens, ablation or value was tried.")
    return " ".join(said)
