import { createSignal, onCleanup, type Accessor } from 'solid-js';

/** Whether a person can be looking at this page: it is visible and its window has the focus. */
export function createLooking(): Accessor<boolean> {
  const read = () => document.visibilityState === 'visible' && document.hasFocus();
  const [looking, setLooking] = createSignal(read());
  const update = () => setLooking(read());
  const controller = new AbortController();
  const { signal } = controller;
  document.addEventListener('visibilitychange', update, { signal });
  window.addEventListener('focus', update, { signal });
  window.addEventListener('blur', update, { signal });
  onCleanup(() => controller.abort());
  return looking;
}
