// The terms of each decision of a resident: what spoke for coming above the line, what against below; ● came, ○ stayed.
const LIGHT = ["#8d8672", "#1756a9", "#6a9a2d", "#0b6e63", "#8a5fbf", "#3f8fc4", "#c2571a", "#a3261b", "#6b4a2b", "#d99a1c"];
const DARK = ["#b9b19b", "#7db4ff", "#a5d86a", "#52cdb8", "#c7a3f5", "#8fd0ff", "#ff9d5c", "#ff8d80", "#c9a27a", "#ffd166"];
const FIRST = 4;

function render({ model, el }) {
  el.classList.add("sk-terms");
  let chosen = -1;
  const page = drawing(el, "sk-canvas", paint), legend = make("div", { class: "sk-legend" });
  page.canvas.tabIndex = 0; el.append(legend);
  const shades = () => (isDark() ? DARK : LIGHT);

  function scale() {
    const rows = model.get("rows"); let up = 0.5, down = 0.5;
    for (const row of rows) { let a = 0, b = 0; for (const v of row.slice(FIRST)) v > 0 ? (a += v) : (b -= v); up = Math.max(up, a); down = Math.max(down, b); }
    return { up, down, left: 8, top: 20, wide: page.width - 16, high: page.height - 24 - typeSize() * 1.1 };
  }
  function paint() {
    const pen = page.pen, rows = model.get("rows"), s = scale(), colours = shades(), type = typeSize() * 0.75;
    pen.clearRect(0, 0, page.width, page.height);
    const zero = s.top + s.high * s.up / (s.up + s.down), unit = s.high / (s.up + s.down), bar = Math.max(1.5, Math.min(26, s.wide / Math.max(1, rows.length)));
    rows.forEach((row, k) => {
      const x = s.left + k * s.wide / Math.max(1, rows.length); let above = zero, below = zero;
      if (k === chosen) { pen.fillStyle = look("--band"); pen.fillRect(x - 1, 0, bar + 2, page.height); }
      row.slice(FIRST).forEach((v, t) => { pen.fillStyle = colours[t]; const h = Math.abs(v) * unit; if (v > 0) { above -= h; pen.fillRect(x, above, bar - (bar > 4 ? 1 : 0), h); } else { pen.fillRect(x, below, bar - (bar > 4 ? 1 : 0), h); below += h; } });
      pen.beginPath(); pen.arc(x + bar / 2, 9, Math.min(4.5, Math.max(1.6, bar / 2.4)), 0, 7); pen.fillStyle = pen.strokeStyle = look(row[1] ? "--good" : "--soft"); pen.lineWidth = 1.4; row[1] ? pen.fill() : pen.stroke();
    });
    pen.strokeStyle = look("--ink"); pen.lineWidth = 1.2; pen.beginPath(); pen.moveTo(s.left, zero); pen.lineTo(s.left + s.wide, zero); pen.stroke();
    pen.font = `${type}px ${FACE}`; pen.fillStyle = look("--soft"); const w = model.get("words"), foot = page.height - 3;
    tag(pen, `▲ ${w.for}`, s.top + type, type); tag(pen, `▼ ${w.against}`, s.top + s.high - type * 0.5, type);
    pen.textAlign = "left"; pen.fillStyle = look("--soft"); let free = -1;
    rows.forEach((row, k) => { const x = s.left + k * s.wide / rows.length; if (x < free || x > page.width - type * 5) return; const text = fill(w.week, { week: row[0] }); pen.fillText(text, x, foot); free = x + Math.max(pen.measureText(text).width + type * 1.5, s.wide / 6); });
  }
  function tag(pen, text, y, type) {
    const wide = pen.measureText(text).width; pen.globalAlpha = 0.86; pen.fillStyle = look("--panel"); pen.fillRect(page.width - wide - 14, y - type * 1.05, wide + 12, type * 1.5);
    pen.globalAlpha = 1; pen.fillStyle = look("--ink"); pen.textAlign = "right"; pen.fillText(text, page.width - 8, y);
  }
  const pick = (k) => { const rows = model.get("rows"); if (!rows.length) return; chosen = Math.max(0, Math.min(rows.length - 1, k)); model.set("chosen", [chosen, performance.now()]); model.save_changes(); page.again(); tell(); };
  page.canvas.addEventListener("click", (event) => { const box = page.canvas.getBoundingClientRect(), s = scale(); pick(Math.floor((event.clientX - box.left - s.left) / s.wide * model.get("rows").length)); });
  page.canvas.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") pick(chosen + 1); else if (event.key === "ArrowLeft") pick(chosen < 0 ? model.get("rows").length - 1 : chosen - 1); else return;
    event.preventDefault(); event.stopPropagation();
  });
  function tell() { const w = model.get("words"), row = model.get("rows")[chosen]; page.canvas.setAttribute("aria-label", row ? `${w.title}: ${row[0]}, ${row[1] ? w.came : w.stayed}, ${Math.round(100 * row[2])} %` : w.title); }
  function read() {
    const rows = model.get("rows"), w = model.get("words");
    if (chosen >= rows.length) chosen = -1;
    const used = model.get("names").map((name, t) => [name, t]).filter(([, t]) => rows.some((row) => Math.abs(row[FIRST + t]) > 0.02));
    legend.replaceChildren(...used.map(([name, t]) => make("span", {}, make("i", { class: "sk-dot", style: `--light:${LIGHT[t]};--dark:${DARK[t]}` }), name)), make("span", {}, `● ${w.came}`), make("span", {}, `○ ${w.stayed}`));
    tell(); page.again();
  }
  onAny(model, ["rows", "names", "words"], read);
  read();
  return () => page.end();
}
export default { render };
