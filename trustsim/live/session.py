"""One visitor's session: a thread that owns the worlds, does what it is asked between two weeks, and shows what is so.

Everything that touches a model happens on that thread, in the order in which it was asked; whoever wants to look gets
a `View`, which never changes. So nothing races, and nothing is shared between visitors.
"""

import logging
import queue
import threading
from dataclasses import replace
from time import monotonic

import numpy as np

from trustsim.errors import BadInput
from trustsim.live.compiling import compile_for, compiling_for
from trustsim.live.limits import MAKING, MOST_RELATIONS
from trustsim.live.stage import Stage
from trustsim.live.view import View, marks_of, view_of
from trustsim.live.visitors import VISITORS
from trustsim.network.apart import LIMITS, Limits

LOG = logging.getLogger("trustsim.live")
FRAMES = 50  # a second: how often colours are shown at most
FIGURES = 6  # a second: how often everything else is
SPENT = 0.25  # share of the time that may go into everything else
REDRAWN = 3.0  # seconds between two drawings of new acquaintances
MOST_WAITING = 1000  # things asked and not yet done
UNLIMITED = 0  # speed: as fast as it goes


class Session(Stage):
    """Start with a study; then `play`, `step`, `change`, …

    Every `listen`er gets each new View on the session's thread. Raises BadInput where too many people are here.
    """

    def __init__(self, study, arm=None, other=None, seed=None, lens=None):
        VISITORS.enter(self)
        super().__init__(study, arm, other, seed, lens)
        self.speed, self.pace = UNLIMITED, 0.0
        self.view = View()
        self.listeners = []
        self.tasks = queue.SimpleQueue()
        self.stopping = False
        self.thread = threading.Thread(target=self.live, name="trustsim session", daemon=True)
        self.thread.start()
        self.ask(self.begin)

    # -- what a visitor can ask; each returns at once ---------------------------------------------------------------

    def play(self):
        """Go on from the newest week."""
        self.ask(self.start)

    def pause(self):
        """Stay where it is."""
        self.playing = False  # at once: the week under way is the last
        self.ask(self.halt)

    def step(self):
        """One week on: the next one recorded, or a new one."""
        self.ask(self.forward)

    def back(self):
        """One recorded week back."""
        self.ask(self.backward)

    def show(self, tick):
        """Look at a recorded week; None: the newest."""
        self.ask(lambda: self.look(tick))

    def reset(self):
        """Begin again with the sliders as they stand."""
        self.ask(self.restart)

    def change(self, path, value, which=None):
        """Move a slider, in one world or (None) in all."""
        self.ask(lambda: self.moved(path, value, which))

    def happen(self, name, which=None):
        """An event of `events.EVENTS` happens next week, in one world or (None) in all."""
        self.ask(lambda: self.happened(name, which))

    def return_to(self, study, arms, moment, refused=None):
        """Live a moment of another session again (a `link.Link`), week by week up to where that was."""
        self.ask(lambda: self.trying(lambda: self.again(study, arms, moment), refused))

    def see(self, lens=None, context=0):
        """Colour by another lens (None: the one that people trust by), or by trust about another context."""
        self.ask(lambda: self.seen_through(lens, context))

    def measure(self, names):
        """Record these measures as well from now on."""
        self.ask(lambda: self.choose(names))

    def load(self, study, arm=None, other=None, seed=None, refused=None, instead=""):
        """Another study, other arms or another seed: everything begins anew.

        What cannot be begun leaves all as it is, and calls `refused`; `instead` is said of a fault in its files.
        """
        self.ask(lambda: self.replaced(study, arm, other, seed, refused, instead))

    def listen(self, listener):
        """Call `listener(view)` whenever there is something new to see."""
        self.listeners.append(listener)
        listener(self.view)

    def settle(self, seconds=60.0):
        """Wait until everything asked so far is done; returns the View."""
        self.fetch(lambda: None, seconds)
        return self.view

    def fetch(self, task, seconds=60.0):
        """The result of a function that only looks, called on the session's thread after all that was asked before."""
        box, done = [], threading.Event()

        def run():
            try:
                box.append((task(), None))
            except Exception as error:  # handed to the one who asked
                box.append((None, error))
            done.set()

        self.tasks.put((None, run))
        if not done.wait(seconds):
            raise TimeoutError("the session is still busy")
        result, error = box[0]
        if error is not None:
            raise error
        return result

    def config(self):
        """What was done so far as the TOML of a config that a headless run repeats bit for bit."""
        return self.fetch(self.kept)

    def close(self, wait=60.0):
        """The visitor leaves: the thread ends and no model stays in memory; with `wait` 0 in its own time."""
        self.stopping, self.playing = True, False
        self.listeners.clear()
        self.tasks.put((None, lambda: None))
        if wait and threading.current_thread() is not self.thread:
            self.thread.join(wait)

    # -- on the session's thread ------------------------------------------------------------------------------------

    def ask(self, task):
        """Queue something for the session's thread; what a visitor sends faster than it can be done is left out."""
        if self.tasks.qsize() < MOST_WAITING:
            self.tasks.put((task, None))

    def glance(self, look):
        """Queue something that only looks, such as the story of who is picked."""
        if self.tasks.qsize() < MOST_WAITING:
            self.tasks.put((None, look))

    def live(self):
        """The thread: what is asked first, then the next week if it plays."""
        self.timing = dict.fromkeys(("frame", "figures", "redrawn", "due", "spent"), 0.0)
        self.timing |= {"since": monotonic(), "weeks": 0}
        LIMITS.set(Limits(*MAKING, MOST_RELATIONS, lambda: self.stopping))  # of this thread alone
        while not self.stopping:
            self.safely(self.turn)
        for world in self.worlds:
            world.close()
        self.worlds, self.view = [], View(busy=False)
        VISITORS.leave(self)

    def turn(self):
        """Do what was asked, then live a week if it is time for one."""
        wait = None if not self.playing else max(0.0, self.timing["due"] - monotonic())
        changed, looks = False, []
        try:
            task, look = self.tasks.get(timeout=wait) if wait is None or wait > 0 else self.tasks.get_nowait()
            while True:
                if task:
                    changed = True
                    self.safely(task)
                else:
                    looks.append(look)
                task, look = self.tasks.get_nowait()
        except queue.Empty:
            pass
        if changed and not self.stopping:
            if self.pending and self.goal is None and self.worlds and self.worlds[0].tick == 0:
                self.safely(self.restart)
            self.publish(full=True)
        for look in looks:
            look()
        if self.playing and not self.stopping and monotonic() >= self.timing["due"]:
            self.week()

    def safely(self, task):
        """Do it; what goes wrong becomes a banner, never a page of traceback, and the session goes on."""
        try:
            task()
        except BadInput as error:
            self.fail(str(error))
        except Exception as error:
            self.met(error)

    def meet(self, error):
        """Say that there was a fault nobody foresaw."""
        self.ask(lambda: self.met(error))

    def met(self, error):
        """Stop, and tell the page what kind of fault it was: its words may hold anything and go to the terminal."""
        LOG.error("a session met a fault", exc_info=error)
        self.fail(f"the program met a fault ({type(error).__name__}); the terminal it runs in says more")

    def again(self, study, arms, moment):
        """A moment of another session."""
        super().again(study, arms, moment)
        self.timing.update(due=monotonic(), since=monotonic(), weeks=0)

    def week(self):
        """One week, and then what is due to be shown."""
        now = monotonic()
        paced = self.speed and self.goal is None
        self.timing["due"] = max(self.timing["due"] + 1.0 / self.speed, now) if paced else now
        super().week()
        self.timing["weeks"] += 1
        if not self.playing or now - self.timing["figures"] > max(1.0 / FIGURES, self.timing["spent"] / SPENT):
            self.publish(full=True)
        elif now - self.timing["frame"] > 1.0 / FRAMES:
            self.publish(full=False)

    def begin(self, **settings):
        """Build the worlds while the visitor is told so, and what it waits for."""
        self.publish(full=True, busy=True)
        for arm in settings.get("arms", self.arms):
            compile_for(arm, self.still_busy)
        super().begin(**settings)

    def still_busy(self):
        """Show for how long the rules have been compiled; from another thread, while this session's is busy with it."""
        view = replace(self.view, busy=True, compiling=compiling_for())
        for listener in list(self.listeners):
            listener(view)

    def start(self):
        """Play."""
        super().start()
        self.timing.update(due=monotonic(), since=monotonic(), weeks=0)

    def at_speed(self, speed):
        """Another speed: weeks a second, or UNLIMITED."""
        self.speed = max(0.0, float(speed))
        self.timing.update(due=monotonic(), since=monotonic(), weeks=0)

    def fail(self, message):
        """Stop and say why."""
        self.playing, self.error = False, message
        self.publish(full=True)

    def publish(self, full, busy=False):
        """Show what is so now."""
        now = monotonic()
        self.timing["frame"] = now
        if full:
            self.timing["figures"] = now
            if now - self.timing["redrawn"] > REDRAWN or not self.playing:
                self.timing["redrawn"] = now
                if not busy:
                    for world in self.worlds:
                        world.redraw()
            if not busy:
                for world in self.worlds:
                    world.compare_lenses()
        lived = now - self.timing["since"]
        if self.playing and lived > 1.0:
            self.pace = self.timing["weeks"] / lived
            self.timing.update(since=now, weeks=0)
        self.view = self.seen_now(full, busy)
        for listener in list(self.listeners):
            listener(self.view)
        if full:
            self.timing["spent"] = monotonic() - now

    def seen_now(self, full, busy):
        """The View of this moment."""
        worlds = self.worlds
        return View(
            tick=self.seen if worlds else 0,
            newest=worlds[0].tick if worlds else 0,
            until=self.until,
            playing=self.playing,
            busy=busy,
            pace=self.pace,
            worlds=tuple(view_of(world, self.seen, full) for world in worlds),
            error=self.error,
            parted=self.parted,
            pending={world: dict(waiting) for world, waiting in self.pending.items() if waiting},
            lens=self.lens,
            context=self.context,
            speed=self.speed,
            goal=self.goal,
            full=full,
            curves=tuple(map(curves_of, worlds)) if full else self.view.curves,
            marks=tuple(marks_of(world) for world in worlds),
            version=self.version,
        )


def curves_of(world):
    """{measure: its values so far} of a world, which will not change."""
    return {name: np.array(series) for name, series in world.series.items()}
