"""What the tests of the live page do with it: open it, press, move, and wait until something is so."""

import re
import time

from server import number


def opened(page, address):
    """Open the page and wait until its worlds stand."""
    page.goto(address)
    page.locator("button.play:enabled").wait_for(timeout=90_000)
    return page


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def tick(page):
    """The tick that the page says."""
    return int(number(page.get_by_role("status").inner_text()))


def until(condition, seconds=10):
    """Wait until something is so; returns it."""
    for _ in range(int(seconds / 0.05)):
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come about in time")


def stepped(page, many):
    """Press Step so many times, each after the one before has been done."""
    for _ in range(many):
        now = tick(page)
        press(page, "Step")
        until(lambda now=now: tick(page) == now + 1)


def figure(page, name):
    """A chart by its title."""
    return page.locator("figure", has=page.locator("figcaption .name", has_text=re.compile(f"^{re.escape(name)}$")))


def chart(page, name):
    """What a chart says of itself."""
    return figure(page, name).locator("svg[role=img]").get_attribute("aria-label")


def choose(page, name, value):
    page.get_by_role("combobox", name=name, exact=True).select_option(value)


def experiment(page, name, heading):
    """Open an experiment that ships."""
    choose(page, "Experiment", name)
    page.get_by_role("heading", name=heading).wait_for()
    page.locator("button.play:enabled").wait_for()


def slider(page, tab, group, label):
    """The slider of a parameter, its tab and group opened."""
    page.get_by_role("tab", name=tab).click()
    details = (
        page.locator("details", has=page.locator("summary", has_text=re.compile(f"^{group}")))
        .locator("visible=true")
        .first
    )
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    return details.get_by_role("slider", name=label, exact=True)


def picture(page):
    """The colours of the network, as text."""
    return page.locator(".trust-network canvas.base").first.evaluate("canvas => canvas.toDataURL()")
