"""Parts of results: Parquet tables that record the plan of their runs, with their digest in the file name."""

import re
from itertools import pairwise

import numpy as np

from trustsim.by_group import TAKEN
from trustsim.errors import BadInput
from trustsim.runs.disk import digest, write_whole

NAME = re.compile(r"part-(\d+)(?:-([0-9a-f]{16}))?\.parquet")  # earlier versions gave no digest
PLAN = b"trustsim plan"  # the key of the plan's digest in the table's metadata


class Damaged(ValueError):
    """A part that has changed since it was written."""


def parts_in(folder):
    """The Parquet parts in a folder, in the order in which they were written."""
    return sorted(path for path in folder.glob("part-*.parquet") if NAME.fullmatch(path.name))


def number_of(path):
    """The number of a part, from 1."""
    return int(NAME.fullmatch(path.name)[1])


def is_sound(path):
    """Whether a part is unchanged, by the digest in its name."""
    try:
        return NAME.fullmatch(path.name)[2] == digest(path.read_bytes())
    except OSError:
        return False


def write_part(folder, number, plan, runs):
    """Some runs as one Parquet table: condition, arm, seed, graph, tick, and one column per measure."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    weeks = [len(next(iter(series.values()))) for series, _ in runs.values()]
    names = [(condition, arm, graph) for (condition, arm, _), (_, graph) in runs.items()]
    columns = {
        name: texts([each[at] for each in names], weeks) for at, name in enumerate(("condition", "arm", "graph"))
    }
    columns["seed"] = numbers(np.repeat(np.array([seed for _, _, seed in runs], np.int64), weeks))
    columns["tick"] = numbers(np.concatenate([np.arange(each) for each in weeks]))
    columns = {name: columns[name] for name in TAKEN}
    for measure in dict.fromkeys(name for series, _ in runs.values() for name in series):
        columns[measure] = numbers(np.concatenate([column_of(series, measure) for series, _ in runs.values()]))
    table, sink = pa.Table.from_arrays(list(columns.values()), list(columns)), pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata({PLAN: plan.encode()}), sink, compression="zstd")
    data = sink.getvalue().to_pybytes()
    write_whole(folder / f"part-{number:05d}-{digest(data)}.parquet", data)


# columns are made from buffers: pyarrow's own conversions import pandas, which takes half a second


def numbers(values):
    """An Arrow column of int64 or float64."""
    import pyarrow as pa

    kind = pa.float64() if values.dtype.kind == "f" else pa.int64()
    values = np.ascontiguousarray(values, np.float64 if values.dtype.kind == "f" else np.int64)
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(values)])


def texts(each, times):
    """An Arrow column of texts, each repeated so many times."""
    import pyarrow as pa

    data = [text.encode() for text in each]
    sizes = np.repeat(np.array([len(text) for text in data], np.int64), times)
    offsets = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    joined = b"".join(text * count for text, count in zip(data, times, strict=True))
    return pa.Array.from_buffers(pa.string(), len(sizes), [None, pa.py_buffer(offsets), pa.py_buffer(joined)])


def column_of(series, measure):
    """A measure of one run, float64 [ticks]; NaN where the run does not have it."""
    return series.get(measure, np.full(len(next(iter(series.values()))), np.nan))


def read_part(path):
    """A part as (digest of its plan, {(condition, arm, seed): ({measure: float64 [ticks]}, graph's hash)}).

    Raises Damaged, with a reason, for a part that has changed since it was written, and BadInput for a foreign file.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    mark = NAME.fullmatch(path.name)[2]
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Damaged(f"cannot be read ({error.strerror})") from error
    if mark is not None and mark != digest(data):
        raise Damaged("is damaged")
    try:
        table = pq.read_table(pa.BufferReader(data), use_threads=False)
        of, runs = (table.schema.metadata or {}).get(PLAN, b"").decode(), runs_in(table)
    except Exception as error:  # whatever pyarrow makes of a file that is no such table
        raise BadInput(f"{path}: is no part of results; remove it, or choose another folder with --out") from error
    if mark is None:
        raise Damaged("is of an earlier version")
    return of, runs


def runs_in(table):
    """The runs in a table, by their keys. Raises ValueError unless each run has every week once."""
    keys = list(zip(*(table[name].to_pylist() for name in ("condition", "arm", "seed")), strict=True))
    graphs, ticks = table["graph"].to_pylist(), table["tick"].to_numpy()
    measures = {name: table[name].to_numpy() for name in table.column_names[len(TAKEN) :]}
    edges = [i for i, key in enumerate(keys) if i == 0 or key != keys[i - 1]] + [len(keys)]
    for a, b in pairwise(edges):
        if not np.array_equal(ticks[a:b], np.arange(b - a)):
            raise ValueError(f"run {keys[a]} has not every week once")
    return {keys[a]: ({name: column[a:b] for name, column in measures.items()}, graphs[a]) for a, b in pairwise(edges)}
