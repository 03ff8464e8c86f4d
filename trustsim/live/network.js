// The network view: who trusts whom, recoloured every painted tick. No imports, no build step.
//
// How it draws. Positions stay while trust moves, so the lines and glyphs are turned into pixels once per pan, zoom or
// resize: every pixel remembers which two entities (edges, nodes) it shows and how strongly. A tick then only looks up
// colours, at a cost that does not grow with the number of edges. Which edge lies on top is settled by a fixed shuffle
// and never by its value: painting low trust first and high trust last would make a picture that lies.

const FIRM = 0,
  ADVISOR = 1,
  CUSTOMER = 2;
const EMPLOYS = 0,
  KNOWS = 1,
  PEERS = 2;
const LEAPT = 1,
  REFUSED = 2,
  POSTED = 3,
  STRUCK = 4,
  PRAISED = 5;
const HEADER = 12; // bytes: tick, scene version, serial number
const SHARPEST = 2; // device pixels a CSS pixel that are still worth drawing
const LARGEST = 2.4e6; // pixels
const DEEPEST = 40; // times enlarged
const STRETCH = 1.9; // how far the layout may be widened to use a wide stage
const PADDING = 22; // CSS pixels
// ms, drawings, alive at once, new per frame, CSS pixels from the centre
const PULSE = { life: 650, ages: 12, most: 500, least: 30, span: 18 };
const RESTED = 90; // ms without movement after which a moved view is drawn anew
const SETTLED = 1000; // ms without new ties after which all are drawn anew, in their shuffled order
const AT_ONCE = 12; // ms: a view that is drawn within this time is drawn anew at every movement
const PROMISE = 200; // ms that a new scene waits for its first frame
const SPOKEN = 500; // ms between two updates of the canvas's name
const NEWS = { life: 1800, rings: 3, reach: 74 }; // ms, rings that widen one after another, CSS pixels
const NOTHING = { kind: "none", index: -1 };

// ---- what Python sends -------------------------------------------------------------------------------------------

function bytes(view) {
  return view && view.byteLength
    ? new Uint8Array(view.buffer ?? view, view.byteOffset ?? 0, view.byteLength)
    : new Uint8Array(0);
}

function readScene(model) {
  const head = model.get("scene"),
    n = head.n_nodes,
    m = head.n_edges;
  const copy = (name) => bytes(model.get(name)).slice().buffer;
  const positions = new Float32Array(copy("positions")),
    ends = new Uint32Array(copy("edges"));
  const from = new Uint32Array(m),
    to = new Uint32Array(m);
  for (let e = 0; e < m; e++) {
    from[e] = ends[2 * e];
    to[e] = ends[2 * e + 1];
  }
  const kinds = new Uint8Array(copy("kinds"));
  const counts = [0, 0, 0],
    row = new Uint32Array(n);
  for (let i = 0; i < n; i++) row[i] = counts[kinds[i]]++;
  return {
    ...head,
    n,
    m,
    positions,
    from,
    to,
    kinds,
    edgeKinds: new Uint8Array(copy("edge_kinds")),
    counts,
    row,
    ...edgesOf(n, m, from, to),
  };
}

// The edges of node i are around[first[i]] .. around[first[i + 1] - 1].
function edgesOf(n, m, from, to) {
  const first = new Uint32Array(n + 2),
    around = new Uint32Array(2 * m);
  for (let e = 0; e < m; e++) {
    first[from[e] + 2]++;
    first[to[e] + 2]++;
  }
  for (let i = 2; i <= n + 1; i++) first[i] += first[i - 1];
  for (let e = 0; e < m; e++) {
    around[first[from[e] + 1]++] = e;
    around[first[to[e] + 1]++] = e;
  }
  return { first, around };
}

const valueOf = (level) => (level === 0 ? null : (level - 1) / 254);
const bucketOf = (level) => Math.min(15, Math.floor(valueOf(level) * 16));

