"""What people and firms do, with one file per mechanism. Its line in `week.PHASES` says when it runs."""

from pathlib import Path

MECHANISMS = tuple(sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py")))
