// A widget that is not ready within two seconds would never hear anything from the server again (anywidget 0.11 gives
// up on it); a slow or busy laptop needs longer, and may have it.
(() => {
  const LONGEST = 600_000;  // milliseconds
  const usual = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (milliseconds) => usual(Math.max(milliseconds, LONGEST));
})();

// After a lost connection Solara puts the page together again, and now and then leaves it deaf (2 in 5 tries); loading it
// anew is sure, and loses nothing: the address holds the place, and the server the workshop.
setInterval(() => {
  const { debug } = window.solara ?? {};
  if (debug?.reconnectCount > 0 && debug.ws()?.readyState === WebSocket.OPEN) location.reload();
}, 400);
