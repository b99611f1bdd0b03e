// A widget that is not ready within two seconds would never hear anything from the server again (anywidget 0.11 gives
// up on it); a slow or busy laptop needs longer, and may have it.
(() => {
  const LONGEST = 600_000;  // milliseconds
  const usual = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (milliseconds) => usual(Math.max(milliseconds, LONGEST));
})();
