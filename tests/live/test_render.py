"""The page and the components for Mesa without a browser."""

import gc
import importlib.util
import threading
import time
import weakref
from pathlib import Path

import pytest

from trustsim.errors import BadInput
from trustsim.live.asking import opened
from trustsim.live.spec import sliders
from trustsim.mechanisms import MECHANISMS
from trustsim.parameters import parameters
from trustsim.scenario import parse, read
from trustsim.words import words

solara = pytest.importorskip("solara", reason="the live page needs: pip install trustsim[live]")
Desk = pytest.importorskip("trustsim.live.desk").Desk

SMALL = """
title = "Small"
[population]
customers = 60
[arms.closed]
firms.disclosure = 0.05
[arms.open]
firms.disclosure = 0.95
"""
EXAMPLES = Path(__file__).parents[2] / "examples"


def stepped(session, weeks):
    """The View after so many steps."""
    for _ in range(weeks):
        session.step()
    return session.settle()


def trust(session):
    """What every customer of the first world feels."""
    return session.worlds[0].model.tables.customers["trust"].tolist()


def threads():
    """The threads of live sessions."""
    return [thread for thread in threading.enumerate() if thread.name == "trustsim session"]


def test_ten_visitors_of_the_page_leave_no_model(monkeypatch):
    """Ten pages rendered at once; when they are closed, no thread, no desk and no model is left."""
    from trustsim.live import page

    seen = []

    class Watched(Desk):
        def __init__(self, *given, **settings):
            super().__init__(*given, **settings)
            self.session.settle()
            seen.append(weakref.ref(self))
            seen.extend(weakref.ref(world.model) for world in self.session.worlds)

    monkeypatch.setattr(page, "Desk", Watched)
    before = len(threads())
    rendered = [solara.render(page.Page(), handle_error=False) for _ in range(10)]
    assert (len(seen), len(threads()) - before) == (20, 10)
    for _, context in rendered:
        context.close()
    del rendered, context, _
    for _ in range(200):
        if len(threads()) == before:
            break
        time.sleep(0.05)
    for _ in range(3):
        gc.collect()
    assert len(threads()) == before
    assert [type(ref()).__name__ for ref in seen if ref() is not None] == []


def test_everything_declared_has_a_slider_or_a_switch():
    """Each parameter and each mechanism stands in exactly one tab, with its words."""
    arm = read("baseline").arms["as configured"]
    for lang in ("en", "nl"):
        tabs = sliders(lang, (arm,))["tabs"]
        items = [item for tab in tabs for group in tab["groups"] for item in group["items"]]
        paths = [item["path"] for item in items]
        assert sorted(paths) == sorted(
            [*parameters(), *(f"mechanisms.{name}" for name in MECHANISMS), "lens", "lens_form"]
        )
        assert all(item["label"] for item in items)
        assert [tab["label"] for tab in tabs] == [words(lang)["page"][f"tab_{name}"] for name in ("who", "do", "trust")]


def test_only_plain_names_of_the_working_folder_open(tmp_path):
    """No path leads out of the folder, not even a link, and nobody's Python is named."""
    folder = tmp_path / "work"
    folder.mkdir()
    (tmp_path / "secret.toml").write_text('title = "Secret"\n')
    (folder / "mine.toml").write_text('title = "Mine"\n')
    (folder / "link.toml").symlink_to(tmp_path / "secret.toml")
    (folder / "code.toml").write_text('[mechanisms]\nrumour = "rumour.py:rumour"\n')
    assert opened("mine.toml", folder, words()).title == "Mine"
    for name in (
        "../secret.toml",
        str(tmp_path / "secret.toml"),
        "link.toml",
        "code.toml",
        "none.toml",
        "",
        "mine.toml/../mine.toml",
    ):
        with pytest.raises(BadInput) as refused:
            opened(name, folder, words())
        assert "\n" not in str(refused.value)


