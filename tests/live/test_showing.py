"""What the curves are given: smoothing, time axes, marks and end values."""

from types import SimpleNamespace

import numpy as np
import pytest

from trustsim.live import showing
from trustsim.measures import MEASURES
from trustsim.words import words

UNITS = {name: function.unit for name, function in MEASURES.items()}


def view(*worlds, marks=None, until=100):
    """A View as far as the curves look at it."""
    newest = len(worlds[0]["trust"]) - 1
    marks = marks or ((),) * len(worlds)
    return SimpleNamespace(curves=worlds, worlds=worlds, tick=newest, newest=newest, until=until, marks=marks)


@pytest.mark.parametrize("seed", range(5))
def test_a_rate_that_jumps_is_smoothed_and_a_level_is_not(seed):
    """White noise is drawn with its trailing mean, a random walk as it is."""
    luck = np.random.default_rng(seed)
    noise, walk = luck.normal(0.6, 0.1, 80), 0.5 + np.cumsum(luck.normal(0, 0.005, 80))
    assert showing.jumpy(noise) and not showing.jumpy(walk)
    found = showing.curve(view({"trust": walk, "leap_rate": noise}), "leap_rate", words(), UNITS)
    (line,) = found["lines"]
    assert line["raw"] == pytest.approx(noise, abs=1e-5)
    assert line["y"][40] == pytest.approx(noise[33:41].mean(), abs=1e-5)
    assert "8-week mean; faint: weekly" in found["meaning"]
    assert found["values"] == [pytest.approx(noise[-8:].mean(), abs=1e-5)]


def test_whether_a_measure_is_smoothed_does_not_change_while_it_plays():
    """The answer comes from the first half year that has values."""
    noise = np.random.default_rng(1).normal(size=300)
    noise[40:] = np.linspace(0, 50, 260)
    assert all(showing.jumpy(noise[:weeks]) for weeks in range(showing.JUDGED, 300, 7))


def test_the_trailing_mean_leaves_weeks_without_a_value_out():
    """A gap is no zero."""
    y = np.array([np.nan, 1, 1, np.nan, np.nan, 1, 1, 1, 1, 3.0])
    assert showing.smoothed(y)[:8].tolist() == pytest.approx([np.nan] * 8, nan_ok=True)
    assert showing.smoothed(y)[8:] == pytest.approx([1, 8 / 6])
    assert len(showing.smoothed(np.array([]))) == 0


@pytest.mark.parametrize(
    ("newest", "until", "weeks"),
    [(0, 130, 13), (13, 130, 13), (14, 130, 26), (60, 130, 104), (105, 130, 130), (140, 130, 208), (3, 9, 9)],
)
def test_the_time_axis_doubles_up_to_the_end(newest, until, weeks):
    """It is long enough, and no longer than the arm while that lasts."""
    assert showing.weeks_shown(newest, until) == weeks


def test_marks_say_what_was_done_in_which_world_and_that_news_is_news():
    """The same in both worlds is said once, without a letter; what is still to come is there as well."""
    a = ((3, (("firms.disclosure", 0.95),), ""), (5, (), "scandal"), (7, (), "apologise"))
    b = ((3, (("firms.disclosure", 0.95),), ""), (9, (("leaping.gain", 3.0),), ""))
    trust = {"trust": np.full(12, 0.5)}
    marks = showing.marks(view(trust, trust, marks=(a, b)), words())
    assert [(mark["week"], mark["text"], mark["news"]) for mark in marks] == [
        (3, "Disclosure → 0.95", ""), (5, "A: scandal", "bad"), (7, "A: apology", "good"), (9, "B: Gain → 3", ""),
    ]  # fmt: skip


def test_the_difference_is_that_of_the_weeks_that_both_have():
    """B minus A, with its last value."""
    found = showing.difference(
        view({"trust": np.array([0.5, 0.5, 0.5])}, {"trust": np.array([0.5, 0.6, 0.7])}), words()
    )
    assert found["lines"][0]["y"] == pytest.approx([0, 0.1, 0.2])
    assert found["values"] == [pytest.approx(0.2)]
