"""networkx's generators in a process of their own: the same graphs, and an end to those that never come back."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextvars import copy_context
from functools import partial

import networkx
import psutil
import pytest

from trustsim.errors import BadInput
from trustsim.live.session import Session
from trustsim.model import TrustModel
from trustsim.network import apart
from trustsim.network.readers import generated
from trustsim.scenario import parse

ENDLESS = "networkx.hypercube_graph", {"n": 100}
SMALL = [
    ("watts_strogatz_graph", {"n": 60, "k": 4, "p": 0.2}),
    ("barabasi_albert_graph", {"n": 60, "m": 2}),
    ("karate_club_graph", {}),
    ("scale_free_graph", {"n": 40}),
    ("les_miserables_graph", {}),
    ("gaussian_random_partition_graph", {"n": 30, "s": 5, "v": 5, "p_in": 0.5, "p_out": 0.1}),
    ("grid_2d_graph", {"m": 3, "n": 4}),
]


def limited(made, **limits):
    """What a function gives under limits that hold for it alone."""

    def within():
        apart.LIMITS.set(apart.Limits(**limits))
        return made()

    return copy_context().run(within)


def children():
    """The processes that make graphs for this one."""
    own = psutil.Process().children()
    return [child for child in own if child.is_running() and "runpy.run_path" in " ".join(child.cmdline())]


@pytest.mark.parametrize(("name", "arguments"), SMALL)
def test_a_graph_is_the_same_as_if_it_were_made_here(name, arguments):
    """Its people, ties and attributes, in their order."""
    seeded = {"seed": 7} if name not in ("karate_club_graph", "les_miserables_graph", "grid_2d_graph") else {}
    here, there = getattr(networkx, name)(**arguments, **seeded), generated(f"networkx.{name}", arguments, 7)
    assert type(here) is type(there)
    assert list(here.nodes(data=True)) == list(there.nodes(data=True))
    assert list(here.edges(data=True)) == list(there.edges(data=True))


def test_one_process_makes_many_graphs():
    """The start is paid once: after it a small graph takes hundredths of a second."""
    generated("networkx.path_graph", {"n": 4}, 1)
    before, began = [child.pid for child in children()], time.perf_counter()
    for n in range(20):
        generated("networkx.path_graph", {"n": n + 2}, 1)
    assert [child.pid for child in children()] == before and len(before) == 1
    assert time.perf_counter() - began < 4


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({"seconds": 1.0}, "takes more than 1 s; ask for less, or make the graph once and name its file as graph.file"),
        ({"memory": 200 * 2**20}, "takes more than 209.7 MB of memory; ask for less"),
        ({"stopped": lambda: True}, "nobody waits for it any more"),
    ],
)
def test_what_never_comes_back_is_ended(limits, told):
    """By time, by memory, or because nobody waits; no process is left, and the next graph is made."""
    with pytest.raises(BadInput, match=told):
        limited(lambda: generated(*ENDLESS, 1), **limits)
    assert children() == []
    assert len(generated("networkx.path_graph", {"n": 4}, 1)) == 4


def test_too_many_ties_are_not_even_handed_over():
    """Where a page has to show them."""
    with pytest.raises(BadInput, match="makes 4950 ties, which are too many to watch; at most 100"):
        limited(lambda: generated("networkx.complete_graph", {"n": 100}, 1), ties=100)


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("path_graph", {"m": 3}, "do not suit networkx.path_graph"),
        ("path_graph", {"n": 10**30}, "do not suit networkx.path_graph"),
        ("path_graph", {"n": "x" * 100_000}, "do not suit|makes"),
        ("nonisomorphic_trees", {"order": 5}, "makes a generator, not a graph"),
        ("graph_atlas_g", {}, "makes a list, not a graph"),
    ],
)
def test_what_a_generator_refuses_is_one_short_line(name, arguments, told):
    """Whatever networkx says or gives."""
    try:
        with pytest.raises(BadInput, match=told) as refused:
            generated(f"networkx.{name}", arguments, 1)
    except pytest.fail.Exception:
        assert name == "path_graph" and isinstance(arguments["n"], str)  # a text is a row of letters to networkx
        return
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 500


def test_a_process_that_was_killed_is_one_line_and_a_new_one_comes():
    """As a system short of memory does."""
    generated("networkx.path_graph", {"n": 4}, 1)
    (child,) = children()
    threading.Timer(1.0, child.kill).start()
    with pytest.raises(BadInput, match="ended its process, as a lack of memory does"):
        generated(*ENDLESS, 1)
    assert len(generated("networkx.path_graph", {"n": 4}, 1)) == 4


def test_a_visitor_who_leaves_takes_the_generator_along():
    """Before this a core was busy for ever."""
    TrustModel(seed=1).close()  # compile the rules, which a session does before it makes a graph
    apart.NURSERY.close()
    config = '[graph]\nmaker = "networkx.hypercube_graph"\narguments = { n = 100 }\n'
    session = Session(parse(config, "<test>"))
    for _ in range(200):
        if children():
            break
        time.sleep(0.05)
    assert children()
    session.close(wait=10)
    assert not session.thread.is_alive()
    assert children() == []


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C otherwise")
def test_ctrl_c_ends_it(tmp_path):
    """One line, and neither process is left."""
    (tmp_path / "endless.toml").write_text('[graph]\nmaker = "networkx.hypercube_graph"\narguments = { n = 100 }\n')
    command = [sys.executable, "-m", "trustsim", "validate", "endless.toml"]
    heed = partial(signal.signal, signal.SIGINT, signal.default_int_handler)  # also where tests run in the background
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, preexec_fn=heed)
    family = psutil.Process(process.pid)
    for _ in range(400):
        if family.children():
            break
        time.sleep(0.05)
    (child,) = family.children()
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    assert "Interrupted" in process.communicate(timeout=20)[1]
    assert process.returncode == 130
    psutil.wait_procs([child], timeout=10)
    assert not child.is_running()
