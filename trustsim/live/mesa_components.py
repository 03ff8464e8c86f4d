"""Components for Mesa's `SolaraViz`, for use in courses: the live page's network, curves and parameters.

    model_class, model_params = adjustable(read("baseline").arms["as configured"], "advisors.rate", "leaping.gain")
    page = SolaraViz(model_class(), components=[network(), curves("trust", "leap_rate")], model_params=model_params)

A complete example is in examples/mesa_app.py. Needs `pip install "trustsim[live]" "mesa[viz]"`.
"""

import solara
from mesa.visualization.utils import update_counter

from trustsim.errors import BadInput, advice
from trustsim.given import arm_of
from trustsim.live import showing
from trustsim.live.canvas import NetworkCanvas
from trustsim.live.drawing import Drawing
from trustsim.live.keeping import painted
from trustsim.live.limits import most
from trustsim.live.parts import Part
from trustsim.live.view import View, WorldView
from trustsim.measures import MEASURES
from trustsim.model import TrustModel
from trustsim.parameters import parameters
from trustsim.words import words

MOST_SEED = 999  # of the slider. A text field would accept words, and Mesa would then show a traceback


def network(lens=None, lang="en"):
    """A component that draws the network of a TrustModel, coloured by trust through `lens` (None: the model's own)."""

    def component(model):
        return Network(model, lens or model.arm.lens, lang)

    return component


def curves(*measures, lang="en"):
    """A component that draws measures of a TrustModel by week. The model must collect these measures."""

    def component(model):
        return Curves(model, measures or ("trust", "leap_rate"), lang)

    return component


def adjustable(arm=None, *paths: str) -> tuple[type[TrustModel], dict]:
    """(class, model_params) for SolaraViz: a TrustModel of `arm` with sliders for the parameters at these paths.

    arm: anything that `TrustModel` accepts. Raises BadInput for a path that is not a parameter.
    """
    from mesa.visualization import Slider

    begins = arm_of(arm)
    unknown = next((path for path in paths if path not in parameters()), None)
    if unknown is not None:
        raise BadInput(f"{unknown} is not a parameter; {advice(unknown, list(parameters()))}")
    names = {path.replace(".", "_"): path for path in paths}

    class Adjustable(TrustModel):
        """The arm with the values of the sliders. A new seed gives another run."""

        def __init__(self, seed=1, **given):
            values = {path: parameters()[path].kind(given.pop(name)) for name, path in names.items() if name in given}
            super().__init__(begins, seed=seed_in(seed), **values, **given)

    sliders = {name: control(path, begins.values[path]) for name, path in names.items()}
    return Adjustable, {"seed": Slider("seed", 1, 0, MOST_SEED, 1, dtype=int), **sliders}


def seed_in(field: object) -> object:
    """The seed in an input field: digits are converted to a number, an empty field means a fresh seed."""
    if not isinstance(field, str):
        return field
    if not field.strip():
        return None
    try:
        return int(field)
    except ValueError:
        cure = "leave it empty for a fresh seed"
        raise BadInput(f"seed = {field!r:.40} must be an integer of at least 0; {cure}") from None


def control(path, value):
    """The SolaraViz control for a parameter: a slider with its unit, or a checkbox for a switch."""
    from mesa.visualization import Slider

    p, label = parameters()[path], words()["parameters"][path]["name"]
    if p.kind is bool:
        return {"type": "Checkbox", "value": bool(value), "label": label}
    high = most(p)
    step = 1 if p.kind is int else (high - p.low) / 100
    shown = f"{label} ({words()['units'][p.unit]})"
    return Slider(shown, p.kind(value), p.kind(p.low), p.kind(high), step, dtype=p.kind)


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
    shown = {"locale": told["locale"], "page": told["page"]}
    spec = {"name": "curves", "title": ""}
    part = solara.use_memo(lambda: Part("figures", with_style=True, words=shown, spec=spec), [])
    units = {name: function.unit for name, function in MEASURES.items()}

    def show():
        view = collected(model)
        part.show({"figures": [showing.curve(view, name, told, units) for name in measures if name in view.curves[0]]})

    solara.use_effect(show, [id(model), model.steps])
    return solara.Div(children=[part], classes=["trustsim"])


def collected(model):
    """The contents of the model's data collector as a View with one world."""
    import numpy as np

    series = {name: np.array([np.nan, *values], float) for name, values in model.datacollector.model_vars.items()}
    world = WorldView(model.arm, None, None, {}, {}, ())
    return View(tick=model.steps, newest=model.steps, worlds=(world,), curves=(series,), marks=((),))
