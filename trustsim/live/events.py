"""What can be made to happen to the firms of a world by a button: interventions like those of a config."""

from trustsim.scenario import Intervention
from trustsim.scenario.arms import intervention_of

SHOWN, HIDDEN = 0.95, 0.05  # disclosure of firms that show nearly all they do, or next to nothing
EVENTS = {  # integrity and openness: of the shipped lenses all but reputation read one of the two
    "scandal": {"shock": {"dimensions": ["integrity", "openness"], "deception": True}},
    "apologise": {"shock": {"dimensions": ["integrity", "openness"], "good": True}},
    "open_up": {"set": {"firms.disclosure": SHOWN}},
    "withdraw": {"set": {"firms.disclosure": HIDDEN}},
}


def event(name: str, week: int) -> Intervention:
    """The intervention that an event is in a week."""
    return intervention_of({"at": week, **EVENTS[name]})


def event_of(shock) -> str | None:
    """The name of the event whose news a shock is of, or None: its kind matters, not whom it is about."""
    kinds = {(news.good, news.deception): name for name in EVENTS if (news := event(name, 0).shock)}
    return kinds.get((shock.good, shock.deception))
