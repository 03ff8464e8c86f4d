"""The parts of the page: small anywidgets that show a state and pass on the visitor's requests."""

from functools import cache
from pathlib import Path
from threading import RLock
from time import monotonic
from urllib.parse import quote

import anywidget
import traitlets

from trustsim.live.palette import PALETTE
from trustsim.live.wire import hears

HERE = Path(__file__).parent / "parts"
USES = {"figures": ("curves", "bars")}  # scripts that a part needs in addition to dom.js and its own
SHEETS = ("page", "boxes", "widths")  # the files of the style sheet, in order
PATIENCE = 2.0  # seconds after which a message without acknowledgement is given up


@cache
def style():
    """The style sheet, with the palette's colours for the light and the dark theme."""
    light, dark = (colours(theme) for theme in ("light", "dark"))
    return (
        (
            f":root {{ color-scheme: light; {light} }}\n"
            "@media (prefers-color-scheme: dark) "
            f"{{ :root:not([data-theme='light']) {{ color-scheme: dark; {dark} }} }}\n"
            f":root[data-theme='dark'] {{ color-scheme: dark; {dark} }}\n"
        )
        + chevron()
        + "".join((HERE / f"{name}.css").read_text("utf-8") for name in SHEETS)
    )


def chevron():
    """The arrow of a drop-down list as a CSS variable with an SVG image."""
    shape = "<path d='M1 1.5l5 5 5-5' fill='none' stroke='#808894' stroke-width='2' stroke-linecap='round'/>"
    drawn = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 12 8'>{shape}</svg>"
    return f':root {{ --chevron: url("data:image/svg+xml,{quote(drawn)}"); }}\n'


def colours(theme):
    """The palette of a theme as CSS variables: world A is the colour of trust, world B that of its opposite."""
    palette = PALETTE[theme]
    ground = {"light": "#f4f5f7", "dark": "#0b0e13"}[theme]
    named = {
        "surface": palette["surface"],
        "ink": palette["ink"],
        "quiet": palette["quiet"],
        "edge": palette["edge"],
        "faint": palette["none"],
        "alarm": palette["alarm"],
        "relief": palette["relief"],
        "ground": ground,
    }
    named |= {
        "a": palette["trust"][12 if theme == "light" else 11],
        "b": palette["trust"][6 if theme == "light" else 5],
    }
    return " ".join(f"--{name}: {colour};" for name, colour in named.items())


class Part(anywidget.AnyWidget):
    """A part of the page. `show(state)` may be called at any rate: the browser gets the newest state when it is ready.

    `on_ask` sets the function that handles the visitor's requests.
    """

    _esm = "export default { render() {} };"
    _css = "/* one part brings the style sheet of all */"
    words = traitlets.Dict().tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    acknowledged = traitlets.Int(0).tag(sync=True)

    def __init__(self, name, with_style=False, **traits):
        script = "".join((HERE / f"{each}.js").read_text("utf-8") for each in ("dom", *USES.get(name, ()), name))
        super().__init__(_esm=script, _css=style() if with_style else "", **traits)
        self._serial, self._sent, self._waiting, self._last = 0, -PATIENCE, None, None
        self._lock = RLock()
        self._listener = None
        self.observe(self._deliver, "acknowledged")
        self.on_msg(self._hear)
        hears(self)

    def on_ask(self, listener):
        """Call `listener(what, value)` for every request of the visitor."""
        self._listener = listener

    def show(self, state):
        """Show a state. While the browser is still drawing the previous one, only the newest is kept."""
        with self._lock:
            if state == self._last:
                return
            self._waiting = self._last = state
            self._deliver()

    def save(self, name, text, kind):
        """Make the browser save a file."""
        self.send({"save": name, "text": text, "kind": kind})

    def _deliver(self, change=None):
        with self._lock:
            ready = self.acknowledged >= self._serial or monotonic() - self._sent > PATIENCE
            if self._waiting is None or not ready:
                return
            self._serial += 1
            self._sent = monotonic()
            state, self._waiting = {**self._waiting, "serial": self._serial}, None
            self.state = state

    def set_state(self, sync_data):
        """Accept from the browser only which state it has drawn. Ignore all other traits."""
        serial = sync_data.get("acknowledged")
        if type(serial) is int and 0 <= serial <= self._serial:
            super().set_state({"acknowledged": serial})

    def _hear(self, widget, content, buffers):
        if self._listener is not None and isinstance(content, dict) and isinstance(content.get("what"), str):
            self._listener(content["what"], content.get("value"))
