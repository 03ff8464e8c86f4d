"""What is kept of a session: the table of series has the weeks of the results, row by row."""

import csv
import io

import numpy as np
from studies import study

from trustsim.live.keeping import kept_series
from trustsim.live.world import LiveWorld
from trustsim.runs.one_run import Networks, run_one


def rows_of(worlds):
    """The exported CSV as dictionaries, one per row."""
    return list(csv.DictReader(io.StringIO(kept_series(worlds))))


def lived(arm, weeks, seed=1):
    """A world after some weeks."""
    world = LiveWorld(arm, seed)
    for _ in range(weeks):
        world.step()
    return world


def test_the_exported_table_has_the_same_week_in_the_same_row_as_the_results_of_a_run():
    """Row by row the tick and the very number that a run of the same arm and seed has in its series."""
    arm = study().arms["open"]
    world = lived(arm, arm.ticks)
    series, rows = run_one(arm, 1, Networks().of(arm, 1)[0]), rows_of([world])
    world.close()
    assert [int(row["tick"]) for row in rows] == list(range(arm.ticks))
    for measure in ("trust", "leap_rate"):
        assert [float(row[measure]) for row in rows] == np.asarray(series[measure]).tolist()


def test_two_worlds_of_one_arm_have_names_of_their_own_in_the_exported_table():
    """Nobody could tell their rows apart otherwise."""
    arm = study().arms["open"]
    worlds = [lived(arm, 2), lived(arm, 3, seed=2)]
    rows = rows_of(worlds)
    for world in worlds:
        world.close()
    assert [row["world"] for row in rows] == ["open"] * 2 + ["open_b"] * 3


def test_a_world_that_has_not_lived_a_week_has_no_row():
    """Nothing is measured before the first week is over."""
    world = lived(study().arms["open"], 0)
    assert rows_of([world]) == []
    world.close()