function packed(hex) {
  // 0xAABBGGRR, as a canvas keeps it in memory
  const rgb = parseInt(hex.slice(1), 16);
  return (0xff000000 | ((rgb & 255) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
}

// ---- from geometry to pixels: once per view -----------------------------------------------------------------------

// Two layers a pixel, side by side in memory: [2p] on top, [2p + 1] under it; each is an entity << 8 | how much of what
// lies below it hides (0..255). Entity 0 is the surface, then come the edges, then the nodes.
function createCover(width, height) {
  const size = width * height;
  return { width, height, layers: new Uint32Array(2 * size), pixels: new Uint32Array(size), count: 0 };
}

function drawCover(cover, scene, view, peersShown) {
  const { layers } = cover,
    { X, Y, radius } = view,
    edges = scene.m;
  const stride = shuffle(edges);
  layers.fill(0);
  cover.strength = strengthOf(scene, view, layers.length / 2);
  for (const layer of [PEERS, KNOWS, EMPLOYS]) {
    if (layer === PEERS && !peersShown) continue;
    for (let k = 0, e = 0; k < edges; k++, e = (e + stride) % edges)
      if (scene.edgeKinds[e] === layer) drawEdge(cover, scene, view, e);
  }
  for (const kind of [CUSTOMER, ADVISOR, FIRM]) {
    const shape = stamp(kind, radius[kind], view.halo);
    for (let i = 0; i < scene.n; i++)
      if (scene.kinds[i] === kind) print(cover, shape, Math.round(X[i]), Math.round(Y[i]), 1 + edges + i);
  }
  list(cover);
}

// The same people, a few edges more or less: `renumber` says what every entity is called now (0: gone), `fresh`
// are the new ones.
function amendCover(cover, scene, view, renumber, fresh, peersShown) {
  const { layers, pixels, count } = cover,
    named = (word) => (word >>> 8 ? (renumber[word >>> 8] ? (renumber[word >>> 8] << 8) | (word & 255) : 0) : word);
  for (let k = 0; k < count; k++) {
    const at = 2 * pixels[k],
      top = named(layers[at]),
      deep = named(layers[at + 1]);
    layers[at] = top || deep;
    layers[at + 1] = top ? deep : 0;
  }
  for (const e of fresh) if (peersShown || scene.edgeKinds[e] !== PEERS) drawEdge(cover, scene, view, e, 1 + scene.m);
  list(cover);
}

function list(cover) {
  // the pixels that show anything
  const { layers, pixels } = cover;
  let count = 0;
  for (let p = 0; p < pixels.length; p++) if (layers[2 * p]) pixels[count++] = p;
  cover.count = count;
}

function drawEdge(cover, { from, to, edgeKinds }, { X, Y, scale }, e, nodes = 0) {
  const half = Math.max(0.5, 0.45 * scale) * (edgeKinds[e] === PEERS ? 0.7 : 1),
    strength = edgeKinds[e] === KNOWS ? cover.strength : 235;
  line(cover, X[from[e]], Y[from[e]], X[to[e]], Y[to[e]], half, 1 + e, strength, nodes);
}

// Lines fade as they crowd, so that the glyphs stay legible: by how often they would cover the stage.
function strengthOf({ m, from, to, edgeKinds }, { X, Y }, area) {
  let ink = 0;
  for (let e = 0; e < m; e++)
    if (edgeKinds[e] === KNOWS) ink += Math.abs(X[from[e]] - X[to[e]]) + Math.abs(Y[from[e]] - Y[to[e]]);
  return Math.max(95, Math.min(210, 210 - 44 * (ink / area - 0.6)));
}

// `nodes`, the first entity that is one, is given where nodes are drawn already: then lines go below them and
// their halos.
function put(layers, at, entity, share, nodes = 0) {
  const old = layers[at],
    oldShare = old & 255;
  if (nodes && oldShare && (old >>> 8 >= nodes || old >>> 8 === 0)) return;
  if (share < 250 && oldShare) {
    // three on one pixel: keep the two that show most
    const rest = 255 - share,
      shows = oldShare * rest,
      deep = ((layers[at + 1] & 255) * (255 - oldShare) * rest) >> 8;
    if (deep <= shows) {
      if (share << 8 < deep) return;
      layers[at + 1] = old;
    }
  }
  layers[at] = (entity << 8) | share;
}

function line({ width, height, layers }, x0, y0, x1, y1, half, entity, strength, nodes) {
  const steep = Math.abs(y1 - y0) > Math.abs(x1 - x0);
  let a0 = steep ? y0 : x0,
    a1 = steep ? y1 : x1,
    b0 = steep ? x0 : y0,
    b1 = steep ? x1 : y1;
  if (a0 > a1) {
    let swap = a0;
    a0 = a1;
    a1 = swap;
    swap = b0;
    b0 = b1;
    b1 = swap;
  }
  const slope = a1 > a0 ? (b1 - b0) / (a1 - a0) : 0,
    lean = 1 / Math.sqrt(1 + slope * slope),
    reach = (half + 0.5) / lean;
  const along = steep ? 2 * width : 2,
    across = steep ? 2 : 2 * width,
    most = (steep ? width : height) - 1;
  const last = Math.min((steep ? height : width) - 1, Math.floor(a1));
  for (let i = Math.max(0, Math.ceil(a0)); i <= last; i++) {
    const middle = b0 + (i - a0) * slope;
    if (middle < -reach || middle > most + reach) continue;
    const end = Math.min(most, (middle + reach) | 0);
    for (let j = Math.max(0, (middle - reach + 1) | 0); j <= end; j++) {
      const inside = half + 0.5 - (j > middle ? j - middle : middle - j) * lean,
        share = ((inside < 1 ? inside : 1) * strength) | 0;
      if (share > 6) put(layers, i * along + j * across, entity, share, nodes);
    }
  }
}

// A glyph with a halo of the surface's colour round it, as the pixels that it touches:
// [dx, dy, glyph share, halo share, …].
function stamp(kind, radius, halo) {
  const reach = Math.ceil((radius + halo) * 1.3 + 1),
    shape = [],
    share = (deep) => Math.max(0, Math.min(255, ((deep + 0.5) * 255) | 0));
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const glyph = share(depth(kind, dx, dy, radius)),
        rim = share(depth(kind, dx, dy, radius + halo));
      if (rim > 4) shape.push(dx, dy, glyph, rim);
    }
  }
  return Int32Array.from(shape);
}

function print({ width, height, layers }, shape, x, y, entity) {
  for (let k = 0; k < shape.length; k += 4) {
    const i = x + shape[k],
      j = y + shape[k + 1],
      at = 2 * (j * width + i),
      glyph = shape[k + 2],
      rim = shape[k + 3];
    if (i < 0 || j < 0 || i >= width || j >= height) continue;
    if (rim < 250) put(layers, at, 0, rim);
    else {
      layers[at] = glyph ? (entity << 8) | glyph : 255;
      layers[at + 1] = 255; // the halo
    }
  }
}

// How deep (dx, dy) lies inside a glyph: a firm is a square, an advisor a diamond, a customer a disc of equal area.
function depth(kind, dx, dy, radius) {
  if (kind === FIRM) return radius * 0.886 - Math.max(Math.abs(dx), Math.abs(dy));
  if (kind === ADVISOR) return (radius * 1.253 - Math.abs(dx) - Math.abs(dy)) * 0.7071;
  return radius - Math.sqrt(dx * dx + dy * dy);
}

// A stride that visits all of `size` in an order that has nothing to do with who they are.
function shuffle(size) {
  const common = (a, b) => (b ? common(b, a % b) : a);
  let stride = Math.max(1, Math.round(size * 0.6180339887));
  while (common(size, stride) > 1) stride++;
  return stride;
}

// ---- colours to pixels: every painted tick ------------------------------------------------------------------------

function shade({ pixels, count, layers }, inks, out) {
  for (let k = 0; k < count; k++) {
    const p = pixels[k],
      top = layers[2 * p],
      share = top & 255,
      ink = inks[top >>> 8];
    if (share >= 250) {
      out[p] = ink;
      continue;
    }
    const deep = layers[2 * p + 1];
    out[p] = mix(deep ? mix(inks[0], inks[deep >>> 8], deep & 255) : inks[0], ink, share);
  }
}

