"""Indices found through the whole path of a sweep, from design to summary, are those that are known."""

import numpy as np
import pytest
from responses import ALONE, UNIT, by_formula, swept
from studies import study

from trustsim.runs.disk import digest
from trustsim.sweeps.designs import DUMMY
from trustsim.sweeps.indices import Index, ranked
from trustsim.sweeps.summary import summary
from trustsim.sweeps.sweep import Asked, planned, run

A, B = 7.0, 0.1
FIRST = {UNIT[0]: 0.314, UNIT[1]: 0.442, UNIT[2]: 0.0, DUMMY: 0.0}  # Ishigami & Homma 1990; Saltelli 2008
TOTAL = {UNIT[0]: 0.558, UNIT[1]: 0.442, UNIT[2]: 0.244, DUMMY: 0.0}


def ishigami(values, seed):
    """The function of Ishigami and Homma over -pi..pi."""
    x = np.pi * (2 * values - 1)
    return np.sin(x[0]) + A * np.sin(x[1]) ** 2 + B * x[2] ** 4 * np.sin(x[0])


def trust_in(found):
    """{(factor, index): its row} of trust."""
    told = summary(found)["responses"][0]
    return told, {(each["factor"], each["index"]): each for each in told["indices"]}


def test_sobol_indices_of_the_ishigami_function_are_the_known_ones(tmp_path, monkeypatch):
    """S1 .314 .442 0 and ST .558 .442 .244, within their intervals; the dummy has none."""
    by_formula(monkeypatch, ishigami)
    told, rows = trust_in(swept(tmp_path, "sobol", 512, factors=UNIT[:3]))
    for index, true in (("S1", FIRST), ("ST", TOTAL)):
        for factor, value in true.items():
            row = rows[factor, index]
            assert row["low"] - 1e-9 <= value <= row["high"] + 1e-9, row
            assert row["high"] - row["low"] < 0.3 and abs(row["value"] - value) < 0.05, row
    assert [each["factor"] for each in told["ranking"]] == list(UNIT[:3])
    assert all(each["above_the_dummy"] for each in told["ranking"])


def test_morris_ranks_factors_in_the_planted_order(tmp_path, monkeypatch):
    """Effects of 4, 2, 1 and 0 in an order that is not that of the keys; the last does not stand out from the dummy."""
    planted = np.array([1.0, 0.0, 4.0, 2.0])
    by_formula(monkeypatch, lambda values, seed: planted @ values)
    told, rows = trust_in(swept(tmp_path, "morris", 6))
    assert [each["factor"] for each in told["ranking"]] == [UNIT[2], UNIT[3], UNIT[0], UNIT[1]]
    assert [each["above_the_dummy"] for each in told["ranking"]] == [True, True, True, False]
    for key, effect in zip(UNIT, planted, strict=True):
        assert rows[key, "mu_star"]["value"] == pytest.approx(effect, abs=1e-4)


def test_the_dummy_has_the_share_of_chance(tmp_path, monkeypatch):
    """Where seeds give variance 1/12 beside 1/12 of a factor, the dummy explains about half; with more seeds less."""

    def noisy(values, seed):
        return values[0] + (seed * 0.6180339887) % 1.0

    by_formula(monkeypatch, noisy)
    _, few = trust_in(swept(tmp_path / "few", "sobol", 128, 1, UNIT[:2]))
    _, many = trust_in(swept(tmp_path / "many", "sobol", 128, 8, UNIT[:2]))
    assert few[DUMMY, "ST"]["value"] == pytest.approx(0.5, abs=0.15)
    assert many[DUMMY, "ST"]["high"] < 0.1 and few[UNIT[1], "ST"]["value"] == pytest.approx(0.0, abs=1e-9)


def test_a_planted_box_is_found(tmp_path, monkeypatch):
    """Trust is 1 where two of four factors lie in a box: the rule names these two and their edges."""
    by_formula(monkeypatch, lambda values, seed: values[0] > 0.6 and values[2] < 0.45)
    told = summary(swept(tmp_path, "lhs", 200))["responses"][0]
    assert "above the mean (100%) where" in told["decides"]
    box = told["decides"].partition("above the mean (100%) where")[2].partition(";")[0].partition(". This")[0]
    assert UNIT[0] in box and UNIT[2] in box and UNIT[1] not in told["decides"] and UNIT[3] not in told["decides"]
    edges = {word.rstrip(".;") for word in box.split() if word[0].isdigit()}
    assert any(abs(float(edge) - 0.6) < 0.03 for edge in edges) and any(
        abs(float(edge) - 0.45) < 0.03 for edge in edges
    )


def test_a_hypercube_ranks_by_what_a_factor_explains_alone(tmp_path, monkeypatch):
    """Shares of 16/21, 4/21 and 1/21 of the variance; the fourth explains nothing and does not stand out."""
    by_formula(monkeypatch, lambda values, seed: np.array([4.0, 2.0, 1.0, 0.0]) @ values)
    told, rows = trust_in(swept(tmp_path, "lhs", 256))
    assert [each["factor"] for each in told["ranking"]][:2] == list(UNIT[:2])
    assert rows[UNIT[0], "S1"]["value"] == pytest.approx(16 / 21, abs=0.08)
    assert not told["ranking"][-1]["above_the_dummy"]


def test_a_factor_stands_out_if_its_whole_interval_lies_above_that_of_the_dummy():
    """A higher value is not enough; the order is that of the values."""
    found = [
        Index("close", "ST", 0.4, 0.2, 0.6), Index("clear", "ST", 0.3, 0.26, 0.34), Index(DUMMY, "ST", 0.1, 0.0, 0.25),
        Index("clear", "S1", 0.9, 0.8, 1.0),
    ]  # fmt: skip
    assert ranked(found, "sobol") == [("close", False), ("clear", True)]


def test_what_never_varies_has_no_indices(tmp_path, monkeypatch):
    """No share of nothing: the finding says that it is the same everywhere."""
    by_formula(monkeypatch, lambda values, seed: 0.5)
    told, rows = trust_in(swept(tmp_path, "sobol", 8))
    assert rows == {} and "at every point" in told["finding"]


@pytest.mark.parametrize(
    ("effect", "said"), [(0.0, "no two points clearly differ"), (1.0, "highest at advisors.rate = 1, ")]
)
def test_extremes_of_many_points_differ_only_if_that_is_more_than_their_choice(tmp_path, monkeypatch, effect, said):
    """Of forty points without an effect, the highest and the lowest lie apart by chance; that is not a finding."""

    def noise(values, seed):
        return effect * values[0] + int(digest(f"{values[0]:.6f} {seed}"), 16) / 2**64

    by_formula(monkeypatch, noise)
    made = planned(study(ALONE), {UNIT[0]: (0.0, 1.0, 40)}, asked=Asked(12))
    assert said in summary(run(made, tmp_path))["responses"][0]["headline"] + ", "


def test_where_a_response_is_missing_there_are_no_indices(tmp_path, monkeypatch):
    """A mean that is undefined at some points: where it is highest and lowest is still told, without the dummy."""
    by_formula(monkeypatch, lambda values, seed: values[0] if values[1] > 0.3 else np.nan)
    told, rows = trust_in(swept(tmp_path, "sobol", 8, factors=UNIT[:2]))
    assert rows == {} and told["finding"].startswith("Trust in the last week: ") and "dummy" not in told["finding"]
