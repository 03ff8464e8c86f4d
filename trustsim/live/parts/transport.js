// Play, Pause, Step, Back, Reset; the tick; a strip of the past to scrub; speed, lens, context.

const PLAY = "M-5-8L8 0L-5 8Z",
  PAUSE = "M-6-8H-2V8H-6ZM2-8H6V8H2Z",
  STEP = "M-7-8L3 0L-7 8ZM4-8H7V8H4Z",
  BACK = "M7-8L-3 0L7 8ZM-4-8H-7V8H-4Z";
const RESET = "M-6-6A8 8 0 1 1-8 2M-6-6V-1M-6-6H-1";

function choices(options, chosen) {
  return options.map(([value, text]) => make("option", { value, selected: value === chosen }, text));
}

export default part(({ words, spec, ask, el, signal }) => {
  const w = words.page,
    { exactly } = numbers(words.locale);
  const button = (name, path, act, key, solid = true) => {
    const text = make("span", {}, w[name]);
    return make(
      "button",
      { type: "button", className: name, onclick: act, title: `${w[name]} (${key[1]})`, "aria-keyshortcuts": key[0] },
      icon(path, solid),
      text,
    );
  };
  let state = { playing: false, tick: 0, newest: 0 },
    spoken = 0,
    later = 0;
  const toggle = button("play", PLAY, () => ask(state.playing ? "pause" : "play"), ["Space", w.space]);
  const step = button("step", STEP, () => ask("step"), [".", "."]),
    back = button("back", BACK, () => ask("back"), [",", ","]);
  const reset = button("reset", RESET, () => ask("reset"), ["Shift+R", "Shift + R"], false);
  const tick = make("p", { role: "status", className: "tick" });
  const scrub = make("input", {
    type: "range",
    min: 0,
    max: 1,
    step: 1,
    value: 0,
    "aria-label": w.scrub,
    oninput: () => ask("show", Number(scrub.value)),
  });
  const pick = (name, options, chosen) => {
    const select = make(
      "select",
      { "aria-label": w[name], onchange: () => ask(name, select.value) },
      ...choices(options, chosen),
    );
    return [select, make("label", { className: name, title: w[`${name}_help`] }, make("span", {}, w[name]), select)];
  };
  const [speed, speedLabel] = pick(
    "speed",
    spec.speeds.map((s) => [String(s), s ? fill(w.a_second, { n: exactly(s, 0) }) : w.unlimited]),
    String(spec.speed),
  );
  const [lens, lensLabel] = pick("lens", spec.lenses, spec.lens);
  const [context, contextLabel] = pick(
    "context",
    spec.contexts.map((name, k) => [String(k), name]),
    "0",
  );
  const [direction, directionLabel] = pick("direction", spec.directions, spec.directions[0][0]);
  contextLabel.hidden = spec.contexts.length < 2;
  const minus = make("input", { type: "checkbox", onchange: () => ask("difference", minus.checked) });
  const minusLabel = make("label", { hidden: true }, minus, make("span", {}, w.as_difference));
  el.className = "transport";
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", w.controls);
  el.append(
    make("div", { className: "buttons" }, toggle, step, back, reset),
    make("div", { className: "time" }, tick, scrub),
    make("div", { className: "ways" }, speedLabel, lensLabel, contextLabel, directionLabel, minusLabel),
  );

  const keys = (event) => {
    const at = event.target,
      typing = at.closest?.("input, select, textarea, button, summary, [role=tab], .trust-network, a");
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      (typing && !(at.type === "range" && [" ", ".", ","].includes(event.key)))
    )
      return;
    const act = { " ": () => toggle.click(), ".": () => step.click(), ",": () => back.click(), R: () => reset.click() }[
      event.key
    ];
    if (act) {
      event.preventDefault();
      act();
    }
  };
  document.addEventListener("keydown", keys, { signal });

  const speak = () => {
    const text = fill(w.tick, { n: state.tick });
    clearTimeout(later);
    const wait = state.playing ? spoken + 250 - performance.now() : 0;
    if (wait > 0) {
      later = setTimeout(speak, wait);
      return;
    }
    spoken = performance.now();
    if (tick.textContent !== text) tick.textContent = text;
  };
  return (next) => {
    if (next.playing !== state.playing) {
      toggle.replaceChildren(icon(next.playing ? PAUSE : PLAY), make("span", {}, next.playing ? w.pause : w.play));
      toggle.title = `${next.playing ? w.pause : w.play} (${w.space})`;
    }
    state = next;
    el.classList.toggle("busy", next.busy);
    for (const it of [toggle, step, back, reset]) it.disabled = next.busy;
    back.disabled = next.busy || next.tick === 0;
    scrub.max = Math.max(1, next.newest);
    scrub.disabled = next.newest === 0;
    if (document.activeElement !== scrub || next.playing) scrub.value = next.tick;
    scrub.setAttribute("aria-valuetext", fill(w.of_recorded, { n: next.tick, newest: next.newest }));
    if (document.activeElement !== lens) lens.value = next.lens;
    if (document.activeElement !== speed) speed.value = String(next.speed);
    minusLabel.hidden = next.worlds < 2;
    minus.checked = next.difference;
    context.value = String(next.context);
    direction.value = next.direction;
    speak();
  };
});
