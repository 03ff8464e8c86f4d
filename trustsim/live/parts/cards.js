// Texts that change while it plays: faults, where two worlds part, the story of who was picked, the guided tour.

export default part(({ words, spec, ask, el }) => {
  const w = words.page;
  el.className = `cards ${spec.name}`;
  let before = null;
  const blocks = {
    text: (b) => make("p", { className: b.tone ?? "" }, b.text),
    facts: (b) =>
      make(
        "dl",
        {},
        ...b.rows.flatMap(([name, value, note]) => [
          make("dt", {}, name),
          make("dd", {}, make("b", {}, value), note ? make("small", {}, note) : null),
        ]),
      ),
    table: (b) =>
      make(
        "div",
        { className: "scroll", tabIndex: 0, role: "group", "aria-label": b.head[0] },
        make(
          "table",
          {},
          make("thead", {}, make("tr", {}, ...b.head.map((text) => make("th", { scope: "col" }, text)))),
          make(
            "tbody",
            {},
            ...b.rows.map((row) =>
              make("tr", {}, ...row.map((text, k) => make(k ? "td" : "th", k ? {} : { scope: "row" }, text))),
            ),
          ),
        ),
      ),
    list: (b) => make("ul", {}, ...b.items.map((text) => make("li", {}, text))),
    heading: (b) => make("h3", {}, b.text),
    links: (b) =>
      make(
        "p",
        { className: "links" },
        ...b.items.map(([text, what, value]) =>
          make("button", { type: "button", className: "link", onclick: () => ask(what, value) }, text),
        ),
      ),
    buttons: (b) =>
      make(
        "p",
        { className: "actions" },
        ...b.items.map(([text, what, value, main]) =>
          make("button", { type: "button", className: main ? "main" : "", onclick: () => ask(what, value) }, text),
        ),
      ),
    radios: (b) =>
      make(
        "fieldset",
        {},
        make("legend", {}, b.text),
        ...b.options.map(([value, text]) =>
          make(
            "label",
            {},
            make("input", {
              type: "radio",
              name: b.name,
              value,
              checked: value === b.chosen,
              onchange: () => ask(b.what, value),
            }),
            make("span", {}, text),
          ),
        ),
      ),
  };
  return (state) => {
    if (same(before, state.cards)) return;
    before = state.cards;
    const at = el.contains(document.activeElement)
      ? [...el.querySelectorAll("button, input")].indexOf(document.activeElement)
      : -1;
    el.replaceChildren(
      ...state.cards.map((card) => {
        const title = card.title && make("h2", {}, card.title),
          close =
            card.close &&
            make(
              "button",
              {
                type: "button",
                className: "close",
                "aria-label": w.close,
                title: w.close,
                onclick: () => ask(card.close),
              },
              icon("M-6-6L6 6M6-6L-6 6", false),
            );
        const role = card.tone === "fault" ? "alert" : card.tone === "note" ? null : "region";
        return make(
          "section",
          { className: `card ${card.tone ?? ""}`, role, "aria-label": role === "region" ? card.title : null },
          title || close ? make("header", {}, title ?? "", close) : null,
          ...card.blocks.map((block) => blocks[block.kind](block)),
        );
      }),
    );
    if (at >= 0) el.querySelectorAll("button, input")[at]?.focus();
    el.hidden = state.cards.length === 0;
  };
});
