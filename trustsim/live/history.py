"""What was seen so far, to scrub through: every frame while memory lasts, then fewer of the old ones."""

from bisect import bisect_left, bisect_right

LIMIT = 96 * 2**20  # bytes of frames a world


class History:
    """Frames by tick, ascending; when they outgrow `limit` every second one of the older half goes."""

    def __init__(self, limit=LIMIT):
        self.limit = limit
        self.forget()

    def forget(self):
        """Nothing was seen yet."""
        self.ticks, self.frames, self.bytes = [], [], 0

    def add(self, frame):
        """Keep a frame; one of the newest tick takes its place."""
        if self.ticks and self.ticks[-1] == frame.tick:
            self.bytes -= self.frames.pop().bytes
            self.ticks.pop()
        self.ticks.append(frame.tick)
        self.frames.append(frame)
        self.bytes += frame.bytes
        if self.bytes > self.limit:
            self.thin()

    def thin(self):
        """Every second frame of the older half goes; the first one stays."""
        half = len(self.frames) // 2
        self.ticks = self.ticks[:half:2] + self.ticks[half:]
        self.frames = self.frames[:half:2] + self.frames[half:]
        self.bytes = sum(frame.bytes for frame in self.frames)

    def at(self, tick):
        """The last frame at or before a tick."""
        return self.frames[max(bisect_right(self.ticks, tick) - 1, 0)]

    def before(self, tick):
        """The newest tick kept that is earlier than `tick`; the earliest there is."""
        return self.ticks[max(bisect_left(self.ticks, tick) - 1, 0)]

    def after(self, tick):
        """The first tick kept that is later than `tick`, or None."""
        place = bisect_right(self.ticks, tick)
        return self.ticks[place] if place < len(self.ticks) else None
