"""What can be seen without scrolling and without being told: networks, curves, the story, an effect."""

import re

import pytest
from pages import choose, experiment, figure, opened, press, slider, stepped, tick, until
from server import served

from trustsim.live.palette import PALETTE
from trustsim.scenario import read
from trustsim.words import words

pytestmark = pytest.mark.slow

pytest.importorskip("solara", reason="the live page needs: pip install trustsim[live]")
SIZES = [(1280, 800), (1920, 1080), (390, 844)]
FLAGSHIPS = {
    "transparency_vs_trust": ("Transparency against trust", "Firms show next to nothing", "Firms show nearly all"),
    "knowledge_vs_personal": ("Knowledge against personal posts", "No posts", "Knowledge only"),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One server for all tests; its log holds no traceback at the end."""
    with served(tmp_path_factory.mktemp("first"), "transparency_vs_trust") as (address, log):
        yield address
        assert "Traceback" not in log.read_text()


@pytest.fixture
def desk(page, server):
    """The page, opened and ready to play."""
    return opened(page, server)


def played(page, weeks):
    """Play until so many weeks are lived."""
    press(page, "Play")
    until(lambda: tick(page) >= weeks, 120)
    press(page, "Pause")
    page.get_by_role("button", name="Play", exact=True).wait_for()


def in_sight(page, locator):
    """Whether the top of something lies in the window, with nothing over it."""
    box = locator.bounding_box()
    size = page.viewport_size
    if box is None or box["y"] < 0 or box["y"] + min(box["height"], 40) > size["height"]:
        return False
    at = [min(max(box["x"] + box["width"] / 2, 1), size["width"] - 1), box["y"] + min(box["height"], 40) / 2]
    return locator.evaluate(
        "(element, [x, y]) => { const top = document.elementFromPoint(x, y); return element.contains(top) || top.contains(element); }",
        at,
    )


def pick(page):
    """Pick the fortieth node with the keyboard, and leave the page where it was scrolled to."""
    canvas = page.locator("canvas.base").first
    canvas.focus(timeout=5000)
    for _ in range(40):
        canvas.press("n")
    canvas.press("Enter")
    page.locator(".cards.story h2", has_text=re.compile("Customer")).first.wait_for()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_networks_curves_and_story_are_in_sight_without_scrolling(desk, width, height):
    """Both networks and the first curve; the story of somebody as soon as they are picked."""
    desk.set_viewport_size({"width": width, "height": height})
    stepped(desk, 2)
    desk.evaluate("scrollTo(0, 0)")
    for seen in (desk.locator("canvas.base").first, desk.locator("canvas.base").nth(1), figure(desk, "Trust")):
        assert in_sight(desk, seen)
    pick(desk)
    desk.evaluate("scrollTo(0, 0)")
    until(lambda: in_sight(desk, desk.locator(".cards.story h2").first))
    desk.locator(".cards.story button.close").first.click()
    if width >= 1500:
        desk.locator(".dock").get_by_text("Click an advisor").wait_for()
    else:
        until(lambda: not desk.locator(".dock").is_visible())


@pytest.mark.parametrize("name", FLAGSHIPS)
def test_the_effect_of_each_flagship_is_seen_within_seconds(desk, name):
    """Two arms from the start; after forty weeks the lines of trust, or of leaps, end apart by a good part of the chart."""
    heading, a, b = FLAGSHIPS[name]
    experiment(desk, name, heading)
    titles = desk.locator(".net .name")
    until(lambda: [each.inner_text().split("\n")[-1] for each in titles.all()] == [a, b], 30)
    played(desk, 40)
    apart = []
    for chart in ("Trust", "Leap rate"):
        lines = [figure(desk, chart).locator(f"circle.world-{world}") for world in (0, 1)]
        at = [until(lambda line=line: float(line.get_attribute("cy"))) for line in lines]
        apart.append(abs(at[0] - at[1]))
    assert max(apart) > 10
    ends = figure(desk, "Trust").locator("text.end").all_text_contents()
    assert [end[0] for end in ends] == ["A", "B"] and ends[0][1:] != ends[1][1:]


def test_axes_are_fitted_to_what_there_is(desk):
    """The curve of trust fills its chart, and the ticks say in what numbers."""
    played(desk, 40)
    box = figure(desk, "Trust").locator("path.line").first.evaluate("line => line.getBBox().height")
    both = [
        figure(desk, "Trust")
        .locator(f"path.line.world-{k}")
        .evaluate("l => { const b = l.getBBox(); return [b.y, b.y + b.height] }")
        for k in (0, 1)
    ]
    high = float(figure(desk, "Trust").locator("svg[role=img]").get_attribute("height"))
    assert max(low for _, low in both) - min(top for top, _ in both) > 0.35 * high > box / 3
    assert figure(desk, "Leap rate").locator("path.raw").count() == 2
    assert "8-week mean; faint: weekly" in figure(desk, "Leap rate").locator("p.about").inner_text()


def test_what_the_experiment_measures_is_drawn(desk):
    """Each of its measures has a chart."""
    stepped(desk, 1)
    names = [each.inner_text() for each in desk.locator(".curves figcaption .name").all()]
    told = words()["measures"]
    assert {told[name]["name"] for name in read("transparency_vs_trust").arms["closed"].measures} <= set(names)


def test_interventions_are_marked_with_their_words_also_those_to_come(desk):
    """The plaster is put on in week 26 and taken off in week 78: both stand in the charts as soon as their week does."""
    choose(desk, "World B, same random draws", "plaster")
    desk.locator("button.play:enabled").wait_for()
    choose(desk, "Speed", "0")
    press(desk, "Play")
    marks = figure(desk, "Trust").locator("g.mark text")
    until(lambda: marks.all_text_contents() == ["B: Disclosure → 0.95", "B: Disclosure → 0.05"], 60)


def test_a_scandal_is_seen(desk):
    """Rings of alarm round the firms, a solid mark that says so, and a drop in the fitted curve, in the world it hit."""
    played(desk, 15)
    desk.get_by_role("radio", name="B", exact=True).check()
    press(desk, "Scandal")
    desk.wait_for_timeout(300)
    places = [float(figure(desk, "Trust").locator(f"circle.world-{k}").get_attribute("cy")) for k in (0, 1)]
    assert places[1] < places[0]  # lower on the screen is less
    now = tick(desk)
    press(desk, "Step")
    until(lambda: tick(desk) == now + 1)
    alarm = PALETTE["light"]["alarm"]
    seen = """(canvas, ink) => { const p = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
      for (let k = 0; k < p.length; k += 4) if (p[k] === ink[0] && p[k + 1] === ink[1] && p[k + 2] === ink[2]) return true; }"""
    ink = [int(alarm[k : k + 2], 16) for k in (1, 3, 5)]
    until(lambda: desk.locator("canvas.over").nth(1).evaluate(seen, ink))
    assert not desk.locator("canvas.over").first.evaluate(seen, ink)
    assert until(lambda: figure(desk, "Trust").locator("g.mark.bad title").all_text_contents()) == ["B: scandal"]
    until(lambda: float(figure(desk, "Trust").locator("circle.world-1").get_attribute("cy")) > places[1] + 25)


def test_what_can_happen_stays_in_reach_while_a_story_is_read(desk):
    """The buttons and the choice of the world are not covered by the story."""
    stepped(desk, 1)
    pick(desk)
    desk.evaluate("scrollTo(0, 0)")
    for name in ("Scandal", "Apologise", "Open up", "Withdraw"):
        assert in_sight(desk, desk.get_by_role("button", name=name, exact=True))


def test_what_differs_stands_on_top_and_moves_one_world(desk):
    """Disclosure of A and of B, each with its own slider; moving B's leaves A's where it is."""
    differs = desk.get_by_role("region", name="What differs between A and B")
    a, b = (differs.get_by_role("slider", name=f"Disclosure, world {world}") for world in "AB")
    until(lambda: (a.input_value(), b.input_value()) == ("0.05", "0.95"))
    b.fill("0.2")
    desk.wait_for_timeout(600)
    stepped(desk, 1)
    assert (a.input_value(), b.input_value()) == ("0.05", "0.2")
    assert figure(desk, "Trust").locator("g.mark text").all_text_contents() == ["B: Disclosure → 0.2"]


def test_a_drag_leaves_one_mark(desk):
    """However many weeks go by while the slider is held."""
    stepped(desk, 1)
    rate = slider(desk, "Who there is", "Advisors", "Rate")
    rate.scroll_into_view_if_needed()
    box = rate.bounding_box()
    choose(desk, "Speed", "10")
    press(desk, "Play")
    desk.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + box["height"] / 2)
    desk.mouse.down()
    for share in (0.3, 0.5, 0.6, 0.7, 0.8):
        desk.mouse.move(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
        desk.wait_for_timeout(250)
    number = desk.get_by_label("Rate, value", exact=True)
    assert float(number.input_value()) == pytest.approx(0.8, abs=0.03)
    desk.mouse.up()
    desk.wait_for_timeout(500)
    press(desk, "Pause")
    marks = until(lambda: figure(desk, "Trust").locator("g.mark title").all_text_contents())
    assert len(marks) == 1 and marks[0].startswith("Rate → 0.")


def test_a_drag_that_ends_where_it_began_changes_nothing_and_lets_go(desk):
    """No mark; and the slider follows the world again, here one that a reset and the other slider's move change."""
    stepped(desk, 1)
    differs = desk.get_by_role("region", name="What differs between A and B")
    a = differs.get_by_role("slider", name="Disclosure, world A")
    a.evaluate("""range => { range.value = 0.4; range.dispatchEvent(new Event("input"));
      range.value = 0.05; range.dispatchEvent(new Event("input")); range.dispatchEvent(new Event("pointerup")); }""")
    desk.wait_for_timeout(600)
    stepped(desk, 1)
    assert figure(desk, "Trust").locator("g.mark").count() == 0
    desk.get_by_role("radio", name="A", exact=True).check()
    press(desk, "Open up")
    until(lambda: a.input_value() == "0.95" or (press(desk, "Step") and False))


def test_keys_in_a_row_are_one_move(desk):
    """Ten presses of an arrow are one mark; what the slider says goes along with each."""
    stepped(desk, 1)
    rate = slider(desk, "Who there is", "Advisors", "Rate")
    rate.focus()
    for _ in range(10):
        rate.press("ArrowRight")
    assert rate.get_attribute("aria-valuetext").startswith("0.3")
    desk.wait_for_timeout(700)
    stepped(desk, 1)
    assert figure(desk, "Trust").locator("g.mark title").all_text_contents() == ["Rate → 0.3"]


def test_a_slider_without_effect_looks_so_and_says_why(desk):
    """Switched off, posting's own sliders are out of use and say why; switched on again they are back."""
    slider(desk, "What they do", "Posting", "Reach")
    reach = desk.get_by_role("slider", name="Reach", exact=True)
    assert reach.is_enabled()
    group = (
        desk.locator("details", has=desk.locator("summary", has_text=re.compile("^Posting")))
        .locator("visible=true")
        .first
    )
    group.get_by_role("switch").uncheck()
    group.get_by_text("No effect: Posting is switched off.").first.wait_for()
    assert reach.is_disabled()
    group.get_by_role("switch").check()
    until(reach.is_enabled)
    lens = slider(desk, "How trust works", "Lens", "Compensation")
    assert lens.is_disabled()


def test_selects_look_like_selects(desk):
    """Each has the mark of a list that opens, which a text field has not."""
    drawn = desk.evaluate(
        "[...document.querySelectorAll('.trustsim select')].map(s => getComputedStyle(s).backgroundImage)"
    )
    assert drawn and all("svg" in each for each in drawn)
    assert desk.evaluate("getComputedStyle(document.querySelector('.seed input')).backgroundImage") == "none"


def test_b_minus_a_has_colours_and_a_scale_of_its_own(desk):
    """The second network changes its scale, the first does not."""
    played(desk, 13)
    desk.get_by_label("B minus A").check()
    second = desk.locator(".net.b .scale")
    until(lambda: "more than A" in second.inner_text())
    assert re.search(r"less than A −0\.\d+\s+\+0\.\d+ more than A", second.inner_text())
    assert desk.locator(".net.a .scale").inner_text().split() == ["distrust", "trust"]
    until(
        lambda: (
            "mean difference in trust, B − A, +0.0" in desk.locator("canvas.base").nth(1).get_attribute("aria-label")
        )
    )


def test_two_worlds_of_one_arm_have_two_names(desk):
    """What is the same at first is still told apart."""
    choose(desk, "World B, same random draws", "closed")
    desk.locator("button.play:enabled").wait_for()
    until(lambda: len({each.inner_text().split("\n")[-1] for each in desk.locator(".net .name").all()}) == 2)
