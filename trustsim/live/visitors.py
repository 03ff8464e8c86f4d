"""All visitors together: how many there may be at a time, and how much memory their worlds may take.

Each session is bounded by itself, but a hundred of them would still take the machine down. This is the one thing that
the sessions of a server share.
"""

import threading

from trustsim.budget import available, spoken
from trustsim.errors import BadInput

MOST_VISITORS = 32
SHARE = 0.5  # of the memory that is free for all worlds; the rest is for what they remember, and for others


class Visitors:
    """Who is here, and the bytes that each one's worlds take."""

    def __init__(self, most=MOST_VISITORS):
        self.most, self.taken, self.lock = most, {}, threading.Lock()

    def enter(self, visitor):
        """Let somebody in; raises BadInput where there are too many."""
        with self.lock:
            if len(self.taken) >= self.most:
                raise BadInput(f"{self.most} people use this server already; come back when somebody has left")
            self.taken[visitor] = 0

    def take(self, visitor, size):
        """Take bytes for somebody's worlds, in place of what they had; raises BadInput where too little is left."""
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
        """Somebody has gone, with all their worlds."""
        with self.lock:
            self.taken.pop(visitor, None)


VISITORS = Visitors()
