"""Limits on the size of a world on the live page, and the changes that take effect only at Reset."""

from trustsim.errors import BadInput
from trustsim.parameters import BEFORE_THE_WORLD, WITH_A_RELATION, parameters

MOST_RELATIONS = 1_500_000
MOST_ADVISORS = 100_000
MAKING = 20.0, 512 * 2**20  # seconds and bytes that a networkx generator may use for one visitor
LIVE_MOST = 100_000  # highest value of any count: a page is not a compute cluster
MOST_NODES = 2_000  # of a graph made by networkx, where everybody may know everybody
KNOWN = ("graph.relations", "graph.spare", "graph.peers")  # numbers per customer
AT_RESET = ("lens", "lens_form", "mechanisms")  # fixed for a whole run, like the parameters that build a world


def most(p):
    """The highest value of a parameter that visitors can set on the page."""
    return min(p.high, LIVE_MOST) if p.kind is int else p.high


def check_size(arm):
    """Refuse a generated network that is too large to watch."""
    if "file" in arm.graph or "edges" in arm.graph:
        return
    if arm.graph.get("maker", "").startswith("networkx."):
        given = arm.graph.get("arguments", {})
        name = next((name for name, value in given.items() if isinstance(value, int) and value > MOST_NODES), None)
        if name:
            raise BadInput(f"graph.arguments.{name} = {given[name]} is too large to watch; at most {MOST_NODES}")
        return
    people, *known = (arm.values[path] for path in ("population.customers", *KNOWN))
    known = sum(known)
    if people * known > MOST_RELATIONS:
        raise BadInput(
            f"population.customers = {people} with {known:g} relations, peers and spare slots each "
            f"is too large to watch; at most {MOST_RELATIONS} fit on a page"
        )
    for path in ("population.advisors", "population.firms"):
        if arm.values[path] > MOST_ADVISORS:
            raise BadInput(f"{path} = {arm.values[path]} is too large to watch; at most {MOST_ADVISORS}")


def waits(path):
    """Whether a change waits for Reset."""
    if path in WITH_A_RELATION:
        return True
    of_the_lens = path in parameters() and path.startswith("lens.")
    return path.split(".")[0] in (*BEFORE_THE_WORLD, *AT_RESET) and not of_the_lens
