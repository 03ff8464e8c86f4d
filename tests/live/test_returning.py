"""The page in a real browser: its address leads back, events happen, and a new machine says what it is waiting for."""

import re
import time
from urllib.parse import urlsplit

import pytest
from server import TOKEN, number, served

from trustsim.words import words

pytestmark = pytest.mark.slow

pytest.importorskip("solara", reason="the live page needs: pip install trustsim[live]")
PATIENCE = 60  # seconds, on a machine that has much else to do


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One server for all tests, with an experiment that has a tour; its log holds no traceback at the end."""
    with served(tmp_path_factory.mktemp("live"), "transparency_vs_trust") as (address, log):
        yield address
        assert "Traceback" not in log.read_text()


def opened(page, address):
    """Open the page and wait until its worlds stand and its address says so."""
    page.goto(address)
    page.locator("button.play:enabled").wait_for(timeout=240_000)
    until(lambda: "config=" in here(page))
    return page


def here(page):
    """The page's address, as the browser has it now."""
    return page.evaluate("location.href")


def until(condition):
    """Wait until something is so; returns it."""
    for _ in range(PATIENCE * 20):
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come about in time")


def week(page):
    """The week that the page says."""
    return int(number(page.locator(".transport .tick").inner_text()))


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def stepped(page, many):
    """Press Step so many times, each after the one before has been done."""
    for _ in range(many):
        now = week(page)
        press(page, "Step")
        until(lambda now=now: week(page) == now + 1)


def says(page, name):
    """What the chart of a measure says of itself, once it is of the week that is shown."""
    chart = page.locator("figure", has=page.locator("figcaption .name", has_text=re.compile(f"^{name}$")))
    label = chart.locator("svg[role=img]").first
    return until(lambda: (text := label.get_attribute("aria-label")) and f"{week(page)}." in text and text)


def at_rest(page, wanted):
    """Wait until the address says something, and a moment more."""
    until(lambda: wanted in here(page))
    page.wait_for_timeout(600)
    return here(page)


def test_a_reload_and_another_window_come_back_to_the_same_moment(page, context, server):
    """Week, moves, events, the picked person, the lens and the language: all there again, and no token in the address."""
    opened(page, server)
    stepped(page, 2)
    page.locator(".events .scandal").click()
    stepped(page, 2)
    page.get_by_role("combobox", name="Seen through", exact=True).select_option("reputation")
    page.locator("input[value=nl]").check(force=True)
    at_rest(page, "lang=nl")
    address = at_rest(page, "2:scandal")
    assert TOKEN not in address and "token" not in address
    before = says(page, "Vertrouwen")
    page.reload()
    until(lambda: page.locator("button.play:enabled").count() and week(page) == 4)
    assert says(page, "Vertrouwen") == before
    assert here(page) == address
    other = context.new_page()
    other.goto(address)
    other.locator("button.play:enabled").wait_for(timeout=60_000)
    until(lambda: week(other) == 4)
    assert says(other, "Vertrouwen") == before
    assert other.get_by_role("combobox", name="Bekeken door", exact=True).input_value() == "reputation"


def test_back_goes_to_the_worlds_before(page, server):
    """Another arm is another entry of the browser's history; Back leads to the one before, at its week."""
    opened(page, server)
    stepped(page, 3)
    first = at_rest(page, "week=3")
    page.get_by_role("combobox", name="World A", exact=True).select_option("half")
    at_rest(page, "a=half")
    until(lambda: week(page) == 0)
    page.go_back()
    until(
        lambda: week(page) == 3 and page.get_by_role("combobox", name="World A", exact=True).input_value() == "closed"
    )
    until(lambda: here(page) == first)
    page.go_forward()
    until(lambda: page.get_by_role("combobox", name="World A", exact=True).input_value() == "half")


def test_who_is_picked_is_in_the_address(page, server):
    """A shared link opens the story of the same person."""
    home = opened(page, server).url
    opened(page, home.replace("&lang=en", "&picked=relation.3.2&lang=en"))
    page.goto("about:blank")
    opened(page, home + "&week=5&picked=customers.7")
    page.locator(".cards.story h2", has_text="Customer 7").first.wait_for(timeout=60_000)
    assert "picked=customers.7" in here(page)


def test_a_link_that_nobody_can_follow_is_refused_in_a_line(page, server):
    """The worlds stand as usual, the banner says what is wrong, and the address says what there is."""
    page.goto(server.partition("?")[0] + f"?token={TOKEN}#config=transparency_vs_trust&a=clsed")
    page.get_by_text("did you mean closed?").wait_for(timeout=60_000)
    at_rest(page, "a=closed&b=open")


def test_a_longer_session_is_lived_again_with_its_progress(page, server):
    """The page says which week of how many, and can be used meanwhile."""
    opened(page, server)
    address = here(page)
    page.goto("about:blank")
    page.goto(address + "&week=20000")
    page.get_by_text(re.compile("simulated again: week .* of 20000")).wait_for(timeout=60_000)
    press(page, "Pause")
    until(lambda: page.get_by_role("button", name="Play", exact=True).count())
    assert 0 < week(page) < 20_000


def test_events_happen_in_the_worlds_that_are_chosen(page, server):
    """A scandal in B alone lowers trust there and is marked on the curves; firms that open up move their slider."""
    opened(page, server)
    stepped(page, 1)
    before = says(page, "Trust, B − A")
    page.locator(".whose").get_by_text("B", exact=True).click()
    page.locator(".events .scandal").click()
    stepped(page, 1)
    assert number(says(page, "Trust, B − A").partition(". ")[0]) < number(before.partition(". ")[0])
    until(lambda: page.get_by_text("B: scandal").count())
    page.locator(".events .withdraw").click()
    at_rest(page, "moves=1b:scandal,2b:withdraw")


def compiling(lang):
    """What the page says while the rules are being compiled, with any number of seconds."""
    said = re.escape(words(lang)["page"]["compiling"])
    return re.compile(re.sub(r"\\{\w+\\}", r"\\d+", said))


def test_a_new_machine_says_that_it_compiles(page, tmp_path, monkeypatch):
    """With nothing compiled yet the page and the terminal say so, with the seconds; the page answers meanwhile."""
    monkeypatch.setenv("TRUSTSIM_CACHE", str(tmp_path / "nothing"))
    (tmp_path / "live").mkdir()
    with served(tmp_path / "live") as (address, log):
        page.goto(address)
        page.get_by_text(compiling("en")).wait_for(timeout=60_000)
        page.locator("input[value=nl]").check(force=True)
        seconds = page.get_by_text(compiling("nl"))
        seconds.wait_for(timeout=20_000)
        first = seconds.inner_text()
        until(lambda: seconds.count() == 0 or seconds.first.inner_text() != first)
        page.locator("button.play:enabled").wait_for(timeout=400_000)
        assert "compiling the rules, once on this machine" in log.read_text()
        until(lambda: re.search(r"compiled the rules in \d+ s", log.read_text()))
    assert urlsplit(address).hostname in ("127.0.0.1", "localhost")
