"""A slider that the page calls without effect has none, and a slider that the page leaves alone may have one."""

import numpy as np
import pytest

from trustsim.lenses import LENSES
from trustsim.live.heeding import Heard, idle
from trustsim.mechanisms import MECHANISMS
from trustsim.model import TrustModel
from trustsim.network import make_network
from trustsim.parameters import OPTIONAL, parameters
from trustsim.scenario import parse, vary

SMALL = "[population]\nfirms = 2\nadvisors = 4\ncustomers = 24\n[graph]\nrelations = 3\npeers = 2\n"
BY_DEGREE = 'roles = { rule = "highest_in_degree", advisors = 0.2 }\n'
WEEKS = 12


def arm_of(text=""):
    """The only arm of a small config."""
    (arm,) = parse(f"{text}\n{SMALL}" if text.startswith("lens") else SMALL + text, "small.toml").arms.values()
    return arm


def trust(arm):
    """Mean trust, week by week."""
    model = TrustModel(arm, seed=3).run(WEEKS)
    series = np.array(model.datacollector.model_vars["trust"])
    model.close()
    return series


def found(arm, *lenses):
    """What the page calls without effect in a world of this arm."""
    heard = Heard(arm.values)
    make_network(arm.graph, heard, 3, arm.folder)
    switched = {name: arm.mechanisms.get(name, True) for name in MECHANISMS}
    return idle(arm, switched, lenses or (arm.lens,), heard.paths)


def ends(path):
    """The lowest and the highest value of a parameter that a small world can have."""
    p = parameters()[path]
    return p.kind(p.low), p.kind(min(p.high, 5) if p.kind is int else p.high)


@pytest.mark.parametrize("mechanism", [name for name in MECHANISMS if name != "contexts"])
def test_what_a_mechanism_alone_reads_changes_nothing_while_it_is_off(mechanism):
    """Moved from end to end, no number changes; the reason names the mechanism."""
    arm, off = arm_of(f"[mechanisms]\n{mechanism} = false\n"), {mechanism, *OPTIONAL}
    as_it_is, without = trust(arm), found(arm)
    for path, (why, names) in without.items():
        if why == "mechanism":
            assert set(names) <= off
            for value in ends(path):
                assert np.array_equal(trust(vary(arm, {path: value})), as_it_is), (path, value)


@pytest.mark.parametrize("lens", LENSES)
def test_what_another_lens_reads_changes_nothing(lens):
    """Under each lens the settings that only others read change no number."""
    arm = arm_of(f'lens = "{lens}"')
    as_it_is, without = trust(arm), found(arm)
    for path, (why, names) in without.items():
        if why == "lens":
            assert lens not in names
            for value in ends(path):
                assert np.array_equal(trust(vary(arm, {path: value})), as_it_is), (path, value)


def test_what_the_network_is_not_made_from_changes_nothing():
    """A ring heeds no rule of growth; a network of networkx heeds no number of people."""
    arm = arm_of()
    without = {path for path, (why, _) in found(arm).items() if why == "network"}
    assert {"graph.attachment", "graph.mixing", "graph.branching"} <= without
    assert "graph.rewiring" not in without and "population.customers" not in without
    for path in without:
        for value in ends(path):
            assert np.array_equal(trust(vary(arm, {path: value})), trust(arm)), (path, value)
    made = parse(f'[graph]\nmaker = "networkx.karate_club_graph"\n{BY_DEGREE}', "made.toml").arms["as configured"]
    assert {"population.customers", "population.firms", "graph.relations"} <= set(found(made))


def test_with_all_switched_on_only_lenses_and_networks_leave_sliders_without_effect():
    """Looked at through every lens at once, nothing that a rule reads is called without effect."""
    switches = "".join(f"{name} = true\n" for name in OPTIONAL)
    assert {why for why, _ in found(arm_of(f"[mechanisms]\n{switches}"), *LENSES).values()} == {"network"}


def test_a_mechanism_that_is_off_silences_its_own_group():
    """Every parameter of posting says that posting is off."""
    without = found(arm_of("[mechanisms]\nposting = false\n"))
    own = {path for path, p in parameters().items() if p.group == "posting"}
    assert own and {without[path] for path in own} == {("mechanism", ("posting",))}
