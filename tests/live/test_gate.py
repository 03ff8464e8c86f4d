"""The gate of the live server: who comes in, by which address, from which page and with which token."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from trustsim.errors import BadInput
from trustsim.live.gate import MOST_SOCKETS, Gate, addresses
from trustsim.live.serve import listening
from trustsim.live.wire import MOST_COMMS, Wire, hears

TOKEN, HOST = "s3cret", "localhost:8765"
GOOD = {"host": HOST, "cookie": f"other=1; trustsim-8765={TOKEN}"}


async def inside(scope, receive, send):
    """What the gate protects: it answers with what it was told."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": repr((scope["query_string"], sorted(scope["headers"]))).encode()})


def asked(headers, kind="http", path="/", query="", method="GET", gate=None):
    """The messages that come back for one request."""
    gate, sent = gate or Gate(inside, addresses("127.0.0.1", 8765), TOKEN), []
    lines = headers.items() if isinstance(headers, dict) else headers
    pairs = [(name.encode(), value.encode("latin-1")) for name, value in lines]
    scope = {"type": kind, "path": path, "query_string": query.encode(), "headers": pairs, "method": method}

    async def receive():
        return {"type": "websocket.connect" if kind == "websocket" else "http.request"}

    async def send(message):
        sent.append(message)

    with ThreadPoolExecutor(1) as thread:  # a browser of another test may keep the event loop of this one running
        thread.submit(asyncio.run, gate(scope, receive, send)).result()
    return sent


def status(*request, **more):
    """The status of the answer to a request."""
    return asked(*request, **more)[0]["status"]


def told(sent):
    """{header: value} of an answer."""
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def opened(headers, **more):
    """Whether a WebSocket was let in."""
    return asked(headers, "websocket", "/jupyter/api/kernels/k/channels", **more)[-1]["type"] == "websocket.accept"


