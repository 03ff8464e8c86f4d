"""The sheet that all figures share: colours, fonts, a sentence at the top, a note at the bottom, and saving."""

import io
import logging
import os
import sys
import threading
from contextlib import contextmanager, suppress
from functools import cache, lru_cache

import numpy as np

from trustsim.runs.disk import write_whole
from trustsim.runs.words import legible

INK, QUIET, FAINT, GRID = "#1b2029", "#586070", "#a9afb8", "#e4e7eb"
BLUE, ORANGE = "#0072b2", "#d55e00"
COLOURS = (BLUE, ORANGE, "#009e73", "#cc79a7", "#e69f00", "#56b4e9")  # Okabe & Ito 2008: safe for colour blindness
TITLE, TEXT, SMALL = 20, 13, 11  # points, on a sheet of WIDTH inches: readable from the back of a room
WIDTH, EDGE = 13.0, 0.45  # inches
LEADING = 1.32
LINE = SMALL * 1.45 / 72  # inches from label to label
DPI = 150
STYLE = {
    "font.family": "DejaVu Sans", "font.size": TEXT, "text.color": INK, "text.parse_math": False,
    "svg.hashsalt": "trustsim", "svg.fonttype": "path",
    "axes.edgecolor": FAINT, "axes.linewidth": 0.8, "axes.labelcolor": QUIET, "axes.axisbelow": True,
    "axes.unicode_minus": True, "grid.color": GRID,
    "xtick.color": FAINT, "ytick.color": FAINT, "xtick.labelcolor": QUIET, "ytick.labelcolor": QUIET,
}  # fmt: skip
DRAWING = threading.Lock()


@contextmanager
def plain_style():
    """Use our own style instead of a matplotlibrc. One thread at a time, because matplotlib has one global style."""
    log = logging.getLogger("matplotlib")
    level = log.level
    with DRAWING:
        log.setLevel(logging.ERROR)  # it logs fonts, caches and old settings, which do not matter here
        try:
            matplotlib = without_backend()
            with matplotlib.rc_context():
                matplotlib.rcdefaults()
                matplotlib.rcParams.update(STYLE)
                yield
        finally:
            log.setLevel(level)


def without_backend():
    """The module matplotlib, also where $MPLBACKEND names no backend, because our sheets have their own canvas.

    A backend that there is, such as that of a notebook, remains the one of the user's own figures.
    """
    if "matplotlib" in sys.modules:
        return sys.modules["matplotlib"]
    wanted = os.environ.pop("MPLBACKEND", None)
    try:
        import matplotlib
    finally:
        if wanted is not None:
            os.environ["MPLBACKEND"] = wanted
    if wanted is not None:
        with suppress(ValueError):
            matplotlib.rcParams["backend"] = wanted
    return matplotlib


@cache
def kind_of_figure():
    """A class of figures that a notebook shows, whether or not it has loaded the rest of matplotlib."""
    from matplotlib.figure import Figure

    class Paper(Figure):
        """A figure in our style."""

        def _repr_png_(self):
            held = io.BytesIO()
            with plain_style():
                self.savefig(held, format="png", dpi=DPI / 2)
            return held.getvalue()

    return Paper


class Sheet:
    """A figure measured in inches from its top left corner, with its finding at the top and a note at the bottom."""

    def __init__(self, height, title, subtitle, note, width=WIDTH):
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        self.figure, self.width = kind_of_figure()(), width
        FigureCanvasAgg(self.figure)
        head = [(line, TITLE, INK, "bold") for line in wrapped(title, width - 2 * EDGE, TITLE, "bold")]
        head += [(line, TEXT, QUIET, "normal") for line in wrapped(subtitle, width - 2 * EDGE, TEXT)]
        foot = [(line, SMALL, QUIET, "normal") for line in wrapped(note, width - 2 * EDGE, SMALL)]
        self.top, self.bottom = EDGE + tall(head) + 0.12, EDGE + tall(foot) + 0.12
        self.height = height + self.top + self.bottom
        self.figure.set_size_inches(width, self.height)
        self.stack(head, EDGE)
        self.stack(foot, self.height - EDGE - tall(foot))
        self.title, self.note = legible(title), legible(note)

    def stack(self, lines, y):
        """Write lines of text below each other, the first at `y`."""
        for text, size, colour, weight in lines:
            self.write(EDGE, y, text, size=size, color=colour, weight=weight, va="top")
            y += size * LEADING / 72

    def write(self, x, y, text, **how):
        """Write text at x, y inches."""
        return self.figure.text(x / self.width, 1 - y / self.height, legible(text), **how)

    def axes(self, x, y, width, height):
        """Add axes at x, y inches, with lines only at the left and the bottom."""
        left, bottom = x / self.width, 1 - (y + height) / self.height
        axes = self.figure.add_axes((left, bottom, width / self.width, height / self.height))
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(labelsize=SMALL, length=3)
        return axes


@lru_cache(4096)
def wide(text, size=TEXT, weight="normal"):
    """The width of a line of text, in inches."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    return text_to_path.get_text_width_height_descent(text, FontProperties(size=size, weight=weight), False)[0] / 72


def wrapped(text, width, size=TEXT, weight="normal"):
    """Text broken into lines of at most `width` inches. A longer word gets its own line."""
    lines, used, space = [], 0.0, wide("n n", size, weight) - wide("nn", size, weight)
    for word in legible(text).split():
        taken = wide(word, size, weight)
        if lines and used + space + taken <= width:
            lines[-1], used = f"{lines[-1]} {word}", used + space + taken
        else:
            lines.append(word)
            used = taken
    return lines


def tall(lines):
    """The height of stacked lines, in inches."""
    return sum(size * LEADING / 72 for _, size, _, _ in lines)


def spread(places, gap, low, high):
    """Positions for labels as near as possible to `places`, at least `gap` apart if there is room, within low..high."""
    places, order = np.asarray(places, dtype=float), np.argsort(places, kind="stable")
    steps = min(gap, (high - low) / max(len(places) - 1, 1)) * np.arange(len(places))
    apart = ascending(places[order] - steps)
    spaced = np.empty(len(places))
    spaced[order] = np.clip(apart, low, high - steps[-1]) + steps
    return spaced


def ascending(values):
    """The ascending numbers nearest to `values` in least squares, by pooling those that descend.

    scipy.optimize has it too, but takes nearly half a second to import.
    """
    pools = []
    for value in values:
        pools.append((value, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, n), (other, m) = pools[-2:]
            pools[-2:] = [((n * one + m * other) / (n + m), n + m)]
    return np.concatenate([np.full(n, value) for value, n in pools])


def save(sheet, path):
    """Write a sheet as path.svg and path.png, each in full or not at all, and return both paths."""
    paths = [path.with_name(f"{path.name}.{kind}") for kind in ("svg", "png")]
    for each in paths:
        write_whole(each, drawn(sheet, each.suffix.removeprefix(".")))
    return paths


def drawn(sheet, kind):
    """The bytes of a sheet as "svg" or "png"; the same sheet gives the same bytes."""
    said = {"Title": sheet.title, "Description": sheet.note, "Creator": "trustsim"}
    metas = {"svg": {**said, "Date": None}, "png": {**said, "Software": None}}
    how = {"pil_kwargs": {"compress_level": 3}} if kind == "png" else {}  # a third of the time, a tenth larger
    held = io.BytesIO()
    sheet.figure.savefig(held, format=kind, dpi=DPI, metadata=metas[kind], **how)
    return held.getvalue()
