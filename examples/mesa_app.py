"""The trust model in Mesa's own SolaraViz, with trustsim's network and curves: `solara run examples/mesa_app.py`.

Needs: pip install "trustsim[live]" "mesa[viz]"
"""

from mesa.visualization import SolaraViz

from trustsim.live.mesa_components import adjustable, curves, network
from trustsim.scenario import read, with_

few = {"customers": 150, "advisors": 12}
arm = with_(read("baseline").arms["as configured"], population=few, measures=["trust", "leap_rate"])
Model, model_params = adjustable(arm, "advisors.rate", "advisors.personal", "firms.disclosure", "leaping.gain")
page = SolaraViz(
    Model(),
    components=[(network(), 0), (curves("trust", "leap_rate"), 0)],
    model_params=model_params,
    name="trustsim in Mesa",
)
page  # noqa: B018 - SolaraViz shows what stands here
