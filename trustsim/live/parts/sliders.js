// Every declared number as a slider, every mechanism as a switch, in three tabs.

function stepOf({ low, high, value, whole }) { // the finest round step that gives a hundred places and can reach the default
  if (whole) return 1;
  let power = Math.floor(Math.log10((high - low) / 100));
  for (; power > -6; power--) {
    for (const base of [5, 2, 1]) {
      const step = base * 10 ** power, places = (value - low) / step;
      if (step <= (high - low) / 100 + 1e-12 && Math.abs(places - Math.round(places)) < 1e-6) return Number(step.toPrecision(6));
    }
  }
  return (high - low) / 1000;
}

export default part(({ words, spec, ask, el }) => {
  const w = words.page, { plain, boxed, read } = numbers(words.locale), rows = {}, PLACES = 400;
  let target = null, shown = spec.tabs[0].name;

  function slider(p) {
    const log = p.low > 0 && p.high / p.low >= 200, id = `p-${p.path.replace(/\W/g, "-")}`;
    const toPlace = (v) => (log ? (PLACES * Math.log(v / p.low)) / Math.log(p.high / p.low) : v);
    const toValue = (s) => {
      const v = log ? p.low * (p.high / p.low) ** (s / PLACES) : s;
      return p.whole ? Math.round(v) : log ? Number(v.toPrecision(3)) : Number(v.toFixed(6));
    };
    const range = make("input", { type: "range", id, min: log ? 0 : p.low, max: log ? PLACES : p.high, step: log ? 1 : stepOf({ ...p, value: p.default }), value: toPlace(p.default) });
    const number = make("input", { type: "text", inputMode: "decimal", className: "number", value: boxed(p.default), "aria-label": fill(w.value_of, { name: p.label }) });
    const send = (value) => {
      if (!Number.isFinite(value)) return put(rows[p.path].value);
      const kept = Math.min(p.high, Math.max(p.low, p.whole ? Math.round(value) : value));
      put(kept, true);
      ask("change", { path: p.path, value: kept, world: target });
    };
    const put = (value, force = false) => {
      rows[p.path].value = value;
      if (force || document.activeElement !== range) range.value = toPlace(Math.max(value, log ? p.low : -Infinity));
      if (force || document.activeElement !== number) number.value = boxed(value);
      range.setAttribute("aria-valuetext", `${plain(value)} ${p.unit}`);
      row.classList.toggle("moved", Math.abs(value - p.default) > 1e-9);
    };
    range.addEventListener("input", () => send(toValue(Number(range.value))));
    number.addEventListener("change", () => send(read(number.value, p.whole)));
    const row = make("div", { className: "slider" },
      make("div", { className: "head" }, make("label", { htmlFor: id }, p.label), number),
      range,
      make("p", { className: "range" }, make("span", {}, plain(p.low)), make("span", { className: "unit" }, p.unit), make("span", {}, plain(p.high))),
      make("p", { className: "meaning", id: `${id}-m` }, p.meaning, " ", about(p)));
    range.setAttribute("aria-describedby", `${id}-m`);
    rows[p.path] = { row, put, value: p.default, when: p.when };
    return row;
  }

  function about(p) { // where the number comes from, on hover, focus or touch
    const tip = make("span", { className: "source", role: "tooltip" }, `${w.source}: ${p.source}`);
    return make("span", { className: "about", tabIndex: 0, role: "note", "aria-label": `${w.source}: ${p.source}` }, "i", tip);
  }

  function toggle(p) {
    const box = make("input", { type: "checkbox", role: "switch", checked: p.default, onchange: () => ask("change", { path: p.path, value: box.checked, world: target }) });
    const row = make("div", { className: "slider switch" }, make("label", {}, box, make("span", {}, p.label), p.when === "reset" && make("em", {}, w.at_reset)), p.meaning && make("p", { className: "meaning" }, p.meaning, " ", p.source && about(p)));
    rows[p.path] = { row, value: p.default, put: (value) => { box.checked = value; row.classList.toggle("moved", value !== p.default); }, when: p.when };
    return row;
  }

  function select(p) {
    const list = make("select", { onchange: () => ask("change", { path: p.path, value: list.value, world: target }) }, ...p.options.map(([value, text]) => make("option", { value, selected: value === p.default }, text)));
    const row = make("div", { className: "slider choice" }, make("label", {}, make("span", {}, p.label), make("em", {}, w.at_reset), list), make("p", { className: "meaning" }, p.meaning));
    rows[p.path] = { row, value: p.default, put: (value) => { if (document.activeElement !== list) list.value = value; row.classList.toggle("moved", value !== p.default); }, when: p.when };
    return row;
  }

  const control = (p) => (p.options ? select(p) : p.whether ? toggle(p) : slider(p));
  const panels = spec.tabs.map((tab) => {
    const groups = tab.groups.map((group, k) => {
      const when = group.when === "reset" ? w.at_reset : w.at_once;
      return make("details", { open: k === 0 },
        make("summary", {}, make("span", {}, group.label), make("em", {}, group.when ? when : "")),
        make("p", { className: "meaning" }, group.meaning), ...group.items.map(control));
    });
    return make("div", { role: "tabpanel", id: `panel-${tab.name}`, "aria-labelledby": `tab-${tab.name}`, tabIndex: 0 }, ...groups);
  });
  const tabs = spec.tabs.map((tab) => make("button", { type: "button", role: "tab", id: `tab-${tab.name}`, "aria-controls": `panel-${tab.name}`, onclick: () => open(tab.name) }, tab.label));
  const list = make("div", { role: "tablist", className: "tabs", "aria-label": w.sliders }, ...tabs);
  list.addEventListener("keydown", (event) => {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key], at = tabs.indexOf(event.target);
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
  const radios = new Map();
  const whose = make("div", { className: "whose", role: "radiogroup", "aria-label": w.whose, hidden: true },
    make("span", {}, w.whose), ...[[null, w.both], [0, "A"], [1, "B"]].map(([which, text], k) => {
      const radio = make("input", { type: "radio", name: "whose", checked: k === 0, onchange: () => { target = which; ask("target", which); } });
      radios.set(which, radio);
      return make("label", {}, radio, make("span", {}, text));
    }));
  const waiting = make("p", { className: "waiting", hidden: true });
  el.className = "sliders";
  el.append(make("h2", {}, w.sliders), whose, list, waiting, ...panels);
  open(shown);

  return (state) => {
    whose.hidden = state.worlds < 2;
    target = state.target;
    radios.get(target).checked = true;
    for (const [path, value] of Object.entries(state.values)) rows[path]?.put(value);
    for (const [path, { row, when }] of Object.entries(rows)) row.classList.toggle("pending", state.pending.includes(path));
    waiting.hidden = state.pending.length === 0;
    waiting.textContent = fill(w.waiting, { names: state.pending.map((path) => spec.labels[path] ?? path).join(", ") });
  };
});
