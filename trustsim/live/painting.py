"""Colour the networks by trust, or the second one by its difference in trust from the first."""

import numpy as np

from trustsim.live.canvas import NetworkCanvas
from trustsim.live.keeping import carried, painted, values_of
from trustsim.live.scene import Scale

REACHES = (0.05, 0.1, 0.2, 0.5, 1.0)  # possible ends of the colour scale, as differences in trust
TRUST = Scale()


class Painter:
    """The two canvases of a page and the scene that each one shows."""

    def __init__(self):
        self.canvases = (NetworkCanvas(), NetworkCanvas())
        self.reached = None, 0.0  # version of the worlds, and the end of their difference scale
        self.forget()

    def forget(self):
        """Draw everything again at the next painting, because the words or the study have changed."""
        self.shown = [None, None]

    def ties(self, world):
        """The ties that are drawn for a world; None before its first painting."""
        return self.shown[world] and self.shown[world][0]

    def paint(self, view, told, difference):
        """Colour the networks of a View. With `difference`, the second shows B - A if both have equally many nodes."""
        frames = [world.frame for world in view.worlds]
        for world, frame in enumerate(frames):
            minus = difference and world == 1 and len(frames[0].nodes) == len(frame.nodes)
            nodes, edges, pulses = painted(frame)
            scale, words = TRUST, told["network"]
            if minus:
                other = carried(frames[0], frame.ties)
                nodes, edges = nodes - values_of(other.nodes), edges - values_of(other.edges)
                scale, words = self.scale_of(view.version, nodes), words | told["difference"]
                nodes, edges = scale.placed(nodes), scale.placed(edges)
            now = (frame.ties, told["locale"], scale)
            if self.shown[world] is None or self.shown[world][0] is not frame.ties or self.shown[world][1:] != now[1:]:
                self.shown[world] = now
                self.canvases[world].show(view.worlds[world].drawing.scene(frame.ties, words, scale))
            self.canvases[world].paint(frame.tick, nodes, edges, pulses)

    def scale_of(self, version, nodes):
        """The scale of a difference: the smallest of REACHES that contains 95 % of the nodes. It never narrows."""
        far = float(np.nanquantile(np.abs(nodes), 0.95)) if np.isfinite(nodes).any() else 0.0
        reach = next((each for each in REACHES if far <= each), REACHES[-1])
        if self.reached[0] == version:
            reach = max(reach, self.reached[1])
        self.reached = version, reach
        return Scale("difference", -reach, reach)
