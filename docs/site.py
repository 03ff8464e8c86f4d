"""Build the documentation as a site: `python -m docs.site [FOLDER]`, by default into build/site.

Nothing is fetched, and every warning is an error: a broken link, a missing image, a page outside the navigation, a
notebook that no longer runs. Everything is built anew, because a notebook's output depends on all of trustsim.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def build(folder):
    """Build the site into a folder; returns the exit status, 0 if there was no warning."""
    from sphinx.cmd.build import build_main

    options = ["-b", "html", "-q", "-E", "-a", "-n", "-W", "--keep-going", "-c", str(ROOT / "docs")]
    return build_main([*options, "-d", f"{folder}-cache", str(ROOT), str(folder)])


if __name__ == "__main__":
    sys.exit(build(Path(*(sys.argv[1:] or [ROOT / "build" / "site"]))))
