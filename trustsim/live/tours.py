"""The guided tours: predict, watch, and read the result of many pairs of runs.

A tour is a small state machine with the states PREDICT, WATCH, CHANGED (the visitor has changed the worlds of the
question) and VERDICT. Every event is valid in every state and leads to one of these. `end` leaves the tour.
"""

from dataclasses import dataclass, replace
from threading import RLock
from typing import NamedTuple

import numpy as np

from trustsim.live.showing import said, signed
from trustsim.model import TrustModel
from trustsim.runs.claims import HOLDS, higher, lower, same
from trustsim.runs.compare import interval
from trustsim.runs.outcomes import Outcome
from trustsim.scenario import with_

PREDICT, WATCH, CHANGED, VERDICT = "predict", "watch", "changed", "verdict"
PAIRS = 10  # of runs, in addition to the one that is watched
TESTS = {
    "same": same,
    "higher": higher,
    "lower": lower,
}  # the possible predictions about B, as the tests of an experiment
UNDECIDED = "undecided"
END = Outcome("trust in the last half year", "trust")


class Round(NamedTuple):
    """One question of a tour about two arms. Its words are under `name` in the language files."""

    name: str
    a: str
    b: str


TOURS = {
    "transparency_vs_trust": (Round("one", "closed", "open"), Round("two", "closed", "plaster")),
    "knowledge_vs_personal": (Round("one", "silent", "knowledge"), Round("two", "knowledge", "personal")),
}


@dataclass(frozen=True)
class Tour:
    """The state of a visitor's tour."""

    study: str
    at: int  # index of the question, from 0
    number: int  # unique number of this attempt at the question
    phase: str = PREDICT
    begun: int | None = None  # the View's `version` of the two worlds of the question; None until they exist
    chosen: str | None = None  # the visitor's prediction
    ended: tuple = ()  # trust in A and in B at the end of the run that was watched
    found: tuple = ()  # the differences B - A of the pairs of runs so far

    @property
    def question(self):
        """The current Round."""
        return TOURS[self.study][self.at]

    @property
    def last(self):
        """Whether this is the last question."""
        return self.at + 1 == len(TOURS[self.study])


class Guide:
    """The tour of one visitor. The methods are the events, which may come in any order and from any thread."""

    def __init__(self):
        self.lock, self.tour, self.asked = RLock(), None, 0

    def end(self):
        """Leave the tour in any state."""
        with self.lock:
            self.tour = None

    def begin(self, study, at=0):
        """Ask question `at` of a study's tour, or the first one if it does not exist. Returns the Tour."""
        with self.lock:
            self.asked += 1
            self.tour = Tour(study, at if 0 <= at < len(TOURS[study]) else 0, self.asked)
            return self.tour

    def go(self, phases, **news):
        """Update the tour with `news` if it is in one of these phases. Returns the Tour then, else None."""
        with self.lock:
            if self.tour is None or self.tour.phase not in phases:
                return None
            self.tour = replace(self.tour, **news)
            return self.tour

    def begun(self, number, version):
        """Record the View's version of the worlds of a question. Ignored if another question has been asked since."""
        with self.lock:
            if self.tour is not None and self.tour.number == number:
                self.go((PREDICT, WATCH), begun=version)

    def predict(self, choice):
        """Record the visitor's prediction. They may change it until the verdict."""
        return self.go((PREDICT, WATCH) if choice in TESTS else (), chosen=choice)

    def watch(self):
        """Start watching, if there is a prediction."""
        with self.lock:
            return self.go((PREDICT, WATCH), phase=WATCH) if self.tour and self.tour.chosen else None

    def changed(self):
        """Record that the visitor changed the worlds. Before the verdict, the question then no longer applies."""
        return self.go((PREDICT, WATCH), phase=CHANGED)

    def seen(self, view):
        """Return the Tour if both worlds of a View have run to their end and the verdict is due; else None."""
        with self.lock:
            if (
                self.tour is None
                or self.tour.begun != view.version
                or len(view.curves) != 2
                or view.newest < view.until
            ):
                return None
            lived = [np.array([series[END.measure][: view.until + 1]]) for series in view.curves]
            return self.go((PREDICT, WATCH), phase=VERDICT, ended=tuple(float(END.read(series)[0]) for series in lived))

    def counted(self, number, differences):
        """Add the differences of more pairs of runs. Returns whether the same question needs still more."""
        with self.lock:
            if self.tour is None or self.tour.number != number:
                return False
            tour = self.go((VERDICT,), found=(*self.tour.found, *differences))
            return tour is not None and len(tour.found) < PAIRS


