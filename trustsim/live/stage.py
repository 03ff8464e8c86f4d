"""The worlds of a session and what can be done with them between two weeks.

`session.py` says when, on which thread, and who sees it.
"""

from trustsim.budget import needed
from trustsim.errors import BadInput
from trustsim.live.allowed import setting
from trustsim.live.keeping import kept_config
from trustsim.live.limits import check_size, waits
from trustsim.live.parting import parting
from trustsim.live.visitors import VISITORS
from trustsim.live.world import LiveWorld
from trustsim.scenario import vary

LONGEST = 100_000  # weeks


class Stage:
    """One world or two of a study, the week that is shown of them, and what waits for them to begin anew."""

    def __init__(self, study, arm=None, other=None, seed=None, lens=None):
        self.study, self.seed = study, study.first_seed if seed is None else seed
        self.arms = arms_of(study, arm, other)
        self.lens, self.context = lens, 0
        self.instead = ""  # what is said of a fault in the study's files, where these are not to be told
        self.chosen = ()
        self.pending = {}
        self.worlds, self.parted, self.version = [], None, 0
        self.shown = None  # None: the newest tick
        self.playing, self.error = False, ""
        self.until = weeks_of(self.arms)
        self.goal = None  # the week up to which a session is being lived again
        self.then = None  # the week to look at once it is

    def begin(self, **settings):
        """Build the worlds of these settings, the others as they are; only then do they take over.

        settings: study, arms, seed, lens, context, instead.
        """
        names = "study", "arms", "seed", "lens", "context", "instead"
        wanted = {name: getattr(self, name) for name in names} | settings
        for arm in wanted["arms"]:
            check_size(arm)
        built = []
        VISITORS.take(self, sum(map(needed, wanted["arms"])))
        try:
            for arm in wanted["arms"]:
                built.append(LiveWorld(arm, wanted["seed"], wanted["lens"], wanted["context"]))
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
        """One week in every world, on one clock."""
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
        """Reset: the worlds begin anew with the values that the sliders have, and with what waited for this."""
        self.halt()
        self.begin(arms=[self.rebuilt(index) for index in range(len(self.arms))])

    def rebuilt(self, index):
        """The arm of a world with what the visitor moved."""
        arm = self.arms[index]
        moved = dict(self.worlds[index].moved) if index < len(self.worlds) else {}
        waiting = {**self.pending.get(None, {}), **self.pending.get(index, {})}
        return varied(arm, moved | waiting)

    def again(self, study, arms, moment):
        """A moment of another session: the worlds begin as they began there, and live what was done up to its week."""
        self.halt()
        seen = {"lens": moment.lens or None, "context": moment.context}
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
        """A slider, a switch or the lens of a world was moved; refuses whatever is none of these."""
        value = setting(path, value, [arm.lens for arm in self.arms])
        which = None if len(self.arms) == 1 else which
        if waits(path):
            for index in [None] if which is None else [which]:
                self.pending.setdefault(index, {})[path] = value
            if which is None:
                for index in (0, 1):
                    self.pending.get(index, {}).pop(path, None)
            return
        vary(self.arms[0], {path: value})  # refuses what a config would refuse
        for world in self.picked_worlds(which):
            world.change(path, value)

    def happened(self, name, which):
        """An event was made to happen."""
        for world in self.picked_worlds(which):
            world.happen(name)

    def picked_worlds(self, which):
        """The worlds that a change is for."""
        return self.worlds if which is None else self.worlds[which : which + 1]

    def seen_through(self, lens, context):
        """Another lens to look through."""
        self.lens, self.context = lens, context
        for world in self.worlds:
            world.see(lens, context)

    def choose(self, names):
        """Other measures to record."""
        self.chosen = tuple(names)
        for world in self.worlds:
            world.chosen = {name for name in names if name in world.functions}

    def replaced(self, study, arm, other, seed, refused, instead=""):
        """Another study."""
        self.halt()
        seed = self.seed if seed is None else int(seed)
        arms = arms_of(study, arm, other)
        self.trying(
            lambda: self.begin(study=study, arms=arms, seed=seed, lens=None, context=0, instead=instead), refused
        )

    def trying(self, task, refused):
        """Do what may be refused, and call `refused` if it is."""
        try:
            task()
        except Exception:
            if refused:
                refused()
            raise

    def kept(self):
        """The config of what was done so far."""
        if not self.worlds:
            raise BadInput("there is no world yet whose config could be kept")
        return kept_config(self.study, self.worlds, self.seed)


def arms_of(study, arm, other):
    """The arms to show: the reference unless another is named, and a second one if that is named."""
    return [study.arms[arm or study.reference]] + ([study.arms[other]] if other else [])


def weeks_of(arms):
    """The weeks that arms are compared over: those of the shortest."""
    return min(arm.ticks for arm in arms)


def varied(arm, moved):
    """An arm with other values, another lens, other mechanisms: {path: value} of sliders, lists and switches."""
    values = dict(moved)
    settings = {name: values.pop(name) for name in ("lens", "lens_form") if name in values}
    switches = {path: values.pop(path) for path in moved if path.startswith("mechanisms.")}
    if switches:
        settings["mechanisms"] = {path.partition(".")[2]: on for path, on in switches.items()}
    return vary(arm, values, **settings) if moved else arm
