"""Filter the messages from a browser's WebSocket: only the few messages that the page sends are passed on.

Solara passes every message to ipywidgets, where a client may set any trait of any widget, create widgets of any class
and restart the kernel. So each message is parsed here and replaced by a new one that holds only what the page needs.
Everything else is dropped. The code that uses the values checks their meaning again.
"""

import json
from uuid import uuid4
from weakref import WeakValueDictionary

MOST_TEXT = 2 * 1024 * 1024  # bytes of a message: a config with every character escaped
MOST_STEPS = 24  # deepest nesting of tables and lists
MOST_COMMS = 8  # most comms that a client may open
CONTROL = "solara.control"
TRAITS = {"acknowledged": int, "picked": dict}  # traits that the browser may set in our own widgets
THEME = {"dark_effective": bool}  # and in Solara's widgets
HEARING = WeakValueDictionary()  # {id: widget} of the widgets that accept messages


def hears(widget):
    """Let a widget accept messages. Not for Vue widgets, which call any method that a message names."""
    HEARING[widget.model_id] = widget


class Wire:
    """The receiving end of one WebSocket, without the messages that the page does not send."""

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
        """A message rebuilt as the page would have sent it, or None."""
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
        """The browser asks for the kernel's identity."""
        return {}

    def may_comm_info_request(self, content):
        """The browser has reconnected and asks which widgets exist."""
        return {"target_name": "jupyter.widget"}

    def may_comm_open(self, content):
        """The browser opens the comm on which it requests the page."""
        name = short(content["comm_id"])
        if content["target_name"] != CONTROL or not name or len(self.comms) >= MOST_COMMS:
            return None
        self.comms.add(name)
        return {"comm_id": name, "target_name": CONTROL, "data": {}}

    def may_comm_msg(self, content):
        """The browser sends a message to a widget or requests the page."""
        name, data = short(content["comm_id"]), content["data"]
        said = self.asked_of_solara(data) if name in self.comms else said_to_a_widget(name, data)
        return {"comm_id": name, "data": said} if name and said else None

    def asked_of_solara(self, data):
        """A request to Solara: to run the page (once per connection), or whether it is still running."""
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
    """A message from the page to one of its widgets: the value of a trait, or a request of the visitor."""
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
    """Whether a value is a dict of Vuetify themes."""
    return isinstance(themes, dict) and all(is_theme(theme) for theme in themes.values())


def is_theme(theme):
    """Whether a value is one Vuetify theme."""
    kinds = str | bool | int | None
    return isinstance(theme, dict) and len(theme) < 100 and all(isinstance(value, kinds) for value in theme.values())


def short(value):
    """A short printable identifier, or None. An empty one is replaced by a random one."""
    if value == "":
        return uuid4().hex
    return value if isinstance(value, str) and len(value) <= 100 and value.isprintable() else None


def deep(text):
    """Whether brackets outside strings are nested more than MOST_STEPS deep. Runs before the text is parsed."""
    depth = deepest = 0
    for piece in text.replace("\\\\", "").replace('\\"', "").split('"')[::2]:  # the pieces outside quotes
        for bracket in piece:
            if bracket in "[{":
                depth += 1
                deepest = max(deepest, depth)
            elif bracket in "]}":
                depth -= 1
    return deepest > MOST_STEPS
