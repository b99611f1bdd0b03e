// A widget that is not ready within two seconds would never hear anything from the server again (anywidget 0.11 gives
// up on it); a slow or busy laptop needs longer, and may have it.
(() => {
  const LONGEST = 600_000;  // milliseconds
  const usual = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (milliseconds) => usual(Math.max(milliseconds, LONGEST));
})();

// After a lost connection Solara tries again once, at once, and then never; and where it succeeds, the page it puts
// together again is deaf now and then (2 in 5 tries).  So we ask the server ourselves until it answers, and load the page
// anew: the address holds the place, and the server the workshop.  Meanwhile the page says what it is waiting for.  A
// page that is turned away again and again asks less and less often.
(() => {
  const LOOK_EVERY = 700, PATIENCE = 4_000, LASTING = 5, LONGEST_WAIT = 30_000, TRIES = "simkomunitas.tries";  // milliseconds, looks
  const remembered = () => { try { return Number(sessionStorage.getItem(TRIES)) || 0; } catch { return 0; } };
  const remember = (tries) => { try { sessionStorage.setItem(TRIES, tries); } catch { /* a browser that keeps nothing */ } };
  let asking = false, told = null, lasted = 0, lost = 0;
  function tell() {
    told ??= document.body.appendChild(Object.assign(document.createElement("div"), { className: "sk-lost" }));
    told.setAttribute("role", "alert"); told.textContent = document.documentElement.dataset.lost || "…";
  }
  function again() { remember(remembered() + 1); location.reload(); }
  async function ask() {
    const patience = new AbortController(), end = setTimeout(() => patience.abort(), PATIENCE);
    asking = true;
    try { await fetch("/readyz", { cache: "no-store", signal: patience.signal }); again(); }
    catch { asking = false; }  // not yet
    finally { clearTimeout(end); }
  }
  setInterval(() => {
    const { debug } = window.solara ?? {}, state = debug?.ws()?.readyState;
    if (state === WebSocket.OPEN) {
      if (debug.reconnectCount > 0) again();
      else if ((lasted += 1) === LASTING) remember(0);
    } else if (state === WebSocket.CLOSED) {
      tell(); lost ||= Date.now();
      if (!asking && Date.now() - lost >= Math.min(LONGEST_WAIT, LOOK_EVERY * (2 ** remembered() - 1))) ask();
    }
  }, LOOK_EVERY);
})();
