/** A timer that comes this much late was asleep. */
const beatMs = 2_000;
const jumpMs = 6_000;

/**
 * Tells when the page is back from something that no socket noticed: another network, a sleeping laptop, a
 * frozen tab, the back button.
 *
 * @returns the undo.
 */
export function onWake(listener: () => void): () => void {
  const onVisible = () => {
    if (document.visibilityState === 'visible') listener();
  };
  window.addEventListener('online', listener);
  window.addEventListener('pageshow', listener);
  document.addEventListener('visibilitychange', onVisible);
  let last = Date.now();
  const beat = setInterval(() => {
    const now = Date.now();
    if (now - last > beatMs + jumpMs) listener();
    last = now;
  }, beatMs);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('pageshow', listener);
    document.removeEventListener('visibilitychange', onVisible);
    clearInterval(beat);
  };
}
