"""Network files written for a test, and what is read from them, by name."""

from types import SimpleNamespace

from trustsim.network import assembled_network
from trustsim.parameters import parameters

NUMBERS = {p.path: p.default for p in parameters().values()}
BY_DEGREE = {"rule": "highest_in_degree", "advisors": 0.4}


def written(folder, text, name="town.net"):
    """A file of this text or these bytes in a folder."""
    content = text.encode() if isinstance(text, str) else text
    (folder / name).write_bytes(content)
    return name


def read(folder, text, name="town.net", **graph):
    """What trustsim reads from a file of this text, under a [graph] table; by default the most asked advise."""
    return seen({"file": written(folder, text, name), "roles": BY_DEGREE, **graph}, folder)


def seen(graph, folder):
    """The network that a [graph] table describes, with names in place of rows."""
    assembled = assembled_network(graph, NUMBERS, 1, folder)
    network, dropped = assembled
    customers = range(len(network.knows_first) - 1)
    names = {
        table: [network.label(table, row) for row in range(network.size(table))]
        for table in ("firms", "advisors", "customers")
    }

    def ties(first, rows, table):
        return [
            (names["customers"][i], names[table][int(row)]) for i in customers for row in rows[first[i] : first[i + 1]]
        ]

    peers = ties(network.peers_first, network.peers, "customers")
    return SimpleNamespace(
        **names,
        network=network,
        dropped=dropped,
        notes=assembled.notes(),
        knows=ties(network.knows_first, network.knows, "advisors"),
        peers=sorted({tuple(sorted(pair)) for pair in peers}),
        strength={tuple(sorted(pair)): float(strength) for pair, strength in zip(peers, network.strength, strict=True)},
        groups={
            table: {key: values.tolist() for key, values in columns.items()}
            for table, columns in network.attributes.items()
        },
    )
