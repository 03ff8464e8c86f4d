"""One visitor's session: a thread that owns the worlds, does what it is asked between two weeks, and shows what is so.

Everything that touches a model happens on that thread, in the order in which it was asked; whoever wants to look gets
a `View`, which never changes. So nothing races, and nothing is shared between visitors.
"""

import queue
import threading
from time import monotonic

import numpy as np

from trustsim.errors import BadInput
from trustsim.live.keeping import kept_config
from trustsim.live.limits import check_size, waits
from trustsim.live.parting import parting
from trustsim.live.view import View, marks_of, view_of
from trustsim.live.world import LiveWorld, typed
from trustsim.parameters import parameters
from trustsim.scenario import vary

FRAMES = 50  # a second: how often colours are shown at most
FIGURES = 6  # a second: how often everything else is
SPENT = 0.25  # share of the time that may go into everything else
REDRAWN = 3.0  # seconds between two drawings of new acquaintances
LONGEST = 100_000  # weeks
UNLIMITED = 0  # speed: as fast as it goes


class Session:
    """Start with a study; then `play`, `step`, `change`, …; every `listen`er gets each new View on the session's thread."""

    def __init__(self, study, arm=None, other=None, seed=None, lens=None):
        self.study, self.seed = study, study.first_seed if seed is None else seed
        self.arms = [study.arms[arm or study.reference]] + ([study.arms[other]] if other else [])
        self.lens, self.context = lens, 0
        self.chosen = ()
        self.speed = UNLIMITED
        self.pending = {}
        self.worlds, self.parted, self.version = [], None, 0
        self.shown = None  # None: the newest tick
        self.playing, self.error, self.pace = False, "", 0.0
        self.until = self.arms[0].ticks
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

    def strike(self, shock, which=None):
        """News about firms lands next week."""
        self.ask(lambda: [world.strike(shock) for world in self.picked_worlds(which)])

    def see(self, lens=None, context=0):
        """Colour by another lens (None: the one that people trust by), or by trust about another context."""
        self.ask(lambda: self.seen_through(lens, context))

    def measure(self, names):
        """Record these measures as well from now on."""
        self.ask(lambda: self.choose(names))

    def load(self, study, arm=None, other=None, seed=None, refused=None):
        """Another study, other arms or another seed: everything begins anew. What cannot be begun leaves all as it is, and calls `refused`."""
        self.ask(lambda: self.replaced(study, arm, other, seed, refused))

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
        """The visitor leaves: the thread ends and no model stays in memory. With `wait` 0 it does so in its own time."""
        self.stopping, self.playing = True, False
        self.listeners.clear()
        self.tasks.put((None, lambda: None))
        if wait and threading.current_thread() is not self.thread:
            self.thread.join(wait)

    # -- on the session's thread ------------------------------------------------------------------------------------

    def ask(self, task):
        """Queue something for the session's thread."""
        self.tasks.put((task, None))

    def live(self):
        """The thread: what is asked first, then the next week if it plays."""
        self.timing = {"frame": 0.0, "figures": 0.0, "redrawn": 0.0, "due": 0.0, "spent": 0.0, "since": monotonic(), "weeks": 0}
        while not self.stopping:
            self.safely(self.turn)
        for world in self.worlds:
            world.close()
        self.worlds, self.view = [], View(busy=False)

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
            if self.pending and self.worlds and self.worlds[0].tick == 0:
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
            self.fail(f"{type(error).__name__}: {error}")

    def week(self):
        """One week in every world, on one clock."""
        now = monotonic()
        self.timing["due"] = max(self.timing["due"] + 1.0 / self.speed, now) if self.speed else now
        for world in self.worlds:
            world.step()
        if self.parted is None and len(self.worlds) == 2:
            self.parted = parting(*self.worlds)
        self.timing["weeks"] += 1
        if self.worlds[0].tick in (self.until, LONGEST):
            self.playing = False
        if not self.playing or now - self.timing["figures"] > max(1.0 / FIGURES, self.timing["spent"] / SPENT):
            self.publish(full=True)
        elif now - self.timing["frame"] > 1.0 / FRAMES:
            self.publish(full=False)

    def begin(self, **settings):
        """Build the worlds of these settings (study, arms, seed, lens, context), the others as they are; only then do they take over."""
        wanted = {name: getattr(self, name) for name in ("study", "arms", "seed", "lens", "context")} | settings
        for arm in wanted["arms"]:
            check_size(arm)
        self.publish(full=True, busy=True)
        built = []
        try:
            for arm in wanted["arms"]:
                built.append(LiveWorld(arm, wanted["seed"], wanted["lens"], wanted["context"]))
        except BaseException:
            for world in built:
                world.close()
            raise
        for world in self.worlds:
            world.close()
        vars(self).update(wanted, worlds=built, pending={})
        for world in self.worlds:
            world.chosen.update(name for name in self.chosen if name in world.functions)
        self.parted = parting(*self.worlds) if len(self.worlds) == 2 else None
        self.until, self.shown, self.error = self.arms[0].ticks, None, ""
        self.version += 1

    def start(self):
        """Play."""
        if not self.worlds:
            return
        self.error, self.shown, self.playing = "", None, self.worlds[0].tick < LONGEST
        self.timing.update(due=monotonic(), since=monotonic(), weeks=0)

    def halt(self):
        """Pause."""
        self.playing = False

    def forward(self):
        """Step."""
        self.playing = False
        if not self.worlds:
            return
        later = self.worlds[0].history.after(self.seen) if self.shown is not None else None
        if later is not None:
            self.look(later)
            return
        self.shown = None
        if self.worlds[0].tick < LONGEST:
            self.week()

    def backward(self):
        """Back."""
        if self.worlds:
            self.look(self.worlds[0].history.before(self.seen))

    @property
    def seen(self):
        """The tick that is shown."""
        return self.worlds[0].tick if self.shown is None else self.shown

    def look(self, tick):
        """Show a recorded tick."""
        self.playing = False
        if not self.worlds:
            return
        newest = self.worlds[0].tick
        self.shown = None if tick is None or tick >= newest else max(0, int(tick))

    def restart(self):
        """Reset: the worlds begin anew with the values that the sliders have, and with what waited for this."""
        self.playing = False
        self.begin(arms=[self.rebuilt(index) for index in range(len(self.arms))])

    def rebuilt(self, index):
        """The arm of a world with what the visitor moved."""
        arm = self.arms[index]
        moved = dict(self.worlds[index].moved) if index < len(self.worlds) else {}
        waiting = {**self.pending.get(None, {}), **self.pending.get(index, {})}
        settings = {name: waiting.pop(name) for name in ("lens", "lens_form") if name in waiting}
        switches = {path.partition(".")[2]: waiting.pop(path) for path in list(waiting) if path.startswith("mechanisms.")}
        if switches:
            settings["mechanisms"] = switches
        return vary(arm, moved | waiting, **settings) if moved or waiting or settings else arm

    def moved(self, path, value, which):
        """A slider, a switch or the lens of a world was moved."""
        which = None if len(self.arms) == 1 else which
        if waits(path):
            for index in [None] if which is None else [which]:
                self.pending.setdefault(index, {})[path] = typed(path, value) if path in parameters() else value
            if which is None:
                for index in (0, 1):
                    self.pending.get(index, {}).pop(path, None)
            return
        vary(self.arms[0], {path: typed(path, value)})  # refuses what a config would refuse
        for world in self.picked_worlds(which):
            world.change(path, value)

    def picked_worlds(self, which):
        """The worlds that a change is for."""
        return self.worlds if which is None else self.worlds[which : which + 1]

    def seen_through(self, lens, context):
        """Another lens to look through."""
        self.lens, self.context = lens, context
        for world in self.worlds:
            world.see(lens, context)

    def at_speed(self, speed):
        """Another speed: weeks a second, or UNLIMITED."""
        self.speed = max(0.0, float(speed))
        self.timing.update(due=monotonic(), since=monotonic(), weeks=0)

    def choose(self, names):
        """Other measures to record."""
        self.chosen = tuple(names)
        for world in self.worlds:
            world.chosen = {name for name in names if name in world.functions}

    def replaced(self, study, arm, other, seed, refused):
        """Another study."""
        arms = [study.arms[arm or study.reference]] + ([study.arms[other]] if other else [])
        self.playing = False
        try:
            self.begin(study=study, arms=arms, seed=self.seed if seed is None else int(seed), lens=None, context=0)
        except Exception:
            if refused:
                refused()
            raise

    def kept(self):
        """The config of what was done so far."""
        if not self.worlds:
            raise BadInput("there is no world yet whose config could be kept")
        return kept_config(self.study, self.worlds, self.seed)

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
            full=full,
            curves=tuple({name: np.array(series) for name, series in world.series.items()} for world in worlds) if full else self.view.curves,
            marks=tuple(marks_of(world) for world in worlds),
            version=self.version,
        )
