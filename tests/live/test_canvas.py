"""The network view: what Python sends, and what a browser makes of it."""

import json
from base64 import b64encode

import numpy as np
import pytest

from trustsim.live import canvas as canvas_module
from trustsim.live.canvas import NetworkCanvas
from trustsim.live.palette import PALETTE
from trustsim.live.scene import (
    CUSTOMER,
    HEADER,
    KNOWS,
    LEAPT,
    POSTED,
    PRAISED,
    REFUSED,
    STRUCK,
    WORDS,
    Scale,
    Scene,
    levels,
)

pytestmark = pytest.mark.slow

NODES = [0.5, 0.25, 0.75, 0.2, 0.6]
EDGES = [np.nan, np.nan, 0.2, 0.4, 0.9, np.nan]
BYTES = ("positions", "kinds", "edges", "edge_kinds", "frame")
SIZE = {"width": 600, "height": 600}  # the stage is then 566 by 348, its corners 22 from the corner places
CENTRE, CORNER = (283, 174), (22, 22)

STAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>stage</title><style>body { margin: 16px } %(css)s</style>
<div id="app"></div><script type="module">%(js)s
const bytes_of = (letters) => new DataView(Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0)).buffer);
const state = {}, acts = {};
window.receive = (sent) => {
  for (const [name, value] of Object.entries(sent)) state[name] = %(bulk)s.includes(name) ? bytes_of(value) : value;
  for (const name of Object.keys(sent)) acts[`change:${name}`]?.();
};
window.saved = [];
window.model = {
  get: (name) => state[name], set: (name, value) => { state[name] = value; }, on: (name, act) => { acts[name] = act; },
  off: (name) => { delete acts[name]; }, save_changes: () => saved.push({ acknowledged: state.acknowledged, picked: state.picked }),
};
receive(%(state)s);
window.acts = acts;
window.leave = render({ model, el: document.getElementById("app") });
window.inked = (name, x, y, w = 1, h = 1) => { // the pixels of a box: a digest, and the colours that occur
  const pixels = new Uint32Array(document.querySelector(name).getContext("2d").getImageData(x, y, w, h).data.buffer);
  const hex = (ink) => "#" + [0, 8, 16].map((by) => ((ink >>> by) & 255).toString(16).padStart(2, "0")).join("");
  const digest = pixels.reduce((sum, ink) => (Math.imul(sum, 31) + ink) | 0, 7);
  return { digest, colours: [...new Set(pixels)].map((ink) => (ink ? hex(ink) : "nothing")) };
};
</script>"""


def told(canvas, *names):
    """The widget's state as the browser receives it."""
    state = {name: getattr(canvas, name) for name in names or ("scene", *BYTES, "acknowledged", "picked", "theme")}
    return {name: b64encode(value).decode() if isinstance(value, bytes) else value for name, value in state.items()}


def stage(page, canvas):
    """Show the widget in a page of its own, as anywidget would."""
    page.set_viewport_size(SIZE)
    here = canvas_module.HERE
    parts = {"css": (here / "network.css").read_text("utf-8"), "js": (here / "network.js").read_text("utf-8")}
    page.set_content(STAGE % {**parts, "bulk": json.dumps(BYTES), "state": json.dumps(told(canvas))})
    page.wait_for_function("document.querySelector('.base').getAttribute('aria-label')")
    settle(page)
    return page.locator(".base")


def settle(page):
    """Wait until the browser has painted twice more."""
    page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 20))))"
    )


def painted(page, canvas, tick, nodes, edges, pulses=None):
    """Paint a tick, let the browser draw it and tell the widget what it acknowledged."""
    canvas.paint(tick, nodes, edges, pulses)
    page.evaluate("(sent) => receive(sent)", told(canvas, "frame"))
    settle(page)
    canvas.acknowledged = page.evaluate("model.get('acknowledged')")


def pixel(page, x, y):
    """The colour at a place of the stage, as #rrggbb."""
    return page.evaluate("([x, y]) => inked('.base', x, y).colours[0]", [x, y])


