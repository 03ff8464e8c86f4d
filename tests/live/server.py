"""The live page served for a test, on a free port of this machine, from an empty working folder."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

HOME = Path(__file__).parents[2]
SERVE = (
    "from trustsim.live.serve import serve; "
    "serve({config!r}, port={port}, open_browser=False, lang={lang!r}, token={token!r})"
)
TOKEN = "token-of-the-tests"


@contextmanager
def served(folder, config="baseline", lang="en"):
    """(URL with its token, log) of a server that lives as long as the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, (str(HOME), os.environ.get("PYTHONPATH")))),
        "SOLARA_KERNEL_CULL_TIMEOUT": "1s",
    }
    log = folder / "server.log"
    with open(log, "wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE.format(config=config, port=port, lang=lang, token=TOKEN)],
            cwd=folder,
            env=environment,
            stdout=out,
            stderr=out,
        )
    address = f"http://127.0.0.1:{port}/?token={TOKEN}"
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    try:
        for _ in range(300):
            try:
                opener.open(address, timeout=5).close()
                break
            except OSError:
                assert process.poll() is None, log.read_text()
                time.sleep(0.1)
        yield address, log
    finally:
        process.terminate()
        process.wait(10)


def number(text):
    """The last number in a text, e.g. in a chart's label."""
    found = re.findall(r"-?\d+(?:\.\d+)?", text.replace("−", "-"))
    return float(found[-1])