def pair(a, b, seed):
    """The difference B - A in trust from one pair of runs, at the end of the shorter arm."""
    ends, weeks = [], min(a.ticks, b.ticks)
    for arm in (a, b):
        model = TrustModel(with_(arm, measures=[END.measure]), seed=seed).run(weeks)
        ends.append(END.read(np.array([model.datacollector.model_vars[END.measure]]))[0])
        model.close()
    return float(ends[1] - ends[0])


def verdict(differences):
    """(outcome, interval). The outcome is the one of TESTS that holds, by the rules of an experiment, or UNDECIDED."""
    found = interval(np.array(differences))
    holding = (name for name, test in TESTS.items() if test(END, "b", "a").answer(found) == HOLDS)
    return next(holding, UNDECIDED), found


def card(tour, told, playing, until):
    """The card of a tour."""
    w, text = told["tour"], told["tours"][tour.study][tour.question.name]
    blocks = [
        {"kind": "text", "tone": "quiet", "text": w["round"].format(n=tour.at + 1, of=len(TOURS[tour.study]))},
        {"kind": "text", "tone": "strong", "text": text["question"]},
        *{PREDICT: asking, WATCH: watching, CHANGED: other_worlds, VERDICT: judged}[tour.phase](
            tour, told, playing, until
        ),
    ]
    return {"title": w["title"], "tone": "tour", "close": "tour_end", "blocks": blocks}


def asking(tour, told, playing, until):
    """The card that asks for the visitor's prediction."""
    w = told["tour"]
    options = [[name, w[name]] for name in ("higher", "same", "lower")]
    radios = {"kind": "radios", "name": "prediction", "what": "predict", "text": w["predict"]}
    yield radios | {"options": options, "chosen": tour.chosen}
    yield buttons(*[[w["play"], "tour", "watch", True]] * bool(tour.chosen), [w["leave"], "tour", "end", False])


def watching(tour, told, playing, until):
    """The card while the two worlds play or wait for the visitor to start them."""
    w = told["tour"]
    yield {"kind": "text", "text": w["watch"].format(tick=until)}
    yield buttons(*[[w["go_on"], "tour", "watch", True]] * (not playing), [w["leave"], "tour", "end", False])


def other_worlds(tour, told, playing, until):
    """The card after the visitor has changed the worlds."""
    w = told["tour"]
    yield {"kind": "text", "text": w["changed"]}
    yield buttons([w["again"], "tour", "again", True], [w["leave"], "tour", "end", False])


def judged(tour, told, playing, until):
    """The card with the result of this run, the result of many runs, and the visitor's prediction."""
    w, locale = told["tour"], told["locale"]
    a, b = (said(value, 3, locale) for value in tour.ended)
    yield {"kind": "heading", "text": w["verdict"]}
    yield {"kind": "text", "text": w["here"].format(a=a, b=b, difference=signed(tour.ended[1] - tour.ended[0], locale))}
    if len(tour.found) < PAIRS:
        yield {"kind": "text", "tone": "quiet", "text": w["counting"].format(n=len(tour.found), of=PAIRS)}
        yield buttons([w["leave"], "tour", "end", False])
        return
    word, found = verdict(tour.found)
    mean, low, high = (signed(value, locale) for value in found[:3])
    yield {"kind": "text", "text": w["many"].format(n=found.n, mean=mean, low=low, high=high)}
    yield {"kind": "text", "tone": "strong", "text": w[f"is_{word}"].format(margin=said(END.smallest, 2, locale))}
    yield {"kind": "text", "text": compared(tour.chosen, word, w)}
    yield {"kind": "text", "text": told["tours"][tour.study][tour.question.name]["lesson"]}
    yield {"kind": "text", "tone": "quiet", "text": w["caution"]}
    onward = [w["finish"], "tour", "end", True] if tour.last else [w["next"], "tour", "next", True]
    yield buttons(onward, *[[w["leave"], "tour", "end", False]] * (not tour.last))


def compared(chosen, word, w):
    """The prediction compared with the outcome."""
    if chosen is None:
        return w["said_nothing"]
    if word == UNDECIDED:
        outcome = "open"
    else:
        outcome = "right" if chosen == word else "wrong"
    return f"{w['you_said'].format(choice=w[chosen])} {w[outcome]}"


def buttons(*items):
    """A row of buttons."""
    return {"kind": "buttons", "items": list(items)}
