"""Short messages of the page: errors, notes, and where two worlds diverge."""

from trustsim.lenses import LENSES
from trustsim.live.compiling import EXPECTED
from trustsim.live.showing import said
from trustsim.state import OUTCOMES


def note(text, tone="note", **more):
    """A card with one sentence."""
    return {"tone": tone, "blocks": [{"kind": "text", "text": text}], **more}


def news(view, told, unsaid=None):
    """Cards: an error if there is one, then the notes. `unsaid` is the key of the reason why no link can be made."""
    page = told["page"]
    faults = [note(view.error, "fault", title=page["fault"], close="dismiss")] if view.error else []
    return faults + [note(text) for text in notes(view, told, unsaid)]


def notes(view, told, unsaid=None):
    """Sentences about the state of the worlds."""
    page = told["page"]
    if view.compiling is not None:
        yield page["compiling"].format(seconds=said(view.compiling, 0, told["locale"]), expected=EXPECTED)
    elif view.busy and not view.worlds:
        yield page["preparing"]
    if view.goal is not None:
        yield page["replaying"].format(tick=view.newest, goal=view.goal)
    if unsaid:
        yield page[unsaid]
    if view.worlds and not view.playing and view.newest == view.until and view.tick == view.newest:
        yield page["end_of_arm"].format(tick=view.until)
    if view.worlds and view.lens and view.worlds[0].frame.lens != view.lens:
        yield page["recorded_lens"].format(lens=lens_name(view.worlds[0].frame.lens, told))


def lens_name(lens, told):
    """The name of a lens."""
    return told["lenses"][lens]["name"] if lens in LENSES else lens


def parted(view, told):
    """The card that says where two worlds diverge; no card for a single world."""
    if len(view.worlds) < 2:
        return []
    blocks = [{"kind": "text", "text": text} for text in parting(view, told)]
    return [{"title": told["page"]["parted"], "tone": "parted", "blocks": blocks}]


def parting(view, told):
    """The first difference between two worlds, in sentences."""
    page, parted, locale = told["page"], view.parted, told["locale"]
    if parted is None:
        return [page["not_parted"].format(tick=view.newest)]
    if parted.who is None:
        return [page["parted_people"].format(a=int(parted.a), b=int(parted.b))]
    if parted.what == "outcome":
        a, b = (page[f"did_{done(value)}"] for value in (parted.a, parted.b))
    else:
        a, b = (said(value, 3 if "trust" in parted.what else 0, locale) for value in (parted.a, parted.b))
    who = f"{told['network']['customer']} {parted.who}"
    what = page[f"what_{parted.what}"].format(a=a, b=b)
    texts = [page["parted_at"].format(tick=parted.tick, who=who, what=what, many=parted.many)]
    if parted.measure in told["measures"]:
        a, b = (said(value, 4, locale) for value in (parted.measure_a, parted.measure_b))
        name = told["measures"][parted.measure]["name"].lower()
        texts.append(page["parted_measure"].format(name=name, a=a, b=b))
    return texts


def done(value):
    """The word for a customer's outcome, by its number, such as "no_need"."""
    return OUTCOMES[int(value)].replace(" ", "_")
