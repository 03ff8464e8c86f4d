"""One visitor's session: a thread that owns the worlds, carries out requests between weeks, and publishes Views.

All code that touches a model runs on that thread, in the order of the requests. Listeners get a `View`, which never
changes. So there are no data races, and visitors share nothing.
"""

import logging
import queue
import threading
from dataclasses import replace
from time import monotonic

import numpy as np

from trustsim.errors import BadInput
from trustsim.live.compiling import compile_for, compiling_for
from trustsim.live.drawing import DIRECTIONS
from trustsim.live.limits import MAKING, MOST_RELATIONS
from trustsim.live.stage import Stage
from trustsim.live.view import View, marks_of, view_of
from trustsim.live.visitors import VISITORS
from trustsim.network.apart import LIMITS, Limits

LOG = logging.getLogger("trustsim.live")
FRAMES = 50  # per second: most updates of the colours
FIGURES = 6  # per second: most updates of everything else
SPENT = 0.25  # share of the time that may be spent on updating everything else
REDRAWN = 3.0  # seconds between two drawings of new acquaintances
MOST_WAITING = 1000  # requests in the queue
UNLIMITED = 0  # speed: as fast as possible


class Session(Stage):
    """A running session of a study, controlled with `play`, `step`, `change`, …

    Every listener is called with each new View on the session's thread. Raises BadInput if there are too many visitors.
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

    # -- requests of the visitor; each returns at once --------------------------------------------------------------

    def play(self):
        """Run on from the newest week."""
        self.ask(self.start)

    def pause(self):
        """Stop after the current week."""
        self.playing = False  # takes effect at once: the current week is the last
        self.ask(self.halt)

    def step(self):
        """Go one week forward: to the next recorded week, or to a new one."""
        self.ask(self.forward)

    def back(self):
        """Go back one recorded week."""
        self.ask(self.backward)

    def show(self, tick):
        """Show a recorded week; None: the newest."""
        self.ask(lambda: self.look(tick))

    def reset(self):
        """Start again with the current values of the sliders."""
        self.ask(self.restart)

    def change(self, path, value, which=None):
        """Move a slider, in one world or (None) in all."""
        self.ask(lambda: self.moved(path, value, which))

    def happen(self, name, which=None):
        """Schedule an event of `events.EVENTS` for next week, in one world or (None) in all."""
        self.ask(lambda: self.happened(name, which))

    def return_to(self, study, arms, moment, refused=None):
        """Return to a moment of another session (a `link.Link`) by running its weeks again."""
        self.ask(lambda: self.trying(lambda: self.again(study, arms, moment), refused))

    def see(self, lens=None, context=0, direction=DIRECTIONS[0]):
        """Colour by another lens (None: the one by which people trust), by trust about another context or of others."""
        self.ask(lambda: self.seen_through(lens, context, direction))

    def measure(self, names):
        """Also record these measures from now on."""
        self.ask(lambda: self.choose(names))

    def load(self, study, arm=None, other=None, seed=None, refused=None, instead=""):
        """Start anew with another study, other arms or another seed.

        If that fails, the session stays as it is and `refused` is called. `instead` replaces the message about an error
        in the study's files.
        """
        self.ask(lambda: self.replaced(study, arm, other, seed, refused, instead))

    def listen(self, listener):
        """Call `listener(view)` now and for every new View."""
        self.listeners.append(listener)
        listener(self.view)

    def settle(self, seconds=60.0):
        """Wait until all requests so far are done. Returns the View."""
        self.fetch(lambda: None, seconds)
        return self.view

    def fetch(self, task, seconds=60.0):
        """The result of a read-only function, called on the session's thread after all earlier requests."""
        box, done = [], threading.Event()

        def run():
            try:
                box.append((task(), None))
            except Exception as error:  # raised again in the calling thread
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
        """The session so far as the TOML of a config, which a headless run reproduces bit for bit."""
        return self.fetch(self.kept)

    def close(self, wait=60.0):
        """End the thread and release all models. Wait for that up to `wait` seconds; 0: return at once."""
        self.stopping, self.playing = True, False
        self.listeners.clear()
        self.tasks.put((None, lambda: None))
        if wait and threading.current_thread() is not self.thread:
            self.thread.join(wait)

    # -- on the session's thread ------------------------------------------------------------------------------------

    def ask(self, task):
        """Queue a task for the session's thread. The task is dropped if MOST_WAITING others are waiting."""
        if self.tasks.qsize() < MOST_WAITING:
            self.tasks.put((task, None))

    def glance(self, look):
        """Queue a read-only task, such as the card about the person who is picked."""
        if self.tasks.qsize() < MOST_WAITING:
            self.tasks.put((None, look))

    def live(self):
        """The thread's loop: carry out requests, then run the next week if the session is playing."""
        self.timing = dict.fromkeys(("frame", "figures", "redrawn", "due", "spent"), 0.0)
        self.timing |= {"since": monotonic(), "weeks": 0}
        LIMITS.set(Limits(*MAKING, MOST_RELATIONS, lambda: self.stopping))  # for this thread only
        while not self.stopping:
            self.safely(self.turn)
        for world in self.worlds:
            world.close()
        self.worlds, self.view = [], View(busy=False)
        VISITORS.leave(self)

    def turn(self):
        """Carry out all requests, then run a week if it is due."""
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
        """Run a task. An error is shown as a banner, without a traceback, and the session goes on."""
        try:
            task()
        except BadInput as error:
            self.fail(str(error))
        except Exception as error:
            self.met(error)

    def meet(self, error):
        """Report an unexpected error."""
        self.ask(lambda: self.met(error))

    def met(self, error):
        """Stop and show the type of the error. Its text may contain anything, so it goes only to the terminal."""
        LOG.error("a session met a fault", exc_info=error)
        self.fail(f"the program met a fault ({type(error).__name__}); the terminal it runs in says more")

    def again(self, study, arms, moment):
        """Return to a moment of another session."""
        super().again(study, arms, moment)
        self.timing.update(due=monotonic(), since=monotonic(), weeks=0)

    def week(self):
        """Run one week, then publish what is due."""
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
        """Build the worlds, and meanwhile show that the session is busy and why."""
        self.publish(full=True, busy=True)
        for arm in settings.get("arms", self.arms):
            compile_for(arm, self.still_busy)
        super().begin(**settings)

    def still_busy(self):
        """Show how long compilation has taken. Runs on another thread, because the session's thread is compiling."""
        view = replace(self.view, busy=True, compiling=compiling_for())
        for listener in list(self.listeners):
            listener(view)

    def start(self):
        """Play."""
        super().start()
        self.timing.update(due=monotonic(), since=monotonic(), weeks=0)

    def at_speed(self, speed):
        """Set the speed in weeks per second, or UNLIMITED."""
        self.speed = max(0.0, float(speed))
        self.timing.update(due=monotonic(), since=monotonic(), weeks=0)

    def fail(self, message):
        """Stop and show a message."""
        self.playing, self.error = False, message
        self.publish(full=True)

    def publish(self, full, busy=False):
        """Send a new View to all listeners."""
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
        """The View of the current state."""
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
            direction=self.direction,
            speed=self.speed,
            goal=self.goal,
            full=full,
            curves=tuple(map(curves_of, worlds)) if full else self.view.curves,
            marks=tuple(marks_of(world) for world in worlds),
            version=self.version,
        )


def curves_of(world):
    """{measure: values so far} of a world, as a copy that does not change."""
    return {name: np.array(series) for name, series in world.series.items()}
