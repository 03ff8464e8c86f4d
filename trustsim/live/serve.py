"""`trustsim live`: serve the page on this machine and open the browser."""

import errno
import os
import secrets
import signal
import socket
import sys
import threading

from trustsim.errors import BadInput

PORT = 8765
SWITCH = 0.001  # seconds: with Python's default of 0.005 a running world delays the thread that sends its frames
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
MOST_MESSAGE = 4 * 1024 * 1024  # bytes; the connection is closed when a browser sends a longer message


def serve(name_or_path=None, port=PORT, host="127.0.0.1", open_browser=True, lang="en", token=None):
    """Serve the live page until interrupted. `name_or_path`: the name of a shipped config or the path of a .toml file.

    `token` is the secret in the URL; None: a new one. Raises a one-line BadInput if the config is wrong, the language
    is unknown, the address is not available or the extra is not installed.
    """
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    os.environ["SOLARA_APP"] = "trustsim.live.page"  # Solara reads it when its server is imported
    try:
        import anywidget  # noqa: F401
        import ipyvuetify  # noqa: F401
        import solara.server.cdn_helper
        import solara.server.starlette
        import uvicorn
    except ImportError as error:
        raise BadInput(f"{MISSING} ({error.name} is missing)") from None
    from trustsim.live.compiling import warm
    from trustsim.live.gate import Gate, addresses
    from trustsim.scenario import read
    from trustsim.words import languages

    if lang not in languages():
        raise BadInput(f"--lang {lang} is none of {', '.join(languages())}")
    study = read(name_or_path or "baseline")
    os.environ["TRUSTSIM_LIVE_CONFIG"] = str(name_or_path or "baseline")
    os.environ["TRUSTSIM_LIVE_LANG"] = lang
    token = token or secrets.token_urlsafe(32)
    with listening(host, port) as listener:
        url = announced(host, port, token)
        if open_browser:
            open_when_ready(url)
        sys.setswitchinterval(SWITCH)
        warm(study.arms[study.reference])
        gate = Gate(solara.server.starlette.app, addresses(host, port), token)
        quiet = {"log_level": "warning", "proxy_headers": False, "server_header": False}
        config = uvicorn.Config(gate, ws_max_size=MOST_MESSAGE, **quiet)
        solara.server.cdn_helper.fetch_from_cdn = from_elsewhere
        quietly_ended()
        uvicorn.Server(config).run([listener])


def from_elsewhere(url):
    """Fetch nothing. Otherwise Solara would download and store any file that a visitor names from a CDN."""
    raise FileNotFoundError(url)


def quietly_ended():
    """Make Ctrl + C end the server only: uvicorn raises the signal again after closing, inside asyncio."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, lambda *_: None)


def listening(host, port):
    """A socket that listens on `host` and `port`; raises BadInput if that is not possible."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        both = host == "::" and socket.has_dualstack_ipv6()  # every address of this machine, IPv4 and IPv6
        return socket.create_server((host, port), family=family, dualstack_ipv6=both)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = port + 1 if port < 65535 else PORT
            raise BadInput(f"--port {port} is in use already; choose another, such as --port {other}") from None
        if error.errno == errno.EACCES:
            raise BadInput(f"--port {port} is not yours to use; choose one above 1023") from None
        cure = "leave it out, or use 0.0.0.0"
        why = str(error.strerror or error).partition(" (")[0]  # without the address, which the message already contains
        raise BadInput(f"--host {host} is not an address of this machine ({why}); {cure}") from None


def announced(host, port, token):
    """Print the URL, and a warning if other machines can connect. Returns the URL to open on this machine."""
    from trustsim.live.gate import EVERYWHERE, LOOPBACK, bracketed

    shown = bracketed(host)
    here = "localhost" if host in EVERYWHERE or shown in LOOPBACK else shown
    url = f"http://{here}:{port}/?token={token}"
    if shown not in LOOPBACK:
        warning = f"--host {host} lets other machines in; whoever has the URL can run simulations here"
        print(f"warning: {warning}", file=sys.stderr)
    print(f"trustsim live: {url} (Ctrl + C stops it)", flush=True)
    if host in EVERYWHERE:
        print(f"from other machines: http://{socket.gethostname()}:{port}/?token={token}", flush=True)
    return url


def open_when_ready(address):
    """Open the browser after 1.5 s, when the server should be ready."""
    import webbrowser

    timer = threading.Timer(1.5, webbrowser.open, [address])
    timer.daemon = True
    timer.start()
