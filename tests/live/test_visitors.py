"""All visitors together: a bound on how many there are and on the memory of their worlds."""

from pathlib import Path

import pytest
from test_session import SMALL, begun

from trustsim.errors import BadInput
from trustsim.live import asking, limits, visitors
from trustsim.live.session import Session
from trustsim.live.stage import LONGEST
from trustsim.live.visitors import Visitors
from trustsim.network.apart import Limits
from trustsim.scenario import parse

GB = 10**9


@pytest.fixture
def free(monkeypatch):
    """A machine with 8 GB free, whatever it has."""
    monkeypatch.setattr(visitors, "available", lambda: 8 * GB)


def test_only_so_many_come_in_and_who_leaves_makes_room():
    """The next one is told so in one line."""
    here = Visitors(most=2)
    here.enter("a")
    here.enter("b")
    with pytest.raises(BadInput, match="2 people use this server already; come back when somebody has left"):
        here.enter("c")
    here.leave("a")
    here.enter("c")


def test_their_worlds_share_the_memory(free):
    """Half of what is free, over all of them; a smaller world is always allowed."""
    here = Visitors()
    here.enter("a")
    here.enter("b")
    here.take("a", 3 * GB)
    with pytest.raises(
        BadInput, match="this world needs 3.0 GB, and 2.5 GB are left for it here; ask for a smaller one"
    ):
        here.take("b", 3 * GB)
    here.take("b", 2 * GB)
    here.take("b", 1 * GB)
    here.leave("a")
    here.take("b", 4 * GB)


def test_a_session_enters_takes_and_leaves(monkeypatch):
    """Its tables are counted while it is there."""
    here = Visitors(most=1)
    monkeypatch.setattr("trustsim.live.session.VISITORS", here)
    monkeypatch.setattr("trustsim.live.stage.VISITORS", here)
    session = begun()
    assert here.taken[session] == sum(world.size for world in session.worlds) > 10_000
    with pytest.raises(BadInput, match="1 people use this server already"):
        Session(parse(SMALL, "<test>"))
    session.load(parse(SMALL + "[arms.open.population]\ncustomers = 99\n", "<test>"), "closed", "open")
    session.settle()
    assert here.taken[session] == sum(world.size for world in session.worlds)
    before = here.taken[session]
    session.load(parse('measures = ["trust by practice"]\n', "<test>"))
    assert "no group practice" in session.settle().error
    assert here.taken[session] == before
    session.close()
    assert here.taken == {}


def test_a_world_that_all_together_have_no_room_for_is_refused(monkeypatch):
    """The one that stands goes on."""
    session = begun()
    monkeypatch.setattr(visitors, "available", lambda: 0)
    session.change("population.customers", 5000)
    view = session.settle()
    assert "are left for it here" in view.error and "\n" not in view.error
    assert len(session.worlds[0].model.tables.customers) == 60
    session.close()


def test_the_docs_tell_the_limits_that_hold():
    """Each number of the table, and those of the command line."""
    told = Path(__file__).parents[2].joinpath("docs", "how-to", "live.md").read_text(encoding="utf-8")
    seconds, memory = limits.MAKING
    rows = {
        "customers, advisors or firms": f"{limits.LIVE_MOST:,}",
        "customers × (relations + spare slots + peers)": f"{limits.MOST_RELATIONS:,}",
        "weeks": f"{LONGEST:,}",
        "speed, weeks per second": f"{asking.FASTEST:,}",
        "a graph made by networkx": f"{seconds:g} seconds and {memory // 2**20} MB",
        "memory of all worlds together": {0.5: "half of what is free"}[visitors.SHARE],
        "visitors at a time": visitors.MOST_VISITORS,
        "a config from the page": f"{asking.MOST_BYTES // 1024} kB",
    }
    for name, most in rows.items():
        assert f"| {name} | {most}" in told
    assert f"{Limits().seconds / 60:g} minutes and half of the free memory" in " ".join(told.split())
    assert limits.MOST_ADVISORS == limits.LIVE_MOST


def test_the_page_says_that_it_is_full(monkeypatch):
    """In place of a world."""
    solara = pytest.importorskip("solara", reason="the live page needs: pip install trustsim[live]")
    from trustsim.live.page import Page

    monkeypatch.setattr("trustsim.live.session.VISITORS", Visitors(most=0))
    box, context = solara.render(Page(), handle_error=False)
    assert "0 people use this server already" in str([widget.children for widget in box.children[0].children])
    context.close()
