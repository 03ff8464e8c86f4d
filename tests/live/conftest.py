"""A small scene for the live page."""

import numpy as np
import pytest

from trustsim.live.scene import ADVISOR, CUSTOMER, EMPLOYS, FIRM, KNOWS, PEERS, Scene


@pytest.fixture
def scene():
    """A firm in the middle, two advisors at its left, two customers at its right; everybody's place is known.

    Nodes: firm 0 at the centre, advisors 1 and 2 and customers 3 and 4 in the corners. Edges: both advisors work for
    the firm, 3 knows 1, 4 knows 1 and 2, 3 and 4 are peers.
    """
    positions = np.array([[0.5, 0.5], [0, 0], [0, 1], [1, 0], [1, 1]])
    edges = np.array([[1, 0], [2, 0], [3, 1], [4, 1], [4, 2], [3, 4]])
    kinds = np.array([FIRM, ADVISOR, ADVISOR, CUSTOMER, CUSTOMER])
    return Scene(positions, kinds, edges, np.array([EMPLOYS, EMPLOYS, KNOWS, KNOWS, KNOWS, PEERS]))