function mix(below, above, share) {
  // 0..255; two channels at a time
  const rest = 256 - share;
  const redBlue = (Math.imul(below & 0xff00ff, rest) + Math.imul(above & 0xff00ff, share)) >>> 8;
  const green = (Math.imul(below & 0xff00, rest) + Math.imul(above & 0xff00, share)) >>> 8;
  return ((redBlue & 0xff00ff) | (green & 0xff00) | 0xff000000) >>> 0;
}

// ---- where things stand -------------------------------------------------------------------------------------------

function place(scene, camera, width, height, scale) {
  const { n, positions } = scene;
  let left = 1,
    right = 0,
    top = 1,
    bottom = 0;
  for (let i = 0; i < n; i++) {
    left = Math.min(left, positions[2 * i]);
    right = Math.max(right, positions[2 * i]);
    top = Math.min(top, positions[2 * i + 1]);
    bottom = Math.max(bottom, positions[2 * i + 1]);
  }
  const wide = Math.max(right - left, 1e-6),
    tall = Math.max(bottom - top, 1e-6),
    pad = 2 * PADDING * scale;
  const fits = [(width - pad) / wide, (height - pad) / tall],
    least = Math.min(...fits) * STRETCH;
  const kx = Math.min(fits[0], least) * camera.zoom,
    ky = Math.min(fits[1], least) * camera.zoom;
  const bound = (at, most) => Math.max(-most, Math.min(most, at));
  camera.x = bound(camera.x, (wide * kx) / 2 / scale);
  camera.y = bound(camera.y, (tall * ky) / 2 / scale);
  const X = new Float32Array(n),
    Y = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    X[i] = (positions[2 * i] - (left + right) / 2) * kx + width / 2 + camera.x * scale - 0.5;
    Y[i] = (positions[2 * i + 1] - (top + bottom) / 2) * ky + height / 2 + camera.y * scale - 0.5;
  }
  const room = Math.sqrt((wide * kx * tall * ky) / Math.max(n, 1)) / scale / camera.zoom,
    closer = Math.min(3.5, camera.zoom ** 0.55);
  const customer = Math.max(1.25, Math.min(4.4, room * 0.26)) * closer * scale;
  return {
    X,
    Y,
    scale,
    halo: Math.max(0.3, Math.min(1.3, room * 0.09)) * scale,
    radius: [Math.max(customer * 2.3, 6.5 * scale), Math.max(customer * 1.5, 3 * scale), customer],
  };
}

// The node under a point, else the edge (device pixels); NOTHING where there is neither.
function under(scene, view, x, y, peersShown) {
  let best = NOTHING,
    nearest = Infinity;
  for (let i = 0; i < scene.n; i++) {
    const away = Math.hypot(view.X[i] - x, view.Y[i] - y) - view.radius[scene.kinds[i]];
    if (away < 4 * view.scale && away < nearest) {
      nearest = away;
      best = { kind: "node", index: i };
    }
  }
  if (best.kind === "node") return best;
  nearest = 4 * view.scale;
  for (let e = 0; e < scene.m; e++) {
    if (scene.edgeKinds[e] === PEERS && !peersShown) continue;
    const away = distance(view, scene.from[e], scene.to[e], x, y);
    if (away < nearest) {
      nearest = away;
      best = { kind: "edge", index: e };
    }
  }
  return best;
}

function distance({ X, Y }, a, b, x, y) {
  const dx = X[b] - X[a],
    dy = Y[b] - Y[a],
    square = dx * dx + dy * dy;
  const along = square ? Math.max(0, Math.min(1, ((x - X[a]) * dx + (y - Y[a]) * dy) / square)) : 0;
  return Math.hypot(X[a] + along * dx - x, Y[a] + along * dy - y);
}

// ---- drawings over the network ------------------------------------------------------------------------------------

function tracePath(pen, kind, x, y, radius) {
  if (kind === FIRM) pen.rect(x - radius * 0.886, y - radius * 0.886, radius * 1.772, radius * 1.772);
  else if (kind === ADVISOR) {
    const reach = radius * 1.253;
    pen.moveTo(x, y - reach);
    pen.lineTo(x + reach, y);
    pen.lineTo(x, y + reach);
    pen.lineTo(x - reach, y);
    pen.closePath();
  } else {
    pen.moveTo(x + radius, y);
    pen.arc(x, y, radius, 0, 2 * Math.PI);
  }
}

// One pulse of a kind at an age of 0..1, round (0, 0): a ring that widens, a cross that fades, a dashed ring.
function tracePulse(pen, pulse, age, scale) {
  pen.beginPath();
  pen.setLineDash(pulse === POSTED ? [3 * scale, 2.6 * scale] : []);
  pen.lineWidth = (pulse === LEAPT ? 2.4 - 1.2 * age : 1.6) * scale;
  if (pulse === REFUSED) {
    const arm = 4.2 * scale;
    pen.moveTo(-arm, -arm);
    pen.lineTo(arm, arm);
    pen.moveTo(arm, -arm);
    pen.lineTo(-arm, arm);
  } else pen.arc(0, 0, (pulse === LEAPT ? 5 + 10 * age : 8 + 9 * age) * scale, 0, 2 * Math.PI);
  pen.stroke();
}

function pulseSheet(colours, scale) {
  const cell = Math.ceil(2 * PULSE.span * scale),
    sheet = document.createElement("canvas");
  sheet.width = cell * PULSE.ages;
  sheet.height = cell * 3;
  const pen = sheet.getContext("2d");
  for (let age = 0; age < PULSE.ages; age++) {
    for (const pulse of [LEAPT, REFUSED, POSTED]) {
      pen.setTransform(1, 0, 0, 1, (age + 0.5) * cell, (pulse - 0.5) * cell);
      pen.strokeStyle = colours.ink;
      pen.globalAlpha = 1 - (age / PULSE.ages) ** 1.5;
      tracePulse(pen, pulse, age / PULSE.ages, scale);
    }
  }
  return { sheet, cell };
}

