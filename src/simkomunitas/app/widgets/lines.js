// Small multiples of weekly curves: stages as bands, the exit as a dashed line, the present week as a thin one.
function render({ model, el }) {
  const clock = clockOf(model.get("clock"));
  el.classList.add("sk-lines");
  const page = drawing(el, "sk-canvas", paint);
  let data = new Float32Array(0);
  const read = () => { data = floatsOf(model.get("data")); };

  // As many side by side as can be read; on a narrow screen the canvas is as much taller as it has more rows.
  const NARROWEST = 8.2;  // widths of a letter's height
  const columnsOf = (tiles) => Math.max(1, Math.min(tiles, model.get("columns"), Math.floor(page.width / (NARROWEST * typeSize())) || 1));
  function fit() {
    const tiles = model.get("labels").length, meant = Math.ceil(tiles / Math.min(tiles, model.get("columns")) || 1), rows = Math.ceil(tiles / columnsOf(tiles));
    const height = rows > meant ? `${Math.max(6.2 * rows, 7)}rem` : "";
    if (page.width > 2 && page.canvas.style.height !== height) page.canvas.style.height = height;
  }
  function grid() {
    const tiles = model.get("labels").length, columns = columnsOf(tiles), rows = Math.ceil(tiles / columns), gap = typeSize() * 1.1;
    return { columns, wide: (page.width - gap * (columns - 1)) / columns, high: (page.height - gap * 0.5 * (rows - 1)) / rows, gap, first: tiles % columns === 1 && columns === 2 };
  }
  // Where a tile lies; with an odd number of tiles in two columns the first takes a whole row.
  function frame(tile, g) {
    const gutter = typeSize() * 2.1, at = g.first && tile > 0 ? tile + 1 : tile, whole = g.first && tile === 0;
    const x = (at % g.columns) * (g.wide + g.gap), y = Math.floor(at / g.columns) * (g.high + g.gap * 0.5), wide = whole ? page.width : g.wide;
    return { x: x + gutter, y, wide: wide - gutter, high: g.high, gutter };
  }
  function span(tile) {
    const low = model.get("low"), signed = model.get("signed"); let top = 0, bottom = 0;
    const series = model.get("series"), tiles = model.get("labels").length, weeks = data.length / (series * tiles) || 0;
    for (let s = 0; s < series; s++) for (let w = 0; w < weeks; w++) { const v = data[(s * tiles + tile) * weeks + w]; if (v > top) top = v; if (v < bottom) bottom = v; }
    const step = [0.05, 0.1, 0.2, 0.25, 0.5, 1, 1.5, 2, 3, 5, 10, 20, 50, 100].find((round) => round >= Math.max(top, signed ? -bottom : 0) - 1e-6) || top;
    return signed ? [-step, step] : [low, step];
  }
  function paint() {
    fit();
    const pen = page.pen, labels = model.get("labels"), type = typeSize() * 0.8, g = grid();
    pen.clearRect(0, 0, page.width, page.height);
    labels.forEach((label, tile) => {
      const box = frame(tile, g);
      paintTile(pen, tile, label, { ...box, y: box.y + type * 1.75, high: box.high - type * 1.75 - 3, type });
    });
  }
  // A word no wider than there is room: smaller first, then cut.
  function fitted(pen, text, weight, size, room) {
    pen.font = `${weight} ${size}px ${FACE}`;
    for (const smaller of [0.86, 0.74]) if (pen.measureText(text).width > room) pen.font = `${weight} ${size * smaller}px ${FACE}`;
    if (pen.measureText(text).width <= room) return text;
    let cut = text; while (cut.length > 2 && pen.measureText(`${cut}…`).width > room) cut = cut.slice(0, -1);
    return `${cut}…`;
  }
  // As ``pages/values.py`` writes the value of a week: in hundredths, a half counts upwards.
  const number = (value, tile) => {
    const told = Math.floor(100 * value + 0.5 + 1e-4), percent = !model.get("ratios").includes(tile), sign = model.get("signed") && told > 0 ? "+" : "";
    return sign + (percent ? `${told}${model.get("signed") ? "" : " %"}` : (told / 100).toFixed(2).replace(".", model.get("comma"))).replace("-", "−");
  };
  function paintTile(pen, tile, label, box) {
    const series = model.get("series"), tiles = model.get("labels").length, weeks = data.length / (series * tiles) || 0, last = Math.max(1, model.get("weeks") - 1);
    const colours = model.get(isDark() ? "dark" : "light"), [low, high] = span(tile), at = (w) => box.x + w / last * box.wide;
    const up = (v) => box.y + box.high * (1 - (v - low) / (high - low || 1)), now = Math.min(weeks - 1, Math.round(clock.week));
    model.get("bands").forEach(([from, to, number]) => { pen.fillStyle = look(number % 2 ? "--band" : "--band-other"); if (from < last) pen.fillRect(at(from), box.y, at(Math.min(to, last)) - at(from), box.high); });
    pen.strokeStyle = look("--line"); pen.lineWidth = 1; pen.beginPath();
    for (const v of [low, (low + high) / 2, high]) { pen.moveTo(box.x, Math.round(up(v)) + 0.5); pen.lineTo(box.x + box.wide, Math.round(up(v)) + 0.5); }
    pen.stroke();
    model.get("exits").forEach((week, s) => { if (week >= 0) rule(pen, at(week), box, colours[s % colours.length], [4, 3]); });
    for (let s = 0; s < series; s++) curve(pen, s, tile, weeks, at, up, box, colours[s % colours.length]);
    rule(pen, at(clock.week), box, look("--ink"), []);
    heading(pen, label, tile, series, tiles, weeks, now, box, colours, low, high);
  }
  function rule(pen, x, box, colour, dash) {
    pen.strokeStyle = colour; pen.lineWidth = 1.3; pen.setLineDash(dash); pen.beginPath(); pen.moveTo(x, box.y); pen.lineTo(x, box.y + box.high); pen.stroke(); pen.setLineDash([]);
  }
  function curve(pen, s, tile, weeks, at, up, box, colour) {
    const from = (s * model.get("labels").length + tile) * weeks, now = clock.week;
    for (const [alpha, until] of [[0.28, weeks - 1], [1, now]]) {
      pen.save(); pen.beginPath(); pen.rect(box.x - 2, box.y - 3, at(until) - box.x + 2, box.high + 6); pen.clip();
      pen.globalAlpha = alpha; pen.strokeStyle = colour; pen.lineWidth = 2.4; pen.lineJoin = "round"; pen.setLineDash([[], [7, 4], [2, 3], [10, 3, 2, 3]][s % 4]); pen.beginPath();
      let pen_up = true;
      for (let w = 0; w < weeks; w++) { const v = data[from + w]; if (Number.isNaN(v)) { pen_up = true; continue; } pen_up ? pen.moveTo(at(w), up(v)) : pen.lineTo(at(w), up(v)); pen_up = false; }
      pen.stroke(); pen.restore();
    }
  }
  function heading(pen, label, tile, series, tiles, weeks, now, box, colours, low, high) {
    const y = box.y - box.type * 0.55;
    pen.textAlign = "right"; let x = box.x + box.wide; const size = box.type * (series > 2 ? 0.86 : 1.08);  // four numbers leave room for the name
    for (let s = series - 1; s >= 0; s--) {
      const v = data[(s * tiles + tile) * weeks + now], text = Number.isNaN(v) || v === undefined ? "–" : number(v, tile);
      pen.font = `700 ${size}px ${FACE}`; pen.fillStyle = colours[s % colours.length]; pen.fillText(text, x, y); x -= pen.measureText(text).width + size * 0.6;
    }
    pen.textAlign = "left"; pen.fillStyle = look("--ink"); pen.fillText(fitted(pen, label, 600, box.type, x - box.x + box.gutter), box.x - box.gutter, y);
    pen.font = `${box.type * 0.72}px ${FACE}`; pen.fillStyle = look("--soft"); pen.textAlign = "right"; pen.fillText(number(high, tile), box.x - 4, box.y + box.type * 0.4); pen.fillText(number(low, tile), box.x - 4, box.y + box.high);
  }
  page.canvas.addEventListener("pointerdown", (event) => {
    const edge = page.canvas.getBoundingClientRect(), x = event.clientX - edge.left, y = event.clientY - edge.top, g = grid();
    const hit = model.get("labels").map((_, tile) => frame(tile, g)).find((box) => x >= box.x - box.gutter && x <= box.x + box.wide && y >= box.y && y <= box.y + box.high);
    if (hit) { clock.go(Math.round(Math.max(0, x - hit.x) / hit.wide * (model.get("weeks") - 1))); }
  });
  function tell() {
    const labels = model.get("labels"), series = model.get("series"), weeks = data.length / (series * labels.length) || 0, now = Math.min(weeks - 1, Math.round(clock.week));
    page.canvas.setAttribute("aria-label", labels.map((label, tile) => `${label}: ${Array.from({ length: series }, (_, s) => { const v = data[(s * labels.length + tile) * weeks + now]; return v === undefined || Number.isNaN(v) ? "–" : number(v, tile); }).join(", ")}`).join("; "));
  }
  const off = clock.listen(() => { page.again(); if (!clock.playing) tell(); });
  onAny(model, ["data", "labels", "light", "bands", "exits", "weeks", "series", "columns", "ratios"], () => { read(); tell(); page.again(); });
  read(); tell();
  return () => { off(); page.end(); };
}
export default { render };
