"""A client that forges messages: handlers, widgets and a real server meet what no page would send.

No file is read, no code runs, nothing that a file holds is told; each fault is one line and the world stays.
"""

import json
import logging
import random
import socket
import sys
import uuid
from pathlib import Path

import pytest
from fuzzing import INPUTS, SPECIAL, VALUES, altered, check_message, check_world, drawn, in_time, mutated

sys.path.insert(0, str(Path(__file__).parents[1] / "live"))  # the server that other tests use

from server import TOKEN, served

from trustsim.live import asking, limits
from trustsim.live.events import EVENTS
from trustsim.live.wire import Wire
from trustsim.measures import MEASURES
from trustsim.mechanisms import MECHANISMS
from trustsim.parameters import parameters
from trustsim.scenario import names, parse

Desk = pytest.importorskip("trustsim.live.desk").Desk

CANARY = "canary7f3a"
BURST = 25  # messages between two looks at how the page fares
SMALL = """
title = "Small"
ticks = 20
[population]
firms = 2
advisors = 6
customers = 40
[arms.closed]
firms.disclosure = 0.05
[arms.open]
firms.disclosure = 0.95
"""
BAIT = {
    "evil.py": "from pathlib import Path\nPath(__file__).with_name('ran').write_text('ran')\n"
    "def evil(*given):\n    return 0\n",
    "secret.toml": f'title = 5\ntoken = "{CANARY}"\n{CANARY} = 1\n',
    "twice.toml": f'title = "{CANARY}"\ntitle = "{CANARY}"\n',
    "own.toml": f'title = "{CANARY}"\nmeasures = ["evil.py:evil"]\n',
    "out.toml": f'title = "{CANARY}"\nextends = "../outside.toml"\n',
    "graph.toml": '[graph]\nfile = "passwords.csv"\n',
    "passwords.csv": f"user,password\nroot,{CANARY}\n",
}
PATHS = (
    "evil.py:evil",
    "./evil.py:evil",
    "evil.py",
    "passwords.csv",
    "secret.toml",
    "../outside.toml",
    "/etc/passwd",
    "~/x",
    "file:///etc/passwd",
    "\\\\server\\share",
    "C:\\x.toml",
    "graph.toml",
    "secret.toml\0",
    "%2e%2e/outside.toml",
    ".",
)
KEYS = (
    "graph.folder",
    "graph.edges",
    "graph.file",
    "graph.nodes",
    "graph.maker",
    "graph.arguments",
    "graph",
    "extends",
    "agents",
    "agents.customer",
    "measures",
    "experiment",
    "mechanisms",
    "mechanisms.x",
    "mechanisms.evil.py:evil",
    "lens.name",
    "__class__",
    "population",
    "interventions",
    "contexts.names",
    "title",
    "ticks",
    "lens ",
    "LENS",
    "",
    ".",
    "a.b.c",
)
UPLOADS = (
    SMALL,
    '[graph]\nfile = "passwords.csv"\n',
    '[graph]\nfolder = ".."\nedges = "passwords.csv"\n',
    'extends = "secret.toml"\n',
    '[arms.x.graph]\nedges = { a = { file = "passwords.csv", source = "user", target = "password" } }\n',
    'lens = "evil.py:evil"\n',
    '[mechanisms]\nx = "evil.py:evil"\n',
    '[agents]\ncustomer = "evil.py:evil"\n',
    'experiment = "evil.py"\n',
    'measures = ["evil.py:evil"]\n',
    '[graph]\nmaker = "networkx.hypercube_graph"\narguments = { n = 40 }\n',
    "[population]\ncustomers = 10000000\n",
    "ticks = 100000\n",
    "x = " + "[" * 300,
    ".".join(["a"] * 3000) + " = 1\n",
)

LINKS = (
    "config=transparency_vs_trust&a=closed&b=open&seed=4&week=3&lens=abi&moves=2:firms.disclosure:0.9,3a:scandal",
    "week=99999",
    "config=secret.toml",
    "config=../outside.toml",
    "config=baseline&begins=:graph.folder:..",
    "config=evil.py&lens=evil.py:evil",
    "config=baseline&moves=0:graph.edges:passwords.csv",
    "seed=-1",
    "config=%00",
    "config=baseline&begins=:population.customers:99999",
    "config=baseline&picked=customers.99999999&also=trust,x",
    "a=1&" * 3000,
    "config=baseline&lang=../en",
    "config=small&seed=3&week=4",
)