// ---- words --------------------------------------------------------------------------------------------------------

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

// Numbers and trust in words; a difference bears its sign.
function writer(words, { low, high } = { low: 0, high: 1 }) {
  const number = (value, digits = 0) =>
    value.toLocaleString(words.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const onScale = (v, digits = low < 0 ? 3 : 2) => {
    const value = low + (high - low) * v,
      sign = value > 0 ? "+" : value < 0 ? "−" : "±";
    return low < 0 ? `${sign}${number(Math.abs(value), digits)}` : number(value, digits);
  };
  const trust = (level) => (level ? `${words.value ?? words.trust} ${onScale(valueOf(level))}` : words.no_value);
  const count = (many, one, more) => `${number(many)} ${many === 1 ? one : more}`;
  return { number, trust, count, onScale };
}

function nameOf(scene, i) {
  const { words, labels, kinds, row } = scene;
  const kind = [words.firm, words.advisor, words.customer][kinds[i]];
  return labels?.[i] ?? `${kind[0].toLocaleUpperCase(words.locale)}${kind.slice(1)} ${row[i]}`;
}

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function icon(draw) {
  const space = "http://www.w3.org/2000/svg",
    svg = document.createElementNS(space, "svg"),
    path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "-10 -10 20 20");
  svg.setAttribute("aria-hidden", "true");
  for (const [name, value] of Object.entries(draw)) path.setAttribute(name, value);
  svg.append(path);
  return svg;
}

const SOLID = { fill: "currentColor" };
const STROKE = { fill: "none", stroke: "currentColor", "stroke-width": 2 };
const RING = (r) => `M${r} 0A${r} ${r} 0 1 1 -${r} 0A${r} ${r} 0 1 1 ${r} 0`;
const ICONS = {
  firm: { ...SOLID, d: "M-7-7H7V7H-7Z" },
  advisor: { ...SOLID, d: "M0-8L8 0L0 8L-8 0Z" },
  customer: { ...SOLID, d: RING(5) },
  struck: { ...STROKE, d: `${RING(8)}${RING(4)}` },
  praised: { ...STROKE, d: `${RING(8)}${RING(4)}` },
  leapt: { ...STROKE, d: RING(7) },
  refused: { ...STROKE, d: "M-4.5-4.5L4.5 4.5M4.5-4.5L-4.5 4.5" },
  posted: { ...STROKE, "stroke-dasharray": "3 2.6", d: RING(7.5) },
  zoom_in: { ...STROKE, d: "M-6 0H6M0-6V6" },
  zoom_out: { ...STROKE, d: "M-6 0H6" },
  fit: { ...STROKE, d: "M-7-3V-7H-3M3-7H7V-3M7 3V7H3M-3 7H-7V3" },
  none: { ...SOLID, d: RING(5) },
  employs: { ...STROKE, d: "M-9 0H9" },
  knows: { ...STROKE, d: "M-9 0H9" },
};

function scaleOf({ words, scale }) {
  const { onScale } = writer(words, scale),
    ends = scale.low < 0 ? [0, 1].map((v) => onScale(v, 2)) : ["", ""];
  const swatches = Array.from({ length: 16 }, (_, k) => {
    const swatch = make("span");
    swatch.style.background = `var(--trust-${k})`;
    return swatch;
  });
  const [less, more] = [`${words.distrust} ${ends[0]}`.trim(), `${ends[1]} ${words.trust}`.trim()];
  return make(
    "p",
    { className: "scale" },
    less,
    make("span", { className: "swatches", ariaHidden: "true" }, ...swatches),
    more,
  );
}

function toolsOf({ words }, acts) {
  return make(
    "div",
    { className: "tools" },
    ...Object.entries(acts).map(([name, onclick]) => {
      const button = make("button", { type: "button", title: words[name], onclick }, icon(ICONS[name]));
      button.setAttribute("aria-label", words[name]);
      return button;
    }),
  );
}

function legendOf(scene, peersShown, onPeers) {
  const { words, counts } = scene,
    list = make("ul", { className: "entries" });
  const entry = (name, text) =>
    list.append(make("li", { className: `entry ${name}` }, icon(ICONS[name]), make("span", {}, text)));
  ["firm", "advisor", "customer"].forEach((name, kind) => counts[kind] && entry(name, words[`${name}s`]));
  entry("none", words.no_value);
  if (scene.edgeKinds.includes(EMPLOYS)) entry("employs", words.employs);
  if (scene.edgeKinds.includes(KNOWS)) entry("knows", words.knows);
  for (const name of ["leapt", "refused", "posted", "struck", "praised"]) entry(name, words[name]);
  if (scene.edgeKinds.includes(PEERS)) {
    const box = make("input", { type: "checkbox", checked: peersShown, onchange: () => onPeers(box.checked) });
    list.append(make("li", { className: "entry" }, make("label", {}, box, words.show_peers)));
  }
  return list;
}

// ---- the component ------------------------------------------------------------------------------------------------

