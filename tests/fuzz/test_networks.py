"""Mutated network files: each gives a network whose world stays in range, or one line that says what is wrong."""

from pathlib import Path

import numpy as np
import pytest
from fuzzing import INPUTS, SPECIAL, check_message, check_world, drawn, in_time, mutated
from test_network_csv import PEOPLE
from test_network_csv import VARIATIONS as CSV
from test_network_pajek import VARIATIONS as PAJEK
from test_network_xml import VARIATIONS as XML

from trustsim.errors import BadInput
from trustsim.model import TrustModel
from trustsim.network import assembled_network, fingerprint, from_networkx, to_networkx
from trustsim.scenario import parse

ROOT = Path(__file__).parents[1] / "networks"
ARM = next(
    iter(parse({"population": {"firms": 2, "advisors": 4, "customers": 12}, "ticks": 4, "replicates": 1}).arms.values())
)
BY_DEGREE = {"rule": "highest_in_degree", "advisors": 0.4}
GRAPHS = (
    {}, {"weight": "weight"}, {"symmetric": False}, {"strict": True}, {"id": "name"}, {"firm": "office"},
    {"traits": {"status": "weight"}}, {"roles": {"attribute": "role"}},
    {"roles": {"attribute": "mode", "advisor": [1], "customer": [2]}},
)  # fmt: skip
FORMATS = {
    "net": [*PAJEK.values(), *(path.read_bytes() for path in sorted(ROOT.glob("P*.[np]*")))],
    "graphml": [
        *(text for name, text in XML.items() if name.startswith("GraphML")),
        *(path.read_bytes() for path in sorted(ROOT.glob("*.graphml"))),
    ],
    "gexf": [
        *(text for name, text in XML.items() if name.startswith("GEXF")),
        *(path.read_bytes() for path in sorted(ROOT.glob("*.gexf"))),
    ],
    "csv": [*CSV.values(), *(path.read_bytes() for path in sorted(ROOT.glob("*.csv")))],
}
BLOCK = 50  # inputs to a test


def changed(luck, kind):
    """A file with a few changes of its text or its bytes."""
    content = luck.choice(FORMATS[kind])
    if luck.random() < 0.7:
        text = content if isinstance(content, str) else content.decode("utf-8", "replace")
        other = luck.choice(FORMATS[luck.choice(tuple(FORMATS))])
        pieces = (
            *SPECIAL,
            "*Arcs",
            "*Matrix",
            "*Vertices 3",
            "<graph>",
            "</node>",
            "&#65;",
            "1 2 3\n",
            str(other)[:80],
        )
        text = mutated(text, luck)
        at = luck.randrange(len(text) + 1)
        text = text[:at] + luck.choice(pieces) + text[at:] if luck.random() < 0.3 else text
        return text.encode("utf-8", "replace")
    content = bytearray(content.encode() if isinstance(content, str) else content)
    for _ in range(luck.randint(1, 4)):
        at = luck.randrange(len(content) + 1)
        content[at : at + luck.choice((0, 1, 1, 5))] = luck.choice(
            (b"", bytes([luck.randrange(256)]), content[at : at + 9] * 2)
        )
    return bytes(content)


def check_network(network, live):
    """Every row, strength and amount is in range, the way to networkx and back is the same, and a world lives on it."""
    customers, advisors = network.size("customers"), network.size("advisors")
    assert customers > 0 and advisors > 0 and network.firms > 0
    assert ((network.firm_of >= 0) & (network.firm_of < network.firms)).all()
    assert ((network.knows >= 0) & (network.knows < advisors)).all() and (
        (network.peers >= 0) & (network.peers < customers)
    ).all()
    assert ((network.strength > 0) & (network.strength <= 1)).all()
    assert all(np.isfinite(column).all() and (column >= 0).all() for column in network.prior.values())
    assert all(
        label.strip() == label != "" and label.isprintable()
        for each in network.labels.values()
        for label in each
        if "\u00a0" not in label and label.isascii()
    )
    assert fingerprint(from_networkx(to_networkx(network))) == fingerprint(network)
    if live:
        model = TrustModel(ARM, 1, network=network).run(2)
        check_world(model.tables)
        model.close()


@pytest.fixture(scope="module", autouse=True)
def compiled():
    """The rules are compiled before any input is timed."""
    TrustModel(ARM, seed=1).run(1).close()


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("block", range(max(INPUTS // BLOCK // len(FORMATS), 1)))
def test_a_mutated_file_gives_a_network_or_one_line(kind, block, tmp_path):
    """No traceback, no hang, nothing out of range."""
    for number in range(block * BLOCK, (block + 1) * BLOCK):
        luck = drawn(f"{kind} {number}")
        content = changed(luck, kind)
        (tmp_path / f"town.{kind}").write_bytes(content)
        graph = {"file": f"town.{kind}", "roles": BY_DEGREE} | luck.choice(GRAPHS)
        if kind == "csv" and luck.random() < 0.4:
            (tmp_path / "people.csv").write_text(
                mutated(PEOPLE, luck) if luck.random() < 0.7 else PEOPLE, encoding="utf-8", errors="replace"
            )
            graph = {"nodes": "people.csv", "edges": {"ties": {"file": "town.csv"}}} | luck.choice(
                ({}, {"firm": "office"}, {"roles": BY_DEGREE})
            )
        try:
            with in_time():
                network = assembled_network(graph, ARM.values, 1, tmp_path).network
                check_network(network, number % 5 == 0)
        except BadInput as error:
            check_message(error)
        except BaseException as error:
            error.add_note(f"{kind} {number}: {graph}\n{content!r}")
            raise
