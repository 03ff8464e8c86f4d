// Curves over the weeks: axes fitted to what there is to see, what was done as marks, the last values at the ends.

const SHAPE = { left: 8, top: 6, bottom: 20, mark: 13, rows: 3, letter: 6.3, number: 6.6 };

function path(points) {
  return points.map(([x, y], k) => `${k ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

// Round steps from low to high, about so many, and the decimals that tell them apart.
function ticksOf(low, high, many = 4) {
  const raw = (high - low) / many,
    power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((k) => k * power).find((s) => s >= raw - 1e-12),
    marks = [];
  for (let v = Math.ceil(low / step - 1e-9) * step; v <= high + step * 1e-6; v += step) {
    marks.push(Math.abs(v) < step * 1e-6 ? 0 : v);
  }
  const halves = step / 10 ** Math.floor(Math.log10(step)) === 2.5 ? 1 : 0;
  return { marks, digits: Math.max(0, Math.min(4, halves - Math.floor(Math.log10(step) + 1e-9))) };
}

// The span of the value axis: what the lines reach, a little room round it, never less than `least`, within the bounds.
function fitted({ lines, bounds, least, zero }) {
  const all = lines.flatMap((line) => line.y).filter((v) => v !== null);
  const known = all.length ? all : lines.flatMap((line) => line.raw ?? []).filter((v) => v !== null);
  if (zero) known.push(0);
  let low = Math.min(...known),
    high = Math.max(...known);
  if (!known.length) [low, high] = [bounds[0] ?? 0, bounds[1] ?? 1];
  const room = Math.max(0.12 * (high - low), (Math.max(least, 0.02 * Math.abs(high)) - (high - low)) / 2);
  low -= room;
  high += room;
  return [Math.max(low, bounds[0] ?? low), Math.min(high, bounds[1] ?? high)];
}

// Labels of marks in rows, so that none lies over another; those that find no room keep their title only.
function rowsOf(marks, X, right) {
  const ends = [];
  return marks.map((mark) => {
    const wide = mark.text.length * SHAPE.letter + 8,
      x = X(mark.week),
      before = x + wide > right;
    const from = before ? x - wide : x,
      row = [...Array(SHAPE.rows).keys()].find((k) => (ends[k] ?? -Infinity) <= from);
    if (row === undefined || from < 0) return { ...mark, x, row: null };
    ends[row] = from + wide;
    return { ...mark, x, row, before };
  });
}

function drawCurves(it, data, { w, exactly, tall: height }) {
  const [low, high] = fitted(data),
    { marks: levels, digits } = ticksOf(low, high, 3);
  const text = (v, more = 0) =>
    (data.zero && v > 0 ? "+" : "") + exactly(v, Math.min(Math.max(3, digits), digits + more)).replace("-", "−");
  const two = data.values.length > 1,
    ends = data.values.map((v, k) => (two ? `${"AB"[k]} ` : "") + text(v, 1));
  const left = SHAPE.left + SHAPE.number * Math.max(...levels.map((v) => text(v).length));
  const right = it.width - 10 - SHAPE.number * Math.max(...ends.map((end) => end.length)),
    wide = right - left;
  const X = (week) => left + (wide * week) / Math.max(data.until, 1),
    marks = rowsOf(data.marks, X, right);
  const top = SHAPE.top + SHAPE.mark * Math.max(0, ...marks.map(({ row }) => (row ?? 0) + 1)),
    bottom = height - SHAPE.bottom;
  const Y = (v) => top + (bottom - top) * (1 - (v - low) / (high - low || 1)),
    parts = [];

  for (const v of levels) {
    parts.push(
      draw("line", { class: v === 0 && data.zero ? "zero" : "grid", x1: left, x2: right, y1: Y(v), y2: Y(v) }),
    );
    parts.push(draw("text", { x: left - 6, y: Y(v) + 4, "text-anchor": "end" }, text(v)));
  }
  for (const week of ticksOf(0, Math.max(data.until, 1), Math.max(2, Math.floor(wide / 80))).marks) {
    const anchor = week === 0 ? "start" : X(week) > right - 12 ? "end" : "middle";
    const label = `${week === 0 ? `${w.week} ` : ""}${exactly(week, 0)}`;
    if (Number.isInteger(week)) parts.push(draw("text", { x: X(week), y: height - 5, "text-anchor": anchor }, label));
  }
  for (const { x, row, before, text: label, news } of marks) {
    const mark = draw("g", { class: `mark ${news}` }),
      y = SHAPE.top + SHAPE.mark * ((row ?? 0) + 1);
    mark.append(draw("title", {}, label), draw("line", { x1: x, x2: x, y1: y - SHAPE.mark + 2, y2: bottom }));
    if (row === null) mark.append(draw("path", { d: `M${x - 4} ${SHAPE.top}h8l-4 6Z` }));
    else
      mark.append(
        draw("text", { x: before ? x - 4 : x + 4, y: y - 3, "text-anchor": before ? "end" : "start" }, label),
      );
    parts.push(mark);
  }

  const clip = `clip-${data.id}`,
    plot = draw("g", { "clip-path": `url(#${clip})` });
  const field = draw("rect", { x: left - 2, y: top - 3, width: wide + 4, height: bottom - top + 6 });
  parts.push(draw("clipPath", { id: clip }, field));
  const points = (line, values) =>
    line.x
      .map((week, k) => [X(week), values[k]])
      .filter(([, v]) => v !== null)
      .map(([x, v]) => [x, Y(v)]);
  for (const line of data.lines) {
    const course = points(line, line.y),
      raw = line.raw ? points(line, line.raw) : [];
    if (raw.length) plot.append(draw("path", { class: `raw world-${line.world}`, d: path(raw) }));
    if (data.zero && course.length) {
      const area = [[course[0][0], Y(0)], ...course, [course.at(-1)[0], Y(0)]];
      plot.append(draw("path", { class: "area", d: `${path(area)}Z` }));
    }
    if (course.length) plot.append(draw("path", { class: `line world-${line.world}`, d: path(course) }));
  }
  parts.push(plot);

  const x = X(data.now);
  if (Number.isFinite(x) && data.now < data.lines[0].x.at(-1))
    parts.push(draw("line", { class: "now", x1: x, x2: x, y1: top, y2: bottom }));
  const places = data.values.map((v) => (v === null ? null : Math.max(top, Math.min(bottom, Y(v)))));
  const shift =
    places.length === 2 && places.every((y) => y !== null) ? Math.max(0, 13 - Math.abs(places[0] - places[1])) / 2 : 0;
  data.values.forEach((v, k) => {
    if (v === null) return;
    const world = data.zero ? 2 : k,
      lower = places.length === 2 && places[k] >= places[1 - k] && (k === 1 || places[0] > places[1]);
    const y = places[k] + (lower ? shift : -shift);
    parts.push(draw("circle", { class: `dot world-${world}`, cx: x, cy: places[k], r: 3 }));
    parts.push(draw("text", { class: `end world-${world}`, x: x + 7, y: y + 4 }, ends[k]));
  });
  it.svg.setAttribute("height", height);
  it.svg.replaceChildren(...parts);
}
