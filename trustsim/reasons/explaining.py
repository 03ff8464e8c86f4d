"""Explain one relation: choose the arm, the seed, the people and the week, replay the run and gather the reasons."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trustsim.errors import BadInput, advice
from trustsim.given import seed_of
from trustsim.reasons.ledger import Account, Known, Ledger
from trustsim.reasons.recording import REGARD, TRUST, Event
from trustsim.state import DIMENSIONS, NOBODY, OUTCOMES, POSTS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from trustsim.scenario import Scenario, Study


class Reasons(Account):
    """Why trust moved between a customer and an advisor in one run. In a notebook, and printed, it tells the story."""

    def story(self) -> str:
        """The story in words."""
        from trustsim.reasons.telling import story

        return story(self)

    def as_dict(self) -> dict[str, Any]:
        """Everything as one JSON document; see `as_json.document`."""
        from trustsim.reasons.as_json import document

        return document(self)

    def to_json(self) -> str:
        """`as_dict` as text."""
        return json.dumps(self.as_dict(), indent=1, ensure_ascii=False)

    def plot(self) -> "Figure":
        """The waterfall: trust at the start, the parts, trust at the end."""
        from trustsim.plots import paper, waterfall

        with paper.plain_style():
            return waterfall.figure(self).figure

    def __str__(self) -> str:
        return self.story()

    def __repr__(self) -> str:
        when = "" if self.week is None else f", week {self.week}"
        return f"<reasons of {self.study}: customer {self.customer}, advisor {self.advisor}{when}>"

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(self.story())}</pre>"


def explain(
    study: "str | Path | dict | Scenario | Study",
    *,
    arm: str | None = None,
    seed: int | None = None,
    customer: int | str = 0,
    advisor: int | str | None = None,
    week: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Reasons:
    """Explain why trust moved, and why a leap was taken or refused, between one customer and one advisor.

    The run is replayed and recorded, so it takes a few times as long as the run itself. study: whatever `trustsim.load`
    takes. arm: None means the reference arm. seed: an integer of at least 0; None means the study's first. customer,
    advisor: rows from 0, or names of nodes in the graph; advisor None means the one to whom they leapt most often, or
    without leaps the one in whom trust moved most. week: that week in full, 0 .. ticks - 1; None means the whole run.
    progress: called with the number of weeks done. Raises BadInput.
    """
    from trustsim.api import load

    study = load(study)
    chosen = arm_named(study, arm)
    seed = study.first_seed if seed is None else seed_of(seed)
    if week is not None and (isinstance(week, bool) or week not in range(chosen.ticks)):
        raise BadInput(f"week = {week!r:.40} must be an integer in 0..{chosen.ticks - 1}, the weeks of this run")
    return replayed((study.name, chosen, seed), customer, advisor, week, progress or (lambda done: None))


def arm_named(study: "Study", name: str | None) -> "Scenario":
    """The arm of that name, or the reference arm. Raises BadInput."""
    name = study.reference if name is None else name
    if name not in study.arms:
        raise BadInput(f"{study.source}: there is no arm {name!r:.60}; {advice(name, list(study.arms))}")
    return study.arms[name]


def replayed(run: tuple, customer, advisor, week, progress) -> Reasons:
    """Replay a run (name of the study, arm, seed) and gather the reasons."""
    from trustsim.model import TrustModel
    from trustsim.reasons.recording import Recorder

    name, arm, seed = run
    model = TrustModel(arm, seed)
    try:
        who = row_of(model, "customers", customer)
        given = None if advisor is None else row_of(model, "advisors", advisor)
        recorder = Recorder(model, who, lambda tick: tick == week)
        model.way, decisions = recorder, []
        for done in range(arm.ticks):
            model.step()
            decisions.append(decision(model, who))
            progress(done + 1)
        known = known_by(model, recorder, decisions)
        chosen = choose(model, who, given, known)
        return made(model, recorder, (name, who, chosen, week), known, decisions)
    finally:
        model.close()


def made(model, recorder, about: tuple, known: list[Known], decisions: list[dict]) -> Reasons:
    """The reasons of a replayed run about (study, customer, advisor, week)."""
    name, customer, advisor, week = about
    trust, regard = (ledger(recorder, side, advisor) for side in (TRUST, REGARD))
    learnt = any(not before_and_after_alike(event) for event in regard.events)
    labels = {row: model.label("advisors", row) for row in range(model.network.size("advisors"))}
    return Reasons(name, model.arm, model.seed, model.label("customers", customer), labels[advisor], advisor, week,
                   trust, regard if learnt else None, tuple(known), tuple(decisions), tuple(recorder.choices),
                   labels)  # fmt: skip


def before_and_after_alike(event: Event) -> bool:
    """Whether an event is about no evidence at all."""
    return not any(side.any() for standing in (event.before, event.after) for side in (standing.good, standing.bad))


def ledger(recorder, side: str, advisor: int) -> Ledger:
    """The ledger of a recorded relation."""
    key = side, advisor
    return Ledger(side, recorder.first[key].trust, recorder.now[key].trust, tuple(recorder.events[key]))


def known_by(model, recorder, decisions: list[dict]) -> list[Known]:
    """The advisors whom the customer knew at some time, the one whose trust moved most first."""
    found = []
    for side, advisor in recorder.now:
        if side == TRUST:
            mine = [each["outcome"] for each in decisions if each["advisor"] == advisor]
            start, end = recorder.first[side, advisor].trust, recorder.now[side, advisor].trust
            counts = mine.count(OUTCOMES[-1]), mine.count(OUTCOMES[-2])
            found.append(Known(advisor, model.label("advisors", advisor), start, end, *counts))
    return sorted(found, key=lambda each: (-abs(each.change), each.advisor))


def choose(model, customer: int, advisor: int | None, known: list[Known]) -> int:
    """The advisor to explain: the given one, or the one leapt to most often, or the one whose trust moved most."""
    who = model.label("customers", customer)
    if not known:
        raise BadInput(f"{who} knows no advisor in this run, so there is no trust to explain")
    if advisor is None:
        return max(known, key=lambda each: each.leaps).advisor
    if advisor not in {each.advisor for each in known}:
        label = model.label("advisors", advisor)
        raise BadInput(f"{who} never knew {label} in this run; they knew {', '.join(each.label for each in known)}")
    return advisor


def row_of(model, table: str, given: int | str) -> int:
    """The row of a customer or advisor, given by its number or by the name of its node. Raises BadInput."""
    size, one = model.network.size(table), table.removesuffix("s")
    labels = [model.label(table, row) for row in range(size)]
    if given in labels:
        return labels.index(given)
    number = int(given) if isinstance(given, str) and given.strip().isdecimal() else given
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < size:
        named = f"; {advice(given, labels)}" if isinstance(given, str) and not given.lstrip("-").isdecimal() else ""
        raise BadInput(f"there is no {one} {given!r:.60}: this network has {size}, numbered 0..{size - 1}{named}")
    return number


def decision(model, customer: int) -> dict:
    """What the customer did this week and what came of it, from the columns of the tables."""
    me = model.tables.customers[customer]
    found = {"week": model.weeks - 1, "outcome": OUTCOMES[int(me["outcome"])], "advisor": int(me["considered"])}
    if found["advisor"] == NOBODY:
        return found
    advisor = model.tables.advisors[found["advisor"]]
    found |= {"wanted": float(me["wanted"]), "stake": float(me["stake"]), "novelty": float(me["novelty"]),
              "trust": float(me["trust_then"]), "dares": float(me["allowance"]), "habit": bool(me["habitual"]),
              "post": POSTS[int(advisor["post"])], "held_back": bool(advisor["held_back"]),
              "audience": float(advisor["audience"])}  # fmt: skip
    if found["outcome"] == OUTCOMES[-1]:
        signals = dict(zip(DIMENSIONS, me["signals"].tolist(), strict=True))
        found["delivery"] = {"signals": signals, "success": float(me["success"]), "surprise": float(me["surprise"]),
                             "by_machine": bool(me["digital"]), "left_to_advisor": bool(me["free"])}  # fmt: skip
    return found
