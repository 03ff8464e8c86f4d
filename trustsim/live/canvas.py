"""The network view as an anywidget, for a Solara page, for Mesa's SolaraViz and for notebooks."""

from pathlib import Path
from threading import RLock
from time import monotonic

import anywidget
import traitlets

from trustsim.live.scene import HEADER, WORDS, Scene
from trustsim.live.wire import hears

__all__ = ["WORDS", "NetworkCanvas", "Scene"]
HERE = Path(__file__).parent
PATIENCE = 2.0  # seconds
PICKED = ("node", "edge", "none")


class NetworkCanvas(anywidget.AnyWidget):
    """A network drawn by the browser: `show` a scene once, then `paint` its colours every tick.

    The browser acknowledges each frame. Until it does, only the newest waiting frame is kept. So frames may be dropped,
    but ticks are not, and the browser has no backlog after the last `paint`.
    """

    _esm = HERE / "network.js"
    _css = HERE / "network.css"
    scene = traitlets.Dict().tag(sync=True)
    positions = traitlets.Bytes(b"").tag(sync=True)
    kinds = traitlets.Bytes(b"").tag(sync=True)
    edges = traitlets.Bytes(b"").tag(sync=True)
    edge_kinds = traitlets.Bytes(b"").tag(sync=True)
    frame = traitlets.Bytes(b"").tag(sync=True)
    acknowledged = traitlets.Int(0, help="Serial number of the last frame that the browser took.").tag(sync=True)
    picked = traitlets.Dict(
        help='{"kind": "node" | "edge" | "none", "index": row, "count": picks so far, "version": of the scene}'
    ).tag(sync=True)
    theme = traitlets.Enum(("auto", "light", "dark"), "auto").tag(sync=True)

    def __init__(self, scene=None, **traits):
        super().__init__(**traits)
        self._shown = None
        self._serial = 0
        self._sent = 0, -PATIENCE  # serial number of the last frame sent, and the time when it was sent
        self._waiting = None
        self._lock = RLock()
        self.observe(self._deliver, "acknowledged")
        hears(self)
        if scene is not None:
            self.show(scene)

    def show(self, scene):
        """Show another world, or the same people with other ties or words. The next `paint` colours it.

        If the positions stay the same, the browser keeps the view, the selection and the remaining ties. Only the parts
        that changed are sent.
        """
        with self._lock, self.hold_sync():
            self._shown, self._waiting, self._sent = scene, None, (0, -PATIENCE)
            self.frame = b""
            for name, data in scene.bulk().items():
                self.set_trait(name, data)
            self.scene = scene.head(self.scene.get("version", 0) + 1)

    def paint(self, tick, nodes, edges, pulses=None):
        """Colour nodes and edges by values in 0..1 (NaN: no value) and mark what nodes just did. Does not block."""
        with self._lock:
            self._waiting = int(tick), self._shown.body(nodes, edges, pulses)
            self._deliver()

    @property
    def ready(self):
        """Whether the browser has acknowledged the last frame. A lost frame is given up after PATIENCE."""
        serial, when = self._sent
        return self.acknowledged >= serial or monotonic() - when > PATIENCE

    def set_state(self, sync_data):
        """Accept from the browser only which frame it has drawn and what was clicked. Ignore all other traits."""
        serial, picked = sync_data.get("acknowledged"), sync_data.get("picked")
        if type(serial) is int and 0 <= serial <= self._serial:
            super().set_state({"acknowledged": serial})
        if isinstance(picked, dict) and picked.get("kind") in PICKED:
            counts = {name: picked[name] for name in ("index", "count", "version") if type(picked.get(name)) is int}
            super().set_state({"picked": {"kind": picked["kind"], **counts}})

    def _deliver(self, change=None):
        """Send the newest frame if the browser is ready for it."""
        with self._lock:
            if self._waiting is None or not self.ready:
                return
            (tick, body), self._waiting = self._waiting, None
            self._serial += 1
            self._sent = self._serial, monotonic()
            self.frame = HEADER.pack(tick, self.scene["version"], self._serial) + body
