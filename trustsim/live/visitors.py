"""Limit the number of simultaneous visitors and the total memory of their worlds.

Each session has its own limits, but a hundred sessions could still exhaust the machine. This module is the only thing
that the sessions of a server share.
"""

import threading

from trustsim.budget import available, spoken
from trustsim.errors import BadInput

MOST_VISITORS = 32
SHARE = 0.5  # of the free memory, for all worlds; the rest is for their histories and for other programs


class Visitors:
    """The current visitors, and the bytes that the worlds of each one take."""

    def __init__(self, most=MOST_VISITORS):
        self.most, self.taken, self.lock = most, {}, threading.Lock()

    def enter(self, visitor):
        """Add a visitor; raises BadInput if there are too many."""
        with self.lock:
            if len(self.taken) >= self.most:
                raise BadInput(f"{self.most} people use this server already; come back when somebody has left")
            self.taken[visitor] = 0

    def take(self, visitor, size):
        """Reserve bytes for a visitor's worlds, in place of the previous amount; raises BadInput above the limit."""
        with self.lock:
            before = self.taken.get(visitor, 0)
            others = sum(self.taken.values()) - before
            if size > before and size + others > (most := int(SHARE * (available() + before + others))):
                left = spoken(max(0, most - others))
                raise BadInput(
                    f"this world needs {spoken(size)}, and {left} are left for it here; ask for a smaller one"
                )
            self.taken[visitor] = size

    def leave(self, visitor):
        """Remove a visitor and the memory of their worlds."""
        with self.lock:
            self.taken.pop(visitor, None)


VISITORS = Visitors()
