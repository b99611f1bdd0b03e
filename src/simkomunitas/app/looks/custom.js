// A widget that is not ready within two seconds would never hear anything from the server again (anywidget 0.11 gives
// up on it); a slow or busy laptop needs longer, and may have it.
(() => {
  const LONGEST = 600_000;  // milliseconds
  const usual = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (milliseconds) => usual(Math.max(milliseconds, LONGEST));
})();

// After a lost connection Solara tries again once, at once, and then never; and where it succeeds, the page it puts
// together again is deaf now and then (2 in 5 tries).  So we ask the server ourselves until it answers, and load the page
// anew: the address holds the place, and the server the workshop.  Meanwhile the page says what it is waiting for.
(() => {
  const LOOK_EVERY = 700, PATIENCE = 4_000;  // milliseconds
  let asking = false, told = null;
  function tell() {
    told ??= document.body.appendChild(Object.assign(document.createElement("div"), { className: "sk-lost" }));
    told.setAttribute("role", "alert"); told.textContent = document.documentElement.dataset.lost || "…";
  }
  async function ask() {
    const patience = new AbortController(), end = setTimeout(() => patience.abort(), PATIENCE);
    asking = true;
    try { await fetch("/readyz", { cache: "no-store", signal: patience.signal }); location.reload(); }
    catch { asking = false; }  // not yet
    finally { clearTimeout(end); }
  }
  setInterval(() => {
    const { debug } = window.solara ?? {}, state = debug?.ws()?.readyState;
    if (debug?.reconnectCount > 0 && state === WebSocket.OPEN) location.reload();
    else if (state === WebSocket.CLOSED) { tell(); if (!asking) ask(); }
  }, LOOK_EVERY);
})();
