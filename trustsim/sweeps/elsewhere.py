"""Executors by name, for runs on more than one machine: `dask=ADDRESS` is a Dask cluster that is running."""

from contextlib import contextmanager

from trustsim.errors import BadInput

DASK = "dask"
NEEDS = "dask=ADDRESS needs Dask; install it here and on all workers: pip install 'trustsim[cluster]'"
PATIENCE = 15  # seconds for the scheduler to answer


@contextmanager
def executor_named(text):
    """A context with (executor, runs at a time) of "dask=tcp://127.0.0.1:8786", or (None, None) of None.

    Raises BadInput.
    """
    if text is None:
        yield None, None
        return
    kind, _, address = text.partition("=")
    if kind != DASK:
        raise BadInput(f"executor {text!r:.60} is unknown; write dask=ADDRESS, such as dask=127.0.0.1:8786")
    if not address:
        raise BadInput("executor dask: name the scheduler's address, such as dask=127.0.0.1:8786")
    with connected(address) as client:
        yield client.get_executor(pure=False), workers_of(client, address)


@contextmanager
def connected(address):
    """A context with a Client of the scheduler at an address. Raises BadInput."""
    try:
        from distributed import Client
    except ImportError as error:
        raise BadInput(NEEDS) from error
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:  # nobody there, or no address
        why = " ".join(str(error).split())[:200]
        raise BadInput(f"executor dask={address}: no scheduler answers there ({why})") from None
    try:
        yield client
    finally:
        client.close()


def workers_of(client, address):
    """How many runs the workers of a cluster do at a time. Raises BadInput if there are none."""
    many = sum(client.nthreads().values())
    if not many:
        raise BadInput(f"executor dask={address}: the scheduler has no workers yet; start some: dask worker {address}")
    return many
