"""Read, check and write configs. A study is one config; a scenario is one of its arms, with all defaults filled in.

`read("baseline")` or `read("my.toml", ["advisors.rate=0.3"])` returns a `Study`. Any mistake in a config raises
`BadInput` with a message of one line.
"""

from trustsim.scenario.arm import Intervention, Scenario, Shock
from trustsim.scenario.reading import override, parse, read
from trustsim.scenario.shape import json_schema
from trustsim.scenario.shipped import config_folder, lens_names, mechanism_names, names
from trustsim.scenario.study import Study
from trustsim.scenario.variation import differences, vary, with_
from trustsim.scenario.writing import create, resolved, starter

__all__ = [
    "Intervention", "Scenario", "Shock", "Study", "config_folder", "create", "differences", "json_schema", "lens_names",
    "mechanism_names", "names", "override", "parse", "read", "resolved", "starter", "vary", "with_",
]  # fmt: skip
