// Controls made from what the server says of each: a range, a number, a choice, a switch, a text, a button.
function render({ model, el }) {
  el.classList.add("sk-fields");
  let count = 0;
  const say = (key, value) => { model.set("said", [key, value, (count += 1), performance.now()]); model.save_changes(); };
  const shown = (field, value) => fill(field.text || "{value}", { value: typeof value === "number" ? String(+value.toFixed(4)).replace(".", field.comma || ".") : value });

  function range(field, id) {
    const out = make("output", { class: "sk-value", htmlFor: id }, shown(field, field.value));
    const input = make("input", { id, type: "range", min: field.low, max: field.high, step: field.step, "aria-describedby": `${id}-about`,
      oninput: () => { out.textContent = shown(field, +input.value); input.setAttribute("aria-valuetext", out.textContent); }, onchange: () => say(field.key, +input.value) });
    input.value = field.value; input.setAttribute("aria-valuetext", out.textContent);
    return [head(field, id, out), input];
  }
  function number(field, id) {
    const input = make("input", { id, type: "number", min: field.low, max: field.high, step: field.step || 1, onchange: () => say(field.key, input.value === "" ? null : +input.value) });
    input.value = field.value;
    return [head(field, id), input];
  }
  function choice(field, id) {
    const input = make("select", { id, onchange: () => say(field.key, input.value) }, ...field.options.map(([value, text]) => make("option", { value, selected: value === field.value }, text)));
    return [head(field, id), input];
  }
  function toggle(field, id) {
    const input = make("input", { id, type: "checkbox", checked: !!field.value, role: "switch", onchange: () => say(field.key, input.checked) });
    return [make("label", { class: "sk-check", htmlFor: id }, input, make("span", {}, field.label))];
  }
  function text(field, id) {
    const input = make("input", { id, type: "text", maxLength: field.longest || 80, autocomplete: "off", inputMode: field.digits ? "numeric" : "text", onchange: () => say(field.key, input.value) });
    input.value = field.value || "";
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") say(field.key, input.value); });
    return [head(field, id), input];
  }
  function button(field) {
    return [make("button", { type: "button", class: `sk-button ${field.style || ""}`, disabled: !!field.disabled, onclick: () => say(field.key, true) }, field.label)];
  }
  function choices(field, id) {
    const name = `${id}-choice`;
    return [make("fieldset", { class: "sk-choices" }, make("legend", {}, field.label), ...field.options.map(([value, label, note]) => make("label", { class: "sk-pill" },
      make("input", { type: "radio", name, value, checked: value === field.value, onchange: () => say(field.key, value) }), make("span", {}, label, note ? make("small", {}, note) : null))))];
  }
  const head = (field, id, out = null) => make("div", { class: "sk-field-head" }, make("label", { htmlFor: id }, field.label), out);
  const KINDS = { range, number, choice, toggle, text, button, choices };

  function draw() {
    const focused = document.activeElement?.id, group = new Map();
    for (const field of model.get("fields")) { const key = field.group || ""; if (!group.has(key)) group.set(key, []); group.get(key).push(field); }
    const boxes = [];
    for (const [name, fields] of group) {
      const rows = fields.map((field) => {
        const id = `f-${model.get("name")}-${field.key}`.replace(/[^\w-]/g, "-");
        const row = make("div", { class: `sk-field sk-field-${field.kind}${field.wrong ? " sk-wrong" : ""}`, "data-key": field.key }, ...KINDS[field.kind](field, id));
        if (field.about) { row.title = field.about; row.append(make("small", { id: `${id}-about`, class: "sk-about" }, field.about)); }
        return row;
      });
      if (!name) boxes.push(...rows);
      else { const box = make("details", { class: "sk-group", open: model.get("opened").includes(name) }, make("summary", {}, name), ...rows); boxes.push(box); }
    }
    const opened = [...el.querySelectorAll("details[open] > summary")].map((summary) => summary.textContent);
    el.classList.toggle("sk-row", model.get("row")); el.replaceChildren(...boxes);
    el.querySelectorAll("details").forEach((box) => { if (opened.includes(box.firstChild.textContent)) box.open = true; });
    if (focused) document.getElementById(focused)?.focus();
  }
  onAny(model, ["fields", "row", "opened"], draw);
  draw();
}
export default { render };
