"""An object as a key of a cache: the very object, whatever it equals."""

from typing import NamedTuple


class Itself(NamedTuple):
    """A key that stands for this very object and keeps it, so that no other can take its place in memory."""

    it: object

    def __eq__(self, other):
        return self.it is other.it

    def __hash__(self):
        return id(self.it)
