"""Build the sliders from the declarations. Every declared parameter, mechanism and lens appears on the page.

What changes trust most comes first, among the groups of a tab and within each group.
"""

import json
from functools import cache
from pathlib import Path

from trustsim.lenses import LENSES
from trustsim.lenses.trust_equation import FORMS
from trustsim.live.heeding import idle
from trustsim.live.limits import most, waits
from trustsim.mechanisms import MECHANISMS
from trustsim.parameters import BEFORE_THE_WORLD, TRAITS
from trustsim.words import with_own, words

TRUST_GROUPS = (
    "lens",
    "evidence",
    "contexts",
)  # how trust works


def tab_of(group):
    """The tab that a group of parameters belongs in."""
    if group in BEFORE_THE_WORLD + TRAITS:
        return "who"
    return "trust" if group in TRUST_GROUPS else "do"


def sliders(lang, arms, differing=()):
    """The three tabs for worlds that start from `arms`, and above them the paths in which two arms differ."""
    arm = arms[0]
    told, groups = with_own(words(lang), arm.own), {}
    for path, p in arm.parameters.items():
        groups.setdefault(p.group, []).append(path)
    for name in MECHANISMS:
        groups.setdefault(name, [])
    tabs = {name: [] for name in ("who", "do", "trust")}
    for group, paths in groups.items():
        tabs[tab_of(group)].append(group_of(group, paths, arm, told))
    for name in ("who", "do"):
        tabs[name].sort(key=weight_of, reverse=True)
    tabs["trust"].sort(key=lambda group: TRUST_GROUPS.index(group["name"]))
    labels = {path: told["parameters"][path]["name"] for path in arm.parameters}
    labels |= {f"mechanisms.{name}": told["mechanisms"][name]["name"] for name in MECHANISMS} | {
        "lens": told["page"]["acting_lens"],
        "lens_form": told["page"]["lens_form"],
    }
    items = {item["path"]: item for tab in tabs.values() for group in tab for item in group["items"]}
    defaults = [{path: begun(path, arm) for path in items} for arm in arms]
    differs = [named_fully(items[path], told) for path in differing]
    return {
        "differs": differs,
        "defaults": defaults,
        "tabs": [{"name": name, "label": told["page"][f"tab_{name}"], "groups": tabs[name]} for name in tabs],
        "labels": labels,
    }


@cache
def strengths():
    """{path: how much trust changes when a parameter is moved}, from the sensitivity sweep (`docs/sensitivity.py`)."""
    return json.loads(Path(__file__).with_name("strengths.json").read_text(encoding="utf-8"))


def strength(path):
    """How much trust changes when a parameter is moved; 0 for switches, and for parameters that were not swept."""
    return strengths().get(path, 0.0)


def weight_of(group):
    """How strong the strongest slider of a group is."""
    return max((strength(item["path"]) for item in group["items"]), default=0.0)


def begun(path, arm):
    """The initial value of a slider, switch or list for a world that starts from `arm`."""
    return arm.values[path] if path in arm.values else settings_of(arm)[path]


def named_fully(item, told):
    """An item outside its group. A switch also names its mechanism."""
    group, _, name = item["path"].partition(".")
    return item | {"label": told["mechanisms"][name]["name"]} if group == "mechanisms" else item


def group_of(group, paths, arm, told):
    """A group with its switch, if it is a mechanism, and its sliders."""
    about = told["groups"].get(group) or told["mechanisms"][group]
    items = [mechanism(group, arm, told)] if group in MECHANISMS else []
    if group == "lens":
        items += acting(arm, told)
    items += [item(arm.parameters[path], arm, told) for path in sorted(paths, key=strength, reverse=True)]
    when = "once" if paths else ""
    if group in BEFORE_THE_WORLD:
        when = "reset"
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
    """The lists for the lens by which people trust and for the form of the trust equation."""
    page = told["page"]
    lenses = [[name, told["lenses"][name]["name"]] for name in LENSES]
    return [
        {
            "path": "lens",
            "label": page["acting_lens"],
            "meaning": page["acting_lens_help"],
            "options": lenses,
            "default": arm.lens,
            "when": "reset",
        },
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
    """One slider, or a switch for a parameter that is on or off."""
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
    """The values of the switches and lists that are not parameters."""
    return {"lens": arm.lens, "lens_form": arm.lens_form} | {
        f"mechanisms.{name}": bool(arm.mechanisms.get(name, True)) for name in MECHANISMS
    }


def stands(view, target, told, known):
    """The slider values of each world, the changes that wait for Reset, and the sliders without effect (and why).

    `known` is a cache of the sliders without effect, valid while switches, lenses and words stay the same.
    """
    names = dict.fromkeys(path for each in view.pending.values() for path in each)
    values = []
    for at, world in enumerate(view.worlds):
        waiting = {**view.pending.get(None, {}), **view.pending.get(at, {})}
        values.append({**world.values, **settings_of(world.begins), **waiting})
    without = [changes_nothing(world, now, told, known) for world, now in zip(view.worlds, values, strict=True)]
    return {"values": values, "idle": without, "pending": list(names), "worlds": len(view.worlds), "target": target}


def changes_nothing(world, now, told, known):
    """{path: why} of the sliders that have no effect in a world when its switches are as in `now`."""
    switched = {name: now[f"mechanisms.{name}"] for name in MECHANISMS}
    lenses = (now["lens"], world.frame.lens)
    key = (world.begins.name, tuple(switched.items()), lenses, world.made_from)
    if key not in known:
        found = idle(world.begins, switched, lenses, world.made_from)
        known[key] = {path: because(why, names, told) for path, (why, names) in found.items()}
    return known[key]


def because(why, names, told):
    """The sentence that says why a slider has no effect."""
    called = told["mechanisms"] if why == "mechanism" else told["lenses"]
    text = ", ".join(called[name]["name"] if name in called else name for name in names)
    return told["page"][f"idle_{why}"].format(names=text)
