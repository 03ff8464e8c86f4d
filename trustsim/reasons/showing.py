"""The output of `trustsim explain`."""

from dataclasses import replace
from pathlib import Path

from trustsim.errors import BadInput
from trustsim.reasons.explaining import arm_named, explain
from trustsim.runs.progress import Course, Talk
from trustsim.runs.streams import output_to_error
from trustsim.runs.terminal import put_out
from trustsim.scenario import read


def show_reasons(given: tuple, who: dict, path: str | None, as_json: bool) -> int:
    """Explain, draw into the file `path`, print, and return the exit status.

    given: (config, overrides, network). who: arm, seed, customer, advisor and week, as for `explain`.
    """
    from trustsim.plots import waterfall

    study, talk = read(*given), Talk()
    if path is not None:
        waterfall.kind_of(path)  # before anybody waits for the run
        if not Path(path).absolute().parent.is_dir():
            raise BadInput(f"--figure {path}: there is no folder {Path(path).parent}")
    arm = arm_named(study, who["arm"])
    course = Course(replace(study, arms={arm.name: arm}, reference=arm.name), talk)
    course.counting(arm.ticks)
    try:
        with output_to_error():  # what own code prints is no part of the story
            found = explain(study, **who, progress=course.advance)
    finally:
        course.stop()
    if path is not None:
        waterfall.write(found, path)
        talk.say(f"figure: {path}")
    return put_out(found.to_json() if as_json else None, lambda: print(found.story()), path, talk)
