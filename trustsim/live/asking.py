"""Carry out what visitors ask for, with one function per request: `do_play` handles the Play button.

Visitors may send anything. Each function checks its value with `allowed`, which raises a one-line BadInput.
"""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from trustsim.errors import BadInput
from trustsim.lenses import LENSES
from trustsim.live import allowed, guiding, tours
from trustsim.live.drawing import DIRECTIONS
from trustsim.live.events import EVENTS
from trustsim.live.keeping import keep_replay, kept_series
from trustsim.live.link import MOST_LETTERS
from trustsim.live.moment import follow
from trustsim.live.stage import LONGEST
from trustsim.measures import MEASURES
from trustsim.scenario import names, parse, read
from trustsim.scenario.files import files_of, refuse_files
from trustsim.scenario.reading import text_of
from trustsim.scenario.shape import Course
from trustsim.scenario.toml import loads
from trustsim.words import languages

MOST_BYTES = 256 * 1024  # of a config that is uploaded through the page
PLAIN = re.compile(r"[\w\-][\w.\- ]*\.toml")
MANY = 2**31 - 1  # highest row number of a person
FASTEST = 1000  # weeks per second
LONGEST_NAME = 80  # characters of a file name
LIGHTS = ("auto", "light", "dark")
WAYS = ("begin", "again", "next", "watch", "end")
KEPT = ("config", "series", "network")


def do_play(desk, _):
    desk.session.play()


def do_pause(desk, _):
    desk.session.pause()


def do_step(desk, _):
    desk.session.step()


def do_back(desk, _):
    desk.session.back()


def do_reset(desk, _):
    desk.session.reset()
    guiding.worlds_stand(desk, desk.guide.tour)


def do_show(desk, tick):
    desk.session.show(None if tick is None else allowed.whole(tick, 0, LONGEST, "week"))


def do_speed(desk, speed):
    speed = allowed.number(speed, 0, FASTEST, "speed")
    desk.session.ask(lambda: desk.session.at_speed(speed))


def do_lens(desk, lens):
    desk.session.see(allowed.one_of(lens, lenses_of(desk), "lens"), desk.session.context, desk.session.direction)


def do_context(desk, context):
    contexts = desk.study.arms[desk.arm].contexts
    context = allowed.whole(context, 0, len(contexts) - 1, "context")
    desk.session.see(desk.session.lens, context, desk.session.direction)


def do_direction(desk, direction):
    desk.session.see(desk.session.lens, desk.session.context, allowed.one_of(direction, DIRECTIONS, "direction"))


def do_difference(desk, on):
    desk.difference = allowed.switch(on, "difference")
    desk.session.ask(lambda: None)


def do_change(desk, asked):
    asked = allowed.table(asked, "change")
    path, world = asked.get("path"), allowed.world(asked.get("world"))
    value = allowed.setting(path, asked.get("value"), lenses_of(desk), desk.arms[0].parameters)
    desk.guide.changed()
    desk.session.change(path, value, world)


def do_event(desk, asked):
    name = allowed.one_of(allowed.table(asked, "event").get("name"), tuple(EVENTS), "event")
    desk.guide.changed()
    desk.session.happen(name, desk.target if len(desk.session.arms) == 2 else None)


def do_link(desk, asked):
    """Go to the moment in the browser's address: when the page opens, and when visitors go back or edit the address."""
    asked = allowed.table(asked, "link")
    number = allowed.whole(asked.get("number"), 0, MANY, "link")
    try:
        follow(desk, allowed.text(asked.get("text"), "link", 2 * MOST_LETTERS))
    finally:
        desk.session.ask(lambda: desk.has_heard(number))  # once it is there: before, the page shows another moment


def do_target(desk, world):
    desk.target = allowed.world(world)
    desk.session.ask(lambda: None)


def do_measures(desk, chosen):
    chosen = chosen if isinstance(chosen, list) else [chosen]
    desk.chosen = tuple(dict.fromkeys(allowed.one_of(name, tuple(MEASURES), "measure") for name in chosen))
    desk.session.measure(desk.chosen)


def do_experiment(desk, name):
    study = read(allowed.one_of(name, tuple(names()), "experiment"))
    desk.guide.end()
    desk.begin(study, seed=study.first_seed)


def do_arm(desk, name):
    allowed.one_of(name, tuple(desk.study.arms), "arm")
    desk.guide.end()
    desk.begin(desk.study, name, desk.other if desk.other in desk.study.arms else None)


def do_other(desk, name):
    name = None if name in ("", None) else allowed.one_of(name, tuple(desk.study.arms), "arm")
    desk.guide.end()
    desk.begin(desk.study, desk.arm, name)


def do_seed(desk, seed):
    desk.seed = allowed.whole(seed, *Course.first_seed[2:4], "seed")
    if desk.guide.tour:
        guiding.ask(desk, desk.guide.tour.at)  # the same question with another seed
    else:
        desk.begin(desk.study, desk.arm, desk.other or None, desk.seed)


def do_language(desk, code):
    desk.lang = allowed.one_of(code, tuple(languages()), "language")
    desk.dress()
    desk.session.ask(lambda: None)


