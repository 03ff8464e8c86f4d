"""Figures of a replayed study, each as SVG and as PNG: the course of trust, the differences between arms, the verdicts,
and where in the assumed space they flip.

Figures use no global state of matplotlib, so several can be drawn at a time. The same results give the same SVG, byte
for byte.
"""

import re
import warnings
from functools import partial
from pathlib import Path

from trustsim.errors import BadInput, advice
from trustsim.runs.words import reason


def draw(replayed, folder, failed=None):
    """Draw the figures of a `Replay` into `folder` and return the paths of the complete files.

    A single arm has no figure of differences, and a study without an experiment none of verdicts. `failed(line)` is
    called with one line per figure that cannot be drawn or written, and for characters that the figures cannot show;
    the other figures are still drawn. Without `failed` the error is raised. Raises OSError for the folder.
    """
    from trustsim.plots import courses, flipmap, forest, tiles

    makers = {
        courses.file_of(replayed.results): courses.figure,
        "differences": forest.figure,
        "verdicts": tiles.figure,
        "flip_map": flipmap.figure,
    }
    return drawn({name: partial(make, replayed) for name, make in makers.items()}, folder, failed)


def draw_sweep(swept, told, folder, failed=None):
    """Draw the figure of a sweep (a `Swept` with its summary `told`) into `folder`, like `draw`."""
    return drawn({"sweep": partial(sweep_figure(swept, told), swept, told)}, folder, failed)


def sweep_figure(swept, told):
    """The function that makes the figure of a sweep: bars of indices, a heat map, or lines."""
    from trustsim.plots import sweep_bars, sweep_heat, sweep_lines

    main = [told["responses"][at] for at in told["sweep"]["main"]]
    if any(each["indices"] for each in main):
        return sweep_bars.figure
    return sweep_heat.figure if sweep_heat.fits(swept) else sweep_lines.figure


def draw_calibration(told, folder, failed=None):
    """Draw the figures of a calibration from its summary `told` into `folder`, like `draw`."""
    return drawn({which: calibration_figures(told, which) for which in ("fit", "parameters")}, folder, failed)


def calibration_figures(told, which):
    """The function that makes a figure of a calibration: "fit" or "parameters". Raises BadInput."""
    from trustsim.plots import calibration_fit, calibration_profiles

    makers = {"fit": calibration_fit.figure, "parameters": calibration_profiles.figure}
    if which not in makers:
        raise BadInput(f"figure {which!r:.60} is unknown; {advice(which, list(makers))}")
    return partial(makers[which], told)


def drawn(makers, folder, failed=None):
    """Draw a figure with each of these functions, {name: function}, and return the paths of the complete files."""
    from trustsim.plots import paper

    folder, paths, lost = Path(folder), [], {}
    folder.mkdir(parents=True, exist_ok=True)
    with paper.plain_style(), warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        for name, make in makers.items():
            try:
                figure = make()
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
