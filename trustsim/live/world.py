"""One world of a live session: a model, the visitor's actions, and the recorded history."""

from array import array
from dataclasses import replace
from time import perf_counter

import numpy as np

from trustsim.by_group import spread
from trustsim.lenses import LENSES
from trustsim.live.drawing import DIRECTIONS, Drawing
from trustsim.live.events import EVENTS, event
from trustsim.live.heeding import Heard
from trustsim.live.history import History
from trustsim.measures import MEASURES
from trustsim.model import TrustModel
from trustsim.named import measures_of
from trustsim.network import make_network
from trustsim.parameters import TRAITS
from trustsim.reading import Reading
from trustsim.scenario import Intervention
from trustsim.state import DIMENSIONS

ALWAYS = (
    "trust", "trust_low", "trust_high", "leap_rate", "known", "reputable", "trusted", "have_leapt",
    *(f"belief_{name}" for name in DIMENSIONS),
)  # fmt: skip
QUICK = 3e-4  # seconds: measures that take less are always recorded
UNDER = {f"trust_under_{lens}": lens for lens in LENSES}


class LiveWorld:
    """A running world that starts from `arm`. `step()` runs a week and records what the page shows."""

    def __init__(self, arm, seed, lens=None, context=0, direction=DIRECTIONS[0]):
        self.begins = arm
        heard = Heard(arm.values)
        network = make_network(arm.graph, heard, seed, arm.folder)
        self.model = TrustModel(replace(arm, measures=("trust",)), seed=seed, network=network)
        self.made_from = frozenset(heard.paths)  # the parameters that its network was made from
        self.functions = MEASURES | spread(measures_of(arm), self.model.network)
        self.lens = self.known(lens)
        self.context, self.direction = context if context < len(arm.contexts) else 0, direction
        self.values = arm.values | {f"population.{table}": self.model.network.size(table) for table in TRAITS}
        self.moved = {}  # path -> value, the visitor's changes since the world began
        self.done = []  # (week, path or event, value or None), the visitor's actions since then
        self.drawing = Drawing(self.model)
        self.ties = self.drawing.ties(self.model)
        self.history = History()
        self.moves = {}  # explanations of changes in trust, on request: see `moving.last_move`
        self.series = {}
        self.chosen = set()
        self.quick = None
        self.record(stock=True)

    @property
    def size(self):
        """Bytes that the tables of this world hold."""
        return sum(table.nbytes for table in self.model.tables)

    @property
    def tick(self):
        """Weeks simulated so far."""
        return self.model.steps

    @property
    def arm(self):
        """The arm that the world began with, plus all interventions since."""
        return replace(self.begins, interventions=self.model.arm.interventions)

    def step(self):
        """Run one week."""
        week = self.tick
        for intervention in self.model.arm.interventions:
            if intervention.at == week and not intervention.rows:
                self.values.update(intervention.set)
        self.model.step()
        self.record()

    def change(self, path, value):
        """Set a parameter from the next week on, through an intervention like those of a config."""
        value = self.typed(path, value)
        self.note(path, value)
        self.schedule(Intervention(self.tick, {path: value}, {}, None))
        self.values[path] = self.moved[path] = value

    def happen(self, name):
        """Schedule an event of `events.EVENTS` for the next week."""
        self.note(name, None)
        self.schedule(event(name, self.tick))
        self.values.update(event(name, self.tick).set)
        self.moved.update(event(name, self.tick).set)

    def note(self, name, value):
        """Record an action. A new value replaces an earlier value in the same week; events add up."""
        if value is not None:
            self.done = [each for each in self.done if each[:2] != (self.tick, name)]
        self.done.append((self.tick, name, value))

    def do_again(self, done):
        """Schedule the actions of an earlier session, each in its week."""
        for week, name, value in done:
            again = (
                event(name, week) if name in EVENTS else Intervention(week, {name: self.typed(name, value)}, {}, None)
            )
            self.schedule(again)
            self.moved.update(again.set)
        self.done = list(done)

    def schedule(self, wanted):
        """Schedule an intervention. It replaces earlier values of the same parameters in the same week."""
        kept = []
        for each in self.model.arm.interventions:
            if each.at == wanted.at and not each.rows:
                each = replace(each, set={name: v for name, v in each.set.items() if name not in wanted.set})
            if each.set or each.shock:
                kept.append(each)
        self.intervene(kept, wanted)

    def intervene(self, others, intervention):
        """Schedule one more intervention."""
        self.model.arm = replace(self.model.arm, interventions=(*others, intervention))

    def see(self, lens, context=0, direction=DIRECTIONS[0]):
        """Show trust through another lens, about another context or of others from now on; the world stays as it is."""
        self.lens, self.context = self.known(lens), context if context < len(self.begins.contexts) else 0
        self.direction = direction
        self.history.add(self.frame())

    def known(self, lens):
        """The lens itself if it ships, else the lens by which people trust in this world."""
        return lens if lens in LENSES else self.begins.lens

    def record(self, stock=False):
        """Record the measures and the frame of this tick."""
        if stock:
            trust = self.model.reading(self.begins.lens)
            self.write(start_of(self.model, trust, self.functions))
            self.history.add(self.frame())
            return
        if self.quick is None:
            self.quick = quick(self.model, self.functions)
        names = dict.fromkeys((*ALWAYS, *self.quick, *self.chosen))
        with self.model.resting():
            self.write({name: self.functions[name](self.model) for name in names})
        self.history.add(self.frame())

    def write(self, values):
        """Append one tick's values to the series. A series that was not measured gets NaN."""
        length = self.tick
        for name in values:
            if name not in self.series:
                self.series[name] = array("d", [float("nan")] * length)
        for name, series in self.series.items():
            if len(series) <= length:
                series.append(values.get(name, float("nan")))
            elif name in values:
                series[length] = values[name]

    def frame(self):
        """The frame of this tick."""
        both_ways = self.direction != DIRECTIONS[0]
        if self.tick == 0 or self.context or self.lens != self.begins.lens or both_ways:
            reading = self.model.reading(self.lens, self.context, both_ways)
        else:
            reading = Reading(self.model.tables.customers["trust"], self.model.tables.relations["trust"])
        return self.drawing.frame(self.model, self.ties, reading, self.lens, self.context, self.direction)

    def redraw(self):
        """Add new acquaintances to the drawing. Returns whether there were any."""
        if not self.drawing.moved(self.model, self.ties):
            return False
        self.ties = self.drawing.ties(self.model)
        self.history.add(self.frame())
        return True

    def compare_lenses(self):
        """Add mean trust through every lens and about every context at this tick to the series."""
        values = {f"trust_under_{lens}": float(self.model.reading(lens).customers.mean()) for lens in LENSES}
        for context, name in enumerate(self.begins.contexts if len(self.begins.contexts) > 1 else ()):
            values[f"trust_about:{name}"] = float(self.model.reading(self.begins.lens, context).customers.mean())
        self.write(values)

    def at(self, name, tick):
        """The value of a series at a tick, or the last one measured before it; NaN if there is none."""
        series = self.series.get(name, ())
        for place in range(min(tick, len(series) - 1), -1, -1):
            if series[place] == series[place]:
                return series[place]
        return float("nan")

    def typed(self, path, value):
        """A slider's value converted to the parameter's type."""
        return self.begins.parameters[path].kind(value)

    def close(self):
        """Release the model and the history."""
        self.model.close()
        self.model = None
        self.history.forget()


def quick(model, functions):
    """The names of the measures that take less than QUICK seconds."""
    names = []
    for name, function in functions.items():
        if name not in UNDER:
            function(model)  # warm up: imports on first use must not be timed
            began = perf_counter()
            function(model)
            if perf_counter() - began < QUICK:
                names.append(name)
    return names


def start_of(model, reading, functions):
    """The measures before the first week, which need only the initial trust."""
    trust = reading[0]
    values = {"trust": trust.mean(), "trust_low": np.quantile(trust, 0.1), "trust_high": np.quantile(trust, 0.9)}
    return {name: float(value) for name, value in values.items()}
