"""Write a recorded run as one HTML file, which plays without a server and sends no network requests."""

import gzip
import html
import json
import math
import re
from base64 import b64encode
from pathlib import Path

import numpy as np

from trustsim.live.palette import PALETTE
from trustsim.live.scene import HEADER

HERE = Path(__file__).parent


def write_replay(path, title, scene, frames, series, lang="en"):
    """Write the replay of `frames` to `path`. A frame is (tick, nodes, edges, pulses) as for `NetworkCanvas.paint`.

    `series` holds the curves under the network: {name: one value per frame}. `lang` is the language of `scene.words`.
    """
    recorded = [
        HEADER.pack(int(tick), 1, serial) + scene.body(*values) for serial, (tick, *values) in enumerate(frames, 1)
    ]
    if not recorded:
        raise ValueError("frames: there are none; a replay needs at least one")
    for name, values in series.items():
        if len(values) != len(recorded):
            raise ValueError(f"series {name!r}: {len(values)} values for {len(recorded)} frames; give one each")
    head = scene.head(1)
    told = {
        "title": title,
        "scene": head | {"words": head["words"] | {"locale": lang}},
        "series": {name: [plain(value) for value in values] for name, values in series.items()},
    }
    parts = {
        "lang": html.escape(lang),
        "title": html.escape(title),
        "colours": colours(),
        "css": (HERE / "network.css").read_text("utf-8"),
        "js": (HERE / "network.js").read_text("utf-8"),
        "told": json.dumps(told, ensure_ascii=False).replace("<", "\\u003c"),
        "bulk": json.dumps({name: packed(data) for name, data in scene.bulk().items()}),
        "frames": packed(differences(recorded)),
    }
    template = (HERE / "replay.html").read_text("utf-8")
    Path(path).write_text(re.sub(r"\{\{(\w+)\}\}", lambda slot: parts[slot[1]], template), "utf-8")


def differences(recorded):
    """Each frame as its difference from the previous one. Most bytes are zero, so the result compresses well."""
    rows = np.frombuffer(b"".join(recorded), "u1").reshape(len(recorded), -1)
    changes = rows.copy()
    changes[1:] -= rows[:-1]
    return changes.tobytes()


def packed(data):
    """Bytes, compressed and encoded as Base64. The same bytes always give the same text."""
    return b64encode(gzip.compress(data, mtime=0)).decode()


def plain(value):
    """A number for JSON: None (null) if it is not finite."""
    return float(value) if math.isfinite(value) else None


def colours():
    """The palette as CSS variables for both themes."""
    light, dark = (
        "".join(f"--{name}: {colour};" for name, colour in PALETTE[theme].items() if isinstance(colour, str))
        + f"--line-chart: {PALETTE[theme]['trust'][12]};"
        for theme in ("light", "dark")
    )
    return f":root {{ {light} }} @media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}"
