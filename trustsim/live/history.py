"""The recorded frames of a world: every frame while memory allows, then fewer of the older ones."""

from bisect import bisect_left, bisect_right

LIMIT = 96 * 2**20  # bytes of frames per world


class History:
    """Frames in ascending order of tick. Above `limit` bytes, every second frame of the older half is dropped."""

    def __init__(self, limit=LIMIT):
        self.limit = limit
        self.forget()

    def forget(self):
        """Remove all frames."""
        self.ticks, self.frames, self.bytes = [], [], 0

    def add(self, frame):
        """Add a frame. A frame of the newest tick replaces the one that is there."""
        if self.ticks and self.ticks[-1] == frame.tick:
            self.bytes -= self.frames.pop().bytes
            self.ticks.pop()
        self.ticks.append(frame.tick)
        self.frames.append(frame)
        self.bytes += frame.bytes
        if self.bytes > self.limit:
            self.thin()

    def thin(self):
        """Drop every second frame of the older half, but never the first frame."""
        half = len(self.frames) // 2
        self.ticks = self.ticks[:half:2] + self.ticks[half:]
        self.frames = self.frames[:half:2] + self.frames[half:]
        self.bytes = sum(frame.bytes for frame in self.frames)

    def at(self, tick):
        """The last frame at or before a tick."""
        return self.frames[max(bisect_right(self.ticks, tick) - 1, 0)]

    def before(self, tick):
        """The newest recorded tick before `tick`; the earliest recorded tick if there is none."""
        return self.ticks[max(bisect_left(self.ticks, tick) - 1, 0)]

    def after(self, tick):
        """The first recorded tick after `tick`, or None."""
        place = bisect_right(self.ticks, tick)
        return self.ticks[place] if place < len(self.ticks) else None