def worth(what, luck):
    """A value that the page could send with `what`, before anybody forges it."""
    path = luck.choice((*parameters(), "lens", "lens_form", *(f"mechanisms.{name}" for name in MECHANISMS)))
    upload = {"name": luck.choice(("a.toml", *PATHS)), "text": luck.choice(UPLOADS)}
    known = {
        "show": luck.randrange(30),
        "speed": luck.choice(("1", 25, 0, "100")),
        "lens": luck.choice(("abi", "pillars", *PATHS)),
        "context": luck.choice(("0", 0, 1)),
        "difference": luck.random() < 0.5,
        "change": {
            "path": path,
            "value": luck.choice((True, 0.5, 1, 3, "abi", luck.random())),
            "world": luck.choice((None, 0, 1)),
        },
        "target": luck.choice((None, 0, 1)),
        "measures": luck.sample(list(MEASURES), 3),
        "experiment": luck.choice((*names(), *PATHS)),
        "arm": luck.choice(("open", "closed")),
        "other": luck.choice(("open", "", None)),
        "seed": luck.randrange(1000),
        "language": luck.choice(("en", "nl", "../en")),
        "light": luck.choice(("auto", "dark")),
        "relation": [luck.randrange(50), luck.randrange(50)],
        "upload": upload,
        "open": luck.choice((*BAIT, *PATHS)),
        "tour": luck.choice(("begin", "again", "next", "watch", "end")),
        "predict": luck.choice(("higher", "same", "lower")),
        "keep": luck.choice(("config", "series")),
        "event": {"name": luck.choice((*EVENTS, *PATHS))},
        "link": {"number": luck.randrange(9), "text": luck.choice(LINKS)},
        "too_large": luck.choice(PATHS),
    }
    return known.get(what)


def forged(luck):
    """(what, value) of a message: sometimes the page's own, mostly changed, sometimes nonsense."""
    whats = [name.removeprefix("do_") for name in vars(asking) if name.startswith("do_")]
    what = luck.choice(whats)
    value = worth(what, luck)
    kind = luck.randrange(6)
    if kind == 0:
        return luck.choice((what, mutated(what, luck), *SPECIAL)), luck.choice(VALUES)
    if kind == 1 and what == "change":
        value = {**value, "path": luck.choice((*KEYS, mutated(value["path"], luck)))}
    if kind == 2 and what == "change":
        value = {**value, "value": luck.choice((*VALUES, *PATHS, 1e308, -1, 10**18))}
    if kind == 3 and isinstance(value, str) and value:
        value = mutated(value, luck)
    if kind == 4 and isinstance(value, dict | list) and value:
        value = altered(value, luck)
    if kind == 5 and what == "upload" and isinstance(value, dict):
        value = {**value, "text": mutated(value["text"], luck)}
    return what, value


def sent(widget, data):
    """Hand a widget what ipywidgets would hand it from the wire."""
    widget._handle_msg({"content": {"data": data}, "buffers": []})


def state_of(luck):
    """A widget's state as no page would set it."""
    traits = (
        "spec",
        "words",
        "state",
        "_esm",
        "_css",
        "picked",
        "acknowledged",
        "scene",
        "frame",
        "theme",
        "layout",
        "x",
    )
    picked = {
        "kind": luck.choice(("node", "edge", "none", "x", 3)),
        "index": luck.choice((*VALUES, luck.randrange(60))),
    }
    return {name: luck.choice((*VALUES, picked, picked, PATHS[0])) for name in luck.sample(traits, 3)}


