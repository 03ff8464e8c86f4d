// What the visitor can make happen to the firms, in the worlds that the sliders move.

export default part(({ words, spec, ask, el }) => {
  const w = words.page, told = words.events;
  const buttons = spec.names.map((name) => make("button", { type: "button", className: name, title: told[name].meaning, onclick: () => ask("event", { name }) }, told[name].name));
  el.className = "events";
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", w.events);
  el.append(make("span", { className: "what", title: w.events_help }, w.events), ...buttons);
  return (state) => { for (const button of buttons) button.disabled = state.worlds === 0; };
});
