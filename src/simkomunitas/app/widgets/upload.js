// Files to be opened: read in the browser, and sent only when they are not too large.
function render({ model, el }) {
  el.classList.add("sk-upload");
  const input = make("input", { type: "file", multiple: true, accept: ".yaml,.yml,.csv,.graphml,.txt", class: "sk-file", id: "sk-file" });
  const zone = make("label", { class: "sk-zone", htmlFor: "sk-file" }), note = make("p", { class: "sk-note" });
  zone.append(make("b", {}), input); el.replaceChildren(zone, note);
  async function send(files) {
    const list = [...files].slice(0, 8), total = list.reduce((sum, file) => sum + file.size, 0);
    if (total > model.get("most")) { model.set("large", performance.now()); model.save_changes(); return; }
    const parts = await Promise.all(list.map((file) => file.arrayBuffer()));
    // One message: how long the list of names is, the list, and then one file after the other.
    const head = new TextEncoder().encode(JSON.stringify([list.map((file) => [file.name, file.size]), performance.now()]));
    const whole = new Uint8Array(4 + head.length + total); let at = 4 + head.length;
    new DataView(whole.buffer).setUint32(0, head.length); whole.set(head, 4);
    parts.forEach((part) => { whole.set(new Uint8Array(part), at); at += part.byteLength; });
    model.set("content", new DataView(whole.buffer)); model.save_changes();
    input.value = "";
  }
  input.addEventListener("change", () => send(input.files));
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("sk-over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("sk-over"));
  zone.addEventListener("drop", (event) => { event.preventDefault(); zone.classList.remove("sk-over"); send(event.dataTransfer.files); });
  const words = () => { zone.firstChild.textContent = model.get("label"); note.textContent = model.get("note"); };
  onAny(model, ["label", "note"], words); words();
}
export default { render };
