"""Figures of a replayed study, each as SVG and as PNG: the course of trust, the differences between arms, the verdicts.

Figures are made without any state of matplotlib's own, so several may be drawn at a time; the same results give the
same SVG, byte for byte.
"""

from pathlib import Path


def draw(replayed, folder):
    """Draw what there is to draw of a `Replay` into `folder`; returns the paths of the files, each of them whole.

    One arm has no differences and a study without an experiment no verdicts: these figures are left out.
    """
    from trustsim.plots import courses, forest, paper, tiles

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with paper.plain_style():
        figures = {"trust_and_leap_rate": courses.figure(replayed), "differences": forest.figure(replayed), "verdicts": tiles.figure(replayed)}
        return [path for name, figure in figures.items() if figure for path in paper.save(figure, folder / name)]
