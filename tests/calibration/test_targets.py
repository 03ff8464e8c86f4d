"""Files of targets are read strictly: each mistake is one line with file, line and remedy."""

import numpy as np
import pytest
from planted import small
from studies import study

from trustsim.calibration.statistics import STATISTICS
from trustsim.calibration.targets import CHECK, features, targets_in
from trustsim.errors import BadInput

BAD = [
    ("", "line 1: there are no names of columns"),
    ("tick,trust\n", "has no targets below its first line"),
    ("tick\n1\n", "line 1: tick is the only column; add one with a measure, such as trust"),
    ("tick,trust,trust\n1,0.5,0.5\n", "line 1: the column 'trust' is there twice"),
    ("tick,trsut\n1,0.5\n", "line 2: unknown measure 'trsut'; did you mean trust?"),
    ("tick,trust\n1,0.5,7\n", "line 2: has 3 cells, and there are 2 columns"),
    ("tick,trust\n1,much\n", "line 2: trust = 'much' is not a number"),
    ("tick,trust\n1,nan\n", "line 2: trust = 'nan' is not a number"),
    ("tick,trust\n1,inf\n", "line 2: trust = 'inf' is not a number"),
    ("tick,trust\n,0.5\n", "line 2: tick = '' is not a number"),
    ("tick,trust\n99,0.5\n", "line 2: tick = '99' is no week of the runs, 0..11; see --set ticks=N"),
    ("tick,trust\n1.5,0.5\n", "line 2: tick = '1.5' is no week"),
    ("tick,trust\n1,0.5\n1,0.6\n", "line 3: trust in week 1 is there twice, see line 2"),
    ("tick,trust,trust error\n1,0.5,0\n", "line 2: trust error = '0' must be above 0"),
    ("tick,trust,trsut error\n1,0.5,1\n", "line 1: 'trsut error' belongs to no column; did you mean trust?"),
    ("tick,trust,arm\n1,0.5,open\n", "line 2: there is no arm 'open'"),
    ("measure,statistic\ntrust,mean\n", "line 1: there is no column value"),
    ("measure,statistic,value,when\ntrust,mean,1,2\n", "line 1: unknown column 'when'"),
    ("measure,statistic,value\ntrust,maen,0.5\n", "line 2: unknown statistic 'maen'; did you mean mean?"),
    ("measure,statistic,value,part\ntrust,mean,0.5,test\n", "line 2: part = 'test' must be fit or check"),
    ("measure,statistic,value,part\ntrust,mean,0.5,check\n", "so there is nothing to fit"),
    ("measure,statistic,value,from,to\ntrust,mean,0.5,5,2\n", "line 2: from = 5 comes after to = 2"),
    ('tick,trust\n1,"0.5\n', "line 2: unexpected end of data"),
]


def read(tmp_path, text, **how):
    """The targets in a text."""
    path = tmp_path / "targets.csv"
    path.write_text(text)
    return targets_in(path, small(), small().reference, **how)


@pytest.mark.parametrize(("text", "told"), BAD)
def test_a_bad_file_gets_one_line(text, told, tmp_path):
    """With the name of the file."""
    with pytest.raises(BadInput) as caught:
        read(tmp_path, text)
    assert told in str(caught.value) and "targets.csv" in str(caught.value) and "\n" not in str(caught.value)


def test_a_file_that_is_no_text_or_too_large_is_refused(tmp_path):
    """Before anything of it is read."""
    path = tmp_path / "targets.csv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="is not a text in UTF-8"):
        targets_in(path, small(), small().reference)
    with pytest.raises(BadInput, match="has more than 5000 targets"):
        rows = "".join(f"{week},{','.join(['0.5'] * 600)}\n" for week in range(12))
        names = ",".join(f"trust of firm {number}" for number in range(600))
        read(tmp_path, f"tick,{names}\n{rows}")


def test_the_last_third_of_the_weeks_is_held_out_and_empty_cells_are_no_targets(tmp_path):
    """Weeks, not rows; the share can be given."""
    text = "tick,trust,leap_rate\n" + "".join(f"{week},0.5,{'' if week % 2 else 0.4}\n" for week in range(12))
    found = read(tmp_path, text)
    assert len(found) == 18 and {each.first for each in found if each.part == CHECK} == {8, 9, 10, 11}
    assert not [each for each in read(tmp_path, text, hold_out=0) if each.part == CHECK]
    with pytest.raises(BadInput, match="leaves none to fit"):
        read(tmp_path, text, hold_out=0.99)


def test_moments_are_read_in_their_arm_and_weeks(tmp_path):
    """`to` is included; the reference arm counts where none is named."""
    path = tmp_path / "targets.csv"
    path.write_text("measure,statistic,value,from,to,arm\ntrust,mean,0.5,1,3,open\ntrust,last,0.4,,,\n")
    found = targets_in(path, study(), "closed")
    assert [each.title for each in found] == [
        "mean of trust in weeks 1 to 3, open",
        "last of trust in weeks 0 to 5, closed",
    ]
    series = {"trust": np.arange(6.0)}
    assert features(found, {"open": [series], "closed": [series]}).tolist() == [[2.0, 5.0]]
    with pytest.raises(BadInput, match="moments have no weeks to hold out"):
        targets_in(path, study(), "closed", 0.5)


def test_statistics_are_those_of_numpy_and_skip_weeks_without_a_value():
    """And are NaN where a series is too short."""
    rough = np.array([0.3, 0.7, 0.2, 0.9, 0.4, 0.6])
    gaps = np.array([np.nan, 1.0, np.nan, 3.0])
    assert STATISTICS["sd"](rough) == pytest.approx(rough.std(ddof=1))
    assert STATISTICS["slope"](2.0 * np.arange(5.0)) == pytest.approx(2.0)
    assert STATISTICS["autocorrelation"](rough) == pytest.approx(np.corrcoef(rough[:-1], rough[1:])[0, 1])
    assert STATISTICS["q90"](rough) == pytest.approx(np.quantile(rough, 0.9))
    assert [STATISTICS[name](gaps) for name in ("first", "last", "median", "mean")] == [1.0, 3.0, 2.0, 2.0]
    assert all(np.isnan(statistic(np.array([np.nan]))) for statistic in STATISTICS.values())
