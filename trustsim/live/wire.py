"""What a browser may say on its WebSocket: the few messages that the page sends, and nothing else.

Solara hands every message to ipywidgets, where a client may set any trait of any widget, open widgets of any class and
restart the kernel. Here each message is read, and a new one is written that holds only what the page needs; whatever
else was sent is dropped. What the values mean is checked again by those who use them.
"""

import json
from uuid import uuid4
from weakref import WeakValueDictionary

MOST_TEXT = 2 * 1024 * 1024  # bytes of a message: a config with every character escaped
MOST_STEPS = 24  # how deep tables and lists may lie in each other
MOST_COMMS = 8  # that a client opens itself
CONTROL = "solara.control"
TRAITS = {"acknowledged": int, "picked": dict}  # that the browser sets in our own widgets
THEME = {"dark_effective": bool}  # and in Solara's
HEARING = WeakValueDictionary()  # {id: widget} of those that may be spoken to


def hears(widget):
    """Let the browser speak to a widget; Vue's, which call whatever a message names, are left out."""
    HEARING[widget.model_id] = widget


class Wire:
    """The receiving end of one WebSocket, with everything left out that the page does not say."""

    def __init__(self, receive):
        self.next, self.comms, self.begun = receive, set(), False

    async def receive(self):
        """The next message that is allowed."""
        while True:
            message = await self.next()
            if message["type"] != "websocket.receive":
                return message
            text = self.cleaned(message.get("text") or "")
            if text:
                return {"type": "websocket.receive", "text": text}

    def cleaned(self, text):
        """A message as the page would have sent it, or None."""
        if len(text) > MOST_TEXT or deep(text):
            return None
        try:
            given = json.loads(text, parse_constant=lambda name: None)
            header, content = given["header"], given["content"]
            kind = header["msg_type"]
            allowed = getattr(self, f"may_{kind}", None) if kind in KINDS else None
            said = allowed(content) if allowed else None
            identity = {key: short(header[key]) for key in ("msg_id", "session", "username", "date", "version")}
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None
        if said is None or not all(identity.values()):
            return None
        rest = {"parent_header": {}, "metadata": {}, "channel": "shell", "buffers": []}
        return json.dumps({"header": {**identity, "msg_type": kind}, **rest, "content": said})

    def may_kernel_info_request(self, content):
        """The browser asks who is there."""
        return {}

    def may_comm_info_request(self, content):
        """The browser, connected again, asks which widgets there are."""
        return {"target_name": "jupyter.widget"}

    def may_comm_open(self, content):
        """The browser opens the line on which it asks for the page."""
        name = short(content["comm_id"])
        if content["target_name"] != CONTROL or not name or len(self.comms) >= MOST_COMMS:
            return None
        self.comms.add(name)
        return {"comm_id": name, "target_name": CONTROL, "data": {}}

    def may_comm_msg(self, content):
        """The browser speaks to a widget, or asks for the page."""
        name, data = short(content["comm_id"]), content["data"]
        said = self.asked_of_solara(data) if name in self.comms else said_to_a_widget(name, data)
        return {"comm_id": name, "data": said} if name and said else None

    def asked_of_solara(self, data):
        """The page, once for each connection, and whether it is still there."""
        method = data["method"]
        if method == "app-status":
            return {"method": method}
        if method != "run" or self.begun:
            return None
        self.begun = True
        args, themes = data["args"], data["args"].get("themes")
        themes = themes if is_themes(themes) else {}
        return {"method": method, "args": {"path": "/", "themes": themes, "dark": args.get("dark") is True}}


KINDS = tuple(name.removeprefix("may_") for name in vars(Wire) if name.startswith("may_"))


def said_to_a_widget(name, data):
    """What the page says to one of its widgets: how a trait stands, or what the visitor asks."""
    method, ours = data["method"], name in HEARING
    if method == "request_state":
        return {"method": method}
    if method == "update":
        kinds = TRAITS if ours else THEME
        state = {trait: value for trait, value in data["state"].items() if type(value) is kinds.get(trait)}
        return {"method": method, "state": state} if state else None
    if method == "custom" and ours and isinstance(data["content"]["what"], str):
        content = data["content"]
        return {"method": method, "content": {"what": content["what"], "value": content.get("value")}}
    return None


def is_themes(themes):
    """Whether these are colours by name, as Vuetify has them."""
    return isinstance(themes, dict) and all(is_theme(theme) for theme in themes.values())


def is_theme(theme):
    """Whether this is one of them."""
    kinds = str | bool | int | None
    return isinstance(theme, dict) and len(theme) < 100 and all(isinstance(value, kinds) for value in theme.values())


def short(value):
    """A text that names something; nothing for anything else. What the browser left out is made up."""
    if value == "":
        return uuid4().hex
    return value if isinstance(value, str) and len(value) <= 100 and value.isprintable() else None


def deep(text):
    """Whether brackets lie in each other more than MOST_STEPS deep, whatever texts hold; before anything reads them."""
    depth = deepest = 0
    for piece in text.replace("\\\\", "").replace('\\"', "").split('"')[::2]:  # what lies outside of the quotes
        for bracket in piece:
            if bracket in "[{":
                depth += 1
                deepest = max(deepest, depth)
            elif bracket in "]}":
                depth -= 1
    return deepest > MOST_STEPS
