"""Before a study its rules are compiled: those of the week, and what adds up its measures."""

from worlds import arm

from trustsim.preparing import phases_run
from trustsim.week import PHASES, readings


def names(arm, all_readings):
    """The names of the phases that are compiled for an arm."""
    return [phase.name for phase in phases_run(arm, all_readings)]


def test_a_study_compiles_what_its_measures_read():
    """Trust needs `count` alone; beliefs need the survey as well, which then stands for taking stock."""
    week = [phase.name for phase in PHASES]
    assert names(arm(measures=["trust"]), False) == [*week, "count"]
    asked = ["measure_and_survey" if name == "measure" else name for name in week]
    assert names(arm(measures=["belief_empathy"]), False) == [*asked, "count_answers"]


def test_whoever_may_ask_for_anything_compiles_every_reading():
    """The live page, and a run with a measure that takes the whole model."""
    every = [phase.name for phase in (*PHASES, *readings())]
    assert names(arm(measures=["trust"]), True) == every
    assert names(arm(measures=["concentration"]), False) == every
