"""The worlds of a session and the operations on them between two weeks.

`session.py` decides when and on which thread they run, and who sees the result.
"""

from trustsim.budget import needed
from trustsim.errors import BadInput
from trustsim.live.allowed import setting
from trustsim.live.drawing import DIRECTIONS
from trustsim.live.keeping import kept_config
from trustsim.live.limits import check_size, waits
from trustsim.live.parting import parting
from trustsim.live.visitors import VISITORS
from trustsim.live.world import LiveWorld
from trustsim.scenario import vary

LONGEST = 100_000  # weeks


class Stage:
    """One or two worlds of a study, the week that is shown, and the changes that wait for Reset."""

    def __init__(self, study, arm=None, other=None, seed=None, lens=None):
        self.study, self.seed = study, study.first_seed if seed is None else seed
        self.arms = arms_of(study, arm, other)
        self.lens, self.context, self.direction = lens, 0, DIRECTIONS[0]
        self.instead = ""  # replaces messages about the study's files that must not be revealed
        self.chosen = ()
        self.pending = {}
        self.worlds, self.parted, self.version = [], None, 0
        self.shown = None  # None: the newest tick
        self.playing, self.error = False, ""
        self.until = weeks_of(self.arms)
        self.goal = None  # the week up to which a session is being run again
        self.then = None  # the week to show after that

    def begin(self, **settings):
        """Build worlds with these settings and replace the current worlds if that succeeds.

        settings: study, arms, seed, lens, context, direction, instead. Those left out keep their values.
        """
        names = "study", "arms", "seed", "lens", "context", "direction", "instead"
        wanted = {name: getattr(self, name) for name in names} | settings
        for arm in wanted["arms"]:
            check_size(arm)
        built = []
        VISITORS.take(self, sum(map(needed, wanted["arms"])))
        try:
            for arm in wanted["arms"]:
                seen = (wanted[name] for name in ("lens", "context", "direction"))
                built.append(LiveWorld(arm, wanted["seed"], *seen))
            VISITORS.take(self, sum(world.size for world in built))
        except BaseException as error:
            for world in built:
                world.close()
            VISITORS.take(self, sum(world.size for world in self.worlds))
            if isinstance(error, BadInput) and wanted["instead"]:
                raise BadInput(wanted["instead"]) from None
            raise
        for world in self.worlds:
            world.close()
        vars(self).update(wanted, worlds=built, pending={})
        for world in self.worlds:
            world.chosen.update(name for name in self.chosen if name in world.functions)
        self.parted = parting(*self.worlds) if len(self.worlds) == 2 else None
        self.until, self.shown, self.error = weeks_of(self.arms), None, ""
        self.goal = None
        self.version += 1

    def start(self):
        """Play."""
        if self.worlds:
            self.error, self.shown, self.goal, self.playing = "", None, None, self.worlds[0].tick < LONGEST

    def halt(self):
        """Pause."""
        self.playing, self.goal = False, None

    def week(self):
        """Run one week in every world, so that all stay at the same week."""
        for world in self.worlds:
            world.step()
        if self.parted is None and len(self.worlds) == 2:
            self.parted = parting(*self.worlds)
        if self.goal is not None:
            self.playing = self.worlds[0].tick < self.goal
            if not self.playing:
                self.goal, then = None, self.then
                self.look(then)
        elif self.worlds[0].tick in (self.until, LONGEST):
            self.playing = False

    def forward(self):
        """Step."""
        self.halt()
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
        self.halt()
        if not self.worlds:
            return
        newest = self.worlds[0].tick
        self.shown = None if tick is None or tick >= newest else max(0, int(tick))

    def restart(self):
        """Reset: start the worlds again with the values of the sliders and the changes that waited for Reset."""
        self.halt()
        self.begin(arms=[self.rebuilt(index) for index in range(len(self.arms))])

    def rebuilt(self, index):
        """The arm of a world with the visitor's changes."""
        arm = self.arms[index]
        moved = dict(self.worlds[index].moved) if index < len(self.worlds) else {}
        waiting = {**self.pending.get(None, {}), **self.pending.get(index, {})}
        return varied(arm, moved | waiting)

    def again(self, study, arms, moment):
        """Return to a moment of another session: start the worlds as they started there, then repeat the actions."""
        self.halt()
        seen = {"lens": moment.lens or None, "context": moment.context, "direction": moment.direction}
        self.begin(study=study, arms=arms, seed=moment.seed, instead="", **seen)
        for world, done in zip(self.worlds, moment.moves, strict=False):
            world.do_again(done)
        waiting = dict(enumerate(moment.waiting[: len(arms)]))
        if all(each == waiting[0] for each in waiting.values()):
            waiting = {None: waiting[0]}
        self.pending = {world: each for world, each in waiting.items() if each}
        if moment.week:
            self.goal, self.then, self.playing = moment.week, moment.shown, True

    def moved(self, path, value, which):
        """Apply a change of a slider, a switch or a list, or keep it for Reset. Refuse any other path."""
        value = setting(path, value, [arm.lens for arm in self.arms], self.arms[0].parameters)
        which = None if len(self.arms) == 1 else which
        if waits(path):
            for index in [None] if which is None else [which]:
                self.pending.setdefault(index, {})[path] = value
            if which is None:
                for index in (0, 1):
                    self.pending.get(index, {}).pop(path, None)
            return
        vary(self.arms[0], {path: value})  # raises BadInput for values that a config must not have
        for world in self.picked_worlds(which):
            world.change(path, value)

    def happened(self, name, which):
        """Schedule an event."""
        for world in self.picked_worlds(which):
            world.happen(name)

    def picked_worlds(self, which):
        """The worlds that a change applies to."""
        return self.worlds if which is None else self.worlds[which : which + 1]

    def seen_through(self, lens, context, direction):
        """Show another lens, context or direction."""
        self.lens, self.context, self.direction = lens, context, direction
        for world in self.worlds:
            world.see(lens, context, direction)

    def choose(self, names):
        """Record other measures."""
        self.chosen = tuple(names)
        for world in self.worlds:
            world.chosen = {name for name in names if name in world.functions}

    def replaced(self, study, arm, other, seed, refused, instead=""):
        """Start another study."""
        self.halt()
        seed = self.seed if seed is None else int(seed)
        arms = arms_of(study, arm, other)
        self.trying(
            lambda: self.begin(study=study, arms=arms, seed=seed, lens=None, context=0, instead=instead), refused
        )

    def trying(self, task, refused):
        """Run a task. If it raises, call `refused` and raise the error again."""
        try:
            task()
        except Exception:
            if refused:
                refused()
            raise

    def kept(self):
        """The config of the session so far."""
        if not self.worlds:
            raise BadInput("there is no world yet whose config could be kept")
        return kept_config(self.study, self.worlds, self.seed)


def arms_of(study, arm, other):
    """The arms to show: `arm`, or the reference if it is not given, and `other` if it is given."""
    return [study.arms[arm or study.reference]] + ([study.arms[other]] if other else [])


def weeks_of(arms):
    """The number of weeks over which arms are compared: the length of the shortest."""
    return min(arm.ticks for arm in arms)


def varied(arm, moved):
    """An arm with other values, lens or mechanisms. `moved` is {path: value} of sliders, lists and switches."""
    values = dict(moved)
    settings = {name: values.pop(name) for name in ("lens", "lens_form") if name in values}
    switches = {path: values.pop(path) for path in moved if path.startswith("mechanisms.")}
    if switches:
        settings["mechanisms"] = {path.partition(".")[2]: on for path, on in switches.items()}
    return vary(arm, values, **settings) if moved else arm
