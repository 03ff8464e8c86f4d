"""The sliders, from the declarations: a new parameter, mechanism or lens is on the page because it is declared."""

from trustsim.lenses import LENSES
from trustsim.lenses.trust_equation import FORMS
from trustsim.live.limits import most, waits
from trustsim.live.words import words
from trustsim.mechanisms import MECHANISMS
from trustsim.parameters import BEFORE_THE_WORLD, TRAITS, parameters

TRUST_GROUPS = ("lens", "evidence", "contexts")  # how trust works; what is neither this nor about who there is, is what they do


def tab_of(group):
    """The tab that a group of parameters belongs in."""
    if group in BEFORE_THE_WORLD + TRAITS:
        return "who"
    return "trust" if group in TRUST_GROUPS else "do"


def sliders(lang, arm):
    """The three tabs for a world that begins as `arm`."""
    told = words(lang)
    groups = {}
    for path, p in parameters().items():
        groups.setdefault(p.group, []).append(path)
    for name in MECHANISMS:
        groups.setdefault(name, [])
    tabs = {name: [] for name in ("who", "do", "trust")}
    for group, paths in groups.items():
        tabs[tab_of(group)].append(group_of(group, paths, arm, told))
    tabs["trust"].sort(key=lambda group: TRUST_GROUPS.index(group["name"]))
    labels = {path: told["parameters"][path]["name"] for path in parameters()}
    labels |= {f"mechanisms.{name}": told["mechanisms"][name]["name"] for name in MECHANISMS} | {
        "lens": told["page"]["acting_lens"],
        "lens_form": told["page"]["lens_form"],
    }
    return {"tabs": [{"name": name, "label": told["page"][f"tab_{name}"], "groups": tabs[name]} for name in tabs], "labels": labels}


def group_of(group, paths, arm, told):
    """A group with its switch, if it is a mechanism, and its sliders."""
    about = told["groups"].get(group) or told["mechanisms"][group]
    items = [mechanism(group, arm, told)] if group in MECHANISMS else []
    if group == "lens":
        items += acting(arm, told)
    items += [item(parameters()[path], arm, told) for path in paths]
    when = "reset" if group in BEFORE_THE_WORLD else "once" if paths else ""
    return {"name": group, "label": about["name"], "meaning": about["meaning"], "when": when, "items": items}


def mechanism(name, arm, told):
    """The switch of a mechanism."""
    return {
        "path": f"mechanisms.{name}",
        "label": told["page"]["switched_on"],
        "meaning": "",
        "whether": True,
        "default": bool(arm.mechanisms.get(name, True)),
        "when": "reset",
    }


def acting(arm, told):
    """The lens that people trust by, and the form of the trust equation."""
    page = told["page"]
    lenses = [[name, told["lenses"][name]["name"]] for name in LENSES]
    return [
        {"path": "lens", "label": page["acting_lens"], "meaning": page["acting_lens_help"], "options": lenses, "default": arm.lens, "when": "reset"},
        {
            "path": "lens_form",
            "label": page["lens_form"],
            "meaning": page["lens_form_help"],
            "options": [[f, page[f"form_{f}"]] for f in FORMS],
            "default": arm.lens_form,
            "when": "reset",
        },
    ]


def item(p, arm, told):
    """One slider, or a switch for what is only on or off."""
    about = told["parameters"][p.path]
    return {
        "path": p.path,
        "label": about["name"],
        "meaning": about["meaning"],
        "unit": told["units"][p.unit],
        "low": p.low,
        "high": most(p),
        "default": arm.values[p.path],
        "whole": p.kind is int,
        "whether": p.kind is bool,
        "source": p.source,
        "when": "reset" if waits(p.path) else "once",
    }


def settings_of(arm):
    """What the switches and lists that are no parameters stand at."""
    return {"lens": arm.lens, "lens_form": arm.lens_form} | {f"mechanisms.{name}": bool(arm.mechanisms.get(name, True)) for name in MECHANISMS}
