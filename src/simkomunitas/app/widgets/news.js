// What has happened up to the present week, the latest first, in sentences.
const SHOWN = 60;

function render({ model, el }) {
  const clock = clockOf(model.get("clock"));
  let drawn = "";
  el.classList.add("sk-news");
  const latest = model.get("latest"), list = make("ol", { class: latest ? "sk-latest" : "sk-news-list", tabIndex: latest ? -1 : 0 });
  list.style.setProperty("--lines", latest); el.replaceChildren(list);
  function tell(force = false) {
    const now = Math.round(clock.week), rows = model.get("rows"); let end = 0;
    while (end < rows.length && rows[end][0] <= now) end += 1;
    const key = `${end}`; if (key === drawn && !force) return; drawn = key;
    list.setAttribute("aria-label", model.get("title"));
    const lines = rows.slice(Math.max(0, end - (latest || SHOWN)), end).reverse().map(([week, text, kind, mark]) =>
      make("li", { class: `sk-item sk-${kind}` }, make("span", { class: "sk-when" }, fill(model.get("when"), { week })), mark ? make("b", { class: `sk-arm sk-arm-${mark}` }, mark) : null, make("span", {}, text)));
    list.replaceChildren(...(lines.length ? lines : [make("li", { class: "sk-item sk-quiet" }, model.get("quiet"))]));
  }
  const off = clock.listen(() => tell());
  onAny(model, ["rows", "when", "quiet", "title"], () => tell(true));
  tell(true);
  return off;
}
export default { render };