def test_components_for_mesa_draw_and_follow_the_model():
    """The example's page renders; stepping its model paints a new tick."""
    pytest.importorskip("altair", reason="Mesa's own page needs: pip install mesa[viz]")
    from trustsim.live.canvas import NetworkCanvas
    from trustsim.live.mesa_components import Network, adjustable

    model_class, params = adjustable(read("baseline").arms["as configured"], "advisors.rate")
    model = model_class(seed=3, advisors_rate=0.7)
    assert (model.arm.values["advisors.rate"], set(params)) == (0.7, {"seed", "advisors_rate"})
    _, context = solara.render(Network(model, "abi"), handle_error=False)
    (canvas,) = context.find(NetworkCanvas).widgets
    assert canvas.scene["n_nodes"] == 4 + 24 + 400
    context.close()
    model.close()
    spec = importlib.util.spec_from_file_location("mesa_app", EXAMPLES / "mesa_app.py")
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    _, context = solara.render(example.page, handle_error=False)
    assert context.find(NetworkCanvas).widgets
    context.close()


def test_the_story_stays_with_whom_it_is_about(monkeypatch):
    """The pair that was clicked, in both worlds, whoever is drawn later."""
    monkeypatch.setattr("trustsim.live.parts.PATIENCE", 0.0)  # no browser acknowledges anything here
    desk = Desk(read("knowledge_vs_personal"), seed=1)
    desk.session.load(desk.study, "silent", "personal", 1)
    stepped(desk.session, 3)
    told = []
    desk.parts["story"].show = told.append
    desk.pick(0, {"kind": "edge", "index": 500})
    desk.session.settle()
    pair = desk.picked
    titles = {card["title"][4:] for card in told[-1]["cards"]}
    for _ in range(3):
        stepped(desk.session, 10)
        assert {card["title"][4:] for card in told[-1]["cards"]} == titles
    assert desk.picked == pair
    assert len(titles) == 1
    desk.close()


def test_an_uploaded_session_comes_back_with_its_seed():
    """As on the command line."""
    desk = Desk(parse(SMALL, "small"), seed=7)
    stepped(desk.session, 2)
    text = desk.session.config()
    other = Desk(parse(SMALL, "small"))
    other.asked("upload", {"name": "kept.toml", "text": text})
    stepped(other.session, 2)
    assert (other.session.seed, other.seed) == (7, 7)
    assert trust(other.session) == trust(desk.session)
    desk.close()
    other.close()


def test_a_refused_upload_leaves_the_page_saying_what_there_is():
    """The head of the page, the arms and the seed."""
    desk = Desk(parse(SMALL, "small"), seed=7)
    desk.session.settle()
    desk.asked("upload", {"name": "big.toml", "text": 'title = "Big"\n[population]\ncustomers = 200000\n'})
    desk.session.settle()
    assert desk.parts["setup"].spec["title"] == "Small"
    assert (desk.arm, desk.seed, desk.session.seed) == ("closed", 7, 7)
    desk.close()


def test_the_seed_of_mesas_page_is_a_slider_and_texts_are_read_or_refused_in_one_line():
    """Digits stand for their number and an empty field for a fresh seed; a word cannot be entered, nor crash a reset."""
    from mesa.visualization import Slider

    from trustsim.errors import BadInput
    from trustsim.live.mesa_components import adjustable

    model_class, params = adjustable("baseline", "advisors.rate")
    assert isinstance(params["seed"], Slider)
    assert model_class(seed="2", advisors_rate=0.3).seed == 2
    assert model_class(seed="").seed != model_class(seed=" ").seed
    for wrong in ("abc", "2.0", "-1"):
        with pytest.raises(BadInput, match="must be an integer of at least 0"):
            model_class(seed=wrong)
    with pytest.raises(BadInput, match=r"advisors.rat is not a parameter; did you mean advisors.rate\?"):
        adjustable("baseline", "advisors.rat")
