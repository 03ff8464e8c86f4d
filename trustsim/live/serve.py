"""`trustsim live`: serve the page on this machine and open the browser."""

import os
import sys

from trustsim.errors import BadInput

PORT = 8765
SWITCH = 0.001  # seconds: with Python's 0.005 a playing world keeps the thread that sends its frames waiting
MISSING = 'the live page needs more than the core; get it with: pip install "trustsim[live]"'
QUIET = {
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_MODE": "production",
    "SOLARA_KERNEL_CULL_TIMEOUT": "20s",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "false",
    "SOLARA_THEME_SHOW_BANNER": "false",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_TITLE": "trustsim",
}
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(name_or_path=None, port=PORT, host="127.0.0.1", open_browser=True, lang="en"):
    """Serve the live page until it is interrupted; `name_or_path` is a config that ships, or a .toml file.

    Raises BadInput in one line when the config is wrong, the language is unknown or the extra is not installed.
    """
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    os.environ["SOLARA_APP"] = "trustsim.live.page"  # read when the server is imported
    try:
        import anywidget  # noqa: F401
        import ipyvuetify  # noqa: F401
        import solara.server.starlette
        import uvicorn
    except ImportError as error:
        raise BadInput(f"{MISSING} ({error.name} is missing)") from None
    from trustsim.live.words import languages
    from trustsim.scenario import read

    if lang not in languages():
        raise BadInput(f"--lang {lang} is none of {', '.join(languages())}")
    read(name_or_path or "baseline")
    os.environ["TRUSTSIM_LIVE_CONFIG"] = str(name_or_path or "baseline")
    os.environ["TRUSTSIM_LIVE_LANG"] = lang
    if host not in LOOPBACK:
        print(f"warning: --host {host} lets other machines in; whoever reaches this port can run simulations here", file=sys.stderr)
    address = f"http://{'localhost' if host in LOOPBACK else host}:{port}"
    if open_browser:
        open_when_ready(address)
    sys.setswitchinterval(SWITCH)
    print(f"trustsim live: {address} (Ctrl + C stops it)")
    uvicorn.run(solara.server.starlette.app, host=host, port=port, log_level="warning")


def open_when_ready(address):
    """Open the browser a moment after the server has begun to listen."""
    import threading
    import webbrowser

    threading.Timer(1.5, webbrowser.open, [address]).start()
