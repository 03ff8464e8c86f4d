"""The events that a button on the page triggers for the firms of a world: interventions like those of a config."""

from trustsim.scenario import Intervention
from trustsim.scenario.arms import intervention_of

SHOWN, HIDDEN = 0.95, 0.05  # disclosure of firms that show nearly everything they do, or almost nothing
EVENTS = {  # every shipped lens except reputation reads integrity or openness
    "scandal": {"shock": {"dimensions": ["integrity", "openness"], "deception": True}},
    "apologise": {"shock": {"dimensions": ["integrity", "openness"], "good": True}},
    "open_up": {"set": {"firms.disclosure": SHOWN}},
    "withdraw": {"set": {"firms.disclosure": HIDDEN}},
}


def event(name: str, week: int) -> Intervention:
    """The intervention for an event in a given week."""
    return intervention_of({"at": week, **EVENTS[name]})


def event_of(shock) -> str | None:
    """The name of the event with the same kind of news as a shock, whichever firms it is about; else None."""
    kinds = {(news.good, news.deception): name for name in EVENTS if (news := event(name, 0).shock)}
    return kinds.get((shock.good, shock.deception))
