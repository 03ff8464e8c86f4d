"""Calibration recovers planted parameters, and says which the data do not pin down."""

import pytest
from planted import moments_file, series_file, small

import trustsim
from trustsim.calibration.pinned import NOT, PINNED

NEAR = 0.05  # of the range: how near the best value comes to the planted one


@pytest.mark.parametrize("planted", [0.3, 0.7])
def test_a_planted_parameter_is_recovered_and_a_dummy_is_not_pinned_down(planted, tmp_path):
    """From means of 40 worlds: the interval holds the planted value; a parameter of a mechanism that is off is free."""
    to = moments_file(tmp_path / "targets.csv", {"customers.propensity": planted})
    fit = {"customers.propensity": (0.05, 0.95), "advisors.gated": (0.0, 1.0)}
    found = trustsim.calibrate(small(), to, fit, trials=48, out=tmp_path / "out", jobs=2)
    table = found.parameters().set_index("key")
    row, dummy = table.loc["customers.propensity"], table.loc["advisors.gated"]
    assert row.low <= planted <= row.high and row.verdict == PINNED
    assert abs(row.best - planted) <= NEAR * 0.9
    assert dummy.verdict == NOT and dummy.share > 0.95
    assert found.about["check"]["typical"] < 2.5 and found.about["emulator_off"] < 5.0


def test_parameters_that_make_up_for_each_other_are_named(tmp_path):
    """A propensity to trust and an aversion to risk both lower the leap rate: with that alone, they trade off."""
    to = moments_file(tmp_path / "targets.csv", {"customers.propensity": 0.5, "customers.risk_aversion": 2.5})
    lines = [line for line in to.read_text().splitlines() if not line.startswith("trust,")]
    to.write_text("\n".join(lines) + "\n")
    fit = {"customers.propensity": (0.05, 0.95), "customers.risk_aversion": (1.0, 5.0)}
    found = trustsim.calibrate(small(), to, fit, trials=64, out=tmp_path / "out", jobs=2)
    (tie,) = found.about["trade_offs"]
    assert tie["correlation"] > 0.8 and set(tie["keys"]) == set(fit)
    assert found.about["combinations"]["pinned"] == 1
    assert any("trade off" in said for said in found.warnings)
    assert (found.parameters().verdict != PINNED).any()


@pytest.mark.slow
def test_intervals_hold_the_planted_value_about_as_often_as_they_say(tmp_path):
    """12 one-world series: a 95 % interval misses at most two (probability of more: 2 %)."""
    missed = 0
    for turn in range(12):
        planted = 0.15 + 0.06 * turn
        to = series_file(tmp_path / f"{turn}.csv", {"customers.propensity": planted})
        fit = {"customers.propensity": (0.05, 0.95)}
        found = trustsim.calibrate(small(), to, fit, trials=32, seeds=6, out=tmp_path / str(turn), jobs=2)
        row = found.parameters().iloc[0]
        missed += not row.low <= planted <= row.high
    assert missed <= 2


def test_what_is_held_out_changes_no_fitted_value(tmp_path):
    """Other values in the last third of the weeks change the check, and nothing else."""
    told = []
    for turn, later in enumerate((0.0, 0.3)):
        to = series_file(tmp_path / f"{turn}.csv", {"customers.propensity": 0.6}, later=later)
        found = trustsim.calibrate(
            small(), to, {"customers.propensity": (0.05, 0.95)}, trials=24, seeds=4, out=tmp_path / str(turn)
        )
        told.append(found.about)
    assert told[0]["parameters"] == told[1]["parameters"] and told[0]["trials"] == told[1]["trials"]
    assert told[0]["fit"] == told[1]["fit"]
    assert told[1]["check"]["typical"] > told[0]["check"]["typical"] + 2.0


def test_a_result_can_be_opened_again_and_its_values_can_be_used(tmp_path):
    """`trustsim.open` gives what `trustsim.calibrate` gave."""
    to = series_file(tmp_path / "targets.csv", {"customers.propensity": 0.6})
    fit = {"customers.propensity": (0.05, 0.95)}
    found = trustsim.calibrate(small(), to, fit, trials=16, seeds=2, hold_out=0, out=tmp_path / "out")
    again = trustsim.open(tmp_path / "out")
    assert again.best == found.best and again.targets().equals(found.targets())
    assert found.about["check"] is None and "Nothing was held out" in found.about["fits"][-1]
    assert found.plot("parameters") is not None and len(found.trials()) == 16
    with pytest.raises(trustsim.BadInput, match="did you mean fit"):
        found.plot("fitt")