def do_light(desk, light):
    desk.light = allowed.one_of(light, LIGHTS, "light")
    for canvas in desk.painter.canvases:
        canvas.theme = light
    desk.dress()


def do_dismiss(desk, _):
    desk.session.ask(lambda: setattr(desk.session, "error", ""))


def do_unpick(desk, _):
    desk.picked = None
    desk.session.glance(desk.inspect)


def do_relation(desk, pair):
    if not isinstance(pair, list) or len(pair) != 2:
        raise BadInput(f"relation = {allowed.repeated(pair)} is not a customer and an advisor")
    desk.picked = "relation", tuple(allowed.whole(row, 0, MANY, "relation") for row in pair)
    desk.session.glance(desk.inspect)


def do_too_large(desk, name):
    raise BadInput(desk.told["page"]["too_large"].format(name=str(name)[:LONGEST_NAME], size=MOST_BYTES // 1024))


def do_upload(desk, file):
    file = allowed.table(file, "upload")
    name = " ".join(allowed.text(file.get("name"), "name", 1000).split())[:LONGEST_NAME] or "upload"
    text = file.get("text")
    if isinstance(text, str) and len(text.encode("utf-8", "replace")) > MOST_BYTES:
        do_too_large(desk, name)
    config = loads(allowed.text(text, "text", MOST_BYTES), name)
    refuse_files(config, name)
    study = parse(text, name, own_files=False)
    desk.guide.end()
    desk.begin(study, seed=study.first_seed)


def do_open(desk, name):
    study = opened(allowed.text(name, "open", LONGEST_NAME), desk.folder, desk.told)
    desk.guide.end()
    desk.begin(study, seed=study.first_seed, instead=not_shown(name))


def do_tour(desk, way):
    allowed.one_of(way, WAYS, "tour")
    tour = desk.guide.tour
    if way == "watch":
        if desk.guide.watch():
            desk.session.play()
    elif way in ("begin", "again", "next") and desk.ships and desk.study.name in tours.TOURS:
        at = tour.at if tour else 0
        guiding.ask(desk, {"begin": 0, "again": at, "next": at + 1}[way])
    else:
        do_tour_end(desk, None)


def do_tour_end(desk, _):
    desk.guide.end()
    desk.session.ask(lambda: None)


def do_predict(desk, choice):
    desk.guide.predict(allowed.one_of(choice, tuple(tours.TESTS), "prediction"))
    desk.session.ask(lambda: None)


def do_keep(desk, what):
    """Offer visitors a file to save."""
    allowed.one_of(what, KEPT, "keep")
    session, setup, name = desk.session, desk.parts["setup"], f"{desk.study.name}_"
    if not session.worlds:
        raise BadInput("there is no world yet that could be kept")
    try:
        if what == "config":
            setup.save(f"{name}session.toml", session.config(), "application/toml")
        elif what == "series":
            setup.save(f"{name}series.csv", session.fetch(lambda: kept_series(session.worlds)), "text/csv")
        else:
            setup.save(f"{name}network.html", session.fetch(lambda: replay(desk)), "text/html")
    except TimeoutError:
        raise BadInput("the session is still busy; try again when it has come to rest") from None


def replay(desk):
    """The network of world A as one HTML file. Runs on the session's thread."""
    told, world = desk.told, desk.session.worlds[0]
    with TemporaryDirectory() as folder:
        path, title = Path(folder) / "replay.html", f"{desk.study.title}: {world.begins.title}"
        curves = {name: told["measures"][name]["name"] for name in ("trust", "leap_rate")}
        keep_replay(path, title, world, told["network"], told["locale"], curves)
        return path.read_text("utf-8")


def opened(name, folder, told):
    """Read the study in a config of the working folder by its plain name. Outside paths and custom code are refused.

    The message does not say what is wrong with the file. That would reveal its contents, and visitors can ask for any
    .toml file in the folder.
    """
    there = {path.name: path for path in folder.glob("*.toml") if inside(path, folder)}
    if not PLAIN.fullmatch(name) or name not in there:
        raise BadInput(told["page"]["no_file"].format(name=" ".join(name.split())[:LONGEST_NAME]))
    if there[name].stat().st_size > MOST_BYTES:
        raise BadInput(told["page"]["too_large"].format(name=name, size=MOST_BYTES // 1024))
    try:
        study = parse(text_of(there[name], name), name, folder, own_files=False)
    except BadInput:
        raise BadInput(not_shown(name)) from None
    if not all(inside(path, folder) for arm in study.arms.values() for path in files_of(arm.graph, arm.folder)):
        raise BadInput(not_shown(name))
    return study


def inside(path, folder):
    """Whether a file is inside a folder after links are resolved."""
    return path.is_file() and path.resolve().is_relative_to(folder.resolve())


def not_shown(name):
    """The message for a config of the working folder that has an error."""
    return f"{name} cannot be shown here; on the command line, `trustsim validate {name}` says why"


def lenses_of(desk):
    """The lenses that a visitor may choose: the shipped ones and those that the arms of the study start with."""
    return tuple(dict.fromkeys((*LENSES, *(arm.lens for arm in desk.study.arms.values()))))
