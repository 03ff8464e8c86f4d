"""The guided tours: predict, watch, and read what many pairs of runs say."""

from typing import NamedTuple

import numpy as np

from trustsim.live.showing import said, signed
from trustsim.model import TrustModel
from trustsim.scenario import with_

LAST = 26  # weeks: trust at the end is the mean of the last half year
MARGIN = 0.01  # trust: a smaller difference does not matter
PAIRS = 10  # of runs, beside the one that is watched
CHOICES = ("higher", "same", "lower")


class Round(NamedTuple):
    """One question of a tour: two arms; its words stand under `name` in the files of words."""

    name: str
    a: str
    b: str


TOURS = {
    "transparency_vs_trust": (Round("one", "closed", "open"), Round("two", "closed", "plaster")),
    "knowledge_vs_personal": (Round("one", "silent", "knowledge"), Round("two", "knowledge", "personal")),
}


class Verdict(NamedTuple):
    """The paired difference B - A in trust at the end."""

    mean: float
    low: float
    high: float
    pairs: int

    @property
    def choice(self):
        """Which of CHOICES came true."""
        if abs(self.mean) < MARGIN or self.low <= 0 <= self.high:
            return "same"
        return "higher" if self.mean > 0 else "lower"


def ending(values):
    """Mean trust of the last half year."""
    return float(np.mean(values[-LAST:]))


def pair(a, b, seed):
    """The difference B - A in trust at the end of one pair of runs."""
    ends = []
    for arm in (a, b):
        model = TrustModel(with_(arm, measures=["trust"]), seed=seed).run(arm.ticks)
        ends.append(ending(model.datacollector.model_vars["trust"]))
        model.close()
    return ends[1] - ends[0]


def verdict(a, b, first_seed, pairs=PAIRS):
    """What so many pairs of runs say: mean difference with its 95 % interval (Student's t)."""
    from scipy.stats import t

    found = np.array([pair(a, b, first_seed + k) for k in range(pairs)])
    half = float(t.ppf(0.975, pairs - 1)) * found.std(ddof=1) / np.sqrt(pairs)
    return Verdict(float(found.mean()), float(found.mean() - half), float(found.mean() + half), pairs)


def card(told, study, at, chosen, ended, found):
    """The card of a tour: `at` is the number of the round, `ended` (trust in A, trust in B) once it has played."""
    rounds, w = TOURS[study], told["tour"]
    text = told["tours"][study][rounds[at].name]
    options = [[name, w[name]] for name in CHOICES]
    blocks = [
        {"kind": "text", "tone": "quiet", "text": w["round"].format(n=at + 1, of=len(rounds))},
        {"kind": "text", "tone": "strong", "text": text["question"]},
    ]
    if ended is None:
        blocks.append({"kind": "radios", "name": "prediction", "what": "predict", "text": w["predict"], "options": options, "chosen": chosen})
        blocks.append({"kind": "buttons", "items": [[w["play"], "tour", "watch", True]]} if chosen else None)
    else:
        number = lambda value: said(value, 3, told["locale"])  # noqa: E731
        blocks.append({"kind": "heading", "text": w["verdict"]})
        a, b = ended
        blocks.append({"kind": "text", "text": w["here"].format(a=number(a), b=number(b), difference=signed(b - a, told["locale"]))})
        if found is None:
            blocks.append({"kind": "text", "tone": "quiet", "text": w["counting"]})
        else:
            mean, low, high = (signed(value, told["locale"]) for value in found[:3])
            blocks.append({"kind": "text", "text": w["many"].format(n=found.pairs, mean=mean, low=low, high=high)})
            blocks.append({"kind": "text", "tone": "strong", "text": w[f"is_{found.choice}"].format(margin=number(MARGIN))})
            blocks.append({"kind": "text", "text": w["you_said"].format(choice=w[chosen]) + " " + w["right" if found.choice == chosen else "wrong"]})
            blocks += [{"kind": "text", "text": text["lesson"]}, {"kind": "text", "tone": "quiet", "text": w["caution"]}]
            last = at + 1 == len(rounds)
            blocks.append({"kind": "buttons", "items": [[w["finish" if last else "next"], "tour", "end" if last else "next", True]]})
    return {"title": w["title"], "tone": "tour", "close": "tour_end", "blocks": [block for block in blocks if block]}


def watching(told, until):
    """The card while the two worlds play."""
    w = told["tour"]
    return {"title": w["title"], "tone": "tour", "close": "tour_end", "blocks": [{"kind": "text", "text": w["watch"].format(tick=until)}]}