def test_lets_in_who_has_the_cookie():
    """The page, its files and its WebSocket."""
    assert status(GOOD) == 200
    assert status({**GOOD, "origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}, path="/static/main.css") == 200
    assert opened({**GOOD, "origin": f"http://{HOST}"})


@pytest.mark.parametrize(
    "path", ["/", "/static/main.css", "/jupyter/api/kernels/k", "/readyz", "/resourcez", "/_solara/cdn/x"]
)
def test_nothing_is_served_without_a_token(path):
    """Neither the page, nor a file, nor a word about the server; one plain line says what to do."""
    answer = asked({"host": HOST}, path=path)
    assert answer[0]["status"] == 403
    assert answer[1]["body"] == b"trustsim: open the URL that `trustsim live` printed; its token is needed here\n"


@pytest.mark.parametrize(
    "cookie", ["", "trustsim-8765=", "trustsim-8765=s3cre", "trustsim-80=s3cret", "trustsim-8765=S3CRET", "a=b;;=;\x00"]
)
def test_another_token_is_none(cookie):
    """Also an empty one, part of one, and one of another port."""
    assert status({"host": HOST, "cookie": cookie}) == 403
    assert not opened({"host": HOST, "cookie": cookie, "origin": f"http://{HOST}"})


def test_the_token_of_the_url_becomes_a_cookie_and_leaves_the_address():
    """What else the address says stays; scripts cannot read the cookie and other sites do not send it."""
    answer = asked({"host": HOST}, path="/", query=f"seed=3&token={TOKEN}&arm=open")
    assert (answer[0]["status"], told(answer)["location"]) == (303, "/?seed=3&arm=open")
    assert told(answer)["set-cookie"] == f"trustsim-8765={TOKEN}; Path=/; HttpOnly; SameSite=Strict"
    assert status({"host": HOST}, query="token=wrong") == 403


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example", "/\r\nSet-Cookie: a=b", "/<script>"])
def test_the_way_on_stays_on_this_server(path):
    """No redirect to another server, no header and no script smuggled in."""
    answer = asked({"host": HOST}, path=path, query=f"token={TOKEN}")
    assert told(answer)["location"].startswith("/") and not told(answer)["location"].startswith(("//", "/\\"))
    assert not set("\r\n<>") & set(told(answer)["location"])


def test_a_link_from_another_site_opens_the_page_with_its_token():
    """Browsers keep a strict cookie back on a redirect from there: a page of our own leads on."""
    answer = asked({"host": HOST, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, query=f"token={TOKEN}")
    assert answer[0]["status"] == 200 and b"url=/" in answer[1]["body"] and TOKEN not in answer[1]["body"].decode()


FOREIGN = [
    "",
    "evil.example",
    "evil.example:8765",
    "localhost",
    "localhost:1",
    "localhost.evil.example:8765",
    "127.0.0.1.nip.io:8765",
    "localhost:8765@evil.example",
    "192.168.1.9:8765",
]


@pytest.mark.parametrize("host", FOREIGN)
def test_a_host_that_was_not_served_is_refused(host):
    """A name of another site may point here (DNS rebinding); its Host gives it away."""
    assert status({**GOOD, "host": host}, query=f"token={TOKEN}") == 403
    assert not opened({**GOOD, "host": host, "origin": f"http://{host}"}, query=f"token={TOKEN}")


def test_two_hosts_or_none_are_refused():
    """Which of the two holds would be a guess."""
    twice = [("host", HOST), ("host", "evil.example"), ("cookie", GOOD["cookie"])]
    assert status(twice) == 403 and status({"cookie": GOOD["cookie"]}) == 403


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "http://evil.example",
        "http://localhost:1",
        "http://127.0.0.1:8765",
        "https://localhost:8765",
        "http://localhost:8765/",
        "file://",
    ],
)
def test_the_page_of_another_origin_is_refused(origin):
    """With the right cookie too: browsers send it along from pages of other ports."""
    assert not opened({**GOOD, "origin": origin}, query=f"token={TOKEN}")
    assert status({**GOOD, "origin": origin}) == 403


def test_a_websocket_without_an_origin_is_refused():
    """Every browser sends one."""
    assert not opened(GOOD)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_cannot_use_its_files(site):
    """No script, image or style of ours in their pages; a frame neither."""
    assert status({**GOOD, "sec-fetch-site": site, "sec-fetch-mode": "no-cors"}) == 403
    assert status({**GOOD, "sec-fetch-site": site, "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}) == 403


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "CONNECT", "X"])
def test_other_methods_are_refused(method):
    """The page reads, and says that it closes."""
    assert status(GOOD, method=method) == 403


def test_every_answer_says_what_browsers_must_not_do():
    """No framing, no guessing of types, no token in a referrer."""
    for answer in (asked(GOOD), asked({"host": HOST})):
        headers = told(answer)
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert (headers["x-frame-options"], headers["x-content-type-options"]) == ("DENY", "nosniff")
        assert headers["referrer-policy"] == "same-origin"


def test_what_could_move_the_server_does_not_reach_it():
    """Solara would take its address from these headers, for all visitors."""
    body = asked(
        {
            **GOOD,
            "x-forwarded-host": "evil.example",
            "script-name": "/evil",
            "x-script-name": "/evil",
            "forwarded": "host=evil",
        }
    )[1]["body"]
    assert b"evil" not in body


def test_sockets_are_counted_over_all_visitors():
    """Who comes when too many are open is refused; who leaves makes room."""
    gate = Gate(inside, addresses("127.0.0.1", 8765), TOKEN)
    gate.sockets = MOST_SOCKETS
    assert not opened({**GOOD, "origin": f"http://{HOST}"}, gate=gate)
    gate.sockets -= 1
    assert opened({**GOOD, "origin": f"http://{HOST}"}, gate=gate)
    assert gate.sockets == MOST_SOCKETS - 1


@pytest.mark.parametrize(
    ("host", "names"),
    [
        ("127.0.0.1", {"localhost:90", "127.0.0.1:90", "[::1]:90"}),
        ("::1", {"localhost:90", "127.0.0.1:90", "[::1]:90"}),
        ("MyBox.local", {"localhost:90", "127.0.0.1:90", "[::1]:90", "mybox.local:90"}),
        ("fe80::5", {"localhost:90", "127.0.0.1:90", "[::1]:90", "[fe80::5]:90"}),
    ],
)
def test_the_addresses_served_follow_from_the_host(host, names):
    """Loopback and the host given, each with the port."""
    assert addresses(host, 90) == names


def test_every_address_of_this_machine_is_served_and_no_other():
    """With 0.0.0.0: the machine's own name and numbers."""
    import socket

    names = addresses("0.0.0.0", 90)
    assert {"localhost:90", "127.0.0.1:90", f"{socket.gethostname().lower()}:90"} <= names
    assert not {"evil.example:90", "0.0.0.0:90x", "8.8.8.8:90"} & names
    assert "localhost" in addresses("127.0.0.1", 80)


def test_a_port_in_use_is_one_line():
    """With another port to try; a host that is not here likewise."""
    with listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            BadInput, match=f"--port {port} is in use already; choose another, such as --port {port + 1}"
        ):
            listening("127.0.0.1", port)
    with pytest.raises(BadInput, match="--host 203.0.113.7 is not an address of this machine"):
        listening("203.0.113.7", 0)


