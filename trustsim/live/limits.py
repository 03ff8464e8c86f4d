"""What is too large to watch, and which changes wait for Reset."""

from trustsim.errors import BadInput
from trustsim.parameters import BEFORE_THE_WORLD, WITH_A_RELATION, parameters

MOST_RELATIONS = 1_500_000
MOST_ADVISORS = 100_000
MOST_NODES = 2_000  # of a graph that networkx makes: everybody may know everybody
AT_RESET = ("lens", "lens_form", "mechanisms")  # what holds for a whole run beside the parameters that build a world


def check_size(arm):
    """Refuse a made world that is too large to watch."""
    if "file" in arm.graph or "edges" in arm.graph:
        return
    if arm.graph.get("maker", "").startswith("networkx."):
        given = arm.graph.get("arguments", {})
        name = next((name for name, value in given.items() if isinstance(value, int) and value > MOST_NODES), None)
        if name:
            raise BadInput(f"graph.arguments.{name} = {given[name]} is too large to watch; at most {MOST_NODES}")
        return
    people, known = arm.values["population.customers"], arm.values["graph.relations"] + arm.values["graph.spare"] + arm.values["graph.peers"]
    if people * known > MOST_RELATIONS:
        raise BadInput(
            f"population.customers = {people} with {known:g} relations, peers and spare slots each is too large to watch; at most {MOST_RELATIONS} fit on a page"
        )
    for path in ("population.advisors", "population.firms"):
        if arm.values[path] > MOST_ADVISORS:
            raise BadInput(f"{path} = {arm.values[path]} is too large to watch; at most {MOST_ADVISORS}")


def waits(path):
    """Whether a change waits for Reset."""
    return path in WITH_A_RELATION or (path.split(".")[0] in (*BEFORE_THE_WORLD, *AT_RESET) and not (path in parameters() and path.startswith("lens.")))
