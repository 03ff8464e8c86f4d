"""Frames of the live page, end to end in headless Chromium: `python benchmarks/live.py`.

Plays at full speed and counts the weeks that the server runs per second, the frames that the browser paints per second
and the weeks that still pass after Pause. Prints a table. The exit status is 1 if a goal is missed.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "live"))
from server import number, served

CHROMIUM = "/usr/bin/chromium"
SECONDS = 6
WORLDS = {  # name: (customers, advisors, firms, relations, goal in weeks/s, goal in frames/s)
    "300 agents": (276, 20, 4, 6, 150, 30),
    "3,000 agents, 10,000 edges": (2900, 92, 8, 3, 60, 20),
    "30,000 agents, sampled": (29000, 960, 40, 4, 0, 5),
}
CONFIG = """
title = "{name}"
ticks = 100000
[population]
customers = {customers}
advisors = {advisors}
firms = {firms}
[graph]
relations = {relations}
spare = 1
peers = {peers}
[arms.a]
[arms.b]
firms.disclosure = 0.9
"""
COUNT = """() => {  // every change of a drawn network counts as a painted frame
  window.painted = 0;
  const put = CanvasRenderingContext2D.prototype.putImageData;
  CanvasRenderingContext2D.prototype.putImageData = function (...given) {
    if (this.canvas.classList.contains("base") || !this.canvas.isConnected) window.painted++;
    return put.apply(this, given);
  };
}"""


def measured(page, address, both):
    """(seconds to interactive, weeks/s, frames/s of one network, weeks that passed after Pause)."""
    began = time.monotonic()
    page.goto(address)
    page.locator("button.play:enabled").wait_for(timeout=120_000)
    ready = time.monotonic() - began
    if not both:  # a page starts with two worlds
        page.get_by_role("combobox", name="World B, same random draws", exact=True).select_option("")
    page.locator("canvas.base").nth(1).wait_for(state="attached" if both else "detached")
    page.locator("button.play:enabled").wait_for(timeout=120_000)
    page.wait_for_timeout(1000)
    page.get_by_role("combobox", name="Speed", exact=True).select_option("0")
    page.evaluate(COUNT)
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(1500)
    first, frames, since = tick(page), page.evaluate("window.painted"), time.monotonic()
    page.wait_for_timeout(1000 * SECONDS)
    last, painted, lived = tick(page), page.evaluate("window.painted"), time.monotonic() - since
    page.get_by_role("button", name="Pause", exact=True).click()
    page.get_by_role("button", name="Play", exact=True).wait_for()
    page.wait_for_timeout(500)
    stopped = tick(page)
    page.wait_for_timeout(1000)
    return ready, (last - first) / lived, (painted - frames) / lived / (2 if both else 1), tick(page) - stopped


def tick(page):
    """The tick that the page shows."""
    return number(page.get_by_role("status").inner_text())


def main():
    """Measure every world, alone and as one of two. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="measure the worlds whose name holds this text")
    parser.add_argument("--chromium", default=CHROMIUM)
    given = parser.parse_args()
    print(f"{'':32}{'ready s':>9}{'weeks/s':>9}{'goal':>6}{'frames/s':>10}{'goal':>6}{'backlog':>9}")
    missed = False
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=given.chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, (customers, advisors, firms, relations, weeks, frames) in WORLDS.items():
            if given.only not in name:
                continue
            with tempfile.TemporaryDirectory() as folder:
                config = Path(folder) / "world.toml"
                config.write_text(
                    CONFIG.format(
                        name=name,
                        customers=customers,
                        advisors=advisors,
                        firms=firms,
                        relations=relations,
                        peers=4 if customers < 10_000 else 6,
                    )
                )
                with served(Path(folder), str(config)) as (address, _):
                    for both in (False, True):
                        page = browser.new_page(viewport={"width": 1280, "height": 800})
                        share = 2 if both else 1
                        if not both:  # the first visitor waits for the server to warm up
                            measured_once = (
                                page.goto(address),
                                page.locator("button.play:enabled").wait_for(timeout=120_000),
                            )
                            del measured_once
                        ready, lived, painted, backlog = measured(page, address, both)
                        page.close()
                        missed |= lived < weeks / share or painted < frames / share or backlog > 0
                        label = f"{name}{', two worlds' if both else ''}"
                        print(
                            f"{label:42.42}{ready:7.1f}{lived:9.0f}{weeks / share:6.0f}"
                            f"{painted:10.1f}{frames / share:6.0f}{backlog:9.0f}",
                            flush=True,
                        )
        browser.close()
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
