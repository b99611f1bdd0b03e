// What all widgets of a page have in common: one clock, the colours of the theme, and small helpers.
const ROOM = (window.simkomunitas ??= { clocks: new Map() });

class Clock {
  constructor() { Object.assign(this, { week: 0, weeks: 1, speed: 4, playing: false, until: Infinity, hearing: new Set(), last: 0 }); }
  listen(tell) { this.hearing.add(tell); return () => this.hearing.delete(tell); }
  tell() { for (const hear of [...this.hearing]) hear(this); }
  go(week) { this.week = Math.max(0, Math.min(this.weeks - 1, week)); this.tell(); }
  pause() { if (this.playing) { this.playing = false; this.until = Infinity; this.week = Math.round(this.week); this.tell(); } }
  play(until = Infinity) {
    if (this.week >= this.weeks - 1) this.week = 0;
    this.until = until; this.last = performance.now();
    if (!this.playing) { this.playing = true; requestAnimationFrame((now) => this.tick(now)); }
    this.tell();
  }
  tick(now) {
    if (!this.playing) return;
    const end = Math.min(this.until, this.weeks - 1);
    this.week = Math.min(end, this.week + Math.min(250, Math.max(0, now - this.last)) / 1000 * this.speed);
    this.last = now;
    if (this.week >= end) this.pause(); else { this.tell(); requestAnimationFrame((next) => this.tick(next)); }
  }
}
const clockOf = (name) => { if (!ROOM.clocks.has(name)) ROOM.clocks.set(name, new Clock()); return ROOM.clocks.get(name); };

const bytesOf = (view) => (view && view.byteLength ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : new Uint8Array(0));
const floatsOf = (view) => new Float32Array(bytesOf(view).slice().buffer);
const wholesOf = (view) => new Int32Array(bytesOf(view).slice().buffer);
const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
const mix = (a, b, f) => a.map((part, k) => Math.round(part + (b[k] - part) * f));
const css = (parts, alpha = 1) => `rgba(${parts.join()},${alpha})`;
const look = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const isDark = () => document.documentElement.dataset.theme === "dark";
const typeSize = () => parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
const FACE = "Roboto, system-ui, sans-serif";

// A ramp of colours between stops, with as many shades as asked for.
function ramp(stops, shades) {
  const parts = stops.map(rgb);
  return Array.from({ length: shades }, (_, k) => {
    const at = shades > 1 ? k / (shades - 1) * (parts.length - 1) : 0, low = Math.min(parts.length - 2, Math.floor(at));
    return parts.length > 1 ? mix(parts[low], parts[low + 1], at - low) : parts[0];
  });
}

// A canvas that fills its box at the sharpness of the screen, and is drawn again at most once a frame.
function drawing(box, className, draw) {
  const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
  canvas.className = className; canvas.setAttribute("role", "img"); box.appendChild(canvas);
  const page = { canvas, pen, width: 0, height: 0, sharp: 1, due: 0 };
  const now = () => {
    page.due = 0;
    if (page.width > 2 && page.height > 2) { pen.setTransform(page.sharp, 0, 0, page.sharp, 0, 0); draw(page); }
  };
  page.again = () => { if (!page.due) page.due = requestAnimationFrame(now); };
  const size = () => {
    const frame = canvas.getBoundingClientRect();
    page.sharp = Math.min(2, window.devicePixelRatio || 1); page.width = frame.width; page.height = frame.height;
    canvas.width = Math.round(frame.width * page.sharp); canvas.height = Math.round(frame.height * page.sharp);
    page.resized = true; page.again();
  };
  const watcher = new ResizeObserver(size); watcher.observe(canvas);
  const themed = () => { page.resized = true; page.again(); };
  window.addEventListener("simkomunitas-look", themed);
  page.end = () => { watcher.disconnect(); window.removeEventListener("simkomunitas-look", themed); cancelAnimationFrame(page.due); };
  return page;
}

// An element with properties and children; text is always text, never markup.
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name in element && name !== "list" && !name.startsWith("aria")) element[name] = value;
    else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}
// A key that is meant for the page: no writing, no choosing, no keys of the browser; sliders and switches write nothing.
const UNWRITTEN = ["checkbox", "radio", "range", "button"];
function isShortcut(event) {
  const { tagName, type } = event.target;
  return !(event.ctrlKey || event.metaKey || event.altKey) && !["SELECT", "TEXTAREA"].includes(tagName) && (tagName !== "INPUT" || UNWRITTEN.includes(type));
}
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
// Whatever of these one message brings is looked at once, when all of it is there.
const onAny = (model, names, tell) => {
  let due = false;
  for (const name of names) model.on(`change:${name}`, () => { due = true; });
  model.on("change", () => { if (due) { due = false; tell(); } });
};

// Signs drawn as lines, because not every machine has a font for them.
const SIGNS = {
  play: "M7 4.5v15l12-7.5z", pause: "M6 5h4v14H6zM14 5h4v14h-4z", back: "M6 5h2.5v14H6zM19 5v14L9 12z", step: "M6 5v14l8-7zM15.5 5H18v14h-2.5z", leap: "M3 5v14l7-7zM11 5v14l7-7zM18.5 5H21v14h-2.5z",
  large: "M4 4h6v2.2H6.2V10H4zM14 4h6v6h-2.2V6.2H14zM4 14h2.2v3.8H10V20H4zM17.8 14H20v6h-6v-2.2h3.8z", theme: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2.2a6.8 6.8 0 0 1 0 13.6z",
};
function sign(name) {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg"), path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  drawn.setAttribute("viewBox", "0 0 24 24"); drawn.setAttribute("class", "sk-sign"); drawn.setAttribute("aria-hidden", "true");
  path.setAttribute("d", SIGNS[name]); drawn.append(path); return drawn;
}
