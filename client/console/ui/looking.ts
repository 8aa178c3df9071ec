import { createSignal, onCleanup, type Accessor } from 'solid-js';

/** Whether a person can be looking at this page: it is visible and its window has the focus. */
export function createLooking(): Accessor<boolean> {
  const read = () => document.visibilityState === 'visible' && document.hasFocus();
  const [looking, setLooking] = createSignal(read());
  const update = () => setLooking(read());
  document.addEventListener('visibilitychange', update);
  window.addEventListener('focus', update);
  window.addEventListener('blur', update);
  onCleanup(() => {
    document.removeEventListener('visibilitychange', update);
    window.removeEventListener('focus', update);
    window.removeEventListener('blur', update);
  });
  return looking;
}
