// Which of two worlds is changed, and what the visitor can let happen to the firms of these.

export default part(({ words, spec, ask, el }) => {
  const w = words.page;
  const radios = [
    [null, w.both],
    [0, "A"],
    [1, "B"],
  ].map(([which, text]) => {
    const radio = make("input", { type: "radio", name: "whose", checked: which === null });
    radio.onchange = () => ask("target", which);
    return { which, radio, label: make("label", {}, radio, make("span", {}, text)) };
  });
  const whose = make("div", { className: "whose", role: "radiogroup", "aria-label": w.whose, hidden: true });
  whose.append(make("span", {}, w.whose), ...radios.map(({ label }) => label));
  const buttons = spec.names.map((name) => {
    const { name: text, meaning } = words.events[name];
    return make(
      "button",
      { type: "button", className: name, title: meaning, onclick: () => ask("event", { name }) },
      text,
    );
  });
  const happen = make("div", { className: "happen", role: "group", "aria-label": w.events });
  happen.append(make("span", { title: w.events_help }, w.events), ...buttons);
  el.className = "events";
  el.append(whose, happen);
  return (state) => {
    whose.hidden = state.worlds < 2;
    for (const { which, radio } of radios) radio.checked = state.target === which;
    for (const button of buttons) button.disabled = state.worlds === 0;
  };
});
