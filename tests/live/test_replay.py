"""A recorded run in one file, played in a browser that may ask nobody anything."""

import numpy as np
import pytest

from trustsim.live.replay import differences, write_replay
from trustsim.live.scene import LEAPT, WORDS

TICKS = 12
TITLE = 'Ann & Bob: "</script><script>alert(1)</script>"'


def recording(scene, ticks=TICKS, first=0):
    """`ticks` frames in which trust rises from 0 to 1, and the curves beside them."""
    trust = np.linspace(0, 1, ticks)
    frames = [(first + k, np.full(5, t), np.full(6, t), [0, 0, 0, LEAPT, 0]) for k, t in enumerate(trust)]
    return frames, {"Mean trust": trust, "Leap rate": np.where(trust > 0, 0.04, np.nan)}


@pytest.fixture
def replay(page, scene, tmp_path):
    """The page of a replay of 12 ticks."""
    file = tmp_path / "replay.html"
    write_replay(file, TITLE, scene, *recording(scene))
    page.goto(file.as_uri())
    page.get_by_text("Tick 0", exact=True).wait_for()
    return page


def curves(page):
    """What the curves say of themselves."""
    return [curve.get_attribute("aria-label") for curve in page.locator("figure svg").all()]


def test_a_replay_steps_forth_and_back(replay):
    """Step, Back and the slider move through the ticks; network, status and curves go along."""
    status, back, step = (
        replay.get_by_role("status"),
        *(replay.get_by_role("button", name=name, exact=True) for name in ("Back", "Step")),
    )
    assert status.inner_text() == "Tick 0"
    assert back.is_disabled()
    assert curves(replay) == ["Mean trust: 0.00 at tick 0", "Leap rate: – at tick 0"]
    step.click()
    step.click()
    assert status.inner_text() == "Tick 2"
    back.click()
    assert status.inner_text() == "Tick 1"
    replay.get_by_role("slider", name="Tick").fill(str(TICKS - 1))
    assert status.inner_text() == "Tick 11"
    assert step.is_disabled()
    assert curves(replay) == ["Mean trust: 1.00 at tick 11", "Leap rate: 0.040 at tick 11"]
    replay.locator(".base[aria-label$='mean trust 1.00 at week 11']").wait_for()


def test_a_replay_plays_to_its_end_and_starts_again(replay):
    """Play becomes Pause, stops at the last tick, and plays from the first again."""
    replay.get_by_role("combobox", name="Speed").select_option("60")
    replay.get_by_role("button", name="Play", exact=True).click()
    replay.get_by_text("Tick 11", exact=True).wait_for()
    replay.get_by_role("combobox", name="Speed").select_option("2")
    replay.get_by_role("button", name="Play", exact=True).click()
    replay.get_by_role("button", name="Pause", exact=True).click()
    assert replay.get_by_role("status").inner_text() in ("Tick 0", "Tick 1")


def test_a_replay_asks_nobody_anything(replay, requests, faults):
    """The file itself is the only thing that the browser opens, and a policy forbids the rest."""
    replay.get_by_role("button", name="Play", exact=True).click()
    replay.wait_for_timeout(300)
    assert len(requests) <= 1
    assert all(address.startswith("file:") for address in requests)
    assert not faults
    assert replay.evaluate("fetch('http://127.0.0.1:9/').catch(() => 'refused')") == "refused"
    assert all("Content Security Policy" in fault for fault in faults)
    faults.clear()  # the browser complained, as it should


def test_words_of_others_stay_words(replay):
    """A title or a name with markup is shown, never run."""
    assert replay.title() == TITLE
    assert replay.get_by_role("heading", level=1).inner_text() == TITLE


def test_a_replay_speaks_the_language_of_its_scene(page, scene, tmp_path):
    """Buttons, status and numbers are Dutch when the words are."""
    words = WORDS | {"play": "Afspelen", "tick": "Week", "at_tick": "{name}: {value} in week {tick}"}
    write_replay(
        tmp_path / "nl.html", "Vertrouwen", scene._replace(words=words), *recording(scene, 3, first=1500), lang="nl"
    )
    page.goto((tmp_path / "nl.html").as_uri())
    page.get_by_text("Week 1500", exact=True).wait_for()
    assert page.get_by_role("button", name="Afspelen").is_visible()
    assert page.evaluate("document.documentElement.lang") == "nl"
    page.get_by_role("slider").fill("1")
    assert curves(page)[0] == "Mean trust: 0,50 in week 1.501"


def test_a_replay_fits_a_phone_and_the_dark(replay):
    """At 390 pixels nothing sticks out, and dark readers get a dark page."""
    replay.set_viewport_size({"width": 390, "height": 844})
    replay.emulate_media(color_scheme="dark")
    assert replay.evaluate("document.documentElement.scrollWidth") <= 390
    assert replay.evaluate("getComputedStyle(document.body).color") == "rgb(238, 241, 245)"


def test_the_same_recording_is_the_same_file(scene, tmp_path):
    """No clock and no chance in it."""
    for name in ("a.html", "b.html"):
        write_replay(tmp_path / name, "Twice", scene, *recording(scene))
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_differences_add_up_to_the_frames():
    """What is kept is each frame minus the one before, in bytes that wrap round."""
    kept = np.frombuffer(differences([b"\x05\xff", b"\x04\x01"]), "u1").reshape(2, 2)
    assert kept.tolist() == [[5, 255], [255, 2]]
    assert np.cumsum(kept, axis=0, dtype="u1").tolist() == [[5, 255], [4, 1]]


def test_a_replay_of_nothing_and_a_curve_of_another_length_are_refused(scene, tmp_path):
    """The message tells what is missing."""
    frames, series = recording(scene)
    with pytest.raises(ValueError, match="at least one"):
        write_replay(tmp_path / "x.html", "Nothing", scene, [], {})
    with pytest.raises(ValueError, match="series 'Mean trust': 12 values for 3 frames"):
        write_replay(tmp_path / "x.html", "Short", scene, frames[:3], series)
