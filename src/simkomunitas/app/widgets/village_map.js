// The living map: hamlets, houses, residents by colour, leaders as diamonds, facilitators as squares that come and go.
const LEADS = 1, OFFICIAL = 2, FACILITATOR = -2, SHADES = 24, OUTLINED = 800;

function render({ model, el }) {
  const clock = clockOf(model.get("clock"));
  el.classList.add("sk-map");
  let scene, hover = -1, zoom = 1, shift = [0, 0], drag = null;
  const base = document.createElement("canvas"), label = make("div", { class: "sk-tip", hidden: true });
  const stats = (ROOM.map ??= { frames: 0, drawing: 0 });

  function read() {
    const floats = (name) => floatsOf(model.get(name)), wholes = (name) => wholesOf(model.get(name));
    const residents = floats("residents"), size = residents.length / 2;
    scene = {
      size, residents, houses: floats("houses"), hamlets: floats("hamlets"), ties: wholes("ties"), frames: bytesOf(model.get("frames")),
      leads: bytesOf(model.get("leads")), officials: bytesOf(model.get("officials")), told: byWeek(wholes("told"), 3), sessions: byWeek(wholes("sessions"), 2),
      left: model.get("left"), facilitators: model.get("facilitators"), names: model.get("names"), about: model.get("about"),
    };
    scene.home = wholes("home"); scene.street = wholes("street"); scene.weeks = size ? Math.floor(scene.frames.length / size) : 0;
    scene.steps = model.get("categories"); scene.neighbours = null; page && (page.resized = true);
  }
  function byWeek(rows, wide) {
    const weeks = new Map();
    for (let at = 0; at < rows.length; at += wide) {
      const week = rows[at]; if (!weeks.has(week)) weeks.set(week, []);
      weeks.get(week).push(rows.slice(at + 1, at + wide));
    }
    return weeks;
  }
  const page = drawing(el, "sk-canvas", paint); page.canvas.tabIndex = 0; el.append(label);
  const size = () => Math.min(page.width / 1.68, page.height / 1.12) * zoom;
  const place = (x, y) => [page.width / 2 + shift[0] + x * size(), page.height / 2 + shift[1] + (y + 0.035) * size()];
  // Where the panel is wide, hamlets move apart sideways and become wider themselves, so that people have room.
  const apart = () => Math.max(1, Math.min(1.4, page.width / 1.68 / (page.height / 1.12)));
  const broad = () => 1 + 0.75 * (apart() - 1);
  const shifted = (x, h) => scene.hamlets[3 * h] * apart() + (x - scene.hamlets[3 * h]) * broad();
  const spot = (i) => place(shifted(scene.residents[2 * i], scene.home[i]), scene.residents[2 * i + 1]);
  const radius = () => Math.max(2.1, Math.min(8.5, Math.sqrt(page.width * page.height / Math.max(30, scene.size)) * 0.15)) * Math.sqrt(zoom);
  const colours = () => { const stops = model.get(isDark() ? "dark" : "light"); return scene.steps ? stops.map(rgb) : ramp(stops, SHADES); };
  const shade = (value) => (scene.steps ? value : Math.min(SHADES - 1, Math.floor(value / 256 * SHADES)));

  // A road from each hamlet to its nearest one that is on the road already.
  function roads() {
    const centre = (h) => [shifted(scene.hamlets[3 * h], h), scene.hamlets[3 * h + 1]], all = scene.hamlets.length / 3, found = [], there = [0];
    const far = (a, b) => { const [x, y] = centre(a), [u, v] = centre(b); return (x - u) ** 2 + (y - v) ** 2; };
    while (there.length < all) {
      let best = null;
      for (const a of there) for (let b = 0; b < all; b++) if (!there.includes(b) && (!best || far(a, b) < far(...best))) best = [a, b];
      found.push(best.map(centre)); there.push(best[1]);
    }
    return found;
  }
  function paintRoads(pen) {
    if (scene.hamlets.length < 6 || scene.hamlets.length > 120) return;
    pen.lineCap = "round";
    for (const [a, b] of roads()) {
      const [x, y] = place(...a), [u, v] = place(...b), bend = 0.12;
      for (const [name, wide] of [["--hedge", 0.026], ["--road", 0.019]]) {
        pen.beginPath(); pen.moveTo(x, y); pen.quadraticCurveTo((x + u) / 2 + (v - y) * bend, (y + v) / 2 - (u - x) * bend, u, v);
        pen.lineWidth = Math.max(2, wide * size()); pen.strokeStyle = look(name); pen.stroke();
      }
    }
  }
  function paintGround() {
    base.width = page.canvas.width; base.height = page.canvas.height;
    const pen = base.getContext("2d"); pen.setTransform(page.sharp, 0, 0, page.sharp, 0, 0);
    pen.fillStyle = look("--ground"); pen.fillRect(0, 0, page.width, page.height);
    paintRoads(pen);
    for (let h = 0; h < scene.hamlets.length; h += 3) {
      const [x, y] = place(shifted(scene.hamlets[h], h / 3), scene.hamlets[h + 1]), r = (scene.hamlets[h + 2] * 1.13 + 0.006) * size();
      pen.beginPath(); pen.ellipse(x, y, r * broad(), r, 0, 0, 7); pen.fillStyle = look("--field"); pen.fill();
      pen.lineWidth = 1; pen.strokeStyle = look("--hedge"); pen.stroke();
    }
    pen.beginPath(); pen.strokeStyle = look("--tie"); pen.lineWidth = 0.7;
    const few = scene.size <= 800;
    pen.globalAlpha = Math.min(1, Math.sqrt(900 / Math.max(1, scene.ties.length / 2)));  // the more ties, the fainter each
    for (let k = 0; few && k < scene.ties.length; k += 2) { pen.moveTo(...spot(scene.ties[k])); pen.lineTo(...spot(scene.ties[k + 1])); }
    pen.stroke(); pen.globalAlpha = 1;
    pen.fillStyle = look("--house"); const wide = Math.max(2.2, radius() * 1.3);
    for (let k = 0; k < scene.houses.length; k += 2) {
      const [x, y] = place(shifted(scene.houses[k], scene.street[k / 2]), scene.houses[k + 1]);
      pen.beginPath(); pen.moveTo(x - wide, y); pen.lineTo(x, y - wide * 0.95); pen.lineTo(x + wide, y); pen.lineTo(x + wide * 0.75, y); pen.lineTo(x + wide * 0.75, y + wide * 0.8);
      pen.lineTo(x - wide * 0.75, y + wide * 0.8); pen.lineTo(x - wide * 0.75, y); pen.closePath(); pen.fill();
    }
    pen.font = `600 ${Math.max(9, Math.min(typeSize() * 0.75, size() * 0.042))}px ${FACE}`; pen.textAlign = "center"; pen.fillStyle = look("--soft"); pen.strokeStyle = look("--ground"); pen.lineWidth = 4; pen.lineJoin = "round";
    model.get("hamlet_names").forEach((name, h) => {
      if (3 * h >= scene.hamlets.length || scene.hamlets.length > 90) return;
      const [x, y] = place(shifted(scene.hamlets[3 * h], h), scene.hamlets[3 * h + 1]), r = scene.hamlets[3 * h + 2] * 1.13 * size();
      pen.strokeText(name, x, y - r - 4); pen.fillText(name, x, y - r - 4);
    });
    page.resized = false;
  }

  function paint() {
    if (!scene || !scene.size) return;
    const from = performance.now(), pen = page.pen;
    if (page.resized) paintGround();
    pen.setTransform(1, 0, 0, 1, 0, 0); pen.drawImage(base, 0, 0); pen.setTransform(page.sharp, 0, 0, page.sharp, 0, 0);
    const week = Math.min(clock.week, Math.max(0, scene.leads.length / scene.size - 1)), now = Math.floor(week), part = week - now;
    paintNews(pen, now, part);
    paintResidents(pen, now, part);
    paintFacilitators(pen, now, part);
    if (hover >= 0) paintHover(pen);
    stats.frames += 1; stats.drawing += performance.now() - from;
  }

  function paintNews(pen, now, part) {
    pen.lineWidth = Math.max(1.2, radius() * 0.35);
    for (const [who, teller] of scene.told.get(now) || []) {
      if (teller < 0) continue;
      const [x, y] = spot(who), [u, v] = spot(teller);
      pen.strokeStyle = css(rgb(look("--news")), 0.75 * (1 - part)); pen.beginPath(); pen.moveTo(u, v); pen.lineTo(u + (x - u) * Math.min(1, part * 2 + 0.25), v + (y - v) * Math.min(1, part * 2 + 0.25)); pen.stroke();
    }
  }

  function paintResidents(pen, now, part) {
    const palette = colours(), r = radius(), n = scene.size, still = scene.weeks <= 1;
    const a = still ? 0 : Math.min(now, scene.weeks - 1) * n, b = still ? 0 : Math.min(now + 1, scene.weeks - 1) * n;
    const groups = new Map();
    for (let i = 0; i < n; i++) {
      const key = shade(scene.frames[a + i]) * 64 + shade(scene.frames[b + i]);
      const group = groups.get(key); if (group) group.push(i); else groups.set(key, [i]);
    }
    const leads = (i) => scene.leads[now * n + i] === LEADS, rim = look("--ink");
    for (const [key, group] of [...groups].sort((one, two) => one[0] - two[0])) {
      pen.fillStyle = css(mix(palette[key >> 6] || palette[0], palette[key & 63] || palette[0], part)); pen.beginPath();
      for (const i of group) { if (leads(i)) continue; const [x, y] = spot(i); pen.moveTo(x + r, y); pen.arc(x, y, r, 0, 6.2832); }
      pen.fill();
      if (n <= OUTLINED && r > 3) { pen.lineWidth = 0.8; pen.strokeStyle = css(rgb(rim), 0.32); pen.stroke(); }
      for (const i of group) if (leads(i)) diamond(pen, ...spot(i), r * 1.75, rim);
    }
    pen.strokeStyle = css(rgb(rim), 0.65); pen.lineWidth = Math.max(1, r * 0.22); pen.beginPath();
    for (let i = 0; i < n; i++) if (scene.officials[i] && !leads(i)) { const [x, y] = spot(i); pen.moveTo(x + r * 1.35, y); pen.arc(x, y, r * 1.35, 0, 6.2832); }
    pen.stroke();
  }
  function diamond(pen, x, y, r, rim) {
    pen.beginPath(); pen.moveTo(x, y - r); pen.lineTo(x + r, y); pen.lineTo(x, y + r); pen.lineTo(x - r, y); pen.closePath(); pen.fill();
    pen.lineWidth = Math.max(1.4, r * 0.2); pen.strokeStyle = rim; pen.stroke();
  }

  const seat = (week, k) => {
    const held = scene.sessions.get(week);
    const h = held ? held[k % held.length][0] : -1, turn = k * 2.1;
    if (h < 0) return [0, 0.005 + k * 0.02];  // nowhere, or at an office that is in no hamlet
    return [shifted(scene.hamlets[3 * h], h) + 0.03 * Math.cos(turn), scene.hamlets[3 * h + 1] + 0.03 * Math.sin(turn)];
  };
  function paintFacilitators(pen, now, part) {
    if (now >= scene.left || !scene.facilitators) return;
    const half = Math.max(5, radius() * 1.35), ease = part * part * (3 - 2 * part);
    for (let k = 0; k < Math.min(12, scene.facilitators); k++) {
      const [a, b] = seat(now, k), [c, d] = seat(now + 1, k), [x, y] = place(a + (c - a) * ease, b + (d - b) * ease);
      pen.fillStyle = look("--facilitator"); pen.strokeStyle = look("--panel"); pen.lineWidth = 2;
      pen.beginPath(); pen.roundRect(x - half, y - half, 2 * half, 2 * half, half * 0.45); pen.fill(); pen.stroke();
    }
  }

  function paintHover(pen) {
    scene.neighbours ??= neighbours();
    const [x, y] = spot(hover), r = radius();
    pen.strokeStyle = css(rgb(look("--accent")), 0.6); pen.lineWidth = 1.4; pen.beginPath();
    for (const other of scene.neighbours.get(hover) || []) { pen.moveTo(x, y); pen.lineTo(...spot(other)); }
    pen.stroke(); pen.lineWidth = 3; pen.strokeStyle = look("--accent"); pen.beginPath(); pen.arc(x, y, r * 2.1, 0, 7); pen.stroke();
  }
  function neighbours() {
    const found = new Map(), join = (a, b) => { if (!found.has(a)) found.set(a, []); found.get(a).push(b); };
    for (let k = 0; k < scene.ties.length; k += 2) { join(scene.ties[k], scene.ties[k + 1]); join(scene.ties[k + 1], scene.ties[k]); }
    return found;
  }

  function tell() {
    const n = scene.size, now = Math.floor(clock.week), words = model.get("steps"), counts = new Array(words.length).fill(0);
    if (!n || !scene.steps || !scene.weeks) { page.canvas.setAttribute("aria-label", model.get("title")); return; }
    const from = Math.min(now, scene.weeks - 1) * n;
    for (let i = 0; i < n; i++) counts[scene.frames[from + i]] += 1;
    page.canvas.setAttribute("aria-label", `${model.get("title")}: ${words.map((word, k) => `${word} ${counts[k]}`).join(", ")}`);
  }
  function tip() {
    label.hidden = hover < 0; if (hover < 0) return;
    const [x, y] = spot(hover); label.replaceChildren(make("b", {}, scene.names[hover] || ""), make("span", {}, scene.about[hover] || ""));
    label.style.left = `${Math.min(page.width - 170, Math.max(4, x + 12))}px`; label.style.top = `${Math.max(4, y - 50)}px`;
  }
  function nearest(event) {
    const box = page.canvas.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top; let best = -1, near = 16 * 16;
    for (let i = 0; i < scene.size; i++) { const [u, v] = spot(i), d = (u - x) ** 2 + (v - y) ** 2; if (d < near) { near = d; best = i; } }
    return best;
  }
  const over = (i) => { if (i !== hover) { hover = i; tip(); page.again(); } };
  const choose = (i) => { if (i >= 0) { model.set("chosen", [i, performance.now()]); model.save_changes(); } };
  const canvas = page.canvas;
  canvas.addEventListener("pointermove", (event) => {
    if (!drag) return over(nearest(event));
    shift[0] += event.clientX - drag[0]; shift[1] += event.clientY - drag[1]; drag = [event.clientX, event.clientY, true]; page.resized = true; page.again();
  });
  canvas.addEventListener("pointerleave", () => { drag = null; over(-1); });
  canvas.addEventListener("pointerdown", (event) => { if (zoom > 1) drag = [event.clientX, event.clientY, false]; });
  canvas.addEventListener("pointerup", () => { setTimeout(() => { drag = null; }); });
  canvas.addEventListener("click", (event) => { if (!drag || !drag[2]) choose(nearest(event)); });
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.shiftKey) return;
    event.preventDefault(); zoomBy(event.deltaY < 0 ? 1.15 : 1 / 1.15);
  }, { passive: false });
  const zoomBy = (factor) => { zoom = Math.max(1, Math.min(8, zoom * factor)); if (zoom === 1) shift = [0, 0]; page.resized = true; page.again(); };
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "+" || event.key === "=") zoomBy(1.25);
    else if (event.key === "-") zoomBy(0.8);
    else if (event.key === "ArrowRight" || event.key === "ArrowDown") over((hover + 1) % scene.size);
    else if (event.key === "ArrowLeft" || event.key === "ArrowUp") over((hover - 1 + scene.size) % scene.size);
    else if (event.key === "Enter" && hover >= 0) choose(hover);
    else return;
    event.preventDefault(); event.stopPropagation();
  });
  const off = clock.listen(() => { page.again(); if (!clock.playing) tell(); if (hover >= 0) tip(); });
  const again = () => { read(); tell(); page.again(); };
  onAny(model, ["frames", "leads", "residents", "told", "sessions", "left", "names", "about", "hamlet_names", "light", "dark", "steps", "categories", "title", "home", "street", "houses", "hamlets", "ties", "officials", "facilitators"], again);
  again();
  return () => { off(); page.end(); };
}
export default { render };
