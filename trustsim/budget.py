"""Estimate the memory that a world needs, from the declared tables, and compare it with the free memory.

A world that does not fit is refused in one line. Otherwise Python would take memory until the system stops it, and
perhaps other programs as well.
"""

from pathlib import Path

import numpy as np

from trustsim.errors import BadInput
from trustsim.parameters import parameters
from trustsim.state import TABLES, WITH_ADVISORS, record

WORKING = 80  # bytes per acquaintance while a network and its tables are made (measured: 50 to 95)
SPARED = 0.1  # share of the free memory that is left to other programs
SMALL = 64 * 2**20  # bytes that are not worth a check
CGROUPS = (  # (limit, use) of a container
    ("memory.max", "memory.current", "memory.stat"),
    ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes", "memory/memory.stat"),
)


def rows_made(values):
    """{table: rows} of a generated world from values by path, if each customer knows as many firms as possible."""
    people = {table: int(values[f"population.{table}"]) for table in ("firms", "advisors", "customers")}
    known = min(int(values["graph.relations"]), people["advisors"])
    room = known + int(values["graph.spare"])
    peers = min(int(values["graph.peers"]), people["customers"] - 1)
    relations = people["customers"] * (room + min(people["firms"], room))
    return rows_of(people, relations, people["customers"] * room, people["customers"] * peers)


def rows_read(network, spare):
    """{table: rows} at most of a world on a `state.Network`, as `build` will lay it out."""
    customers = len(network.knows_first) - 1
    known, direct = np.diff(network.knows_first), np.diff(network.firms_first)
    room = known + spare
    with_firms = np.minimum(network.firms, np.maximum(room, known + direct))
    relations = int((room + with_firms).sum())
    people = {"firms": network.firms, "advisors": len(network.firm_of), "customers": customers}
    return rows_of(people, relations, int(room.sum()), len(network.peers))


def rows_of(people, relations, with_advisors, peers):
    """{table: rows} of a world with this many people and relations, `with_advisors` of which are with advisors."""
    ties = {"relations": relations, "evidence": relations, "peers": peers} | dict.fromkeys(WITH_ADVISORS, with_advisors)
    of_firms = {"staff": people["advisors"], "employment": 2 * people["advisors"], "clientele": people["firms"]}
    return people | ties | of_firms


def weight(rows, contexts):
    """Bytes of a world with these rows per table and this many contexts, including the memory to build it."""
    cells = rows | {"evidence": rows["evidence"] * contexts}
    tables = sum(cells.get(name, 1) * record(name).itemsize for name in TABLES)
    return tables + WORKING * (rows["relations"] // 2 + rows["peers"] // 2 + rows["advisors"])


def needed(arm):
    """Bytes that the world of an arm needs; 0 if its people come from a file or from networkx."""
    return weight(rows_made(arm.values), len(arm.contexts)) if is_made(arm.graph) else 0


def is_made(graph):
    """Whether a [graph] table uses our own makers, so that the number of people is known beforehand."""
    read = "file" in graph or "edges" in graph
    return not read and not str(graph.get("maker", "")).startswith("networkx.")


def check_arm(arm):
    """Refuse an arm whose generated world does not fit. Raises BadInput."""
    if is_made(arm.graph):
        check_made(arm.values, len(arm.contexts))


def check_made(values, contexts=1):
    """Refuse a generated world that does not fit. Raises BadInput."""
    paths = ("population.customers", "population.advisors", "graph.relations", "graph.peers", "graph.spare")
    largest = max(paths, key=lambda path: values[path] / parameters()[path].default)
    check(weight(rows_made(values), contexts), f"{largest} = {values[largest]} is too large: ")


def check_read(network, spare, contexts):
    """Refuse a world on a given network that does not fit. Raises BadInput."""
    rows = rows_read(network, spare)
    check(weight(rows, contexts), f"the network with {rows['customers']} customers is too large: ")


def check(bytes_needed, saying):
    """Refuse what does not fit in free memory. Raises BadInput."""
    if bytes_needed > SMALL and bytes_needed > available():
        wanted, free = spoken(bytes_needed), spoken(available())
        cure = "ask for fewer, or use a larger machine"
        raise BadInput(f"{saying}this world needs {wanted} of memory, and {free} are free; {cure}")


def at_a_time(arms, most):
    """The number of runs of these arms that fit in memory at a time, from 1 to `most`."""
    largest = max(map(needed, arms), default=0)
    return max(1, min(most, available() // largest)) if largest * most > SMALL else most


def available():
    """Bytes that this process can still use, given the machine, its container and its limits."""
    import psutil

    free = [psutil.virtual_memory().available]
    for limit, used, parts in CGROUPS:
        most, taken = (number_in(Path("/sys/fs/cgroup", name)) for name in (limit, used))
        if most is not None and taken is not None:
            free.append(most - taken + reclaimable(Path("/sys/fs/cgroup", parts)))
    free += address_space(psutil.Process().memory_info().vms)
    return max(0, int(min(free) * (1 - SPARED)))


def number_in(path):
    """The number in a system file, or None."""
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return None


def reclaimable(path):
    """Bytes of cached files that a container frees when necessary."""
    try:
        lines = dict(line.split() for line in path.read_text().splitlines())
        return int(lines.get("total_inactive_file", lines.get("inactive_file", 0)))
    except (OSError, ValueError):
        return 0


def address_space(used):
    """The bytes that a limit on the address space (ulimit -v) leaves, as a list of one; empty without a limit."""
    try:
        import resource
    except ImportError:  # Windows
        return []
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    return [] if limit == resource.RLIM_INFINITY else [limit - used]


def spoken(size):
    """A number of bytes in words: "3.1 GB"."""
    unit = next((name for name, scale in UNITS.items() if size >= scale), "MB")
    return f"{size / UNITS[unit]:.1f} {unit}"


UNITS = {"TB": 1e12, "GB": 1e9, "MB": 1e6}
