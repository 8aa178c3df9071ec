/** Of several tabs of one kind one sounds: the one that was used last. */

export interface Voice {
  /** Whether this tab is the one that sounds. */
  held(): boolean;
  close(): void;
}

/**
 * @param kind of the tabs that share a voice: an agent's console does not silence a chat beside it.
 * @param locks the browser's lock manager; where it is missing, every tab sounds.
 * @param focus where `focus` events come from: the window.
 */
export function createVoice(
  kind: 'chat' | 'console',
  locks: LockManager | undefined,
  focus: EventTarget,
): Voice {
  if (locks === undefined) return { held: () => true, close: () => undefined };
  let holding = false;
  let release: () => void = () => undefined;

  const take = (steal: boolean) => {
    if (holding) return;
    const hold = () =>
      new Promise<void>((resolve) => {
        holding = true;
        release = resolve;
      });
    locks
      .request(`parley-${kind}-voice`, steal ? { steal: true } : {}, hold)
      // Another tab took the voice: that is what `steal` does to the one before it.
      .catch(() => undefined)
      .finally(() => (holding = false));
  };
  const onFocus = () => take(true);
  take(false);
  focus.addEventListener('focus', onFocus);
  return {
    held: () => holding,
    close() {
      focus.removeEventListener('focus', onFocus);
      release();
    },
  };
}
