"""The live page's views for Mesa's own `SolaraViz`: network, curves and parameters, so that course code can use them.

    model_class, model_params = adjustable(read("baseline").arms["as configured"], "advisors.rate", "leaping.gain")
    page = SolaraViz(model_class(), components=[network(), curves("trust", "leap_rate")], model_params=model_params)

An example that runs is in examples/mesa_app.py. Needs `pip install "trustsim[live]" "mesa[viz]"`.
"""

import solara
from mesa.visualization.utils import update_counter

from trustsim.live import showing
from trustsim.live.canvas import NetworkCanvas
from trustsim.live.drawing import Drawing
from trustsim.live.keeping import painted
from trustsim.live.limits import most
from trustsim.live.parts import Part
from trustsim.live.view import View, WorldView
from trustsim.live.words import words
from trustsim.measures import MEASURES
from trustsim.model import TrustModel
from trustsim.named import baseline
from trustsim.parameters import parameters
from trustsim.scenario import vary


def network(lens=None, lang="en"):
    """A component that draws the network of a TrustModel, coloured by trust through `lens` (None: the model's own)."""

    def component(model):
        return Network(model, lens or model.arm.lens, lang)

    return component


def curves(*measures, lang="en"):
    """A component that draws these measures of a TrustModel by week; those that the model collects."""

    def component(model):
        return Curves(model, measures or ("trust", "leap_rate"), lang)

    return component


def adjustable(arm=None, *paths):
    """(class, model_params) for SolaraViz: a TrustModel of `arm` whose parameters at these paths have sliders."""
    begins = arm or baseline()
    names = {path.replace(".", "_"): path for path in paths}

    class Adjustable(TrustModel):
        """The arm with what the sliders say; a new seed gives another run."""

        def __init__(self, seed=1, **kwargs):
            values = {names[name]: parameters()[names[name]].kind(value) for name, value in kwargs.items()}
            super().__init__(vary(begins, values) if values else begins, seed=int(seed))

    return Adjustable, {"seed": {"type": "InputText", "value": 1, "label": "seed"}} | {name: control(path, begins.values[path]) for name, path in names.items()}


def control(path, value):
    """What SolaraViz shows for a parameter: a slider with its unit, or a box for a switch."""
    from mesa.visualization import Slider

    p, label = parameters()[path], words()["parameters"][path]["name"]
    if p.kind is bool:
        return {"type": "Checkbox", "value": bool(value), "label": label}
    high = most(p)
    step = 1 if p.kind is int else (high - p.low) / 100
    return Slider(f"{label} ({words()['units'][p.unit]})", p.kind(value), p.kind(p.low), p.kind(high), step, dtype=p.kind)


@solara.component
def Network(model, lens, lang="en"):
    """The network view of one model; see `network`."""
    update_counter.get()
    canvas = solara.use_memo(NetworkCanvas, [])
    drawing, shown = solara.use_memo(lambda: (Drawing(model), {}), [id(model)])

    def paint():
        if "ties" not in shown or drawing.moved(model, shown["ties"]):
            shown["ties"] = drawing.ties(model)
            canvas.show(drawing.scene(shown["ties"], words(lang)["network"]))
        frame = drawing.frame(model, shown["ties"], model.reading(lens), lens)
        canvas.paint(model.steps, *painted(frame))

    solara.use_effect(paint, [id(model), model.steps])
    return solara.Div(children=[canvas])


@solara.component
def Curves(model, measures, lang="en"):
    """The curves of one model; see `curves`."""
    update_counter.get()
    told = words(lang)
    part = solara.use_memo(
        lambda: Part("figures", with_style=True, words={"locale": told["locale"], "page": told["page"]}, spec={"name": "curves", "title": ""}), []
    )
    units = {name: function.unit for name, function in MEASURES.items()}

    def show():
        view = collected(model)
        part.show({"figures": [showing.curve(view, name, told, units) for name in measures if name in view.curves[0]]})

    solara.use_effect(show, [id(model), model.steps])
    return solara.Div(children=[part], classes=["trustsim"])


def collected(model):
    """What the model's data collector holds, as a View with one world."""
    import numpy as np

    series = {name: np.array([np.nan, *values], float) for name, values in model.datacollector.model_vars.items()}
    world = WorldView(model.arm, None, None, {}, {}, ())
    return View(tick=model.steps, newest=model.steps, worlds=(world,), curves=(series,), marks=((),))