# -- what a browser may say ----------------------------------------------------------------------------------------

HEADER = {"msg_id": "1", "session": "s", "username": "", "date": "2026", "version": "5.2"}


def message(kind, content, **more):
    """A message of the page's as text."""
    return json.dumps({"header": {**HEADER, "msg_type": kind}, "content": content, "channel": "shell", **more})


class Ours:
    """A widget of the page's own."""

    model_id = "w"


OURS = Ours()
hears(OURS)


def passed(*texts):
    """What of these messages one connection lets through, as (kind, content)."""
    wire = Wire(None)
    cleaned = [wire.cleaned(text) for text in texts]
    return [text and (json.loads(text)["header"]["msg_type"], json.loads(text)["content"]) for text in cleaned]


def to_widget(data, name="w"):
    """A message to a widget."""
    return message("comm_msg", {"comm_id": name, "data": data})


def test_what_the_page_says_passes():
    """An answer to a frame, a click, a question."""
    data = [
        {"method": "update", "state": {"acknowledged": 7}},
        {"method": "update", "state": {"picked": {"kind": "node", "index": 3}}},
        {"method": "custom", "content": {"what": "play", "value": None}},
        {"method": "request_state"},
    ]
    assert passed(*map(to_widget, data)) == [("comm_msg", {"comm_id": "w", "data": each}) for each in data]


def test_the_page_is_asked_for_once():
    """A connection that asks again is not heard, and its path and app are ours to say."""
    run = {
        "method": "run",
        "args": {
            "path": "/../../etc/passwd",
            "appName": "other",
            "themes": {"light": {"primary": "#fff"}},
            "dark": True,
        },
    }
    open_, ask = (
        message("comm_open", {"comm_id": "c", "target_name": "solara.control", "data": {}}),
        message("comm_msg", {"comm_id": "c", "data": run}),
    )
    first, second, third = passed(open_, ask, ask)
    assert first[1]["target_name"] == "solara.control" and third is None
    assert second[1]["data"]["args"] == {"path": "/", "themes": {"light": {"primary": "#fff"}}, "dark": True}


@pytest.mark.parametrize(
    "text",
    [
        message(
            "comm_open",
            {"comm_id": "x", "target_name": "jupyter.widget", "data": {"state": {"_model_name": "FileUploadModel"}}},
        ),
        message("comm_open", {"comm_id": "x", "target_name": "jupyter.widget.control", "data": {}}),
        message("execute_request", {"code": "1"}),
        message("shutdown_request", {}),
        message("comm_close", {"comm_id": "w"}),
        to_widget(
            {
                "method": "update",
                "state": {"spec": {}, "words": {}, "state": {}, "_esm": "x", "children": [], "layout": "IPY_MODEL_x"},
            }
        ),
        to_widget({"method": "update", "state": {"acknowledged": "7"}}),
        to_widget({"method": "update", "state": {"acknowledged": True}}),
        to_widget({"method": "run", "args": {}}),
        to_widget({"method": "custom", "content": {"event": "click"}}),
        to_widget({"method": "custom", "content": []}),
        to_widget({"method": "custom", "content": {"what": "play"}}, "a widget of Vue's"),
        to_widget({"method": "update", "state": {"acknowledged": 7}}, "a widget of Vue's"),
        to_widget(None),
        "",
        "{",
        "[]",
        "null",
        "7",
        '"x"',
        "{}",
        '{"header": 3}',
        "[" * 100_000,
        '{"a":' * 5000,
        "\ud800",
        message(
            "comm_msg",
            {"comm_id": "w", "data": {"method": "custom", "content": {"what": "x", "value": "y" * 3_000_000}}},
        ),
    ],
)
def test_everything_else_is_dropped(text):
    """Other widgets, other traits, other kinds of message, what is no message; none of it reaches Solara."""
    assert passed(text) == [None]


def test_brackets_within_texts_are_not_depth():
    """A config that is uploaded may hold any."""
    said = {"method": "custom", "content": {"what": "upload", "value": {"name": "a.toml", "text": 'x = "[[[[\\"' * 50}}}
    assert passed(to_widget(said))[0][1]["data"] == said


def test_a_client_opens_few_lines_of_its_own():
    """The page opens one or two."""
    opens = [message("comm_open", {"comm_id": str(n), "target_name": "solara.control", "data": {}}) for n in range(50)]
    assert sum(each is not None for each in passed(*opens)) == MOST_COMMS
