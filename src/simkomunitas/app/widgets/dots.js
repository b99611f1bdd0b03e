// Further villages as dots on a line of differences: right of nought one programme did better, left of it the other.
function render({ model, el }) {
  el.classList.add("sk-dots");
  const page = drawing(el, "sk-canvas", paint);
  const round = (v) => [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 20, 50, 100, 500, 1000].find((step) => step >= v) || v;
  function paint() {
    const pen = page.pen, all = model.get("values"), type = typeSize() * 0.82, w = model.get("words"), mine = model.get("mine");
    pen.clearRect(0, 0, page.width, page.height);
    const reach = round(Math.max(0.01, ...all.map(Math.abs), mine === null ? 0 : Math.abs(mine)) * 1.02), left = 14, wide = page.width - 28, base = page.height - type * 1.9;
    const at = (v) => left + (v + reach) / (2 * reach) * wide, r = Math.max(4, Math.min(8, wide / 90));
    pen.fillStyle = look("--band"); pen.fillRect(left, type * 1.6, wide / 2, base - type * 1.6); pen.fillStyle = look("--band-other"); pen.fillRect(left + wide / 2, type * 1.6, wide / 2, base - type * 1.6);
    pen.strokeStyle = look("--ink"); pen.lineWidth = 1.4; pen.beginPath(); pen.moveTo(at(0), type * 1.3); pen.lineTo(at(0), base + 4); pen.moveTo(left, base); pen.lineTo(left + wide, base); pen.stroke();
    pen.font = `600 ${type}px ${FACE}`; pen.fillStyle = look("--ink"); pen.textAlign = "left"; pen.fillText(`◀ ${w.other}`, left, type); pen.textAlign = "right"; pen.fillText(`${w.first} ▶`, left + wide, type);
    pen.font = `${type * 0.9}px ${FACE}`; pen.fillStyle = look("--soft"); pen.textAlign = "center";
    for (const v of [-reach, -reach / 2, 0, reach / 2, reach]) pen.fillText(text(v), Math.max(left + 14, Math.min(left + wide - 14, at(v))), base + type * 1.35);
    const piles = new Map(), colours = model.get(isDark() ? "dark" : "light");
    for (const v of [...all].sort((a, b) => a - b)) {
      const slot = Math.round(at(v) / (2 * r)), height = piles.get(slot) || 0; piles.set(slot, height + 1);
      pen.beginPath(); pen.arc(slot * 2 * r, base - r - 2 - height * 2 * r, r * 0.88, 0, 7); pen.fillStyle = v === 0 ? look("--soft") : v > 0 ? colours[0] : colours[1]; pen.fill();
    }
    if (mine !== null) { pen.beginPath(); pen.moveTo(at(mine), base + 2); pen.lineTo(at(mine) - 6, base + 11); pen.lineTo(at(mine) + 6, base + 11); pen.closePath(); pen.fillStyle = look("--ring"); pen.fill(); }
    page.canvas.setAttribute("aria-label", w.sentence);
  }
  const text = (v) => (v > 0 ? "+" : "") + (model.get("percent") ? `${+(100 * v).toFixed(1)}` : String(+v.toFixed(2))).replace("-", "−").replace(".", model.get("comma"));
  onAny(model, ["values", "mine", "words", "percent", "light"], () => page.again());
  return () => page.end();
}
export default { render };