def rgb(colour):
    """Red, green and blue of #rrggbb in linear light."""
    value = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """The contrast ratio of two colours [WCAG21]."""
    light, dark = sorted((float(rgb(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_trust_is_painted_in_sixteen_steps_that_stand_out_more_and_more(theme):
    """Each step contrasts more with the surface than the one before, and the first already does."""
    steps = [contrast(colour, PALETTE[theme]["surface"]) for colour in PALETTE[theme]["trust"]]
    assert len(steps) == 16
    assert steps[0] > 2.2
    assert (np.diff(steps) > 0).all()


BLINDNESS = {
    "protanopia": [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
    "deuteranopia": [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_steps_of_trust_differ_for_eyes_that_do_not_tell_red_from_green(theme, blindness):
    """Simulated as in Viénot 1999, steps four apart differ by at least 0.06 in OKLab."""
    seen = np.array([oklab(np.array(BLINDNESS[blindness]) @ rgb(colour)) for colour in PALETTE[theme]["trust"]])
    assert np.linalg.norm(seen[4:] - seen[:-4], axis=1).min() > 0.06


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("blindness", [None, *BLINDNESS])
def test_a_difference_has_a_grey_middle_and_two_ends_that_no_eye_confuses(theme, blindness):
    """Steps as far below zero as above differ by 0.08 and more in OKLab, and each step is further from the middle."""
    seen_by = np.array(BLINDNESS[blindness]) if blindness else np.eye(3)
    seen = np.array([oklab(seen_by @ rgb(colour)) for colour in PALETTE[theme]["difference"]])
    assert PALETTE[theme]["difference"][7] == PALETTE[theme]["difference"][8]
    assert np.linalg.norm(oklab(rgb(PALETTE[theme]["difference"][7]))[1:]) < 0.02
    apart = np.linalg.norm(seen[:8] - seen[:7:-1], axis=1)
    assert (apart[:4] > 0.08).all() and (np.diff(apart) < 0).all()
    away = np.linalg.norm(seen - seen[7], axis=1)
    assert (np.diff(away[:8]) < 0).all() and (np.diff(away[8:]) > 0).all()


def oklab(light):
    """A colour in linear light as OKLab."""
    cones = np.array([[0.4122, 0.5363, 0.0514], [0.2119, 0.6807, 0.1074], [0.0883, 0.2817, 0.63]]) @ light
    return np.array([[0.2105, 0.7936, -0.0041], [1.978, -2.4286, 0.4506], [0.0259, 0.7828, -0.8087]]) @ np.cbrt(
        cones.clip(0)
    )


def test_values_travel_as_bytes_and_no_value_as_zero():
    """0..1 is spread over 1..255; what is not a number is 0; bytes are taken as they are."""
    assert levels([0, 0.5, 1, np.nan]).tolist() == [1, 128, 255, 0]
    assert levels(np.array([0, 7, 255], np.uint8)).tolist() == [0, 7, 255]


def test_a_frame_that_does_not_fit_the_scene_names_what_is_wrong(scene):
    """The error tells which values, how many came and how many are asked."""
    with pytest.raises(ValueError, match="edges: 2 values for a scene with 6"):
        NetworkCanvas(scene).paint(0, NODES, [0.1, 0.2])


def test_the_component_imports_nothing():
    """It is one module that a browser, Jupyter and a replay can use as it is."""
    source = (canvas_module.HERE / "network.js").read_text("utf-8")
    assert "import " not in source.replace("No imports", "")
    assert "http" not in source.replace("http://www.w3.org/2000/svg", "")


def test_frames_are_dropped_while_the_browser_is_busy_and_the_newest_is_kept(scene):
    """After the first frame nothing is sent until it is acknowledged, and then only the last."""
    canvas, sent = NetworkCanvas(scene), []
    canvas.observe(lambda change: sent.append(HEADER.unpack(change["new"][:12])), "frame")
    for tick in range(5):
        canvas.paint(tick, NODES, EDGES)
    assert sent == [(0, 1, 1)]
    assert not canvas.ready
    canvas.acknowledged = 1
    assert sent == [(0, 1, 1), (4, 1, 2)]
    canvas.acknowledged = 2
    assert canvas.ready
    assert len(sent) == 2


def test_a_frame_is_what_it_was_when_painted(scene):
    """Arrays that change later do not change a frame that still waits."""
    canvas, nodes = NetworkCanvas(scene), np.array(NODES)
    canvas.paint(0, nodes, EDGES)
    canvas.paint(1, nodes, EDGES)
    nodes[:] = 1
    canvas.acknowledged = 1
    assert canvas.frame[12:17] == levels(NODES).tobytes()


def test_a_lost_frame_is_given_up(scene, monkeypatch):
    """A browser that never answers does not keep the next frame waiting for ever."""
    canvas = NetworkCanvas(scene)
    canvas.paint(0, NODES, EDGES)
    monkeypatch.setattr(canvas_module, "PATIENCE", -1.0)
    canvas.paint(1, NODES, EDGES)
    assert HEADER.unpack(canvas.frame[:12]) == (1, 1, 2)


def test_another_world_does_not_wait_for_a_frame_of_the_last(scene):
    """`show` forgets what was under way and numbers the scene anew."""
    canvas = NetworkCanvas(scene)
    canvas.paint(7, NODES, EDGES)
    canvas.show(scene)
    canvas.paint(0, NODES, EDGES)
    assert HEADER.unpack(canvas.frame[:12]) == (0, 2, 2)


def test_the_network_is_drawn_and_named(page, scene):
    """The canvas is an image whose name tells who there is, their mean trust and the week."""
    canvas = NetworkCanvas(scene)
    canvas.paint(31, NODES, EDGES)
    base = stage(page, canvas)
    assert base.get_attribute("role") == "img"
    assert base.get_attribute("aria-label") == "Network of 1 firm, 2 advisors, 2 customers; mean trust 0.40 at week 31"
    assert pixel(page, *CENTRE) == PALETTE["light"]["trust"][8]
    assert pixel(page, 5, 5) == PALETTE["light"]["surface"]


def test_the_browser_acknowledges_every_frame_that_it_takes(page, scene):
    """Also a second frame of the same tick: another lens on a paused world."""
    canvas = NetworkCanvas(scene)
    stage(page, canvas)
    for tick in (1, 2, 2):
        painted(page, canvas, tick, NODES, EDGES)
        assert canvas.ready
    assert canvas.acknowledged == 3


def test_frames_of_a_former_world_are_not_drawn(page, scene):
    """They are acknowledged, so that nothing waits for them, and left."""
    canvas = NetworkCanvas(scene)
    stage(page, canvas)
    painted(page, canvas, 1, NODES, EDGES)
    page.evaluate(
        "(sent) => receive(sent)", {"frame": b64encode(HEADER.pack(2, 99, 9) + scene.body([1] * 5, EDGES)).decode()}
    )
    settle(page)
    assert page.evaluate("model.get('acknowledged')") == 9
    assert pixel(page, *CENTRE) == PALETTE["light"]["trust"][8]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_sixteen_values_are_sixteen_colours(page, theme):
    """Every step of the palette is on the canvas when every step of trust is in the world."""
    places = np.stack([np.linspace(0, 1, 17), np.linspace(0, 1, 17)], axis=1)
    canvas = NetworkCanvas(Scene(places, [CUSTOMER] * 17, np.zeros((0, 2)), []), theme=theme)
    canvas.paint(0, [*((np.arange(16) + 0.5) / 16), np.nan], [])
    stage(page, canvas)
    found = page.evaluate("inked('.base', 0, 0, 566, 348).colours")
    assert {*PALETTE[theme]["trust"], PALETTE[theme]["none"], PALETTE[theme]["surface"]} <= set(found)


def test_which_edge_lies_on_top_does_not_depend_on_its_trust(page):
    """Where two edges cross, swapping their values swaps the colour."""
    places = [[0, 0], [1, 1], [0, 1], [1, 0]]
    canvas = NetworkCanvas(Scene(places, [CUSTOMER] * 4, [[0, 1], [2, 3]], [KNOWS, KNOWS]))
    stage(page, canvas)
    painted(page, canvas, 1, [0.5] * 4, [0, 1])
    crossing = CENTRE[0] - 1, CENTRE[1] - 1
    one = pixel(page, *crossing)
    painted(page, canvas, 2, [0.5] * 4, [1, 0])
    assert PALETTE["light"]["surface"] != pixel(page, *crossing) != one


def test_a_click_picks_a_node_an_edge_or_nothing(page, scene):
    """The widget is told the kind, the row and how many picks there were."""
    canvas = NetworkCanvas(scene)
    base = stage(page, canvas)
    middle = (CENTRE[0] + CORNER[0]) // 2, (CENTRE[1] + CORNER[1]) // 2
    for (x, y), kind, index in (
        (CENTRE, "node", 0),
        (CORNER, "node", 1),
        (middle, "edge", 0),
        ((CENTRE[0], 60), "none", -1),
    ):
        base.click(position={"x": x, "y": y})
        picked = page.evaluate("saved.at(-1).picked")
        assert (picked["kind"], picked["index"]) == (kind, index)
    assert picked["count"] == 4


def test_what_the_pointer_is_on_is_named(page, scene):
    """A tip tells the name and the trust; an edge tells both ends."""
    canvas = NetworkCanvas(scene._replace(labels=["Acme <b>", "Ann", "Bob", "Cas", "Dee"]))
    canvas.paint(0, NODES, EDGES)
    base, tip = stage(page, canvas), page.locator(".tip")
    base.hover(position={"x": CENTRE[0], "y": CENTRE[1]})
    settle(page)
    assert tip.inner_text() == "Acme <b>\ntrust 0.50"
    base.hover(position={"x": CENTRE[0], "y": CORNER[1]})
    settle(page)
    assert tip.inner_text() == "Cas – Ann\ntrust 0.20"
    page.mouse.move(1, 1)
    settle(page)
    assert tip.is_hidden()


def test_nodes_and_edges_can_be_picked_by_keyboard(page, scene):
    """n and ] go on, p and [ back, e along the edges of the node, Enter picks and the choice is spoken."""
    canvas = NetworkCanvas(scene)
    canvas.paint(0, NODES, EDGES)
    base = stage(page, canvas)
    base.focus()
    for key in "n]np[n":
        page.keyboard.press(key)
    assert page.locator(".said").inner_text() == "Advisor 0, trust 0.25"
    assert page.evaluate("saved.at(-1).picked.kind") is None
    page.keyboard.press("Enter")
    assert page.evaluate("saved.at(-1).picked") == {"kind": "node", "index": 1, "count": 1, "version": 1}
    page.keyboard.press("e")
    page.keyboard.press("e")
    page.keyboard.press("Enter")
    assert page.evaluate("saved.at(-1).picked") == {"kind": "edge", "index": 2, "count": 2, "version": 1}
    page.keyboard.press("Escape")
    assert page.evaluate("saved.at(-1).picked") == {"kind": "none", "index": -1, "count": 3, "version": 1}


def test_a_node_chosen_elsewhere_on_the_page_is_shown(page, scene):
    """Setting `picked` from Python marks the node without another pick."""
    canvas = NetworkCanvas(scene)
    canvas.paint(0, NODES, EDGES)
    stage(page, canvas)
    page.evaluate("receive({ picked: { kind: 'node', index: 4, count: 8 } })")
    settle(page)
    assert page.evaluate("inked('.over', 530, 310, 30, 30).colours") != ["nothing"]
    assert page.evaluate("saved.at(-1)?.picked?.count ?? 0") == 0


def test_the_view_zooms_moves_and_fits(page, scene):
    """By keys, wheel, buttons and dragging; 0 and the button bring back the same picture."""
    canvas = NetworkCanvas(scene)
    canvas.paint(0, NODES, EDGES)
    base = stage(page, canvas)

    def picture():
        page.wait_for_timeout(200)  # longer than a moved view takes to be drawn anew
        return page.evaluate("inked('.base', 0, 0, 566, 348).digest")

    fitted, seen = picture(), []
    base.focus()
    page.keyboard.press("+")
    seen.append(picture())
    page.keyboard.press("ArrowLeft")
    seen.append(picture())
    page.keyboard.press("0")
    assert picture() == fitted
    page.get_by_role("button", name="Zoom in").click()
    seen.append(picture())
    page.get_by_role("button", name="Fit to view").click()
    assert picture() == fitted
    base.hover(position={"x": 100, "y": 100})
    page.mouse.wheel(0, -400)
    seen.append(picture())
    page.mouse.down()
    page.mouse.move(240, 200, steps=4)
    page.mouse.up()
    seen.append(picture())
    assert all(one != fitted for one in seen)
    assert seen[-1] != seen[-2]
    assert not page.evaluate("saved.at(-1)?.picked?.kind")  # a drag is not a click


def test_the_name_of_the_canvas_changes_at_most_twice_a_second(page, scene):
    """A screen reader is not flooded while the world plays, and hears the last tick in the end."""
    canvas = NetworkCanvas(scene)
    base = stage(page, canvas)
    page.evaluate(
        "window.told = 0, new MutationObserver(() => { told += 1 }).observe(document.querySelector('.base'), { attributeFilter: ['aria-label'] }), 0"
    )
    start = page.evaluate("performance.now()")
    for tick in range(1, 21):
        painted(page, canvas, tick, NODES, EDGES)
    page.wait_for_function("document.querySelector('.base').getAttribute('aria-label').endsWith('week 20')")
    assert page.evaluate("told") <= 2 + (page.evaluate("performance.now()") - start) / 500
    assert base.get_attribute("aria-label").endswith("at week 20")


def over(page):
    """What is drawn over the customers: a digest, and whether there is anything."""
    box = page.evaluate("inked('.over', 400, 0, 160, 348)")
    return box["digest"], box["colours"] != ["nothing"]


def test_what_nodes_do_pulses_and_fades(page, scene):
    """A leap, a refusal and a personal post are drawn over the network for a moment."""
    canvas = NetworkCanvas(scene)
    stage(page, canvas)
    painted(page, canvas, 1, NODES, EDGES, [0, POSTED, 0, LEAPT, REFUSED])
    fresh, drawn = over(page)
    assert drawn
    page.wait_for_timeout(250)
    assert over(page)[0] != fresh
    page.wait_for_timeout(650)
    assert not over(page)[1]


@pytest.mark.parametrize(("news", "colour"), [(STRUCK, "alarm"), (PRAISED, "relief")])
def test_news_about_a_firm_widens_in_rings_of_its_colour(page, scene, news, colour):
    """Longer and wider than any other mark, so that it is seen at every speed; then it is gone."""
    canvas = NetworkCanvas(scene)
    stage(page, canvas)
    painted(page, canvas, 1, NODES, EDGES, [news, 0, 0, 0, 0])
    page.wait_for_timeout(350)
    assert PALETTE["light"][colour] in page.evaluate("inked('.over', 200, 90, 170, 168).colours")
    page.wait_for_timeout(500)
    assert page.evaluate("inked('.over', 200, 90, 170, 168).colours") != ["nothing"]
    page.wait_for_function("inked('.over', 200, 100, 60, 60).colours.join() === 'nothing'")


def test_a_difference_is_painted_and_said_on_its_own_scale(page, scene):
    """Its own palette, the ends of the scale beside it, and values with a sign."""
    words = WORDS | {"distrust": "less", "trust": "more", "value": "B − A:"}
    canvas = NetworkCanvas(scene._replace(scale=Scale("difference", -0.1, 0.1), words=words))
    base = stage(page, canvas)
    painted(page, canvas, 1, [1.0, 0.25, 0.75, 0.2, 0.5], EDGES)
    assert pixel(page, *CENTRE) == PALETTE["light"]["difference"][15]
    assert page.locator(".scale").inner_text().split() == ["less", "−0.10", "+0.10", "more"]
    base.hover(position={"x": CENTRE[0], "y": CENTRE[1]})
    assert page.locator(".tip").inner_text().split("\n")[1] == "B − A: +0.100"


def test_nothing_moves_for_who_prefers_less_motion(page, scene):
    """The marks of a tick stand still until the next tick."""
    page.emulate_media(reduced_motion="reduce")
    canvas = NetworkCanvas(scene)
    stage(page, canvas)
    painted(page, canvas, 1, NODES, EDGES, [0, POSTED, 0, LEAPT, REFUSED])
    marks, drawn = over(page)
    page.wait_for_timeout(900)
    assert drawn
    assert over(page) == (marks, True)
    painted(page, canvas, 2, NODES, EDGES)
    assert not over(page)[1]


def test_the_theme_follows_the_page_or_the_reader(page, scene):
    """`theme` decides; "auto" asks the browser."""
    canvas = NetworkCanvas(scene)
    stage(page, canvas)
    for theme, asked in (("dark", "dark"), ("light", "light"), ("auto", "light")):
        page.evaluate("(theme) => receive({ theme })", theme)
        settle(page)
        assert pixel(page, 5, 5) == PALETTE[asked]["surface"]
    page.emulate_media(color_scheme="dark")
    settle(page)
    assert pixel(page, 5, 5) == PALETTE["dark"]["surface"]


def test_the_legend_says_everything_in_words(page, scene):
    """Kinds, scale, lines, pulses and the sample, in the reader's language."""
    canvas = NetworkCanvas(scene._replace(of=30_000, words=WORDS | {"trust": "vertrouwen", "locale": "nl"}))
    stage(page, canvas)
    legend = page.get_by_role("group", name="Legend").inner_text()
    for words in (
        "firms",
        "advisors",
        "customers",
        "distrust",
        "vertrouwen",
        "leapt",
        "bad news",
        "sampled: 6 of 30.000 edges shown",
    ):
        assert words in legend
    assert page.locator(".swatches span").count() == 16


def test_peers_are_drawn_when_asked(page, scene):
    """The box adds the edge between the customers at the right, and takes it away again."""
    canvas = NetworkCanvas(scene)
    canvas.paint(0, NODES, EDGES)
    base = stage(page, canvas)
    right = 566 - 22, 250
    plain = pixel(page, *right)
    box = page.get_by_label("show peers")
    box.check()
    settle(page)
    assert pixel(page, *right) != plain
    base.click(position={"x": right[0], "y": right[1]})
    assert page.evaluate("saved.at(-1).picked.index") == 5
    box.uncheck()
    page.keyboard.press("Escape")
    settle(page)
    assert pixel(page, *right) == plain


def test_the_same_world_in_other_words_keeps_the_view(page, scene):
    """Switching the language changes the legend and neither zoom nor colours; another world starts fitted."""
    canvas = NetworkCanvas(scene)
    canvas.paint(0, NODES, EDGES)
    base = stage(page, canvas)
    base.focus()
    page.keyboard.press("+")
    canvas.show(scene._replace(words=WORDS | {"firms": "bedrijven"}))
    page.evaluate("(sent) => receive(sent)", told(canvas))
    page.get_by_text("bedrijven").wait_for()
    assert page.locator(".stage.near").count() == 1
    canvas.show(scene._replace(positions=scene.positions[::-1]))
    page.evaluate("(sent) => receive(sent)", told(canvas))
    page.locator(".stage:not(.near)").wait_for()


def test_ties_that_come_and_go_are_drawn_without_a_new_view(page, scene):
    """A new acquaintance appears below the glyphs; when it goes, the picture is soon as it was before."""
    canvas = NetworkCanvas(scene._replace(edges=scene.edges[:5], edge_kinds=scene.edge_kinds[:5]))
    canvas.paint(0, NODES, EDGES[:5])
    stage(page, canvas)
    page.locator(".base").focus()
    page.keyboard.press("+")
    page.wait_for_timeout(200)
    before = page.evaluate("inked('.base', 0, 0, 566, 348).digest")
    more = np.vstack([[2, 3], scene.edges[:5]])
    for edges, kinds, values in (
        (more, [KNOWS, *scene.edge_kinds[:5]], [0.95, *EDGES[:5]]),
        (scene.edges[:5], scene.edge_kinds[:5], EDGES[:5]),
    ):
        canvas.show(scene._replace(edges=edges, edge_kinds=kinds))
        page.evaluate("(sent) => receive(sent)", told(canvas))
        painted(page, canvas, 1, NODES, values)
        page.wait_for_timeout(0 if len(edges) > 5 else 1200)
        assert (page.evaluate("inked('.base', 0, 0, 566, 348).digest") == before) == (len(edges) == 5)
        assert pixel(page, *CENTRE) == PALETTE["light"]["trust"][8]  # the firm lies on top
    assert page.locator(".stage.near").count() == 1


def test_a_view_that_is_taken_away_leaves_nothing_behind(page, scene):
    """Its listeners are gone from the model, and later frames do no harm."""
    canvas = NetworkCanvas(scene)
    stage(page, canvas)
    page.evaluate("leave()")
    assert page.evaluate("Object.keys(acts)") == []


def test_the_page_is_legible_on_a_phone(page, scene):
    """At 390 pixels nothing sticks out to the right."""
    canvas = NetworkCanvas(scene)
    stage(page, canvas)
    page.set_viewport_size({"width": 390, "height": 844})
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.querySelector('.base').width") == 390 - 32 - 2