def told_by(desk):
    """Everything that the page was told so far, as text."""
    return json.dumps([[part.words, part.spec, part.state] for part in desk.parts.values()], default=str)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working folder full of bait, and small limits so that ten thousand messages take minutes."""
    work = tmp_path / "work"
    work.mkdir()
    for name, text in BAIT.items():
        (work / name).write_text(text)
    (work / "good.toml").write_text(SMALL)
    (tmp_path / "outside.toml").write_text(f'title = "{CANARY}"\n')
    monkeypatch.chdir(work)
    monkeypatch.setattr(limits, "MOST_RELATIONS", 5_000)
    monkeypatch.setattr(limits, "MOST_ADVISORS", 500)
    monkeypatch.setattr("trustsim.live.session.MAKING", (0.5, 256 * 2**20))
    return work


def test_no_forged_message_reads_a_file_or_ends_a_world(folder, caplog):
    """Handlers and widgets: what is refused is one line, what is done leaves a world in range."""
    caplog.set_level(logging.ERROR)
    desk, luck = Desk(parse(SMALL, "<test>"), folder=folder), random.Random(1)
    desk.session.settle(300)  # compiling included
    log = []
    for number in range(INPUTS):
        luck = drawn(number)
        what, value = forged(luck)
        log.append((number, what, repr(value)[:200]))
        part = luck.choice(list(desk.parts.values()))
        if luck.random() < 0.1:
            sent(luck.choice([part, *desk.painter.canvases]), {"method": "update", "state": state_of(luck)})
        sent(part, {"method": "custom", "content": {"what": what, "value": value}})
        if number % BURST == BURST - 1 or number == INPUTS - 1:
            with in_time(120):
                desk.session.pause()
                view = desk.session.settle(100)
            assert desk.session.thread.is_alive() and view.worlds, log[-BURST:]
            if view.error:
                check_message(view.error)
            assert CANARY not in told_by(desk) and CANARY not in view.error, log[-BURST:]
            assert not (folder / "ran").exists(), log[-BURST:]
            desk.session.fetch(lambda: [check_world(world.model.tables) for world in desk.session.worlds], 100)
            assert not caplog.records, (caplog.records[0].getMessage(), caplog.text[-1500:], log[-BURST:])
    desk.session.close()
    desk.close()


def test_no_forged_text_passes_the_wire_as_anything_else():
    """Whatever bytes come, what is handed on is one of the few messages of the page, and never fails."""
    good = {
        "header": {"msg_id": "1", "session": "s", "username": "", "date": "d", "version": "5", "msg_type": "comm_msg"},
        "content": {"comm_id": "w", "data": {"method": "custom", "content": {"what": "play", "value": None}}},
    }
    wire = Wire(None)
    for number in range(INPUTS):
        luck = drawn(number)
        text = json.dumps(altered(good, luck), default=str)
        text = mutated(text, luck) if luck.random() < 0.5 else text
        with in_time():
            cleaned = wire.cleaned(text)
        if cleaned is not None:
            said = json.loads(cleaned)
            assert set(said) == {"header", "parent_header", "metadata", "channel", "buffers", "content"}
            assert said["header"]["msg_type"] in ("kernel_info_request", "comm_info_request", "comm_open", "comm_msg")
            if said["header"]["msg_type"] == "comm_msg":
                assert said["content"]["data"]["method"] in ("custom", "update", "request_state")


# -- a real server ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """(port, log) of a real server in a folder full of bait."""
    folder = tmp_path_factory.mktemp("served")
    for name, text in BAIT.items():
        (folder / name).write_text(text)
    config = folder / "small.toml"
    config.write_text(SMALL)
    with served(folder, str(config)) as (address, log):
        yield int(address.rpartition(":")[2].partition("/")[0]), log


def shaken(port, host, origin, secret, cookie=True):
    """The status of a WebSocket handshake with these headers; None leaves one out."""
    path = f"/jupyter/api/kernels/{uuid.uuid4()}/channels?session_id={uuid.uuid4()}"
    lines = [
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: " + "A" * 22 + "==",
    ]
    lines += [f"Host: {host}"] if host is not None else []
    lines += [f"Origin: {origin}"] if origin is not None else []
    if secret is not None and cookie:
        lines.append(f"Cookie: trustsim-{port}={secret}")
    elif secret is not None:
        path += f"&token={secret}"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall((f"GET {path} HTTP/1.1\r\n" + "\r\n".join(lines) + "\r\n\r\n").encode())
        return int(line.recv(4096).split(b" ", 2)[1])


def test_only_the_served_page_with_the_token_opens_a_websocket(server):
    """Host × origin × token against a real server: of all these one kind is let in."""
    port, _ = server
    own = [f"{name}:{port}" for name in ("localhost", "127.0.0.1", "[::1]")]
    hosts = [
        *own,
        f"evil.example:{port}",
        "localhost",
        f"localhost:{port + 1}",
        f"localhost.evil.example:{port}",
        f"0.0.0.0:{port}",
    ]
    for host in hosts:
        origins = [f"http://{host}", f"https://{host}", "http://evil.example", "null", None, f"http://{own[0]}"]
        for origin in dict.fromkeys(origins):
            for secret in (TOKEN, TOKEN[:-1], "", None):
                good = host in own and origin == f"http://{host}" and secret == TOKEN
                assert shaken(port, host, origin, secret) == (101 if good else 403), (host, origin, secret)
    assert shaken(port, own[0], f"http://{own[0]}", TOKEN, cookie=False) == 101
    assert shaken(port, None, f"http://{own[0]}", TOKEN) in (400, 403)


def test_the_server_fetches_nothing_from_elsewhere(server):
    """Solara would get any file from a CDN for a visitor, and keep it."""
    port, log = server
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        head = f"Host: localhost:{port}\r\nCookie: trustsim-{port}={TOKEN}\r\nConnection: close\r\n\r\n"
        line.sendall(f"GET /_solara/cdn/nothing-of-ours@1/x.js HTTP/1.1\r\n{head}".encode())
        assert int(line.recv(4096).split(b" ", 2)[1]) in (404, 500)
    assert "Could not load URL" not in log.read_text()


def message(kind, content):
    """A message as the page would send it."""
    header = {
        "msg_id": uuid.uuid4().hex,
        "session": "s",
        "username": "",
        "date": "d",
        "version": "5.2",
        "msg_type": kind,
    }
    return {
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": content,
        "channel": "shell",
        "buffers": [],
    }


def heard(line, kind, seconds=60):
    """The messages up to the first of that kind."""
    found = []
    while not found or found[-1]["header"]["msg_type"] != kind:
        text = line.recv(timeout=seconds)
        if isinstance(text, bytes):  # buffers follow; the message itself comes first
            count = int.from_bytes(text[:4], "big")
            starts = [int.from_bytes(text[4 * k : 4 * k + 4], "big") for k in range(1, count + 1)]
            text = text[starts[0] : starts[1] if count > 1 else None].decode()
        assert CANARY not in text
        found.append(json.loads(text))
    return found


def test_a_real_server_outlives_a_client_that_forges(server):
    """Whoever has the token sends what no page would: the server goes on answering, and its log has no fault."""
    connect = pytest.importorskip("websockets.sync.client").connect
    port, log = server
    url = f"ws://127.0.0.1:{port}/jupyter/api/kernels/{uuid.uuid4()}/channels?session_id={uuid.uuid4()}&token={TOKEN}"
    with connect(url, origin=f"http://127.0.0.1:{port}", max_size=None) as line:
        line.send(json.dumps(message("comm_open", {"comm_id": "c", "target_name": "solara.control", "data": {}})))
        run = {"method": "run", "args": {"path": "/../../etc/passwd", "appName": "os", "themes": {}, "dark": False}}
        line.send(json.dumps(message("comm_msg", {"comm_id": "c", "data": run})))
        widgets = []
        while not any(
            each["header"]["msg_type"] == "comm_msg" and each["content"]["data"].get("method") == "finished"
            for each in widgets
        ):
            widgets += heard(line, "comm_msg", 120)
        ids = [each["content"]["comm_id"] for each in widgets if each["header"]["msg_type"] == "comm_open"]
        assert len(ids) > 10
        for number in range(min(INPUTS, 2000)):
            luck = drawn(number)
            what, value = forged(luck)
            data = luck.choice(
                (
                    {"method": "custom", "content": {"what": what, "value": value}},
                    {"method": "custom", "content": {"what": what, "value": value}},
                    {"method": "update", "state": state_of(luck)},
                    run,
                )
            )
            kinds = ("comm_msg",) * 8 + ("comm_open", "comm_close", "execute_request", "shutdown_request")
            content = {"comm_id": luck.choice(ids), "target_name": "jupyter.widget", "data": data}
            text = json.dumps(message(luck.choice(kinds), content), default=str)
            if luck.random() < 0.1:
                text = mutated(text, luck).replace("\ud800", "")
            line.send(text.encode() if luck.random() < 0.02 else text.encode("utf-8", "replace").decode())
        line.send(json.dumps(message("kernel_info_request", {})))
        heard(line, "kernel_info_reply", 300)
    assert not (log.parent / "ran").exists()
    told = log.read_text()
    assert "Traceback" not in told and "fault" not in told and CANARY not in told, told[-3000:]
    assert shaken(port, f"localhost:{port}", f"http://localhost:{port}", TOKEN) == 101
