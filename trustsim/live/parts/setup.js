// The head of the page: which experiment, which arms, what to keep; language and light.

const LIGHTS = ["auto", "light", "dark"];

export default part(({ words, spec, ask, el, signal }) => {
  const w = words.page,
    MOST = spec.most_bytes;
  const select = (name, options, chosen) => {
    const list = make(
      "select",
      { "aria-label": w[name], onchange: () => ask(name, list.value) },
      ...options.map(([value, text]) => make("option", { value, selected: value === chosen }, text)),
    );
    return make("label", { className: name, title: w[`${name}_help`] }, make("span", {}, w[name]), list);
  };
  const seed = make("input", {
    type: "number",
    min: 0,
    max: 999999999,
    step: 1,
    value: spec.seed,
    onchange: () => ask("seed", Math.max(0, Math.round(Number(seed.value) || 0))),
  });
  const file = make("input", {
    type: "file",
    accept: ".toml,text/plain",
    id: "upload",
    className: "hidden-file",
    onchange: async () => {
      const chosen = file.files[0];
      file.value = "";
      if (!chosen) return;
      if (chosen.size > MOST) ask("too_large", chosen.name);
      else ask("upload", { name: chosen.name, text: await chosen.text() });
    },
  });
  const named = make("input", { type: "text", placeholder: "my.toml", "aria-label": w.file_named, spellcheck: false });
  const keep = (what) => make("button", { type: "button", onclick: () => ask("keep", what) }, w[`keep_${what}`]);
  const menu = (title, ...items) => {
    const box = make(
      "details",
      { className: "menu" },
      make("summary", {}, title),
      make("div", { className: "sheet" }, ...items),
    );
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && box.open) {
        box.open = false;
        box.firstChild.focus();
      }
    });
    document.addEventListener(
      "pointerdown",
      (event) => {
        if (!box.contains(event.target)) box.open = false;
      },
      { signal },
    );
    return box;
  };
  const light = make(
    "select",
    { "aria-label": w.light, onchange: () => ask("light", light.value) },
    ...LIGHTS.map((name) => make("option", { value: name, selected: name === spec.light }, w[`light_${name}`])),
  );
  const tongue = make(
    "div",
    { className: "tongue", role: "radiogroup", "aria-label": w.language },
    ...spec.languages.map(([code, name]) => {
      const radio = make("input", {
        type: "radio",
        name: "tongue",
        value: code,
        checked: code === words.locale,
        onchange: () => ask("language", code),
      });
      return make("label", { title: name, lang: code }, radio, make("span", {}, code.toUpperCase()));
    }),
  );
  document.documentElement.lang = words.locale;
  document.documentElement.dataset.theme = spec.light;
  document.querySelector("meta[name=viewport]")?.setAttribute("content", "width=device-width, initial-scale=1");
  document.title = `${spec.title} – trustsim`;
  el.className = "setup";
  el.append(
    make(
      "div",
      { className: "top" },
      make(
        "div",
        { className: "named-so" },
        make(
          "p",
          { className: "brand" },
          draw(
            "svg",
            { viewBox: "0 0 24 24", "aria-hidden": "true" },
            draw("path", { d: "M5 18L12 6L19 18", fill: "none", stroke: "currentColor", "stroke-width": 1.6 }),
            draw("circle", { cx: 12, cy: 5.5, r: 3.2, class: "one" }),
            draw("rect", { x: 2.2, y: 15.2, width: 5.6, height: 5.6, class: "two" }),
            draw("path", { d: "M19 14L22.6 18L19 22L15.4 18Z", class: "three" }),
          ),
          "trustsim",
        ),
        make("h1", {}, spec.title),
      ),
      make(
        "div",
        { className: "asides" },
        spec.tour && make("button", { type: "button", className: "tour", onclick: () => ask("tour", "begin") }, w.tour),
        menu(
          w.open,
          make("label", { htmlFor: "upload", className: "like-button" }, w.upload),
          file,
          make(
            "div",
            { className: "named" },
            named,
            make(
              "button",
              { type: "button", onclick: () => named.value.trim() && ask("open", named.value.trim()) },
              w.open_named,
            ),
          ),
          make("p", {}, w.open_help),
        ),
        menu(w.keep, keep("config"), keep("series"), keep("network"), make("p", {}, w.keep_help)),
        tongue,
        make("label", { className: "light" }, light),
      ),
    ),
    make(
      "div",
      { className: "lead" },
      make("p", { className: "question" }, spec.question),
      make(
        "div",
        { className: "choose" },
        select("experiment", spec.experiments, spec.experiment),
        select("arm", spec.arms, spec.arm),
        select("other", [["", w.alone], ...spec.others], spec.other),
        make("label", { className: "seed", title: w.seed_help }, make("span", {}, w.seed), seed),
      ),
    ),
  );
  return () => {};
});
