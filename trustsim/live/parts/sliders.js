// Every declared number as a slider, every mechanism as a switch, in three tabs; above them what differs.

const SETTLES = 900; // ms after a switch in which the page does not answer with what was before
const PLACES = 400,
  KEYS_REST = 400; // places of a logarithmic slider; ms without a key after which a value counts

// The finest round step that gives a hundred places and can reach the default.
function stepOf({ low, high, default: value, whole }) {
  if (whole) return 1;
  for (let power = Math.floor(Math.log10((high - low) / 100)); power > -6; power--) {
    for (const base of [5, 2, 1]) {
      const step = base * 10 ** power,
        places = (value - low) / step;
      const fine = step <= (high - low) / 100 + 1e-12,
        reaches = Math.abs(places - Math.round(places)) < 1e-6;
      if (fine && reaches) return Number(step.toPrecision(6));
    }
  }
  return (high - low) / 1000;
}

export default part(({ words, spec, ask, el }) => {
  const w = words.page,
    { plain, boxed, read } = numbers(words.locale),
    rows = [];
  let target = null,
    shown = spec.tabs[0].name;

  // A control of one world (`world` 0 or 1), or (undefined) of the worlds that the page says are changed.
  const change = (p, world, value) =>
    ask("change", { path: p.path, value, world: world === undefined ? target : world });
  const listed = (p, world, row, put, disable) => {
    rows.push({ p, world, row, put, disable });
    return row;
  };

  // One value while it is dragged, one message when it is let go: so a drag leaves one mark.
  function dragged(range, show, send) {
    let byKey = false,
      later = 0;
    range.addEventListener("pointerdown", () => {
      byKey = false;
    });
    range.addEventListener("keydown", () => {
      byKey = true;
    });
    range.addEventListener("input", () => {
      range.held = true;
      show();
    });
    range.addEventListener("change", () => {
      clearTimeout(later);
      later = setTimeout(
        () => {
          range.held = false;
          send();
        },
        byKey ? KEYS_REST : 0,
      );
    });
    // dragged back to where it was there is no change: it follows the world again
    for (const end of ["pointerup", "pointercancel", "blur"]) {
      range.addEventListener(end, () => setTimeout(() => (range.held = false), KEYS_REST));
    }
  }

  // What was just chosen stands until the session has heard of it; returns whether it has had the time.
  function settling(control, act) {
    let chosen = -Infinity;
    control.onchange = () => {
      chosen = performance.now();
      act();
    };
    return () => performance.now() - chosen > SETTLES;
  }

  function slider(p, world) {
    const log = p.low > 0 && p.high / p.low >= 200;
    const id = `p-${p.path.replace(/\W/g, "-")}${world === undefined ? "" : `-${world}`}`;
    const label = world === undefined ? p.label : fill(w.in_world, { name: p.label, world: "AB"[world] });
    const toPlace = (v) => (log ? (PLACES * Math.log(Math.max(v, p.low) / p.low)) / Math.log(p.high / p.low) : v);
    const toValue = (s) => {
      const v = log ? p.low * (p.high / p.low) ** (s / PLACES) : s;
      if (p.whole) return Math.round(v);
      return log ? Number(v.toPrecision(3)) : Number(v.toFixed(6));
    };
    const range = make("input", {
      type: "range",
      id,
      min: log ? 0 : p.low,
      max: log ? PLACES : p.high,
      step: log ? 1 : stepOf(p),
      value: toPlace(p.default),
    });
    const number = make("input", {
      type: "text",
      inputMode: "decimal",
      className: "number",
      value: boxed(p.default),
      "aria-label": fill(w.value_of, { name: label }),
    });
    let now = p.default;
    const say = (value) => range.setAttribute("aria-valuetext", `${plain(value)} ${p.unit}`);
    const put = (value, force = false) => {
      now = value;
      if (range.held && !force) return;
      if (force || document.activeElement !== range) range.value = toPlace(value);
      if (force || document.activeElement !== number) number.value = boxed(value);
      say(value);
    };
    const send = (value) => {
      if (!Number.isFinite(value)) return put(now, true);
      const kept = Math.min(p.high, Math.max(p.low, p.whole ? Math.round(value) : value));
      put(kept, true);
      change(p, world, kept);
    };
    dragged(
      range,
      () => {
        const v = toValue(Number(range.value));
        number.value = boxed(v);
        say(v);
      },
      () => send(toValue(Number(range.value))),
    );
    number.addEventListener("change", () => send(read(number.value, p.whole)));
    const disable = (off) => {
      range.disabled = number.disabled = off;
    };
    if (world !== undefined) {
      range.setAttribute("aria-label", label);
      const badge = make("i", { className: `world-${world}` }, "AB"[world]);
      return listed(p, world, make("div", { className: "of-world" }, badge, range, number), put, disable);
    }
    const head = make("div", { className: "head" }, make("label", { htmlFor: id }, p.label), number);
    const bounds = make(
      "p",
      { className: "range" },
      make("span", {}, plain(p.low)),
      make("span", { className: "unit" }, p.unit),
      make("span", {}, plain(p.high)),
    );
    range.setAttribute("aria-describedby", `${id}-m`);
    const row = make(
      "div",
      { className: "slider" },
      head,
      range,
      bounds,
      meaning(p, `${id}-m`),
      make("p", { className: "idle", hidden: true }),
    );
    return listed(p, world, row, put, disable);
  }

  function meaning(p, id) {
    // with where the number comes from, on hover, focus or touch
    const text = `${w.source}: ${p.source}`,
      tip = make("span", { className: "source", role: "tooltip" }, text);
    const about =
      p.source && make("span", { className: "about", tabIndex: 0, role: "note", "aria-label": text }, "i", tip);
    return make("p", { className: "meaning", id }, p.meaning, " ", about);
  }

  function toggle(p, world) {
    const badge = world !== undefined && make("i", { className: `world-${world}` }, "AB"[world]);
    const name = world === undefined ? null : fill(w.in_world, { name: p.label, world: "AB"[world] });
    const box = make("input", { type: "checkbox", role: "switch", checked: p.default, "aria-label": name });
    const settled = settling(box, () => change(p, world, box.checked));
    const label = make(
      "label",
      {},
      badge,
      box,
      make("span", {}, world === undefined ? p.label : ""),
      p.when === "reset" && make("em", {}, w.at_reset),
    );
    const row = make(
      "div",
      { className: "slider switch" },
      label,
      world === undefined && p.meaning && meaning(p),
      make("p", { className: "idle", hidden: true }),
    );
    return listed(
      p,
      world,
      row,
      (value) => {
        if (settled()) box.checked = value;
      },
      (off) => {
        box.disabled = off;
      },
    );
  }

  function choice(p, world) {
    const options = p.options.map(([value, text]) => make("option", { value, selected: value === p.default }, text));
    const badge = world !== undefined && make("i", { className: `world-${world}` }, "AB"[world]);
    const name = world === undefined ? null : fill(w.in_world, { name: p.label, world: "AB"[world] });
    const list = make("select", { "aria-label": name }, ...options);
    const settled = settling(list, () => change(p, world, list.value));
    const label = make(
      "label",
      {},
      badge,
      world === undefined && make("span", {}, p.label),
      world === undefined && make("em", {}, w.at_reset),
      list,
    );
    const row = make(
      "div",
      { className: "slider choice" },
      label,
      world === undefined && make("p", { className: "meaning" }, p.meaning),
    );
    const put = (value) => {
      if (settled() && document.activeElement !== list) list.value = value;
    };
    return listed(p, world, row, put, (off) => {
      list.disabled = off;
    });
  }

  const control = (p, world) => {
    if (p.options) return choice(p, world);
    return p.whether ? toggle(p, world) : slider(p, world);
  };

  const differs = make(
    "section",
    { className: "differs", hidden: !spec.differs.length, "aria-label": w.differs },
    make("h3", {}, w.differs),
    ...spec.differs.map((p) =>
      make(
        "div",
        { className: "pair" },
        make("p", {}, p.label, p.when === "reset" && make("em", {}, ` ${w.at_reset}`)),
        control(p, 0),
        control(p, 1),
      ),
    ),
  );
  const panels = spec.tabs.map((tab) => {
    const groups = tab.groups.map((group, k) =>
      make(
        "details",
        { open: k === 0 && !spec.differs.length },
        make(
          "summary",
          {},
          make("span", {}, group.label),
          make("em", {}, group.when ? w[group.when === "reset" ? "at_reset" : "at_once"] : ""),
        ),
        make("p", { className: "meaning" }, group.meaning),
        ...group.items.map((p) => control(p)),
      ),
    );
    return make(
      "div",
      { role: "tabpanel", id: `panel-${tab.name}`, "aria-labelledby": `tab-${tab.name}`, tabIndex: 0 },
      ...groups,
    );
  });
  const tabs = spec.tabs.map((tab) =>
    make(
      "button",
      {
        type: "button",
        role: "tab",
        id: `tab-${tab.name}`,
        "aria-controls": `panel-${tab.name}`,
        onclick: () => open(tab.name),
      },
      tab.label,
    ),
  );
  const list = make("div", { role: "tablist", className: "tabs", "aria-label": w.sliders }, ...tabs);
  list.addEventListener("keydown", (event) => {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key],
      at = tabs.indexOf(event.target);
    if (!way || at < 0) return;
    const next = tabs[(at + way + tabs.length) % tabs.length];
    next.click();
    next.focus();
  });
  function open(name) {
    shown = name;
    spec.tabs.forEach((tab, k) => {
      tabs[k].setAttribute("aria-selected", String(tab.name === name));
      tabs[k].tabIndex = tab.name === name ? 0 : -1;
      panels[k].hidden = tab.name !== name;
    });
  }

  const waiting = make("p", { className: "waiting", hidden: true });
  el.className = "sliders";
  el.append(make("h2", {}, w.sliders), differs, list, waiting, ...panels);
  open(shown);

  // A slider changes nothing when it does so in every world that it moves.
  const whyIdle = (state, path, world) => {
    const at = world === undefined ? state.target : world,
      reasons = state.idle.map((each) => each[path]);
    return at === null ? reasons.every(Boolean) && reasons[0] : reasons[at];
  };
  return (state) => {
    target = state.target;
    for (const { p, world, row, put, disable } of rows) {
      const at = Math.min(world ?? target ?? 0, state.worlds - 1),
        value = state.values[at][p.path];
      const begun = spec.defaults[at]?.[p.path],
        why = whyIdle(state, p.path, world);
      if (value !== undefined) put(value);
      row.classList.toggle("moved", typeof value === "number" ? Math.abs(value - begun) > 1e-9 : value !== begun);
      row.classList.toggle("pending", state.pending.includes(p.path));
      row.classList.toggle("without", Boolean(why));
      disable(Boolean(why));
      const note = row.querySelector(".idle");
      if (note) {
        note.hidden = !why;
        note.textContent = why || "";
      }
    }
    waiting.hidden = state.pending.length === 0;
    waiting.textContent = fill(w.waiting, { names: state.pending.map((path) => spec.labels[path] ?? path).join(", ") });
  };
});
