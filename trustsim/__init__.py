"""trustsim: an agent-based simulation of what trust does. Importing this is cheap; names are imported when used.

import trustsim
study = trustsim.load("transparency_vs_trust").vary({"advisors.rate": 0.3})
result = trustsim.run(study, replicates=20, progress=True)
result.verdicts()
"""

from importlib import import_module

__version__ = "0.1.0"
HOMES = {
    "TrustModel": "model", "PHASES": "week", "Firm": "agents", "Advisor": "agents", "Customer": "agents",
    "measure": "measures", "par": "parameters", "BadInput": "errors",
    "load": "api", "run": "api", "open": "api", "Result": "api",
    "sweep": "sweeps.python", "SweepResult": "sweeps.result",
    "calibrate": "calibration.python", "CalibrationResult": "calibration.result",
    "explain": "reasons.explaining",
    "diff": "folders.diff", "check": "folders.check",
}  # fmt: skip


def __getattr__(name):
    if name in HOMES:
        return getattr(import_module(f"trustsim.{HOMES[name]}"), name)
    raise AttributeError(f"trustsim has no {name}; it has {', '.join(sorted(HOMES))}")


def __dir__():
    return sorted([*globals(), *HOMES])