function render({ model, el }) {
  const base = make("canvas", { className: "base", tabIndex: 0 }),
    over = make("canvas", { className: "over", ariaHidden: "true" });
  const tip = make("div", { className: "tip", hidden: true });
  const said = make("div", { className: "said" }),
    key = make("div", { className: "legend" }),
    sample = make("p", { className: "sampled" });
  const stage = make("div", { className: "stage" }, base, over, tip),
    root = make("div", { className: "trust-network" }, stage, said, key);
  base.setAttribute("role", "img");
  said.setAttribute("aria-live", "polite");
  key.setAttribute("role", "group");
  el.replaceChildren(root);

  const paper = base.getContext("2d", { alpha: false, willReadFrequently: true }),
    pen = over.getContext("2d");
  const plate = make("canvas").getContext("2d", { alpha: false, willReadFrequently: true });
  const dark = matchMedia("(prefers-color-scheme: dark)"),
    still = matchMedia("(prefers-reduced-motion: reduce)");
  const camera = { zoom: 1, x: 0, y: 0 };
  let scene = null,
    colours = null,
    steps = null,
    cover = null,
    view = null,
    image = null,
    out = null,
    inks = new Uint32Array(0),
    ramp = null;
  let tick = 0,
    nodeLevels = new Uint8Array(0),
    edgeLevels = nodeLevels,
    pulses = [],
    sheet = null;
  let waiting = null,
    selected = NOTHING,
    hovered = NOTHING,
    byKeyboard = false,
    peersShown = false,
    picks = 0;
  let drawn = { ...camera },
    cost = 0,
    resting = 0,
    explained = "",
    promised = 0;
  let stale = { scene: true, view: true, moved: false, colours: true, over: true },
    asked = 0,
    spokenAt = 0,
    speakLater = 0,
    gone = false;

  const want = (what) => {
    Object.assign(stale, what);
    if (!asked && !gone) asked = requestAnimationFrame(draw);
  };

  // -- Python's side

  function takeScene() {
    stale.scene = false;
    if (!model.get("scene")?.n_nodes) return;
    const before = scene;
    scene = readScene(model);
    pulses = [];
    hovered = NOTHING;
    inks = new Uint32Array(1 + scene.m + scene.n);
    dress();
    explain();
    if (before && before.n === scene.n && before.positions.every((at, k) => at === scene.positions[k])) adopt(before);
    else {
      Object.assign(camera, { zoom: 1, x: 0, y: 0 });
      selected = NOTHING;
      nodeLevels = new Uint8Array(scene.n);
      edgeLevels = new Uint8Array(scene.m);
      stale.view = true;
    }
  }

  function arrived() {
    // whether the frame that waits is one of the scene that waits
    return (
      waiting && new DataView(waiting.buffer, waiting.byteOffset).getUint32(4, true) === model.get("scene").version
    );
  }

  function adopt(before) {
    // the same people: keep the view, what is chosen, and every edge that is still there
    const key = (of, e) => (of.from[e] * of.n + of.to[e]) * 4 + of.edgeKinds[e];
    const places = new Map(),
      renumber = new Uint32Array(1 + before.m + before.n),
      fresh = [],
      levels = new Uint8Array(scene.m);
    for (let e = 0; e < before.m; e++) places.set(key(before, e), e);
    for (let e = 0; e < scene.m; e++) {
      const old = places.get(key(scene, e));
      if (old === undefined) fresh.push(e);
      else {
        renumber[1 + old] = 1 + e;
        levels[e] = edgeLevels[old];
      }
    }
    for (let i = 0; i < scene.n; i++) renumber[1 + before.m + i] = 1 + scene.m + i;
    edgeLevels = levels;
    if (selected.kind === "edge")
      selected = renumber[1 + selected.index] ? { ...selected, index: renumber[1 + selected.index] - 1 } : NOTHING;
    const kept = scene.m - fresh.length;
    if (!cover || !view?.X || fresh.length + before.m - kept > before.m / 10 + 20) stale.view = true;
    else {
      amendCover(cover, scene, view, renumber, fresh, peersShown);
      out.fill(packed(colours.surface));
      redrawLater(SETTLED);
    }
  }

  function explain() {
    // the legend; untouched while its words stay, so that nobody loses the focus
    const { words, sampled, counts, edgeKinds, scale } = scene,
      { number } = writer(words);
    const now = JSON.stringify([
      words,
      scale,
      counts.map(Boolean),
      [EMPLOYS, KNOWS, PEERS].map((kind) => edgeKinds.includes(kind)),
    ]);
    if (now !== explained) {
      explained = now;
      key.setAttribute("aria-label", words.legend);
      key.replaceChildren(
        make(
          "div",
          { className: "bar" },
          scaleOf(scene),
          toolsOf(scene, { zoom_out: () => zoom(1 / 1.5), zoom_in: () => zoom(1.5), fit }),
        ),
        make(
          "div",
          { className: "notes" },
          legendOf(scene, peersShown, (shown) => {
            peersShown = shown;
            want({ view: true });
          }),
          sample,
          make("details", { className: "keys" }, make("summary", {}, words.keyboard), make("p", {}, words.keys)),
        ),
      );
    }
    sample.hidden = !sampled;
    sample.textContent = sampled ? fill(words.sampled, { shown: number(sampled.shown), of: number(sampled.of) }) : "";
  }

  function takeFrame() {
    const data = waiting;
    waiting = null;
    const [at, version, serial] = [0, 4, 8].map((k) => new DataView(data.buffer, data.byteOffset).getUint32(k, true));
    model.set("acknowledged", serial); // before drawing: the next frame travels while this one is painted
    model.save_changes();
    if (!scene || version !== scene.version || data.length !== HEADER + 2 * scene.n + scene.m) return;
    const moved = at !== tick;
    tick = at;
    nodeLevels = data.slice(HEADER, HEADER + scene.n);
    edgeLevels = data.slice(HEADER + scene.n, HEADER + scene.n + scene.m);
    if (moved) pulse(data.subarray(HEADER + scene.n + scene.m));
    stale.colours = stale.over = true;
    speak();
  }

  function dress() {
    // colours of the theme, for canvas and page alike
    const theme = model.get("theme"),
      name = theme === "light" || theme === "dark" ? theme : dark.matches ? "dark" : "light";
    if (!scene) return;
    colours = scene.palette[name];
    root.dataset.theme = name;
    for (const part of ["surface", "ink", "quiet", "edge", "line", "none", "alarm", "relief"])
      root.style.setProperty(`--${part}`, colours[part]);
    steps = colours[scene.scale.palette];
    steps.forEach((hex, k) => root.style.setProperty(`--trust-${k}`, hex));
    ramp = Uint32Array.from({ length: 256 }, (_, level) => packed(level ? steps[bucketOf(level)] : colours.none));
    sheet = null;
    want({ colours: true, over: true });
    out?.fill(packed(colours.surface));
  }

  // -- drawing

  function draw(now) {
    asked = 0;
    const fresh = stale.scene && !(scene && now < promised && !arrived());
    if (fresh) takeScene();
    else if (stale.scene) return want({}); // its colours are on their way: no grey flash between
    if (waiting && scene) takeFrame();
    if (fresh && scene) speak(true);
    if (!scene || !measure()) return;
    if (stale.view || stale.moved) {
      view = place(scene, camera, base.width, base.height, view.scale);
      sheet = null;
      stage.classList.toggle("near", camera.zoom > 1); // a finger on a fitted view scrolls the page
      if (stale.view || cost < AT_ONCE) redraw();
      else redrawLater(RESTED);
      stale.over = stale.moved = true;
    }
    if (stale.colours) colour();
    if (stale.colours || stale.moved) present();
    pulses = pulses.filter((p) => now - p.born < (p.pulse >= STRUCK ? NEWS : PULSE).life || still.matches);
    if (stale.over) drawOver(now);
    stale = { scene: false, view: false, moved: false, colours: false, over: pulses.length > 0 && !still.matches };
    if (stale.over) want({});
  }

  function measure() {
    // keep the canvases as large as the stage
    const wide = stage.clientWidth,
      tall = stage.clientHeight;
    if (!wide || !tall) return false;
    const scale = Math.min(devicePixelRatio || 1, SHARPEST, Math.sqrt(LARGEST / (wide * tall)));
    const width = Math.round(wide * scale),
      height = Math.round(tall * scale);
    if (cover?.width !== width || cover?.height !== height) {
      for (const canvas of [base, over, plate.canvas]) Object.assign(canvas, { width, height });
      cover = createCover(width, height);
      image = paper.createImageData(width, height);
      out = new Uint32Array(image.data.buffer);
      view = { scale };
      sheet = null;
      stale.view = true;
    }
    return true;
  }

  function redraw() {
    const start = performance.now();
    clearTimeout(resting);
    drawCover(cover, scene, view, peersShown);
    out.fill(packed(colours.surface));
    drawn = { ...camera };
    cost = performance.now() - start;
    stale.colours = true;
  }

  function redrawLater(pause) {
    clearTimeout(resting);
    resting = setTimeout(() => want({ view: true }), pause);
  }

  function colour() {
    inks[0] = packed(colours.surface);
    const line = packed(colours.line),
      none = packed(colours.none);
    for (let e = 0; e < scene.m; e++)
      inks[1 + e] = scene.edgeKinds[e] === KNOWS ? (edgeLevels[e] ? ramp[edgeLevels[e]] : line) : none;
    for (let i = 0; i < scene.n; i++) inks[1 + scene.m + i] = ramp[nodeLevels[i]];
    shade(cover, inks, out);
  }

  function present() {
    // the pixels as they are; while the view moves, moved and enlarged along
    const ratio = camera.zoom / drawn.zoom,
      x = (camera.x - drawn.x * ratio) * view.scale,
      y = (camera.y - drawn.y * ratio) * view.scale;
    if (ratio === 1 && !x && !y) return paper.putImageData(image, 0, 0);
    plate.putImageData(image, 0, 0);
    paper.fillStyle = colours.surface;
    paper.fillRect(0, 0, base.width, base.height);
    paper.setTransform(ratio, 0, 0, ratio, (base.width / 2) * (1 - ratio) + x, (base.height / 2) * (1 - ratio) + y);
    paper.drawImage(plate.canvas, 0, 0);
    paper.setTransform(1, 0, 0, 1, 0, 0);
  }

  function drawOver(now) {
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, over.width, over.height);
    const focus = hovered.kind !== "none" ? hovered : selected;
    if (focus.kind !== "none") drawFocus(focus, focus === hovered);
    drawFirmNames();
    drawPulses(now);
    showTip();
  }

  function veil() {
    // the rest steps back
    pen.globalAlpha = 0.66;
    pen.fillStyle = colours.surface;
    pen.fillRect(0, 0, over.width, over.height);
    pen.globalAlpha = 1;
  }

  function drawFocus({ kind, index }, hovering) {
    const { X, Y, radius, scale } = view,
      { from, to, kinds } = scene;
    const edges = kind === "edge" ? [index] : edgesAt(index),
      nodes = new Set(kind === "node" ? [index] : []);
    if (kind === "node" || !hovering) veil();
    for (const e of edges) {
      nodes.add(from[e]).add(to[e]);
      pen.beginPath();
      pen.moveTo(X[from[e]] + 0.5, Y[from[e]] + 0.5);
      pen.lineTo(X[to[e]] + 0.5, Y[to[e]] + 0.5);
      pen.lineWidth = (kind === "edge" ? 4 : edges.length > 80 ? 1.2 : 2) * scale;
      pen.strokeStyle =
        scene.edgeKinds[e] !== KNOWS ? colours.quiet : edgeLevels[e] ? steps[bucketOf(edgeLevels[e])] : colours.none;
      pen.stroke();
    }
    for (const i of nodes) {
      const chosen = kind === "node" && i === index;
      pen.beginPath();
      tracePath(pen, kinds[i], X[i] + 0.5, Y[i] + 0.5, radius[kinds[i]] + (chosen ? 1.5 : 0.5) * scale);
      pen.fillStyle = nodeLevels[i] ? steps[bucketOf(nodeLevels[i])] : colours.none;
      pen.fill();
      pen.lineWidth = (chosen ? 2.2 : 1) * scale;
      pen.strokeStyle = chosen ? colours.ink : colours.surface;
      pen.stroke();
    }
  }

  function drawFirmNames() {
    const { X, Y, radius, scale } = view;
    if (scene.counts[FIRM] > 12) return;
    pen.font = `600 ${12 * scale}px system-ui, sans-serif`;
    pen.textAlign = "center";
    pen.textBaseline = "top";
    pen.lineJoin = "round";
    pen.lineWidth = 3.5 * scale;
    pen.strokeStyle = colours.surface;
    pen.fillStyle = colours.ink;
    for (let i = 0; i < scene.n; i++) {
      if (scene.kinds[i] !== FIRM) continue;
      const name = nameOf(scene, i),
        text = name.length > 22 ? `${name.slice(0, 21)}…` : name;
      pen.strokeText(text, X[i], Y[i] + radius[FIRM] + 3 * scale);
      pen.fillText(text, X[i], Y[i] + radius[FIRM] + 3 * scale);
    }
  }

  function drawPulses(now) {
    sheet ??= pulseSheet(colours, view.scale * Math.max(0.45, Math.min(1, view.radius[CUSTOMER] / view.scale / 3.6)));
    const { X, Y } = view,
      { cell } = sheet;
    for (const { node, pulse, born } of pulses) {
      if (pulse >= STRUCK) {
        drawNews(node, pulse, still.matches ? 0.4 : (now - born) / NEWS.life);
        continue;
      }
      const age = still.matches
        ? 3
        : Math.max(0, Math.min(PULSE.ages - 1, Math.floor(((now - born) / PULSE.life) * PULSE.ages)));
      pen.drawImage(
        sheet.sheet,
        age * cell,
        (pulse - 1) * cell,
        cell,
        cell,
        Math.round(X[node] - cell / 2),
        Math.round(Y[node] - cell / 2),
        cell,
        cell,
      );
    }
  }

  function drawNews(node, pulse, age) {
    // rings that widen from a firm, one after another
    const { X, Y, radius, scale } = view;
    pen.strokeStyle = pulse === STRUCK ? colours.alarm : colours.relief;
    for (let ring = 0; ring < NEWS.rings; ring++) {
      const at = age * 1.6 - ring * 0.3;
      if (at < 0 || at > 1) continue;
      pen.globalAlpha = 1 - at ** 2;
      pen.lineWidth = (4.5 - 3 * at) * scale;
      pen.beginPath();
      pen.arc(X[node], Y[node], radius[FIRM] + at * NEWS.reach * scale, 0, 2 * Math.PI);
      pen.stroke();
    }
    pen.globalAlpha = 1;
  }

  function pulse(codes) {
    const born = performance.now(),
      pause = born - (pulses.at(-1)?.born ?? -Infinity);
    let fresh = [];
    for (let node = 0; node < codes.length; node++) if (codes[node]) fresh.push({ node, pulse: codes[node], born });
    const room = Math.max(PULSE.least, Math.floor(PULSE.most * Math.min(1, pause / PULSE.life)));
    const news = fresh.filter((p) => p.pulse >= STRUCK),
      rest = fresh.filter((p) => p.pulse < STRUCK);
    const some = Array.from(
      { length: Math.min(room, rest.length) },
      (_, k) => rest[Math.floor((k * rest.length) / room)],
    );
    fresh = (rest.length > room ? some : rest).concat(news); // some from everywhere alike, and all news
    pulses = still.matches ? fresh : pulses.concat(fresh).slice(-PULSE.most);
  }

  // -- words

  function speak(atOnce = false) {
    // the canvas's name, at most twice a second
    const now = performance.now();
    if (!atOnce && now - spokenAt < SPOKEN) {
      speakLater ||= setTimeout(
        () => {
          speakLater = 0;
          speak(true);
        },
        SPOKEN - (now - spokenAt),
      );
      return;
    }
    spokenAt = now;
    const { words, counts, kinds, scale } = scene,
      { number, count, onScale } = writer(words, scale);
    let sum = 0,
      many = 0;
    for (let i = 0; i < scene.n; i++)
      if (kinds[i] === CUSTOMER && nodeLevels[i]) {
        sum += valueOf(nodeLevels[i]);
        many++;
      }
    base.setAttribute(
      "aria-label",
      fill(words.summary, {
        firms: count(counts[FIRM], words.firm, words.firms),
        advisors: count(counts[ADVISOR], words.advisor, words.advisors),
        customers: count(counts[CUSTOMER], words.customer, words.customers),
        trust: many ? onScale(sum / many) : "–",
        tick: number(tick),
      }),
    );
  }

  function describe({ kind, index }) {
    const { words, scale } = scene,
      { trust } = writer(words, scale);
    if (kind === "node") return [nameOf(scene, index), trust(nodeLevels[index])];
    const names = `${nameOf(scene, scene.from[index])} – ${nameOf(scene, scene.to[index])}`,
      sort = scene.edgeKinds[index];
    return [names, sort === KNOWS ? trust(edgeLevels[index]) : sort === EMPLOYS ? words.employs : words.peers];
  }

  function showTip() {
    const about = hovered.kind !== "none" ? hovered : byKeyboard ? selected : NOTHING;
    tip.hidden = about.kind === "none";
    if (tip.hidden) return;
    const [name, value] = describe(about),
      { X, Y, scale } = view,
      { kind, index } = about;
    tip.replaceChildren(make("b", {}, name), make("span", {}, value));
    const x = (kind === "node" ? X[index] : (X[scene.from[index]] + X[scene.to[index]]) / 2) / scale;
    const y =
      (kind === "node"
        ? Y[index] - view.radius[scene.kinds[index]]
        : Math.min(Y[scene.from[index]], Y[scene.to[index]]) - view.radius[ADVISOR]) / scale;
    const at = about.at ?? { x, y },
      low = at.y < tip.offsetHeight + 16;
    tip.style.left = `${Math.max(4, Math.min(stage.clientWidth - tip.offsetWidth - 4, at.x - tip.offsetWidth / 2))}px`;
    tip.style.top = `${low ? at.y + 16 : at.y - tip.offsetHeight - 10}px`;
  }

  // -- the reader's side

  const edgesAt = (i) =>
    Array.from(scene.around.subarray(scene.first[i], scene.first[i + 1])).filter(
      (e) => peersShown || scene.edgeKinds[e] !== PEERS,
    );

  function choose(what, { say = false, tell = true } = {}) {
    selected = what;
    if (say) said.textContent = what.kind === "none" ? "" : describe(what).join(", ");
    if (tell) {
      model.set("picked", {
        kind: what.kind,
        index: what.index,
        count: (picks = Math.max(picks, model.get("picked")?.count ?? 0) + 1),
        version: scene.version,
      });
      model.save_changes();
    }
    want({ over: true });
  }

  function walk(step) {
    // along the nodes, or the edges of the node that was last reached
    byKeyboard = true;
    const here = selected.kind === "node" ? selected.index : (selected.of ?? -1);
    choose(
      { kind: "node", index: here < 0 && step < 0 ? scene.n - 1 : (here + step + scene.n) % scene.n },
      { say: true, tell: false },
    );
    bringIntoView(selected.index);
  }

  function walkEdges() {
    const node = selected.kind === "node" ? selected.index : selected.of;
    const edges = node === undefined ? [] : edgesAt(node);
    if (!edges.length) return;
    byKeyboard = true;
    choose(
      {
        kind: "edge",
        index: edges[(edges.indexOf(selected.kind === "edge" ? selected.index : -1) + 1) % edges.length],
        of: node,
      },
      { say: true, tell: false },
    );
  }

  function bringIntoView(i) {
    const x = view.X[i] / view.scale,
      y = view.Y[i] / view.scale,
      wide = stage.clientWidth,
      tall = stage.clientHeight;
    if (x > 0 && x < wide && y > 0 && y < tall) return;
    camera.x += wide / 2 - x;
    camera.y += tall / 2 - y;
    want({ moved: true });
  }

  function zoom(factor, at = { x: stage.clientWidth / 2, y: stage.clientHeight / 2 }) {
    const next = Math.max(1, Math.min(DEEPEST, camera.zoom * factor)),
      ratio = next / camera.zoom;
    const x = at.x - stage.clientWidth / 2,
      y = at.y - stage.clientHeight / 2;
    Object.assign(
      camera,
      next === 1
        ? { zoom: 1, x: 0, y: 0 }
        : { zoom: next, x: x - (x - camera.x) * ratio, y: y - (y - camera.y) * ratio },
    );
    want({ moved: true });
    return ratio !== 1;
  }

  function fit() {
    zoom(0);
  }

  function pan(dx, dy) {
    camera.x += dx;
    camera.y += dy;
    want({ moved: true });
  }

  const KEYS = {
    "+": () => zoom(1.5),
    "=": () => zoom(1.5),
    "-": () => zoom(1 / 1.5),
    "−": () => zoom(1 / 1.5),
    0: fit,
    ArrowLeft: () => pan(48, 0),
    ArrowRight: () => pan(-48, 0),
    ArrowUp: () => pan(0, 48),
    ArrowDown: () => pan(0, -48),
    "]": () => walk(1),
    n: () => walk(1),
    "[": () => walk(-1),
    p: () => walk(-1),
    e: walkEdges,
    Enter: () => selected.kind !== "none" && choose(selected, { say: true }),
    Escape: () => choose(NOTHING, { say: true }),
  };

  function onKey(event) {
    const act = KEYS[event.key];
    if (!act || !view?.X || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  const pointers = new Map();
  let dragged = false;
  const spot = (event) => {
    const box = base.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const spread = () => {
    const [a, b] = [...pointers.values()];
    return { far: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  };
  const find = ({ x, y }) => (view?.X ? under(scene, view, x * view.scale, y * view.scale, peersShown) : NOTHING);

  function onDown(event) {
    pointers.set(event.pointerId, spot(event));
    base.setPointerCapture(event.pointerId);
    if (pointers.size === 1) dragged = false;
  }

  function onMove(event) {
    const at = spot(event),
      before = pointers.get(event.pointerId);
    if (!before) return event.pointerType === "mouse" ? hover({ ...find(at), at }) : undefined;
    if (pointers.size === 2) {
      const old = spread();
      pointers.set(event.pointerId, at);
      const now = spread();
      zoom(now.far / Math.max(old.far, 1), now);
      pan(now.x - old.x, now.y - old.y);
      dragged = true;
    } else if (dragged || Math.hypot(at.x - before.x, at.y - before.y) > 4) {
      pointers.set(event.pointerId, at);
      dragged = true;
      hover(NOTHING);
      if (camera.zoom > 1 || event.pointerType === "mouse") pan(at.x - before.x, at.y - before.y);
    }
  }

  function onUp(event) {
    if (!pointers.delete(event.pointerId) || pointers.size || dragged || event.type === "pointercancel" || !scene)
      return;
    byKeyboard = false;
    choose(find(spot(event)));
  }

  function hover(what) {
    if (what.kind === "none" && hovered.kind === "none") return;
    hovered = what;
    base.classList.toggle("pointing", what.kind !== "none");
    want({ over: true });
  }

  function onWheel(event) {
    // zoomed out as far as it goes, the wheel scrolls the page
    if (zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0018)), spot(event))) event.preventDefault();
  }

  const changes = {
    "change:scene": () => {
      promised = performance.now() + PROMISE;
      want({ scene: true });
    },
    "change:theme": dress,
    "change:frame": () => {
      const data = bytes(model.get("frame"));
      if (data.length >= HEADER) {
        waiting = data;
        want({});
      }
    },
    "change:picked": () => {
      // chosen elsewhere on the page
      const { kind = "none", index = -1, count = 0 } = model.get("picked") ?? {};
      if (count > picks) {
        picks = count;
        byKeyboard = false;
        choose({ kind, index }, { tell: false });
      }
    },
  };
  const events = {
    keydown: onKey,
    pointerdown: onDown,
    pointermove: onMove,
    pointerup: onUp,
    pointercancel: onUp,
    pointerleave: () => hover(NOTHING),
  };
  for (const [name, act] of Object.entries(changes)) model.on(name, act);
  for (const [name, act] of Object.entries(events)) base.addEventListener(name, act);
  base.addEventListener("wheel", onWheel, { passive: false });
  const room = new ResizeObserver(() => want({ over: true }));
  room.observe(stage);
  dark.addEventListener("change", dress);
  changes["change:frame"]();
  want({ scene: true });

  return () => {
    gone = true;
    cancelAnimationFrame(asked);
    clearTimeout(speakLater);
    clearTimeout(resting);
    room.disconnect();
    dark.removeEventListener("change", dress);
    for (const [name, act] of Object.entries(changes)) model.off(name, act);
  };
}

export default { render };
