"""The controller of the live page: pass visitors' requests to the session, and the session's views to the parts."""

from pathlib import Path
from time import monotonic

from trustsim.errors import BadInput
from trustsim.lenses import LENSES
from trustsim.live import asking, guiding, notes, showing, tours
from trustsim.live.drawing import DIRECTIONS
from trustsim.live.events import EVENTS
from trustsim.live.moment import address_of, not_in_address
from trustsim.live.opening import differing, other_arm, own_measures
from trustsim.live.painting import Painter
from trustsim.live.parts import Part
from trustsim.live.session import Session
from trustsim.live.spec import sliders, stands
from trustsim.live.story import picked_of, story
from trustsim.measures import MEASURES
from trustsim.scenario import names
from trustsim.words import languages, words

SPEEDS = (1, 2, 5, 10, 25, 50, 100, 0)
SPEED = 25  # weeks per second at the start
TICKED = 0.1  # seconds between two updates of the tick while the session plays
STORIES = 0.4  # seconds between two updates of the inspector while the session plays


class Desk:
    """One visitor's page: its session, its parts and its language; `close()` when the visitor leaves."""

    def __init__(self, study, lang="en", folder=".", seed=None):
        self.lang, self.folder, self.light = lang, Path(folder), "auto"
        self.study, self.arm, self.other = study, study.reference, other_arm(study)
        self.target, self.chosen, self.difference = None, own_measures(study), False
        self.served, self.heard = study, None  # what links may name besides shipped studies; the last link
        self.picked, self.told_at, self.ticked, self.guide = None, 0.0, 0.0, tours.Guide()
        self.units = {name: function.unit for name, function in MEASURES.items()}
        self.painter = Painter()
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
            "events": Part("events"),
            "address": Part("address"),
        }
        self.idle_known = {}
        self.on_worlds = lambda many, titles: None  # called when the number or the titles of worlds change
        self.on_docked = lambda docked: None  # called when a card beside the networks appears or disappears
        self.on_words = lambda told: None  # called when the language changes
        self.seed, self.instead = study.first_seed if seed is None else seed, ""
        self.session = Session(study, self.arm, self.other, self.seed)
        self.session.ask(lambda: self.session.at_speed(SPEED))
        self.session.measure(self.chosen)
        self.dress()
        for part in self.parts.values():
            part.on_ask(self.asked)
        for world, canvas in enumerate(self.painter.canvases):
            canvas.observe(lambda change, world=world: self.pick(world, change["new"]), "picked")
        self.session.listen(self.seen)

    def close(self):
        """End the session and close all widgets when the visitor leaves."""
        self.session.close(wait=0)  # never wait here: the session's thread may be waiting for the server's event loop
        for part in self.parts.values():
            part.on_ask(None)
        for widget in (*self.painter.canvases, *self.parts.values()):
            widget.unobserve_all()
            widget.close()

    @property
    def told(self):
        """The words of the page's language."""
        return words(self.lang)

    @property
    def arms(self):
        """The arms that the worlds start from."""
        return tuple(self.study.arms[name] for name in (self.arm, self.other) if name)

    # -- what stays the same until the study or the language changes -------------------------------------------------

    def dress(self):
        """Send every part its words and its specification."""
        told, arm = self.told, self.study.arms[self.arm]
        page = {
            "locale": told["locale"],
            "events": told["events"],
            "page": told["page"] | {"open_help": told["page"]["open_help"].format(size=asking.MOST_BYTES // 1024)},
        }
        measures = [
            [name, w["name"], w["meaning"], name in self.chosen]
            for name, w in told["measures"].items()
            if name not in ("trust", "leap_rate")
        ]
        lenses = [[name, told["lenses"][name]["name"]] for name in LENSES]
        if arm.lens not in LENSES:
            lenses.append([arm.lens, arm.lens.rpartition(":")[2]])
        specs = {
            "setup": self.setup_spec(),
            "transport": {
                "speeds": SPEEDS,
                "speed": SPEED,
                "lenses": lenses,
                "lens": arm.lens,
                "contexts": list(arm.contexts),
                "directions": [[name, told["page"][f"direction_{name}"]] for name in DIRECTIONS],
            },
            "sliders": sliders(self.lang, self.arms, differing(self.arms)),
            "curves": {"name": "curves", "title": told["page"]["curves"], "measures": measures},
            "now": {"name": "now", "title": told["page"]["now"]},
            "people": {"name": "people", "title": told["page"]["people"]},
            "news": {"name": "news"},
            "parted": {"name": "parted"},
            "tour": {"name": "tour"},
            "events": {"names": list(EVENTS)},
            "address": {"name": "address"},
            "story": {"name": "story"},
        }
        for name, part in self.parts.items():
            with part.hold_sync():
                part.words, part.spec = page, specs[name]
        self.painter.forget()
        self.idle_known.clear()
        self.on_words(told)

    def setup_spec(self):
        """The specification of the page's header."""
        page, study = self.told["page"], self.study
        arms = [[name, self.title_of(name)] for name in study.arms]
        shipped = [[name, self.told["configs"][name]["title"]] for name in names() if name in self.told["configs"]]
        if study.name not in names():
            shipped.insert(0, [study.name, study.title])
        return {
            "title": self.title_of(),
            "question": self.config_words.get("question", " ".join(study.question.split())),
            "experiments": shipped,
            "experiment": study.name,
            "arms": arms,
            "arm": self.arm,
            "others": [[name, title if name != self.arm else f"{title} ({page['same_arm']})"] for name, title in arms],
            "other": self.other,
            "seed": self.seed,
            "languages": list(languages().items()),
            "light": self.light,
            "tour": self.has_tour,
            "most_bytes": asking.MOST_BYTES,
        }

    @property
    def config_words(self):
        """The words for the study's config from the language file; empty for a config that does not ship."""
        return self.told["configs"].get(self.study.name, {}) if self.ships else {}

    @property
    def ships(self):
        """Whether the study is a shipped one, and not the visitor's own study with the same name."""
        return self.study.source.startswith("configs/")

    @property
    def has_tour(self):
        """Whether there is a tour of the study."""
        return self.study.name in tours.TOURS and self.ships

    def title_of(self, arm=None):
        """The title of the study, or of one of its arms, in the visitor's language."""
        if arm is None:
            return self.config_words.get("title", self.study.title)
        return self.config_words.get("arms", {}).get(arm, self.study.arms[arm].title)

    def titles(self, arms):
        """One title per world. Two worlds of the same arm get different titles."""
        titles = [self.title_of(arm.name) if arm.name in self.study.arms else arm.title for arm in arms]
        if len(titles) == 2 and titles[0] == titles[1]:
            titles[1] = self.told["page"]["again"].format(title=titles[1])
        return titles

    # -- what the session shows --------------------------------------------------------------------------------------

    def seen(self, view):
        """Show a new View: colours at once, everything else as often as the session asks for it."""
        self.painter.paint(view, self.told, self.difference)
        first = view.worlds[0] if view.worlds else None
        if view.full or monotonic() - self.ticked > TICKED:
            self.ticked = monotonic()
            self.parts["transport"].show(self.controls(view, first))
        if view.full:
            self.tell(view)

    def controls(self, view, first):
        """The state of the controls."""
        return {
            "playing": view.playing, "busy": view.busy, "tick": view.tick, "newest": view.newest,
            "speed": f"{view.speed:g}", "worlds": len(view.worlds),
            "lens": first.frame.lens if first else "", "context": view.context, "difference": self.difference,
            "direction": view.direction,
        }  # fmt: skip

    def tell(self, view):
        """Show the figures, the sliders and the texts."""
        told = self.told
        self.on_worlds(len(view.worlds), self.titles([world.begins for world in view.worlds]))
        self.parts["news"].show({"cards": notes.news(view, told, not_in_address(self))})
        if not view.worlds:
            return
        self.parts["parted"].show({"cards": notes.parted(view, told)})
        self.parts["curves"].show({"figures": showing.curves(view, told, self.units, self.chosen)})
        contexts = view.worlds[0].begins.contexts
        figures = [showing.lenses(view, told), showing.beliefs(view, told)]
        if len(contexts) > 1:
            figures.insert(1, showing.contexts(view, told, contexts))
        self.parts["now"].show({"figures": figures})
        self.parts["people"].show({"figures": [showing.funnel(view, told), showing.spread(view, told)]})
        self.parts["sliders"].show(stands(view, self.target, told, self.idle_known))
        guiding.guide(self, view)
        if not view.playing or monotonic() - self.told_at > STORIES:
            self.told_at = monotonic()
            self.inspect()

    def locate(self):
        """Write the moment shown into the browser's address, once the page is where the address said."""
        self.parts["events"].show({"worlds": len(self.session.worlds), "target": self.target})
        if self.heard is not None:
            self.parts["address"].show(address_of(self))

    def has_heard(self, number):
        """The page is at the moment of this link. Runs on the session's thread."""
        self.heard = number

    # -- the inspector -----------------------------------------------------------------------------------------------

    def pick(self, world, picked):
        """Select the node or edge that was clicked."""
        kind, index, self.picked = picked.get("kind"), picked.get("index"), None
        if (
            kind in ("node", "edge")
            and type(index) is int
            and self.painter.ties(world) is not None
            and world < len(self.session.worlds)
        ):
            self.picked = picked_of(self.session.worlds[world], self.painter.ties(world), kind, index)
        self.session.glance(self.inspect)

    def inspect(self):
        """Update the inspector and the address. Runs on the session's thread."""
        self.tell_story()
        self.locate()

    def tell_story(self):
        """Show one card per world about the person or relation that is picked."""
        picked = self.picked  # the visitor may pick somebody else meanwhile
        told = self.told
        self.docked(self.guide.tour)
        if picked is None:
            invitation = [{"kind": "text", "tone": "quiet", "text": told["page"]["pick_somebody"]}]
            card = {"title": told["page"]["inspector"], "tone": "story", "blocks": invitation}
            self.parts["story"].show({"cards": [] if self.guide.tour else [card]})
            return
        cards = []
        for world in self.session.worlds:
            card = story(world, *picked, told)
            if card is None:
                continue
            if len(self.session.worlds) == 2:
                card["title"] = f"{'AB'[self.session.worlds.index(world)]} · {card['title']}"
            cards.append(card)
        self.parts["story"].show({"cards": cards})

    def docked(self, tour):
        """Tell the page whether there is a card beside the networks: in the inspector or from the tour."""
        self.on_docked(self.picked is not None or tour is not None)

    # -- what the visitor asks ---------------------------------------------------------------------------------------

    def asked(self, what, value):
        """Carry out a visitor's request. If that fails, show a one-line message."""
        act = getattr(asking, f"do_{what}", None)
        if act is None:
            return
        try:
            act(self, value)
        except BadInput as error:
            message = " ".join(str(error).split())
            self.session.ask(lambda: self.session.fail(message))
        except Exception as error:
            self.session.meet(error)

    def begin(self, study, arm=None, other=None, seed=None, instead=None):
        """Start another study, arm or seed.

        Without `arm`, the study opens with its reference and the arm to compare it with, and with its own measures.
        `instead` replaces the message about an error in the study's files (None: keep it if the study is the same).
        """
        if instead is not None or study is not self.study:
            self.instead = instead or ""
        if arm is None:
            arm, other, self.chosen = study.reference, other_arm(study), own_measures(study)
            self.session.measure(self.chosen)
        self.study, self.arm, self.other, self.seed = asked = (
            study,
            arm,
            other or "",
            self.seed if seed is None else seed,
        )
        self.picked, self.target = None, None
        self.session.load(study, self.arm, other or None, self.seed, lambda: self.take_back(asked), self.instead)
        self.dress()

    def return_to(self, study, arms, moment):
        """Return to the moment of a link by running the session again up to it."""
        self.chosen = own_measures(study) if moment.also is None else moment.also
        self.session.measure(self.chosen)
        self.study, self.arm, self.other, self.seed = asked = study, moment.a, moment.b, moment.seed
        self.picked, self.target, self.instead = moment.picked, None, ""
        self.session.return_to(study, arms, moment, lambda: self.take_back(asked))
        self.dress()

    def take_back(self, asked):
        """Show the running study again after a failed request, unless the visitor has made another request since."""
        if (self.study, self.arm, self.other, self.seed) == asked:
            self.study, self.seed = self.session.study, self.session.seed
            self.arm, self.other = (*(arm.name for arm in self.session.arms), "")[:2]
            self.dress()
