"""The live page for Solara. Every visitor has their own session, and the declarations define what the page shows."""

import os
from pathlib import Path

import ipyvuetify as v
import solara

from trustsim.errors import BadInput
from trustsim.live.desk import Desk
from trustsim.scenario import read
from trustsim.words import words

CONFIG, LANGUAGE = "TRUSTSIM_LIVE_CONFIG", "TRUSTSIM_LIVE_LANG"  # environment variables set by `serve`


def box(name, *children, tag="div", **attributes):
    """An element of the page."""
    return v.Html(tag=tag, class_=name, children=list(children), attributes=attributes)


def laid_out(desk):
    """The parts of a desk, arranged on the page."""
    parts, canvases = desk.parts, desk.painter.canvases
    names = [box("name", "", tag="p"), box("name", "", tag="p")]
    nets = [box("net panel a", names[0], canvases[0]), box("net panel b", names[1], canvases[1])]
    hint = box("hint", words(desk.lang)["page"]["pick_somebody"], tag="p")
    networks = box("networks", nets[0], hint)

    def on_worlds(many, titles):
        two = many == 2
        for world, (name, title) in enumerate(zip(names, titles, strict=False)):
            if shown.get(name) != (two, title):
                shown[name] = (two, title)
                name.children = [box("", "AB"[world], tag="i"), box("", title, tag="span")] if two else [title]
        if (networks.class_ == "networks two") != two:
            networks.class_ = "networks two" if two else "networks"
            networks.children = [*nets, hint] if two else [nets[0], hint]

    def on_docked(docked):
        place = "columns docked" if docked else "columns"
        if columns.class_ != place:
            columns.class_ = place

    shown = {}
    dock = box("dock", parts["tour"], parts["story"])
    side = box("side", box("happening panel", parts["events"]), box("left panel", parts["sliders"]), dock, tag="aside")
    middle = box("middle", networks, parts["curves"], parts["parted"])
    right = box("right", parts["now"], parts["people"])
    columns = box("columns", side, middle, right, tag="main")
    foot = box("foot", words(desk.lang)["page"]["foot"], tag="p")
    head = box("head", parts["setup"], tag="header")
    desk.on_worlds, desk.on_docked = on_worlds, on_docked

    def on_words(told):
        foot.children, hint.children = [told["page"]["foot"]], [told["page"]["pick_somebody"]]

    desk.on_words = on_words
    desk.session.ask(lambda: None)  # show again what was shown before the page existed
    deck = box("deck", parts["transport"], parts["news"], parts["address"])
    return box("trustsim", head, deck, columns, box("", foot, tag="footer"))


@solara.component
def Page():
    """One visitor's page."""

    def begin():
        try:
            desk = Desk(read(os.environ.get(CONFIG, "baseline")), os.environ.get(LANGUAGE, "en"), Path.cwd())
        except BadInput as error:  # too many visitors
            return None, box("full", str(error), tag="p")
        return desk, laid_out(desk)

    desk, page = solara.use_memo(begin, [])
    solara.use_effect(lambda: lambda: leave(desk, page), [])
    return v_element(page)


def leave(desk, page):
    """End the session and close every widget when the visitor has gone."""
    if desk is not None:
        desk.close()
    close(page)


def close(widget):
    """Close a widget and all its children."""
    for child in getattr(widget, "children", ()):
        if not isinstance(child, str):
            close(child)
    widget.close()


def v_element(widget):
    """A widget as an element that Solara renders."""
    return solara.Div(children=[widget])


@solara.component
def Layout(children):
    """The bare page, without Solara's app bar and drawer."""
    return solara.Div(children=children)
