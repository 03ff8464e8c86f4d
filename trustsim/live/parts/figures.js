// The charts, drawn as SVG in the browser; `curves.js` and `bars.js` draw each kind. Each says its last numbers.

// A sentence in lines of so many characters at most.
function lines(text, most) {
  return text
    .split(" ")
    .reduce((all, word) => {
      const last = all.at(-1);
      return last !== undefined && last.length + word.length < most
        ? [...all.slice(0, -1), `${last} ${word}`]
        : [...all, word];
    }, [])
    .filter(Boolean);
}

const KINDS = { curves: drawCurves, bars: drawBars, spread: drawSpread };
const WRITTEN = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-opacity",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
];
const LETTERS = ["font-size", "font-weight", "font-family"];

export default part(({ words, spec, ask, el, signal }) => {
  const w = words.page,
    { exactly } = numbers(words.locale),
    figures = {};
  const roomy = matchMedia("(min-height: 950px)");
  el.className = `figures ${spec.name}`;
  if (spec.title) el.append(make("h2", {}, spec.title));
  const plots = make("div", { className: "plots" });
  el.append(plots);
  if (spec.measures) el.append(chooser());

  function chooser() {
    const boxes = spec.measures.map(([name, label, meaning, on]) => {
      const chosen = () =>
        ask(
          "measures",
          boxes.filter((b) => b.checked).map((b) => b.value),
        );
      const box = make("input", { type: "checkbox", checked: on, value: name, onchange: chosen });
      box.about = make("label", { title: meaning }, box, make("span", {}, label));
      return box;
    });
    const list = make("div", {}, ...boxes.map((b) => b.about));
    return make("details", { className: "measures" }, make("summary", {}, w.choose_measures), list);
  }

  function figure(id) {
    const svg = draw("svg", { role: "img" }),
      title = make("span", { className: "name" }),
      said = make("p", { className: "about" });
    const keep = make("button", { type: "button", className: "keep" }, icon("M0-8V4M-5-1L0 4L5-1M-8 8H8", false));
    keep.onclick = () => save(`${id}.svg`, alone(svg, figures[id]), "image/svg+xml");
    const meaning = make("p", { className: "meaning", role: "tooltip" });
    const about = make("span", { className: "about", tabIndex: 0, role: "note" }, "i", meaning);
    const root = make("figure", {}, make("figcaption", {}, title, about, keep), said, svg);
    return { root, svg, title, said, keep, about, meaning, width: 0 };
  }

  function put(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function show(it, data) {
    it.data = data;
    put(it.title, data.title);
    put(it.meaning, data.meaning ?? "");
    put(it.said, data.meaning ?? "");
    it.about.setAttribute("aria-label", data.meaning ?? "");
    it.keep.setAttribute("aria-label", `${w.save_svg}: ${data.title}`);
    it.keep.title = w.save_svg;
    it.svg.setAttribute("aria-label", data.says);
    it.width = it.root.clientWidth ? it.svg.clientWidth || it.root.clientWidth - 28 : 300;
    if (it.width > 20) KINDS[data.kind](it, data, { w, exactly, tall: roomy.matches ? 168 : 126 });
  }

  // The picture by itself: what the style sheet says is written into it.
  function alone(svg, it) {
    const copy = svg.cloneNode(true),
      from = svg.querySelectorAll("*"),
      to = copy.querySelectorAll("*");
    from.forEach((element, k) => {
      const style = getComputedStyle(element);
      to[k].removeAttribute("class");
      for (const name of [...WRITTEN, ...LETTERS]) {
        if (style.getPropertyValue(name)) to[k].setAttribute(name, style.getPropertyValue(name));
      }
    });
    const told = lines(it.data.meaning ?? "", it.width / 5.6),
      style = getComputedStyle(svg),
      ink = style.color;
    const high = Number(svg.getAttribute("height")) + 16 * told.length,
      wide = it.width + 32;
    const letters = { fill: ink, "font-family": "system-ui, sans-serif" },
      ground = getComputedStyle(it.root).backgroundColor;
    const whole = draw("svg", {
      xmlns: "http://www.w3.org/2000/svg",
      width: wide,
      height: high + 48,
      viewBox: `-16 -36 ${wide} ${high + 48}`,
      role: "img",
      "aria-label": it.data.says,
    });
    whole.append(draw("rect", { x: -16, y: -36, width: wide, height: high + 48, fill: ground }));
    whole.append(draw("text", { ...letters, x: 0, y: -14, "font-size": 14, "font-weight": 600 }, it.data.title));
    whole.append(...copy.childNodes);
    told.forEach((line, k) => {
      whole.append(draw("text", { ...letters, x: 0, y: high - 16 * (told.length - 1 - k), "font-size": 11 }, line));
    });
    return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(whole)}`;
  }

  const again = () => Object.values(figures).forEach((it) => it.data && show(it, it.data));
  const room = new ResizeObserver(again);
  room.observe(plots);
  roomy.addEventListener("change", again, { signal });
  signal.addEventListener("abort", () => room.disconnect());
  return (state) => {
    const there = new Set(state.figures.map((data) => data.id));
    for (const id of Object.keys(figures))
      if (!there.has(id)) {
        figures[id].root.remove();
        delete figures[id];
      }
    state.figures.forEach((data, k) => {
      figures[data.id] ??= figure(data.id);
      const { root } = figures[data.id];
      if (plots.children[k] !== root) plots.insertBefore(root, plots.children[k] ?? null);
      show(figures[data.id], data);
    });
  };
});
