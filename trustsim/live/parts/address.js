// The page's address says the moment that is shown; reload, Back and a shared link lead there again.

const WAIT = 400; // ms: browsers refuse an address that changes too often
let asked = 0,
  agreed = null,
  about = null;

export default part(({ ask, el, signal }) => {
  const here = () => location.hash.slice(1);
  const follow = () => {
    agreed = here();
    asked += 1;
    ask("link", { text: agreed, number: asked });
  };
  let later = 0;
  el.hidden = true;
  if (agreed === null) follow();
  window.addEventListener(
    "popstate",
    () => {
      if (here() !== agreed) follow();
    },
    { signal },
  );
  signal.addEventListener("abort", () => clearTimeout(later));
  return (state) => {
    clearTimeout(later);
    later = setTimeout(() => {
      const text = state.link ?? "";
      if (state.heard !== asked || text === agreed) return; // it answers an older question, or says what is there
      const search = new URLSearchParams(location.search);
      search.delete("token");
      const address = location.pathname + (search.size ? `?${search}` : "") + (text ? `#${text}` : "");
      history[about !== null && state.about !== about ? "pushState" : "replaceState"](history.state, "", address);
      agreed = here();
      about = state.about;
    }, WAIT);
  };
});
