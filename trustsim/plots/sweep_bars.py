"""What an outcome of a sweep depends on: one bar per factor with its interval, and the dummy as the noise floor."""

from trustsim.plots.paper import BLUE, EDGE, FAINT, GRID, INK, ORANGE, QUIET, SMALL, TEXT, WIDTH, Sheet, wide, wrapped
from trustsim.sweeps.designs import DUMMY, FILE, LHS, MORRIS, SOBOL

PANELS, FACTORS = 3, 20  # at most
ROW, FOOT, GAP, LEADING = 0.42, 0.75, 0.45, 0.24  # inches
LONGEST = 34  # letters of a key
THICK = 0.34  # of a row
WORDS = {
    "ST": "ST: with all interactions", "S1": "S1: alone", "mu_star": "mu*: mean absolute effect",
    "sigma": "sigma: spread of the effects",
}  # fmt: skip
MEANING = {
    SOBOL: "Bars: the share of the variance of the outcome that a factor explains, with all its interactions (ST) and "
    "alone (S1). The dummy changes nothing but the random seeds, so its bar is the share of chance alone.",
    MORRIS: "Bars: how much the outcome changes, on average and without sign, over the whole range of a factor that "
    "moves alone (mu*, from steps of two thirds); sigma is the spread of these effects, large if they depend on the "
    "other factors. The dummy changes nothing but the random seeds, so its bar is chance alone.",
    LHS: "Bars: the share of the variance of the outcome that a factor explains alone (S1), estimated from the points. "
    "The dummy has no part in the model, so its bar is what these points show for nothing.",
}


def figure(swept, told):
    """The sheet, or None if no response that is shown has indices."""
    main = [told["responses"][at] for at in told["sweep"]["main"]]
    shown = [each for each in main if each["indices"]][:PANELS]
    if not shown:
        return None
    names = [*[each["factor"] for each in shown[0]["ranking"]][:FACTORS], DUMMY]
    left = EDGE + max(wide(label(name), SMALL + 1) for name in names) + 0.2
    across = (WIDTH - left - EDGE - (len(shown) - 1) * GAP) / len(shown)
    heads = [wrapped(each["response"], across, TEXT - 1, "bold") for each in shown]
    head, high = LEADING * max(map(len, heads)) + 0.1, ROW * len(names)
    sheet = Sheet(head + high + FOOT + 0.3, shown[0]["headline"], setting(swept, told), note(swept, told))
    for column, (each, lines) in enumerate(zip(shown, heads, strict=True)):
        x = left + column * (across + GAP)
        for at, line in enumerate(lines):
            sheet.write(x, sheet.top + at * LEADING, line, size=TEXT - 1, weight="bold", va="top")
        axes = sheet.axes(x, sheet.top + head, across, high)
        panel(axes, each, names)
    for at, name in enumerate(names):
        y = sheet.top + head + ROW * (at + 0.5)
        sheet.write(left - 0.12, y, label(name), size=SMALL + 1, ha="right", va="center_baseline",
                    color=QUIET if name == DUMMY else INK)  # fmt: skip
    legend(sheet, left, sheet.top + head + high + FOOT, [each["index"] for each in shown[0]["indices"]])
    return sheet


def label(key):
    """A factor as it is called beside its bar: its key, without its beginning if it is long."""
    return key if len(key) <= LONGEST else f"…{key[1 - LONGEST :]}"


def panel(axes, response, names):
    """Draw the bars of one response, one row per factor."""
    kinds = list(dict.fromkeys(each["index"] for each in response["indices"]))
    rows = {(each["factor"], each["index"]): each for each in response["indices"]}
    for at, name in enumerate(names):
        for turn, kind in enumerate(kinds):
            bar(axes, rows[name, kind], at + (turn - (len(kinds) - 1) / 2) * THICK, colour_of(name, turn))
    floor = rows[DUMMY, kinds[0]]
    if floor["high"] is not None:
        axes.axvline(max(0.0, floor["high"]), color=ORANGE, linewidth=1.3, linestyle=(0, (1, 2)), zorder=4)
    ends = [each[key] for each in response["indices"] for key in ("value", "low", "high") if each[key] is not None]
    low, high = min(0.0, *ends), max(0.0, *ends)
    axes.set(xlim=(low - 0.02 * (high - low or 1), high + 0.03 * (high - low or 1)), ylim=(len(names) - 0.5, -0.5))
    axes.set_yticks([])
    axes.axvline(0, color=FAINT, linewidth=0.8, zorder=1)
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    axes.locator_params(axis="x", nbins=4)
    axes.set_xlabel(scale_of(kinds, response), size=SMALL)


def colour_of(name, turn):
    """Factors are blue, the dummy is grey; the second index is paler."""
    return ((FAINT, "#d5d9df") if name == DUMMY else (BLUE, "#8cc0e0"))[min(turn, 1)]


def bar(axes, each, at, colour):
    """Draw one bar with its interval."""
    axes.barh(at, each["value"], THICK, color=colour, zorder=2)
    if each["low"] is not None and each["high"] is not None:
        axes.plot([each["low"], each["high"]], [at, at], color=INK, linewidth=1.3, solid_capstyle="butt", zorder=3)


def scale_of(kinds, response):
    """What the x axis has."""
    if "mu_star" in kinds:
        return f"effect [{response['unit']}]" if response["unit"] else "effect"
    return "share of the variance"


def legend(sheet, x, y, kinds):
    """Say which bar is which."""
    for turn, kind in enumerate(dict.fromkeys(kinds)):
        text = f"■ {WORDS[kind]}"
        sheet.write(x, y, text, size=SMALL, color=colour_of("", turn) if turn == 0 else "#5a9cc5", va="center")
        x += wide(text, SMALL) + 0.35
    sheet.write(x, y, "┊ upper end of the dummy's interval", size=SMALL, color=ORANGE, va="center")


def setting(swept, told):
    """Study, design, points and seeds."""
    sweep = told["sweep"]
    design = "points of a file" if sweep["design"] == FILE else sweep["design"]
    return f"{told['title']} · {design}, {sweep['points']} points, {seeds_of(swept)} at each"


def seeds_of(swept):
    """ "n = 20 twin worlds", or their range with `--until`."""
    many = [len(each) for each in swept.table.values.values()]
    low, high = min(many), max(many)
    return f"n = {low}" if low == high else f"n = {low} to {high}"


def note(swept, told):
    """What the bars and lines mean."""
    decided = " ".join(filter(None, (told["responses"][at]["decides"] for at in told["sweep"]["main"][:1])))
    text = f"{MEANING[told['sweep']['design']]} Lines: 95 % intervals from resamples of the points."
    return f"{decided} {text}".strip()
