// Play, pause, step, speed, and a time line of stages to scrub on; the keyboard moves the same clock.
const SPEEDS = [1, 2, 4, 8, 16, 32], QUARTER = 13, ENDS = ["pointerup", "pointercancel"];

function render({ model, el }) {
  const clock = clockOf(model.get("clock")), words = () => model.get("words");
  let sent = -1;
  el.classList.add("sk-transport");
  const button = (name, press) => make("button", { class: `sk-icon sk-${name}`, type: "button", onclick: press });
  const play = button("play", () => (clock.playing ? clock.pause() : clock.play()));
  const back = button("back", () => { clock.pause(); clock.go(0); });
  const week = button("week", () => { clock.pause(); clock.go(Math.round(clock.week) + 1); });
  const quarter = button("quarter", () => { const end = (Math.floor(clock.week / QUARTER) + 1) * QUARTER; clock.play(end); });
  const shown = make("output", { class: "sk-now" }), phase = make("span", { class: "sk-phase" });
  const speed = make("input", { type: "range", min: 0, max: SPEEDS.length - 1, step: 1, class: "sk-speed", oninput: () => { clock.speed = SPEEDS[+speed.value]; label(); report(true); } });
  const speedWord = make("label", { class: "sk-speed-label" }), speedText = make("span");
  speedWord.append(speedText, speed);
  const scrub = make("input", { type: "range", min: 0, step: 1, class: "sk-scrub", oninput: () => clock.go(+scrub.value), onpointerdown: hold });
  // Like a film: whoever drags holds it, and where she lets go it plays on.
  let held = null;
  function hold() { if (clock.playing) { held = clock.until; clock.pause(); } }
  function release() { setTimeout(() => { if (held !== null && clock.week < clock.weeks - 1) clock.play(held > clock.week ? held : Infinity); held = null; }); }
  const line = make("div", { class: "sk-stages", "aria-hidden": "true" });
  el.replaceChildren(make("div", { class: "sk-buttons" }, back, play, week, quarter, make("div", { class: "sk-where" }, shown, phase), speedWord), make("div", { class: "sk-time" }, line, scrub));

  function named(key, picture, text, short = "") {
    if (key.title !== text) { key.replaceChildren(sign(picture), ...(short ? [make("span", {}, short)] : [])); key.title = text; key.setAttribute("aria-label", text); }
  }
  function label() {
    const w = words(), now = Math.round(clock.week);
    named(play, clock.playing ? "pause" : "play", clock.playing ? w.pause : w.play);
    named(back, "back", w.back); named(week, "step", w.week_step, w.week_short); named(quarter, "leap", w.quarter_step, w.quarter_short);
    shown.textContent = fill(w.week, { week: now }); speedText.textContent = fill(w.speed, { speed: clock.speed });
    scrub.max = Math.max(1, clock.weeks - 1); scrub.value = now; scrub.setAttribute("aria-label", w.scrub); scrub.setAttribute("aria-valuetext", `${shown.textContent}, ${stageOf(now)}`); phase.textContent = stageOf(now);
    speed.setAttribute("aria-valuetext", speedText.textContent);
  }
  const stageOf = (now) => { const found = model.get("stages").find(([from, to]) => now >= from && now < to); return found ? words().stages[found[2]] : words().after; };
  function wordFor(number, share) {
    const room = share * (line.clientWidth || 640) / (typeSize() * 0.46), word = words().stages[number];
    return room > word.length + 1.5 ? word : room > 2 ? String(number + 1) : "";
  }
  function stages() {
    const weeks = Math.max(1, clock.weeks - 1), part = (w) => `${100 * w / weeks}%`;
    const bands = model.get("stages").map(([from, to, number]) => [from, Math.min(to, weeks), number]).filter(([from, to]) => to > from).map(([from, to, number]) => make("span", { class: `sk-band sk-band-${number}`, style: `left:${part(from)};width:${100 * (to - from) / weeks}%`, title: words().stages[number] },
      wordFor(number, (to - from) / weeks)));
    const left = Math.min(...model.get("exits").filter((exit) => exit >= 0), weeks);
    const after = left < weeks ? [make("span", { class: "sk-band sk-after", style: `left:${part(left)};width:${100 * (weeks - left) / weeks}%` }, words().after)] : [];
    const exits = model.get("exits").filter((exit) => exit >= 0).map((exit, k) => make("span", { class: `sk-exit sk-exit-${k}`, style: `left:${part(exit)}`, title: words().exit }, "▼"));
    const quarters = model.get("marks").map((mark) => make("span", { class: "sk-mark", style: `left:${part(mark)}` }, "◆"));
    line.replaceChildren(...bands, ...after, ...exits, ...quarters);
  }
  function report(now = false) {
    const at = Math.round(clock.week);
    if ((!clock.playing && at !== sent) || now) { sent = at; model.set("week", at); model.set("speed", clock.speed); model.save_changes(); }
  }
  let waiting = 0;
  const off = clock.listen(() => { label(); clearTimeout(waiting); if (!clock.playing) waiting = setTimeout(() => report(), 180); });
  function read() {
    clock.weeks = Math.max(1, model.get("weeks")); clock.speed = model.get("speed") || clock.speed; speed.value = Math.max(0, SPEEDS.indexOf(clock.speed));
    if (clock.week > clock.weeks - 1) clock.go(clock.weeks - 1);
    stages(); label();
  }
  onAny(model, ["weeks", "stages", "exits", "words", "marks"], read);
  // The clock knows the week best: it is told where to go once for every jump, not whenever the page is drawn anew.
  function jump() { const [to, count] = model.get("goto"); if (count === undefined || count === clock.jumped) return; clock.jumped = count; clock.pause(); clock.go(to); }
  onAny(model, ["goto"], jump);
  function keys(event) {
    const tag = (event.target.tagName || "").toLowerCase();
    if (!isShortcut(event)) return;
    if (event.key === " " && event.target.type !== "checkbox" && event.target.type !== "radio" && tag !== "button" && tag !== "a" && tag !== "summary") clock.playing ? clock.pause() : clock.play();
    else if (event.key === "." || event.key === "]") { clock.pause(); clock.go(Math.round(clock.week) + 1); }
    else if (event.key === "," || event.key === "[") { clock.pause(); clock.go(Math.round(clock.week) - 1); }
    else if (event.key.toLowerCase() === "q") quarter.click();
    else if (event.key === "Home" && tag !== "input") { clock.pause(); clock.go(0); }
    else return;
    event.preventDefault();
  }
  const leave = () => { clock.pause(); clearTimeout(waiting); report(); };  // whoever goes elsewhere takes her week along
  window.addEventListener("keydown", keys); window.addEventListener("simkomunitas-leave", leave);
  for (const end of ENDS) window.addEventListener(end, release);  // wherever on the page she lets go
  read();  // first how many weeks there are
  jump();
  if (!clock.playing) clock.tell();  // another village may be shorter: what week it is now is reported
  const watcher = new ResizeObserver(() => stages()); watcher.observe(line);
  return () => { off(); watcher.disconnect(); clock.pause(); window.removeEventListener("keydown", keys); window.removeEventListener("simkomunitas-leave", leave); clearTimeout(waiting); for (const end of ENDS) window.removeEventListener(end, release); };
}
export default { render };
