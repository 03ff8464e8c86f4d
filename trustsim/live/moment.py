"""Turn the moment that a page shows into a link, and return the page to the moment of a link."""

from trustsim.live import guiding
from trustsim.live.link import Link, read_link, written
from trustsim.live.opening import own_measures
from trustsim.live.spec import settings_of
from trustsim.live.stage import varied
from trustsim.scenario import names, read


def moment_of(desk):
    """The moment that the page shows, as a Link; None if no link can hold it. Runs on the session's thread."""
    session = desk.session
    name = name_of(session.study, desk.served)
    if not session.worlds or name is None:
        return None
    arms = [world.begins for world in session.worlds]
    tour = desk.guide.tour
    return Link(
        name,
        *(arm.name for arm in arms),
        *[""] * (2 - len(arms)),
        seed=session.seed,
        begins=padded([moved(session.study.arms[arm.name], arm) for arm in arms]),
        waiting=padded([{**session.pending.get(None, {}), **session.pending.get(at, {})} for at in range(len(arms))]),
        moves=padded([tuple(world.done) for world in session.worlds]),
        week=session.worlds[0].tick if session.goal is None else session.goal,
        shown=session.shown,
        lens="" if session.lens in (None, arms[0].lens) else session.lens,
        context=session.context,
        direction=session.direction,
        minus=desk.difference,
        also=None if desk.chosen == own_measures(session.study) else desk.chosen,
        picked=desk.picked,
        lang=desk.lang,
        tour=None if tour is None else tour.at,
    )


def padded(worlds):
    """One item per world as a pair; the item of a single world is repeated."""
    return (*worlds, *worlds)[:2]


def moved(arm, begun):
    """{path: value} in which a world started differently from its arm."""
    there, here = ({**each.values, **settings_of(each)} for each in (arm, begun))
    return {path: value for path, value in here.items() if there[path] != value}


def name_of(study, served):
    """The name of a study in a link, if it ships or is the one that was served; else None."""
    ships = study.source.startswith("configs/") and study.name in names() and study.name != served.name
    return study.name if ships or study == served else None


def address_of(desk):
    """The content of the browser's address: the link, and an identifier of the worlds it is about."""
    moment = moment_of(desk)
    about = "" if moment is None else "&".join(map(str, (moment.config, moment.a, moment.b, moment.seed, moment.tour)))
    return {"link": None if moment is None else written(moment), "about": about, "heard": desk.heard}


def not_in_address(desk):
    """The key of the message that says why no link can hold the moment shown; None if a link can."""
    worlds = desk.session.worlds
    if not any(world.tick or world.done for world in worlds):
        return None  # nothing would be lost
    moment = moment_of(desk)
    if moment is None:
        return "not_in_address"
    return "too_long_for_address" if written(moment) is None else None


def follow(desk, text):
    """Take the page to the moment of a link. Raises BadInput if the link names something that does not exist."""
    if not text:
        return
    link = read_link(text, Studies(desk.served))
    study = desk.served if link.config == desk.served.name else read(link.config)
    arms = [
        varied(study.arms[name], begins)
        for name, begins in zip(filter(None, (link.a, link.b)), link.begins, strict=False)
    ]
    desk.lang = link.lang or desk.lang
    desk.guide.end()
    desk.difference = link.minus
    desk.return_to(study, arms, link)
    if link.tour is not None and desk.has_tour:
        desk.seed = link.seed
        guiding.ask(desk, link.tour)


class Studies(dict):
    """{name: study} of all shipped studies, read on access, and of the one that was served."""

    def __init__(self, served):
        super().__init__(dict.fromkeys(names()) | {served.name: served})

    def __getitem__(self, name):
        return super().__getitem__(name) or read(name)
