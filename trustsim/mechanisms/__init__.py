"""What people and firms do, one mechanism a file; its line in `week.PHASES` says when."""

from pathlib import Path

MECHANISMS = tuple(sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py")))
