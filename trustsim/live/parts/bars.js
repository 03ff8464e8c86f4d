// Horizontal bars, one measure per row, and the distribution of trust.

function drawBars(it, data, { exactly }) {
  const longest = Math.max(...data.rows.map((name) => name.length)) * 7.1 + 14;
  const label = Math.min(longest, it.width * 0.5),
    wide = it.width - label - 44;
  const two = data.values.length > 1,
    high = two ? 36 : 24,
    thick = two ? 10 : 11,
    parts = [];
  data.rows.forEach((name, k) => {
    const y = 4 + k * high;
    parts.push(draw("text", { class: "label", x: 0, y: y + high / 2 + 2 }, name));
    data.values.forEach((values, world) => {
      const v = values[k],
        top = y + (two ? 4 + world * 15 : 5),
        size = { x: label, y: top, height: thick, rx: 2 };
      parts.push(draw("rect", { ...size, class: "track", width: wide }));
      if (v !== null) {
        parts.push(draw("rect", { ...size, class: `bar world-${world}`, width: Math.max(0, wide * Math.min(1, v)) }));
      }
      const number = data.percent && v !== null ? `${exactly(100 * v, 0)}%` : exactly(v, 2);
      parts.push(draw("text", { class: "number", x: it.width, y: top + thick - 0.5, "text-anchor": "end" }, number));
    });
  });
  it.svg.setAttribute("height", 8 + data.rows.length * high);
  it.svg.replaceChildren(...parts);
}

function drawSpread(it, data, { exactly, tall: height }) {
  const left = 36,
    top = 8,
    wide = it.width - left - 10,
    tall = height - top - 20,
    parts = [];
  const bins = data.values[0]?.length ?? 1,
    most = Math.max(0.05, ...data.values.flat()),
    both = data.values.length > 1;
  for (const v of [0, 0.25, 0.5, 0.75, 1]) {
    const x = left + wide * v,
      anchor = { 0: "start", 1: "end" }[v] ?? "middle";
    parts.push(draw("text", { x, y: height - 5, "text-anchor": anchor }, exactly(v, 2)));
    parts.push(draw("line", { class: "grid", x1: x, x2: x, y1: top, y2: top + tall }));
  }
  for (const [v, y] of [
    [most, top + 8],
    [0, top + tall],
  ]) {
    parts.push(draw("text", { x: left - 6, y, "text-anchor": "end" }, `${exactly(100 * v, 0)}%`));
  }
  const step = wide / bins,
    thick = Math.max(0.8, both ? step / 2 - 0.6 : step - 1.2);
  data.values.forEach((values, world) =>
    values.forEach((v, k) => {
      if (!v) return;
      const x = left + k * step + (both ? (world * step) / 2 : 0.6),
        high = (tall * v) / most;
      parts.push(draw("rect", { class: `bar world-${world}`, x, y: top + tall - high, width: thick, height: high }));
    }),
  );
  it.svg.setAttribute("height", height);
  it.svg.replaceChildren(...parts);
}
