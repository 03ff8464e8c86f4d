// What every part of the page builds with. Put before each part's own script: no imports, no build step.

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name in element && !name.startsWith("aria")) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== null) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function icon(path, solid = true) {
  const shape = solid
    ? { fill: "currentColor" }
    : {
        fill: "none",
        stroke: "currentColor",
        "stroke-width": 2,
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
      };
  return draw(
    "svg",
    { viewBox: "-10 -10 20 20", "aria-hidden": "true", class: "icon" },
    draw("path", { d: path, ...shape }),
  );
}

function fill(text, values) {
  return String(text ?? "").replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

function numbers(locale) {
  return {
    exactly: (value, digits) =>
      value === null || value === undefined || !Number.isFinite(value)
        ? "–"
        : value.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    plain: (value) =>
      value === null || value === undefined || !Number.isFinite(value)
        ? "–"
        : value.toLocaleString(locale, { maximumSignificantDigits: 4, useGrouping: Math.abs(value) >= 10000 }),
    boxed: (value) =>
      Number.isFinite(value)
        ? value.toLocaleString(locale, {
            maximumSignificantDigits: Number.isInteger(value) ? 21 : 4,
            useGrouping: false,
          })
        : "–",
    read: (text, whole = false) =>
      Number((whole ? String(text).replace(/[\s.,](?=\d{3}(\D|$))/g, "") : String(text)).trim().replace(",", ".")),
  };
}

function save(name, text, kind) {
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: kind })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

// A part: `build(words, spec)` makes it anew (on a change of language or contents) and returns `show(state)`.
function part(build) {
  return {
    render({ model, el }) {
      let show = null,
        made = null,
        life = new AbortController();
      const ask = (what, value = null) => model.send({ what, value });
      const take = () => {
        const state = model.get("state");
        if (show && state && state.serial) {
          show(state);
          if (model.get("acknowledged") !== state.serial) {
            model.set("acknowledged", state.serial);
            model.save_changes();
          }
        }
      };
      const rebuild = () => {
        const words = model.get("words"),
          spec = model.get("spec");
        if (!words || !words.locale || same(made, [words.locale, spec])) return;
        made = [words.locale, spec];
        const reachable = () => [...el.querySelectorAll("button, select, input, summary")],
          at = reachable().indexOf(document.activeElement);
        life.abort(); // what the one before listened to
        life = new AbortController();
        el.replaceChildren();
        show = build({ words, spec, ask, el, signal: life.signal });
        take();
        if (at >= 0) reachable()[at]?.focus(); // the keyboard stays where it was
      };
      const told = (message) => {
        if (message.save) save(message.save, message.text, message.kind);
        if (message.focus) document.querySelector(message.focus)?.focus();
      };
      model.on("change:state", take);
      model.on("change:words", rebuild);
      model.on("change:spec", rebuild);
      model.on("msg:custom", told);
      rebuild();
      return () => {
        life.abort();
        model.off("change:state", take);
        model.off("change:words", rebuild);
        model.off("change:spec", rebuild);
        model.off("msg:custom", told);
      };
    },
  };
}
