"""What a visitor can ask, one function each: `do_play` is what the button Play asks."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from trustsim.errors import BadInput
from trustsim.live import tours
from trustsim.live.keeping import keep_replay, kept_series
from trustsim.live.words import languages
from trustsim.measures import MEASURES
from trustsim.scenario import names, parse, read

MOST_BYTES = 256 * 1024  # of a config that comes through the page
PLAIN = re.compile(r"[\w\-][\w.\- ]*\.toml")


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
    desk.tour_begins(desk.guide.tour)


def do_show(desk, tick):
    desk.session.show(int(tick))


def do_speed(desk, speed):
    desk.session.ask(lambda: desk.session.at_speed(float(speed)))


def do_lens(desk, lens):
    desk.session.see(str(lens), desk.session.context)


def do_context(desk, context):
    desk.session.see(desk.session.lens, int(context))


def do_difference(desk, on):
    desk.difference = bool(on)
    desk.session.ask(lambda: None)


def do_change(desk, asked):
    desk.guide.changed()
    desk.session.change(str(asked["path"]), asked["value"], asked.get("world"))


def do_target(desk, world):
    desk.target = None if world is None else int(world)
    desk.session.ask(lambda: None)


def do_measures(desk, chosen):
    desk.chosen = tuple(name for name in chosen if name in MEASURES)
    desk.session.measure(desk.chosen)


def do_experiment(desk, name):
    if name in names():
        desk.guide.end()
        study = read(name)
        desk.begin(study, seed=study.first_seed)


def do_arm(desk, name):
    desk.guide.end()
    desk.begin(desk.study, name, desk.other if desk.other in desk.study.arms else None)


def do_other(desk, name):
    desk.guide.end()
    desk.begin(desk.study, desk.arm, name or None)


def do_seed(desk, seed):
    desk.seed = int(seed)
    if desk.guide.tour:
        desk.tour_round(desk.guide.tour.at)  # the same question, asked of other luck
    else:
        desk.begin(desk.study, desk.arm, desk.other or None, desk.seed)


def do_language(desk, code):
    if code in languages():
        desk.lang = code
        desk.dress()
        desk.session.ask(lambda: None)


def do_light(desk, light):
    if light in ("auto", "light", "dark"):
        desk.light = light
        for canvas in desk.canvases:
            canvas.theme = light
        desk.dress()


def do_dismiss(desk, _):
    desk.session.ask(lambda: setattr(desk.session, "error", ""))


def do_unpick(desk, _):
    desk.picked = None
    desk.session.tasks.put((None, desk.inspect))


def do_relation(desk, pair):
    desk.picked = "relation", (int(pair[0]), int(pair[1]))
    desk.session.tasks.put((None, desk.inspect))


def do_too_large(desk, name):
    raise BadInput(desk.told["page"]["too_large"].format(name=str(name)[:80], size=MOST_BYTES // 1024))


def do_upload(desk, file):
    name, text = str(file["name"])[:80], str(file["text"])
    if len(text.encode()) > MOST_BYTES:
        do_too_large(desk, name)
    study = parse(text, name, desk.folder, own_files=False)
    desk.guide.end()
    desk.begin(study, seed=study.first_seed)


def do_open(desk, name):
    study = opened(str(name), desk.folder, desk.told)
    desk.guide.end()
    desk.begin(study, seed=study.first_seed)


def do_tour(desk, way):
    tour = desk.guide.tour
    if way == "watch":
        if desk.guide.watch():
            desk.session.play()
    elif way in ("begin", "again", "next") and desk.ships and desk.study.name in tours.TOURS:
        at = tour.at if tour else 0
        desk.tour_round({"begin": 0, "again": at, "next": at + 1}[way])
    else:
        do_tour_end(desk, None)


def do_tour_end(desk, _):
    desk.guide.end()
    desk.session.ask(lambda: None)


def do_predict(desk, choice):
    desk.guide.predict(choice)
    desk.session.ask(lambda: None)


def do_keep(desk, what):
    """A file for the visitor to save."""
    if what == "config":
        desk.parts["setup"].save(f"{desk.study.name}_session.toml", desk.session.config(), "application/toml")
    elif what == "series":
        desk.parts["setup"].save(f"{desk.study.name}_series.csv", desk.session.fetch(lambda: kept_series(desk.session.worlds)), "text/csv")
    elif what == "network":
        desk.parts["setup"].save(f"{desk.study.name}_network.html", desk.session.fetch(lambda: replay(desk)), "text/html")


def replay(desk):
    """The network of world A as one HTML file; on the session's thread."""
    with TemporaryDirectory() as folder:
        path, told = Path(folder) / "replay.html", desk.told
        curves = {name: told["measures"][name]["name"] for name in ("trust", "leap_rate")}
        keep_replay(path, f"{desk.study.title}: {desk.session.worlds[0].begins.title}", desk.session.worlds[0], told["network"], told["locale"], curves)
        return path.read_text("utf-8")


def opened(name, folder, told):
    """The study in a config of the working folder, by its plain name: no path leads out, and nobody's code runs."""
    path = (folder / name).resolve()
    if not PLAIN.fullmatch(name) or path.parent != folder.resolve() or not path.is_file():
        raise BadInput(told["page"]["no_file"].format(name=name[:80]))
    if path.stat().st_size > MOST_BYTES:
        raise BadInput(told["page"]["too_large"].format(name=name, size=MOST_BYTES // 1024))
    return parse(path.read_text(encoding="utf-8-sig"), name, folder, own_files=False)
