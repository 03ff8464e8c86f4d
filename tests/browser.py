"""A real browser for pages: it fails a test on any console error, page error, bad answer or request off the machine."""

import os
import shutil
from urllib.parse import urlsplit

import pytest

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
INSIDE = ("127.0.0.1", "localhost", "[::1]", "::1")


def missing(reason):
    """Skip on a machine without a browser, fail where the browser tests must run."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


@pytest.fixture(scope="session")
def browser():
    """Chromium, found by the CHROMIUM variable or on the path, and driven by Playwright."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("the browser tests need: pip install playwright")
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not executable:
        missing("the browser tests need Chromium: apt-get install chromium, or set CHROMIUM to its path")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        yield chromium
        chromium.close()


def leaves(url):
    """Whether a request for this address would leave the machine."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss", "ftp") and parts.hostname not in INSIDE


def watch(context, faults, requests):
    """Write down everything that must not happen in any page of `context`, and block what would leave the machine."""

    def route(route):
        requests.append(route.request.url)
        if leaves(route.request.url):
            faults.append(f"request off the machine: {route.request.url}")
            return route.abort()
        return route.continue_()

    context.route("**/*", route)
    context.on("console", lambda message: message.type == "error" and faults.append(f"console: {message.text}"))
    context.on("weberror", lambda error: faults.append(f"page error: {error.error}"))
    context.on("response", lambda answer: answer.status >= 400 and faults.append(f"{answer.status}: {answer.url}"))
    context.on(
        "page",
        lambda page: page.on(
            "websocket", lambda socket: leaves(socket.url) and faults.append(f"socket off the machine: {socket.url}")
        ),
    )


@pytest.fixture
def faults():
    """What went wrong in the page so far, in words; `page` fails the test on any."""
    return []


@pytest.fixture
def requests():
    """The addresses that the page asked for so far."""
    return []


@pytest.fixture
def context(browser, faults, requests):
    """A watched browser context of 1280 by 800; open more pages from it for more visitors with one memory."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    watch(context, faults, requests)
    yield context
    context.close()


@pytest.fixture
def page(context, faults):
    """A watched page; the test fails if anything went wrong in it."""
    page = context.new_page()
    yield page
    assert not faults


@pytest.fixture
def serious():
    """A function of a page: its serious and critical faults of accessibility, as axe sees them; [] if there are none."""
    try:
        from axe_core_python.sync_playwright import Axe
    except ImportError:
        missing("the accessibility tests need: pip install axe-core-python")

    def faults_of(page):
        found = [each for each in Axe().run(page)["violations"] if each["impact"] in ("serious", "critical")]
        return [(each["id"], [node["html"][:160] for node in each["nodes"]][:3]) for each in found]

    return faults_of
