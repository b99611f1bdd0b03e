// Controls made from what the server says of each: a range, a number, a choice, a switch, a text, a button.
function render({ model, el }) {
  el.classList.add("sk-fields");
  // A row stays as long as it asks for the same; only its value is renewed, and never while somebody is moving it
  // or an answer is still on its way.
  let count = model.get("heard"), order = "";
  const rows = new Map();
  // What is said waits until it is heard: one message may overtake another, and only the first is answered at a time.
  let waiting = [];
  const say = (key, value) => { const row = rows.get(key); if (row) row.busy = false; waiting.push([key, value, (count += 1)]); tell(); };
  const tell = () => { waiting = waiting.filter((one) => one[2] > model.get("heard")); if (waiting.length) { model.set("said", [...waiting]); model.save_changes(); } };
  const touch = (key) => { rows.get(key).busy = true; };
  const shown = (field, value) => fill(field.text || "{value}", { value: typeof value === "number" ? String(+((field.times || 1) * value).toFixed(4)).replace(".", field.comma || ".") : value });

  // Each kind gives what it shows, and how its value is set from outside.
  function range(field, id) {
    const out = make("output", { class: "sk-value", htmlFor: id });
    const word = (value = +input.value) => { out.textContent = shown(field, value); input.setAttribute("aria-valuetext", out.textContent); };
    const input = make("input", { id, type: "range", min: field.low, max: field.high, step: field.step, "aria-describedby": `${id}-about`,
      oninput: () => { touch(field.key); word(); }, onchange: () => say(field.key, +input.value) });
    return [[head(field, id, out), input], (value) => { input.value = value; word(value); }];  // a value between two positions is told as it is
  }
  function number(field, id) {
    const input = make("input", { id, type: "number", min: field.low, max: field.high, step: field.step || 1, oninput: () => touch(field.key), onchange: () => say(field.key, input.value === "" ? null : +input.value) });
    return [[head(field, id), input], (value) => { input.value = value; }];
  }
  function choice(field, id) {
    const input = make("select", { id, onchange: () => say(field.key, input.value) }, ...field.options.map(([value, text]) => make("option", { value }, text)));
    return [[head(field, id), input], (value) => { input.value = value; }];
  }
  function toggle(field, id) {
    const input = make("input", { id, type: "checkbox", role: "switch", onchange: () => say(field.key, input.checked) });
    return [[make("label", { class: "sk-check", htmlFor: id }, input, make("span", {}, field.label))], (value) => { input.checked = !!value; }];
  }
  function text(field, id) {
    const input = make("input", { id, type: "text", maxLength: field.longest || 80, autocomplete: "off", inputMode: field.digits ? "numeric" : "text", readOnly: !!field.fixed,
      oninput: () => touch(field.key), onchange: () => say(field.key, input.value) });
    if (field.fixed) input.addEventListener("focus", () => input.select());
    input.addEventListener("keydown", (event) => { if (event.key !== "Enter") return; say(field.key, input.value); if (field.enter) say(field.enter, true); });
    return [[head(field, id), input], (value) => { input.value = value || ""; }];
  }
  function button(field) {
    const key = make("button", { type: "button", class: `sk-button ${field.style || ""}`, onclick: () => say(field.key, true) }, field.label);
    return [[key], () => {}, (off) => { key.disabled = off; }];
  }
  function choices(field, id) {
    const name = `${id}-choice`, inputs = new Map(field.options.map(([value]) => [value, make("input", { type: "radio", name, value, onchange: () => say(field.key, value) })]));
    const set = make("fieldset", { class: "sk-choices" }, make("legend", {}, field.label), ...field.options.map(([value, label, note]) => make("label", { class: "sk-pill" },
      inputs.get(value), make("span", {}, label, note ? make("small", {}, note) : null))));
    return [[set], (value) => { inputs.forEach((input, own) => { input.checked = own === value; }); }];
  }
  const head = (field, id, out = null) => make("div", { class: "sk-field-head" }, make("label", { htmlFor: id }, field.label), out);
  const KINDS = { range, number, choice, toggle, text, button, choices };

  function rowOf(field) {
    const asks = JSON.stringify({ ...field, value: null, disabled: null }), kept = rows.get(field.key);
    if (kept && kept.asks === asks) return kept;
    const id = `f-${model.get("name")}-${field.key}`.replace(/[^\w-]/g, "-"), [parts, set, shut] = KINDS[field.kind](field, id);
    const box = make("div", { class: `sk-field sk-field-${field.kind}${field.wrong ? " sk-wrong" : ""}`, "data-key": field.key }, ...parts);
    if (field.about) { box.title = `${field.label}\n${field.about}`; box.append(make("small", { id: `${id}-about`, class: "sk-about" }, field.about)); }
    const made = { asks, box, set, shut, busy: false };
    rows.set(field.key, made);
    return made;
  }
  function place(fields) {
    const group = new Map(), opened = [...el.querySelectorAll("details[open] > summary")].map((summary) => summary.textContent);
    for (const field of fields) { const key = field.group || ""; if (!group.has(key)) group.set(key, []); group.get(key).push(rowOf(field).box); }
    const focused = document.activeElement?.id, open = (name) => opened.includes(name) || model.get("opened").includes(name);
    el.replaceChildren(...[...group].flatMap(([name, boxes]) => (name ? [make("details", { class: "sk-group", open: open(name) }, make("summary", {}, name), ...boxes)] : boxes)));
    if (focused) document.getElementById(focused)?.focus();
  }
  function draw() {
    const fields = model.get("fields"), now = JSON.stringify(fields.map((field) => [field.key, rowOf(field).asks, field.group]));
    for (const key of [...rows.keys()]) if (!fields.some((field) => field.key === key)) rows.delete(key);
    el.classList.toggle("sk-row", model.get("row"));
    if (now !== order) { order = now; place(fields); }
    const settled = model.get("heard") >= count;
    for (const field of fields) {
      const row = rows.get(field.key);
      if (row.shut) row.shut(!!field.disabled);
      if (!row.busy && (settled || row.fresh !== false)) row.set(field.value);
      row.fresh = false;
    }
  }
  onAny(model, ["fields", "row", "opened", "heard"], draw); model.on("change:heard", tell);
  draw();
}
export default { render };
