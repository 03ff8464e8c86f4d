"""The page behind the page: what a visitor asks goes to the session, what the session shows goes to the parts."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import numpy as np

from trustsim.errors import BadInput
from trustsim.lenses import LENSES
from trustsim.live import showing, tours
from trustsim.live.canvas import NetworkCanvas
from trustsim.live.keeping import carried, keep_replay, kept_series, painted, values_of
from trustsim.live.parts import Part
from trustsim.live.session import Session
from trustsim.live.spec import settings_of, sliders
from trustsim.live.story import story
from trustsim.live.words import languages, words
from trustsim.measures import MEASURES
from trustsim.scenario import names, parse, read

MOST_BYTES = 256 * 1024  # of a config that comes through the page
SPEEDS = (1, 2, 5, 10, 25, 50, 100, 0)
SPEED = 25  # weeks a second to begin with
TICKED = 0.1  # seconds between two tellings of the tick while it plays
STORIES = 0.4  # seconds between two tellings while it plays
MAGNIFIED = 2.0  # a difference of a quarter fills the colours
PLAIN = re.compile(r"[\w\-][\w.\- ]*\.toml")


class Desk:
    """One visitor's page: its session, its parts and its language; `close()` when the visitor leaves."""

    def __init__(self, study, lang="en", folder=".", seed=None):
        self.lang, self.folder, self.light = lang, Path(folder), "auto"
        self.study, self.arm, self.other = study, study.reference, ""
        self.target, self.chosen, self.difference = None, (), False
        self.picked, self.told_at, self.ticked, self.tour = None, 0.0, 0.0, None
        self.units = {name: function.unit for name, function in MEASURES.items()}
        self.canvases = [NetworkCanvas(), NetworkCanvas()]
        self.parts = {
            "setup": Part("setup"),
            "transport": Part("transport", with_style=True),
            "sliders": Part("sliders"),
            "curves": Part("figures"),
            "now": Part("figures"),
            "people": Part("figures"),
            "news": Part("cards"),
            "parted": Part("cards"),
            "tour": Part("cards"),
            "story": Part("cards"),
        }
        self.drawn = [None, None]
        self.on_worlds = lambda many, titles: None
        self.session = Session(study, seed=seed)
        self.session.ask(lambda: self.session.at_speed(SPEED))
        self.dress()
        for part in self.parts.values():
            part.on_ask(self.asked)
        for world, canvas in enumerate(self.canvases):
            canvas.observe(lambda change, world=world: self.pick(world, change["new"]), "picked")
        self.session.listen(self.seen)

    def close(self):
        """The visitor leaves."""
        self.session.close()
        for part in self.parts.values():
            part.on_ask(None)
        for widget in (*self.canvases, *self.parts.values()):
            widget.unobserve_all()
            widget.close()

    @property
    def told(self):
        """The words of the page's language."""
        return words(self.lang)

    # -- what stands still until the study or the language changes ---------------------------------------------------

    def dress(self):
        """Tell every part its words and what it is about."""
        told, arm = self.told, self.study.arms[self.arm]
        page = {"locale": told["locale"], "page": told["page"]}
        measures = [[name, w["name"], w["meaning"], name in self.chosen] for name, w in told["measures"].items() if name not in ("trust", "leap_rate", "trust_low", "trust_high")]
        lenses = [[name, told["lenses"][name]["name"]] for name in LENSES]
        if arm.lens not in LENSES:
            lenses.append([arm.lens, arm.lens.rpartition(":")[2]])
        specs = {
            "setup": self.setup_spec(),
            "transport": {"speeds": SPEEDS, "speed": SPEED, "lenses": lenses, "lens": arm.lens, "contexts": list(arm.contexts)},
            "sliders": sliders(self.lang, arm),
            "curves": {"name": "curves", "title": told["page"]["curves"], "measures": measures},
            "now": {"name": "now", "title": told["page"]["now"]},
            "people": {"name": "people", "title": told["page"]["people"]},
            "news": {"name": "news"},
            "parted": {"name": "parted"},
            "tour": {"name": "tour"},
            "story": {"name": "story"},
        }
        for name, part in self.parts.items():
            with part.hold_sync():
                part.words, part.spec = page, specs[name]
        self.drawn = [None, None]

    def setup_spec(self):
        """What the head of the page is about."""
        page, study = self.told["page"], self.study
        arms = [[name, arm.title] for name, arm in study.arms.items()]
        shipped = [[name, title_of(name)] for name in names()]
        if study.name not in names():
            shipped.insert(0, [study.name, study.title])
        page["open_help"] = page["open_help"].replace("{size}", str(MOST_BYTES // 1024))
        return {
            "title": study.title, "question": " ".join(study.question.split()), "experiments": shipped, "experiment": study.name, "arms": arms, "arm": self.arm,
            "others": [[name, title if name != self.arm else f"{title} ({page['same_arm']})"] for name, title in arms], "other": self.other, "seed": self.session.seed,
            "languages": list(languages().items()), "light": self.light, "tour": study.name in tours.TOURS, "most_bytes": MOST_BYTES,
        }  # fmt: skip

    # -- what the session shows --------------------------------------------------------------------------------------

    def seen(self, view):
        """A new View: colours at once, everything else as often as the session says."""
        if view.worlds:
            for world in range(len(view.worlds)):
                self.paint(view, world)
        first = view.worlds[0] if view.worlds else None
        if view.full or monotonic() - self.ticked > TICKED:
            self.ticked = monotonic()
            self.parts["transport"].show(self.controls(view, first))
        if view.full:
            self.tell(view)

    def controls(self, view, first):
        """Where the controls stand."""
        return {
            "playing": view.playing, "busy": view.busy, "tick": view.tick, "newest": view.newest, "speed": f"{view.speed:g}", "worlds": len(view.worlds),
            "lens": first.frame.lens if first else "", "context": view.context, "difference": self.difference,
        }  # fmt: skip

    def paint(self, view, world):
        """Colour one network."""
        shown, canvas = view.worlds[world], self.canvases[world]
        frame, minus = shown.frame, self.difference and world == 1 and len(view.worlds[0].frame.nodes) == len(shown.frame.nodes)
        if self.drawn[world] is None or self.drawn[world][0] is not frame.ties or self.drawn[world][1:] != (self.lang, minus):
            self.drawn[world] = (frame.ties, self.lang, minus)
            told = dict(self.told["network"])
            if minus:
                told |= {"distrust": self.told["page"]["less_than_a"], "trust": self.told["page"]["more_than_a"]}
            canvas.show(shown.drawing.scene(frame.ties, told))
        nodes, edges, pulses = painted(frame)
        if minus:
            other = carried(view.worlds[0].frame, frame.ties)
            nodes = np.clip(0.5 + MAGNIFIED * (nodes - values_of(other.nodes)), 0, 1)
            edges = np.clip(0.5 + MAGNIFIED * (edges - values_of(other.edges)), 0, 1)
        canvas.paint(frame.tick, nodes, edges, pulses)

    def tell(self, view):
        """The figures, the sliders and the texts."""
        told = self.told
        self.on_worlds(len(view.worlds), [world.begins.title for world in view.worlds])
        self.parts["news"].show({"cards": self.news(view)})
        if not view.worlds:
            return
        parted = {"title": told["page"]["parted"], "tone": "parted", "blocks": [{"kind": "text", "text": text} for text in self.parting(view)]} if len(view.worlds) == 2 else None
        self.parts["parted"].show({"cards": [parted] if parted else []})
        self.parts["curves"].show({"figures": showing.curves(view, told, self.units, self.chosen)})
        contexts = view.worlds[0].begins.contexts
        figures = [showing.lenses(view, told), showing.beliefs(view, told)]
        if len(contexts) > 1:
            figures.insert(1, showing.contexts(view, told, contexts))
        self.parts["now"].show({"figures": figures})
        self.parts["people"].show({"figures": [showing.funnel(view, told), showing.spread(view, told)]})
        self.parts["sliders"].show(self.slider_state(view))
        self.guide(view)
        if not view.playing or monotonic() - self.told_at > STORIES:
            self.told_at = monotonic()
            self.inspect()

    def slider_state(self, view):
        """Where the sliders stand: of the world that they move, or of A."""
        at = min(self.target or 0, len(view.worlds) - 1)
        world = view.worlds[at]
        waiting = {**view.pending.get(None, {}), **view.pending.get(at, {})}
        names = list(dict.fromkeys(path for each in view.pending.values() for path in each))
        return {"values": {**world.values, **settings_of(world.begins), **waiting}, "pending": names, "worlds": len(view.worlds)}

    def news(self, view):
        """Faults, notes, and where two worlds part."""
        page, cards = self.told["page"], []
        if view.error:
            cards.append({"title": page["fault"], "tone": "fault", "close": "dismiss", "blocks": [{"kind": "text", "text": view.error}]})
        notes = []
        if view.busy and not view.worlds:
            notes.append(page["preparing"])
        if view.worlds and not view.playing and view.newest == view.until and view.tick == view.newest:
            notes.append(page["end_of_arm"].format(tick=view.until))
        if view.worlds and view.lens and view.worlds[0].frame.lens != view.lens:
            notes.append(page["recorded_lens"].format(lens=self.lens_name(view.worlds[0].frame.lens)))
        cards += [{"tone": "note", "blocks": [{"kind": "text", "text": note}]} for note in notes]
        return cards

    def lens_name(self, lens):
        """What a lens is called."""
        return self.told["lenses"][lens]["name"] if lens in LENSES else lens

    def parting(self, view):
        """The first difference between two worlds, in sentences."""
        page, parted, locale = self.told["page"], view.parted, self.told["locale"]
        if parted is None:
            return [page["not_parted"].format(tick=view.newest)]
        if parted.who is None:
            return [page["parted_people"].format(a=int(parted.a), b=int(parted.b))]
        if parted.what == "outcome":
            a, b = (page[f"did_{('no_need', 'no_candidate', 'refused', 'leapt')[int(value)]}"] for value in (parted.a, parted.b))
        else:
            a, b = (showing.said(value, 3 if "trust" in parted.what else 0, locale) for value in (parted.a, parted.b))
        who = f"{self.told['network']['customer']} {parted.who}"
        texts = [page["parted_at"].format(tick=parted.tick, who=who, what=page[f"what_{parted.what}"].format(a=a, b=b), many=parted.many)]
        if parted.measure in self.told["measures"]:
            values = (showing.said(value, 4, locale) for value in (parted.measure_a, parted.measure_b))
            texts.append(page["parted_measure"].format(name=self.told["measures"][parted.measure]["name"].lower(), **dict(zip("ab", values, strict=True))))
        return texts

    # -- the inspector -----------------------------------------------------------------------------------------------

    def pick(self, world, picked):
        """A node or an edge was clicked."""
        kind = picked.get("kind", "none")
        self.picked = None if kind == "none" else (world, kind, int(picked.get("index", -1)))
        self.session.tasks.put((None, self.inspect))

    def inspect(self):
        """Tell the story of who is picked; on the session's thread."""
        told = self.told
        if self.picked is None:
            card = {"title": told["page"]["inspector"], "tone": "story", "blocks": [{"kind": "text", "tone": "quiet", "text": told["page"]["pick_somebody"]}]}
            self.parts["story"].show({"cards": [card]})
            return
        cards = []
        for world in self.session.worlds:
            world_at, kind, index = self.picked
            if kind == "relation" and index < len(world.model.tables.relations):
                from trustsim.live.story import of_relation

                card = of_relation(world, index, told)
            elif index < (len(world.ties.ends) if kind == "edge" else len(world.drawing.kinds)):
                card = story(world, kind, index, told)
            else:
                continue
            if len(self.session.worlds) == 2:
                card["title"] = f"{'AB'[self.session.worlds.index(world)]} · {card['title']}"
            cards.append(card)
        self.parts["story"].show({"cards": cards})

    # -- the tour ----------------------------------------------------------------------------------------------------

    def guide(self, view):
        """The card of the tour, and the verdict once both worlds have played."""
        tour = self.tour
        if tour is None:
            self.parts["tour"].show({"cards": []})
            return
        if tour["phase"] == "watch" and not view.playing and view.newest >= view.until and len(view.curves) == 2:
            tour["phase"] = "verdict"
            tour["ended"] = tuple(tours.ending(series["trust"]) for series in view.curves)
            self.session.tasks.put((None, self.count))
        if tour["phase"] == "watch":
            card = tours.watching(self.told, view.until)
        else:
            card = tours.card(self.told, tour["study"], tour["at"], tour["chosen"], tour.get("ended"), tour.get("found"))
        self.parts["tour"].show({"cards": [card]})

    def count(self):
        """Live more pairs of runs for the verdict; on the session's thread."""
        tour, arms = self.tour, [world.begins for world in self.session.worlds]
        if tour and len(arms) == 2:
            tour["found"] = tours.verdict(*arms, self.session.seed + 1)
            self.guide(self.session.view)

    def tour_round(self, at):
        """Begin a question."""
        question = tours.TOURS[self.study.name][at]
        self.tour = {"study": self.study.name, "at": at, "phase": "predict", "chosen": None}
        self.begin(self.study, question.a, question.b)

    # -- what the visitor asks ---------------------------------------------------------------------------------------

    def asked(self, what, value):
        """Do what the visitor wants; what cannot be done is said in one line."""
        act = getattr(self, f"do_{what}", None)
        if act is None:
            return
        try:
            act(value)
        except BadInput as error:
            message = str(error)
            self.session.ask(lambda: self.session.fail(message))
        except (ValueError, TypeError, KeyError) as error:
            message = f"{type(error).__name__}: {error}"
            self.session.ask(lambda: self.session.fail(message))

    def begin(self, study, arm=None, other=None, seed=None):
        """Another study, arm or seed."""
        self.study, self.arm, self.other = study, arm or study.reference, other or ""
        self.picked, self.target = None, None
        self.session.seed = self.session.seed if seed is None else seed
        self.session.load(study, self.arm, other or None, self.session.seed)
        self.dress()

    def do_play(self, _):
        self.session.play()

    def do_pause(self, _):
        self.session.pause()

    def do_step(self, _):
        self.session.step()

    def do_back(self, _):
        self.session.back()

    def do_reset(self, _):
        self.session.reset()

    def do_show(self, tick):
        self.session.show(int(tick))

    def do_speed(self, speed):
        self.session.ask(lambda: self.session.at_speed(float(speed)))

    def do_lens(self, lens):
        self.session.see(str(lens), self.session.context)

    def do_context(self, context):
        self.session.see(self.session.lens, int(context))

    def do_difference(self, on):
        self.difference = bool(on)
        self.session.ask(lambda: None)

    def do_change(self, asked):
        self.session.change(str(asked["path"]), asked["value"], asked.get("world"))

    def do_target(self, world):
        self.target = None if world is None else int(world)
        self.session.ask(lambda: None)

    def do_measures(self, chosen):
        self.chosen = tuple(name for name in chosen if name in MEASURES)
        self.session.measure(self.chosen)

    def do_experiment(self, name):
        if name in names():
            self.tour = None
            study = read(name)
            self.begin(study, seed=study.first_seed)

    def do_arm(self, name):
        self.tour = None
        self.begin(self.study, name, self.other if self.other in self.study.arms else None)

    def do_other(self, name):
        self.tour = None
        self.begin(self.study, self.arm, name or None)

    def do_seed(self, seed):
        self.begin(self.study, self.arm, self.other or None, int(seed))

    def do_language(self, code):
        if code in languages():
            self.lang = code
            self.dress()
            self.session.ask(lambda: None)

    def do_light(self, light):
        if light in ("auto", "light", "dark"):
            self.light = light
            for canvas in self.canvases:
                canvas.theme = light
            self.dress()

    def do_dismiss(self, _):
        self.session.ask(lambda: setattr(self.session, "error", ""))

    def do_unpick(self, _):
        self.picked = None
        self.session.tasks.put((None, self.inspect))

    def do_relation(self, row):
        self.picked = (0, "relation", int(row))
        self.session.tasks.put((None, self.inspect))

    def do_too_large(self, name):
        raise BadInput(self.told["page"]["too_large"].format(name=str(name)[:80], size=MOST_BYTES // 1024))

    def do_upload(self, file):
        name, text = str(file["name"])[:80], str(file["text"])
        if len(text.encode()) > MOST_BYTES:
            self.do_too_large(name)
        self.tour = None
        self.begin(parse(text, name, self.folder, own_files=False))

    def do_open(self, name):
        self.tour = None
        self.begin(opened(str(name), self.folder, self.told))

    def do_tour(self, way):
        if way == "begin":
            self.tour_round(0)
        elif way == "next":
            self.tour_round(self.tour["at"] + 1)
        elif way == "watch" and self.tour and self.tour["chosen"]:
            self.tour["phase"] = "watch"
            self.session.play()
        else:
            self.do_tour_end(None)

    def do_tour_end(self, _):
        self.tour = None
        self.session.ask(lambda: None)

    def do_predict(self, choice):
        if self.tour and choice in tours.CHOICES:
            self.tour["chosen"] = choice
            self.session.ask(lambda: None)

    def do_keep(self, what):
        """A file for the visitor to save."""
        if what == "config":
            self.parts["setup"].save(f"{self.study.name}_session.toml", self.session.config(), "application/toml")
        elif what == "series":
            self.parts["setup"].save(f"{self.study.name}_series.csv", self.session.fetch(lambda: kept_series(self.session.worlds)), "text/csv")
        elif what == "network":
            self.parts["setup"].save(f"{self.study.name}_network.html", self.session.fetch(self.replay), "text/html")

    def replay(self):
        """The network of world A as one HTML file; on the session's thread."""
        with TemporaryDirectory() as folder:
            path, told = Path(folder) / "replay.html", self.told
            curves = {name: told["measures"][name]["name"] for name in ("trust", "leap_rate")}
            keep_replay(path, f"{self.study.title}: {self.session.worlds[0].begins.title}", self.session.worlds[0], told["network"], told["locale"], curves)
            return path.read_text("utf-8")


def title_of(name):
    """The title of a config that ships, or its name when it cannot be read."""
    try:
        return read(name).title
    except BadInput:
        return name


def opened(name, folder, told):
    """The study in a config of the working folder, by its plain name: no path leads out, and nobody's code runs."""
    path = (folder / name).resolve()
    if not PLAIN.fullmatch(name) or path.parent != folder.resolve() or not path.is_file():
        raise BadInput(told["page"]["no_file"].format(name=name[:80]))
    if path.stat().st_size > MOST_BYTES:
        raise BadInput(told["page"]["too_large"].format(name=name, size=MOST_BYTES // 1024))
    return parse(path.read_text(encoding="utf-8-sig"), name, folder, own_files=False)
