// The charts, drawn as SVG in the browser: curves with a band, bars, a distribution. Each says its last numbers.

const HEIGHT = 128, LEFT = 34, RIGHT = 10, TOP = 8, BOTTOM = 20;

function path(points) {
  return points.map(([x, y], k) => `${k ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

// A sentence in lines of so many characters at most.
function lines(text, most) {
  return text.split(" ").reduce((all, word) => {
    const last = all.at(-1);
    return last !== undefined && last.length + word.length < most ? [...all.slice(0, -1), `${last} ${word}`] : [...all, word];
  }, []).filter(Boolean);
}

function ticksOf(low, high, many = 4) {
  const raw = (high - low) / many, power = 10 ** Math.floor(Math.log10(raw)), step = [1, 2, 2.5, 5, 10].map((k) => k * power).find((s) => s >= raw - 1e-12);
  const marks = [];
  for (let v = Math.ceil(low / step - 1e-9) * step; v <= high + step * 1e-6; v += step) marks.push(Math.abs(v) < step * 1e-6 ? 0 : v);
  return { marks, digits: Math.max(0, Math.min(4, -Math.floor(Math.log10(step) + 1e-9) + (step / 10 ** Math.floor(Math.log10(step)) === 2.5 ? 1 : 0))) };
}

export default part(({ words, spec, ask, el, signal }) => {
  const w = words.page, { exactly, plain } = numbers(words.locale), figures = {};
  const NAMES = ["A", "B"];
  el.className = `figures ${spec.name}`;
  if (spec.title) el.append(make("h2", {}, spec.title));
  const plots = make("div", { className: "plots" });
  el.append(plots);
  if (spec.measures) {
    const boxes = spec.measures.map(([name, label, meaning, on]) => {
      const box = make("input", { type: "checkbox", checked: on, value: name, onchange: () => ask("measures", boxes.filter((b) => b.checked).map((b) => b.value)) });
      box.about = make("label", { title: meaning }, box, make("span", {}, label));
      return box;
    });
    el.append(make("details", { className: "measures" }, make("summary", {}, w.choose_measures), make("div", {}, ...boxes.map((b) => b.about))));
  }

  function figure(id) {
    const svg = draw("svg", { role: "img" }), title = make("span", { className: "name" }), value = make("span", { className: "value" });
    const keep = make("button", { type: "button", className: "keep", onclick: () => save(`${id}.svg`, alone(svg, figures[id]), "image/svg+xml") }, icon("M0-8V4M-5-1L0 4L5-1M-8 8H8", false));
    const about = make("p", { className: "about" });
    const root = make("figure", {}, make("figcaption", {}, title, value, keep), about, svg);
    return { root, svg, title, value, keep, about, width: 0 };
  }

  // one kind of figure a function: (figure, data) -> what the aria-label says
  const kinds = {
    curves(it, data) {
      const wide = it.width - LEFT - RIGHT, tall = HEIGHT - TOP - BOTTOM, last = Math.max(data.last, 1);
      let { low, high } = data;
      if (low === null || high === null) {
        const all = data.lines.flatMap((line) => [...line.y, ...(line.high ?? []), ...(line.low ?? [])]).filter((v) => v !== null);
        low = low ?? Math.min(0, ...all);
        high = high ?? Math.max(low + 1e-6, ...all);
        if (data.zero) { const most = ticksOf(0, Math.max(Math.abs(low), Math.abs(high), 0.02), 2); high = most.marks.at(-1) + (most.marks.at(-1) < Math.max(Math.abs(low), Math.abs(high), 0.02) ? most.marks[1] : 0); low = -high; }
      }
      const X = (t) => LEFT + (wide * t) / last, Y = (v) => TOP + tall * (1 - (v - low) / (high - low || 1));
      const { marks, digits } = ticksOf(low, high, 3), parts = [];
      for (const v of marks) {
        parts.push(draw("line", { class: v === 0 && data.zero ? "zero" : "grid", x1: LEFT, x2: it.width - RIGHT, y1: Y(v), y2: Y(v) }));
        parts.push(draw("text", { x: LEFT - 6, y: Y(v) + 4, "text-anchor": "end" }, exactly(v, digits)));
      }
      const weeks = ticksOf(0, last, Math.max(2, Math.floor(wide / 90)));
      for (const t of weeks.marks) if (Number.isInteger(t)) parts.push(draw("text", { x: X(t), y: HEIGHT - 5, "text-anchor": t === 0 ? "start" : X(t) > it.width - 26 ? "end" : "middle" }, `${t === 0 ? `${w.week} ` : ""}${exactly(t, 0)}`));
      for (const [t, text] of data.marks ?? []) {
        const mark = draw("g", { class: "mark" }, draw("line", { x1: X(t), x2: X(t), y1: TOP, y2: TOP + tall }), draw("path", { d: `M${X(t) - 4} ${TOP - 6}h8l-4 6Z` }));
        mark.append(draw("title", {}, text));
        parts.push(mark);
      }
      data.lines.forEach((line) => {
        const at = (values) => values.map((v, k) => [X(line.x[k]), v]).filter(([, v]) => v !== null).map(([x, v]) => [x, Y(v)]);
        if (line.low) {
          const under = at(line.low), over = at(line.high);
          if (over.length) parts.push(draw("path", { class: `band world-${line.world}`, d: `${path(over)}${path(under.reverse()).replace("M", "L")}Z` }));
        }
        const points = at(line.y);
        if (points.length) parts.push(draw("path", { class: `line world-${line.world}`, d: path(points) }));
        if (points.length === 1) parts.push(draw("circle", { class: `dot world-${line.world}`, cx: points[0][0], cy: points[0][1], r: 3 }));
      });
      if (data.now !== null && data.now < data.last) parts.push(draw("line", { class: "now", x1: X(data.now), x2: X(data.now), y1: TOP, y2: TOP + tall }));
      it.svg.setAttribute("height", HEIGHT);
      it.svg.replaceChildren(...parts);
    },
    bars(it, data) {
      const longest = Math.max(...data.rows.map((name) => name.length)) * 7.1 + 14, label = Math.min(longest, it.width * 0.5), wide = it.width - label - 44;
      const many = data.values.length, high = many > 1 ? 36 : 24, parts = [];
      data.rows.forEach((name, k) => {
        const y = 4 + k * high;
        parts.push(draw("text", { class: "label", x: 0, y: y + high / 2 + 2 }, name));
        data.values.forEach((values, world) => {
          const v = values[k], h = many > 1 ? 10 : 11, top = y + (many > 1 ? 4 + world * 15 : 5);
          parts.push(draw("rect", { class: "track", x: label, y: top, width: wide, height: h, rx: 2 }));
          if (v !== null) parts.push(draw("rect", { class: `bar world-${world}`, x: label, y: top, width: Math.max(0, wide * Math.min(1, v)), height: h, rx: 2 }));
          parts.push(draw("text", { class: "number", x: it.width, y: top + h - 0.5, "text-anchor": "end" }, data.percent && v !== null ? `${exactly(100 * v, 0)}%` : exactly(v, 2)));
        });
      });
      it.svg.setAttribute("height", 8 + data.rows.length * high);
      it.svg.replaceChildren(...parts);
    },
    spread(it, data) {
      const wide = it.width - LEFT - RIGHT, tall = HEIGHT - TOP - BOTTOM, bins = data.values[0]?.length ?? 1, most = Math.max(0.05, ...data.values.flat());
      const X = (v) => LEFT + wide * v, parts = [];
      for (const v of [0, 0.25, 0.5, 0.75, 1]) {
        parts.push(draw("text", { x: X(v), y: HEIGHT - 5, "text-anchor": v === 0 ? "start" : v === 1 ? "end" : "middle" }, exactly(v, 2)));
        parts.push(draw("line", { class: "grid", x1: X(v), x2: X(v), y1: TOP, y2: TOP + tall }));
      }
      parts.push(draw("text", { x: LEFT - 6, y: TOP + 8, "text-anchor": "end" }, `${exactly(100 * most, 0)}%`), draw("text", { x: LEFT - 6, y: TOP + tall, "text-anchor": "end" }, "0%"));
      data.values.forEach((values, world) => {
        const step = wide / bins, both = data.values.length > 1, thick = both ? step / 2 - 0.6 : step - 1.2;
        values.forEach((v, k) => v && parts.push(draw("rect", { class: `bar world-${world}`, x: LEFT + k * step + (both ? world * step / 2 : 0.6), y: TOP + tall * (1 - v / most), width: Math.max(0.8, thick), height: (tall * v) / most })));
      });
      it.svg.setAttribute("height", HEIGHT);
      it.svg.replaceChildren(...parts);
    },
  };

  function show(it, data) {
    it.data = data;
    it.title.textContent = data.title;
    if (it.about.textContent !== (data.meaning ?? "")) it.about.textContent = data.meaning ?? "";
    it.keep.setAttribute("aria-label", `${w.save_svg}: ${data.title}`);
    it.keep.title = w.save_svg;
    it.value.replaceChildren(...data.last_values.map((text, world) => make("span", { className: `world-${world}` }, data.last_values.length > 1 ? `${NAMES[world]} ${text}` : text)));
    it.svg.setAttribute("aria-label", data.says);
    it.width = it.root.clientWidth ? it.svg.clientWidth || it.root.clientWidth - 28 : 300;
    if (it.width > 20) kinds[data.kind](it, data);
  }

  // The picture by itself: what the style sheet says is written into it.
  function alone(svg, it) {
    const copy = svg.cloneNode(true), from = svg.querySelectorAll("*"), to = copy.querySelectorAll("*");
    const keep = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "font-size", "font-weight", "font-family"];
    from.forEach((element, k) => {
      const style = getComputedStyle(element);
      to[k].removeAttribute("class");
      for (const name of keep) if (style.getPropertyValue(name)) to[k].setAttribute(name, style.getPropertyValue(name));
    });
    const told = lines(it.data.meaning ?? "", it.width / 5.6), high = Number(svg.getAttribute("height")) + 16 * told.length, style = getComputedStyle(svg), ink = style.color, ground = getComputedStyle(it.root).backgroundColor;
    const whole = draw("svg", { xmlns: "http://www.w3.org/2000/svg", width: it.width + 32, height: high + 48, viewBox: `-16 -36 ${it.width + 32} ${high + 48}`, role: "img", "aria-label": it.data.says });
    whole.append(draw("rect", { x: -16, y: -36, width: it.width + 32, height: high + 48, fill: ground }));
    whole.append(draw("text", { x: 0, y: -14, fill: ink, "font-size": 14, "font-weight": 600, "font-family": "system-ui, sans-serif" }, [it.data.title, it.value.textContent].filter(Boolean).join(": ")));
    whole.append(...copy.childNodes);
    told.forEach((line, k) => whole.append(draw("text", { x: 0, y: high - 16 * (told.length - 1 - k), fill: ink, "font-size": 11, "font-family": "system-ui, sans-serif" }, line)));
    return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(whole)}`;
  }

  const room = new ResizeObserver(() => Object.values(figures).forEach((it) => it.data && show(it, it.data)));
  room.observe(plots);
  signal.addEventListener("abort", () => room.disconnect());
  return (state) => {
    for (const id of Object.keys(figures)) if (!state.figures.some((data) => data.id === id)) { figures[id].root.remove(); delete figures[id]; }
    for (const data of state.figures) {
      if (!figures[data.id]) {
        figures[data.id] = figure(data.id);
        plots.append(figures[data.id].root);
      }
      show(figures[data.id], data);
    }
  };
});
