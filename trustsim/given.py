"""Interpret the arguments of a model: an arm in any form, changes by keyword, and a seed in any form of Mesa."""

from numbers import Integral
from pathlib import Path
from secrets import randbits

from numpy.random import default_rng

from trustsim.errors import BadInput, advice
from trustsim.scenario import Scenario, Study, parse, read, vary
from trustsim.scenario.shape import arm_keys
from trustsim.state import Network

MOST_SEED = 2**63 - 1  # the largest number in an integer column of the results
FRESH_BITS = 48  # large enough to rule out accidental twins, short enough to copy by hand


def arm_of(given=None, changes: dict | None = None, besides: tuple[str, ...] = ()) -> Scenario:
    """The arm of a caller, with its changes applied and checked like a config.

    given: a `Scenario`, a `Study` with one arm, the name of a shipped config, the path of a .toml file, or a config as
    a dict; None means the baseline. changes: `{"advisors.rate": 0.3, "ticks": 52}`, the dotted paths of
    parameters and the keys of an arm. besides: other keywords of the caller, for advice about misspelt ones.
    Raises BadInput.
    """
    arm = only_arm(given)
    if not changes:
        return arm
    unknown = next((key for key in changes if "." not in key and key not in arm_keys(arm.own)), None)
    if unknown is not None:
        raise BadInput(f"{unknown} is unknown; {advice(unknown, sorted({*arm_keys(arm.own), *besides}))}")
    values = {key: value for key, value in changes.items() if "." in key}
    return vary(arm, values, **{key: value for key, value in changes.items() if "." not in key})


def only_arm(given) -> Scenario:
    """The only arm of what was given; see `arm_of`."""
    if isinstance(given, Scenario):
        return given
    if given is None or isinstance(given, str | Path):
        given = read("baseline" if given is None else given)
    elif isinstance(given, dict):
        given = parse(given)
    if not isinstance(given, Study):
        forms = "a scenario, a study, the name or path of a config, or a dict"
        raise BadInput(f"arm = {given!r:.60} is of type {type(given).__name__}; give {forms}")
    if len(given.arms) > 1:
        one = f"read(...).arms[{next(iter(given.arms))!r}]"
        raise BadInput(f"{given.source} has the arms {', '.join(given.arms)}; choose one, such as {one}")
    return next(iter(given.arms.values()))


def seed_of(seed=None, rng=None) -> int:
    """The seed of a run, 0 .. 2**63 - 1, from `seed` or from `rng`, the two names that Mesa has for it.

    An integer is the seed itself. None gives a new seed. From a numpy Generator, BitGenerator, SeedSequence or a
    sequence of integers the seed is drawn. Raises BadInput for anything else, and when both names are used.
    """
    if seed is not None and rng is not None:
        raise BadInput(f"seed = {seed!r:.40} and rng = {rng!r:.40} are both given; give one of them")
    name, given = ("seed", seed) if rng is None else ("rng", rng)
    if given is None:
        return randbits(FRESH_BITS)
    whole = isinstance(given, Integral) and not isinstance(given, bool)
    if whole and 0 <= given <= MOST_SEED:
        return int(given)
    try:
        if isinstance(given, bool | str | bytes):
            raise TypeError
        return int(default_rng(given).integers(2**63))
    except (TypeError, ValueError):
        allowed = "an integer of at least 0, None for a fresh seed, or what numpy.random.default_rng takes"
        raise BadInput(f"{name} = {given!r:.60} must be {allowed}") from None


def threads_of(threads: int) -> int:
    """The number of threads. Raises BadInput."""
    if isinstance(threads, bool) or not isinstance(threads, Integral) or threads < 1:
        raise BadInput(f"threads = {threads!r:.40} must be an integer of at least 1")
    return int(threads)


def network_of(network: Network | None) -> Network | None:
    """The given network. Raises BadInput."""
    if network is not None and not isinstance(network, Network):
        given = f"network = {network!r:.40} is of type {type(network).__name__}"
        raise BadInput(f"{given}, no state.Network; a config names its network in [graph]")
    return network
