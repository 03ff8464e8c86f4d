"""Check every request to the server: the served address, this server's token, and no page of another origin.

A page of another site can send requests to `localhost`, and can make a host name that it controls point here (DNS
rebinding). So every request needs three things. Its Host must be one that is served. Its Origin, if the browser sends
one, must be the same address; a WebSocket must always have one. It must carry the token, first in the printed URL and
then in a cookie.
"""

import ipaddress
import socket
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from trustsim.live.wire import Wire

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
EVERYWHERE = ("0.0.0.0", "::")  # hosts that mean every address of this machine
MOST_SOCKETS = 64  # open at the same time, over all visitors
METHODS = ("GET", "HEAD", "POST")
# headers with which a client could make the server believe that it has another address
POISON = (b"forwarded", b"x-forwarded-", b"script-name", b"x-script-name")
SAFE = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers send `Origin: null` when a page closes
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
POLICY = (  # content security policy: only this server. Vue compiles its templates in the page and needs unsafe-eval
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline' blob:; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws://{host}; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
ONWARD = (
    '<!doctype html><meta http-equiv="refresh" content="0; url={url}"><title>trustsim</title>'
    '<a href="{url}">trustsim</a>'
)


def addresses(host, port):
    """The valid values of the Host header for a server that listens on `host` and `port`."""
    own = machine() if host in EVERYWHERE else ()
    names = {name.lower() for name in (*LOOPBACK, bracketed(host), *own)}
    return frozenset(f"{name}:{port}" for name in names) | (frozenset(names) if port == 80 else frozenset())


def machine():
    """The name of this machine and the addresses of its network cards."""
    import psutil

    cards = [each for card in psutil.net_if_addrs().values() for each in card]
    numbers = [each.address.partition("%")[0] for each in cards if each.family in (socket.AF_INET, socket.AF_INET6)]
    name = socket.gethostname()
    return (name, f"{name}.local", *map(bracketed, numbers))


def bracketed(host):
    """A host as written in a URL: an IPv6 address is put in brackets."""
    try:
        return f"[{host}]" if ipaddress.ip_address(host).version == 6 else host
    except ValueError:
        return host


class Gate:
    """An ASGI application that passes allowed requests and WebSockets on to `app` and refuses all others.

    hosts: the valid Host headers, from `addresses`. token: the secret of this server.
    """

    def __init__(self, app, hosts, token):
        self.app, self.hosts, self.token = app, hosts, token
        self.sockets = 0

    async def __call__(self, scope, receive, send):
        """Handle one request, one WebSocket, or the server's own start and stop."""
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        asked = Asked(scope)
        fault = self.fault(asked)
        if scope["type"] == "websocket":
            return await self.socket(asked, fault, receive, send)
        if fault:
            return await answer(send, 403, f"trustsim: {fault}\n")
        if asked.token:
            return await self.welcome(asked, send)
        return await self.app(asked.bare(), receive, guarded(send, asked.host))

    def fault(self, asked):
        """Why a request or a WebSocket is refused, in one line; "" if it is allowed."""
        is_socket, opens = asked.scope["type"] == "websocket", asked.first("sec-fetch-mode") == "navigate"
        if asked.host not in self.hosts:
            return "this server has another address; use the one that it printed"
        if (asked.origins or is_socket) and asked.origins != [f"http://{asked.host}"]:
            return "requests from the pages of other sites are refused"
        if not opens and asked.first("sec-fetch-site") not in ("", "none", "same-origin"):
            return "requests from the pages of other sites are refused"
        if asked.first("sec-fetch-dest") in ("iframe", "frame", "embed", "object"):
            return "this page cannot be shown inside another"
        if not is_socket and asked.scope["method"] not in METHODS:
            return "only GET, HEAD and POST are answered"
        given = asked.token, *asked.cookies(self.cookie(asked))
        if not any(compare_digest(each.encode(), self.token.encode()) for each in given):
            return "open the URL that `trustsim live` printed; its token is needed here"
        return ""

    def cookie(self, asked):
        """The name of the cookie. It contains the port, because browsers share cookies between ports."""
        return f"trustsim-{asked.host.rpartition(':')[2] if ':' in asked.host else 80}"

    async def welcome(self, asked, send):
        """Set a cookie with the token of the URL, and redirect to the same address without the token."""
        kept = urlencode([pair for pair in asked.query if pair[0] != "token"])
        url = "/" + asked.scope["path"].lstrip("/\\") + (f"?{kept}" if kept else "")
        url = "".join(c if c.isascii() and c.isprintable() and c not in "\"'<>\\" else "" for c in url)
        cookie = f"{self.cookie(asked)}={self.token}; Path=/; HttpOnly; SameSite=Strict"
        if asked.first("sec-fetch-site") == "cross-site":  # the browser would not send a strict cookie after a redirect
            page = ONWARD.format(url=url.replace("&", "&amp;"))
            return await answer(send, 200, page, "text/html", {"Set-Cookie": cookie})
        return await answer(send, 303, "", headers={"Set-Cookie": cookie, "Location": url})

    async def socket(self, asked, fault, receive, send):
        """Handle a WebSocket: refuse it before it opens, or filter its messages while it is open."""
        if fault or self.sockets >= MOST_SOCKETS:
            await receive()
            return await send({"type": "websocket.close", "code": 1008, "reason": fault or "too many visitors at once"})
        self.sockets += 1
        try:
            await self.app(asked.bare(), Wire(receive).receive, send)
        finally:
            self.sockets -= 1


class Asked:
    """The host, origins, token and cookies of a request or a WebSocket."""

    def __init__(self, scope):
        self.scope = scope
        self.query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        self.token = next((value for name, value in self.query if name == "token"), "")
        self.origins = self.all("origin")
        hosts = self.all("host")
        self.host = hosts[0].lower() if len(hosts) == 1 else ""

    def all(self, name):
        """Every value of a header."""
        return [value.decode("latin-1") for key, value in self.scope["headers"] if key == name.encode()]

    def first(self, name):
        """The first value of a header, or ""."""
        return next(iter(self.all(name)), "")

    def cookies(self, name):
        """The values of all cookies with a given name."""
        found = []
        for header in self.all("cookie"):
            try:
                found += [morsel.value for key, morsel in SimpleCookie(header).items() if key == name]
            except CookieError:
                continue
        return found

    def bare(self):
        """The scope without the headers in POISON and without the token."""
        headers = [(key, value) for key, value in self.scope["headers"] if not key.startswith(POISON)]
        query = urlencode([pair for pair in self.query if pair[0] != "token"]).encode()
        return {**self.scope, "headers": headers, "query_string": query}


def guarded(send, host):
    """`send`, with the security headers added to every response."""

    async def sent(message):
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *safe(host)]}
        await send(message)

    return sent


def safe(host):
    """The security headers as ASGI expects them."""
    headers = {**SAFE, "Content-Security-Policy": POLICY.format(host=host)}
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


async def answer(send, status, text, kind="text/plain", headers=None):
    """Send a response that must not be cached."""
    told = {"Content-Type": f"{kind}; charset=utf-8", "Cache-Control": "no-store", **(headers or {})}
    start = [(name.lower().encode(), value.encode("latin-1")) for name, value in told.items()]
    await send({"type": "http.response.start", "status": status, "headers": [*start, *safe("localhost")]})
    await send({"type": "http.response.body", "body": text.encode()})
