// The head of the page: where one can go, the language, the theme, and the presentation mode.
const THEMES = ["auto", "light", "dark"];
const remembered = (name, usual) => { try { return localStorage.getItem(`simkomunitas.${name}`) || usual; } catch { return usual; } };
const remember = (name, value) => { try { localStorage.setItem(`simkomunitas.${name}`, value); } catch { /* a browser that keeps nothing */ } };

function render({ model, el }) {
  el.classList.add("sk-masthead");
  const page = document.documentElement, wide = window.matchMedia("(prefers-color-scheme: dark)");
  let theme = remembered("theme", "auto"), big = remembered("big", "") === "yes";
  function dress() {
    page.dataset.theme = theme === "auto" ? (wide.matches ? "dark" : "light") : theme;
    page.dataset.big = big ? "yes" : "no"; page.lang = model.get("language"); document.title = model.get("title");
    page.dataset.lost = model.get("words").lost;
    document.querySelector("meta[name=viewport]")?.setAttribute("content", "width=device-width, initial-scale=1");
    window.dispatchEvent(new Event("simkomunitas-look"));
  }
  const go = (view) => { window.dispatchEvent(new Event("simkomunitas-leave")); model.set("view", view); model.save_changes(); };
  function draw() {
    const w = model.get("words"), view = model.get("view"), language = model.get("language");
    const tabs = model.get("tabs").map(([key, text]) => make("button", { type: "button", class: "sk-tab", "aria-current": key === view ? "page" : null, onclick: () => go(key), "data-view": key }, text));
    const tongues = model.get("languages").map(([key, name]) => make("button", { type: "button", class: "sk-tongue", lang: key, "aria-pressed": String(key === language), title: name,
      onclick: () => { model.set("language", key); model.save_changes(); } }, key.toUpperCase()));
    const themer = make("button", { type: "button", class: "sk-tool", title: w.theme, "aria-label": w.theme, onclick: () => { theme = page.dataset.theme === "dark" ? "light" : "dark"; remember("theme", theme); dress(); } }, sign("theme"));
    const larger = make("button", { type: "button", class: "sk-tool", title: w.present, "aria-label": w.present, "aria-pressed": String(big), onclick: present }, sign("large"));
    el.replaceChildren(make("a", { class: "sk-skip", href: "#sk-main" }, w.skip), make("div", { class: "sk-brand" }, make("span", { class: "sk-mark-logo", "aria-hidden": "true" }), make("b", {}, model.get("title"))),
      make("nav", { class: "sk-tabs", "aria-label": w.sections }, ...tabs), make("div", { class: "sk-tools" }, make("span", { role: "group", class: "sk-tongues", "aria-label": w.language }, ...tongues), themer, larger));
    requestAnimationFrame(() => el.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }));
    dress();
  }
  function present() {
    big = !big; remember("big", big ? "yes" : "no"); draw();
    if (big && page.requestFullscreen) page.requestFullscreen().catch(() => {});
    else if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
  }
  function keys(event) {
    if (!isShortcut(event)) return;
    const tabs = model.get("tabs"), number = +event.key - 1, key = event.key.toLowerCase();  // Caps Lock may be on
    if (key === "p") present();
    else if (key === "l") { const known = model.get("languages").map(([code]) => code); model.set("language", known[(known.indexOf(model.get("language")) + 1) % known.length]); model.save_changes(); }
    else if (key === "t") el.querySelector(".sk-tool").click();
    else if (number >= 0 && number < tabs.length) go(tabs[number][0]);
    else return;
    event.preventDefault();
  }
  window.addEventListener("keydown", keys); wide.addEventListener("change", dress);
  const remain = () => { if (model.get("address")) history.replaceState(null, "", model.get("address")); };
  model.on("change:address", remain); remain();
  onAny(model, ["tabs", "view", "language", "words", "title"], draw);
  draw();
  return () => { window.removeEventListener("keydown", keys); wide.removeEventListener("change", dress); };
}
export default { render };
