"""Figures of a replayed study, each as SVG and as PNG: the course of trust, the differences between arms, the verdicts,
and where in the assumed space they flip.

Figures use no global state of matplotlib, so several can be drawn at a time. The same results give the same SVG, byte
for byte.
"""

import re
import warnings
from pathlib import Path

from trustsim.runs.words import reason


def draw(replayed, folder, failed=None):
    """Draw the figures of a `Replay` into `folder` and return the paths of the complete files.

    A single arm has no figure of differences, and a study without an experiment none of verdicts. `failed(line)` is
    called with one line per figure that cannot be drawn or written, and for characters that the figures cannot show;
    the other figures are still drawn. Without `failed` the error is raised. Raises OSError for the folder.
    """
    from trustsim.plots import courses, flipmap, forest, paper, tiles

    folder, paths, lost = Path(folder), [], {}
    folder.mkdir(parents=True, exist_ok=True)
    course = courses.file_of(replayed.results)
    makers = {
        course: courses.figure,
        "differences": forest.figure,
        "verdicts": tiles.figure,
        "flip_map": flipmap.figure,
    }
    with paper.plain_style(), warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        for name, make in makers.items():
            try:
                figure = make(replayed)
                paths += paper.save(figure, folder / name) if figure else []
            except Exception as error:
                if failed is None:
                    raise
                why = error.strerror if isinstance(error, OSError) and error.strerror else reason(error)
                lost.setdefault(why, []).append(name)
    for why, names in lost.items():
        failed(f"{folder}: no figure {', '.join(names)}: {why}")
    strange = letters_without_glyph(warned)
    if strange and failed:
        failed(f"{folder}: {len(strange)} letters are shown as boxes: no font of the figures has them")
    return paths


def letters_without_glyph(warned):
    """The code points for which the font of matplotlib has no glyph, from its warnings."""
    found = (re.search(r"Glyph (\d+)", str(each.message)) for each in warned)
    return {int(match[1]) for match in found if match}
