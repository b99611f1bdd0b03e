// Every text on the page that is harder to read than WCAG 2.2 AA allows: its words, its colours, its ratio.
() => {
  const parse = (text) => { const n = (text.match(/[\d.]+/g) || []).map(Number); return { rgb: n.slice(0, 3), alpha: n.length > 3 ? n[3] : 1 }; };
  const light = ([r, g, b]) => { const part = (v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }; return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b); };
  const over = (top, alpha, below) => top.map((v, k) => v * alpha + below[k] * (1 - alpha));
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return null;
      const found = parse(style.backgroundColor);
      if (found.alpha) { layers.push(found); if (found.alpha === 1) break; }
    }
    return layers.reverse().reduce((below, { rgb, alpha }) => over(rgb, alpha, below), [255, 255, 255]);
  };
  const bad = [], walker = document.createTreeWalker(document.querySelector(".sk-page"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement, words = walker.currentNode.textContent.trim();
    if (!words || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) continue;
    if (element.closest("[aria-hidden=true], :disabled, option, title, style")) continue;
    const style = getComputedStyle(element), below = ground(element); if (!below) continue;
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700);
    const colour = parse(style.color), [a, b] = [light(over(colour.rgb, colour.alpha, below)), light(below)].sort((x, y) => y - x), ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) bad.push(`${words.slice(0, 40)} | ${style.color} on ${below.map(Math.round)} | ${ratio.toFixed(2)}`);
  }
  return bad;
}
