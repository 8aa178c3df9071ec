/** Parts of a page that are loaded after it can be used. */
import { createSignal, onCleanup, type Accessor, type Component } from 'solid-js';

export interface Late<Props extends object> {
  /** Undefined until it is there. */
  readonly part: Accessor<Component<Props> | undefined>;
  readonly failed: Accessor<boolean>;
  /** Asks for it, again and again until it came or the owner is gone: the server may be away. */
  load(): void;
}

const againMs = 5_000;

/** @param load imports the chunk that holds the part */
export function createLate<Props extends object>(
  load: () => Promise<Component<Props>>,
): Late<Props> {
  const [part, setPart] = createSignal<Component<Props>>();
  const [failed, setFailed] = createSignal(false);
  let again: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  onCleanup(() => {
    isOver = true;
    clearTimeout(again);
  });
  const late: Late<Props> = {
    part,
    failed,
    load: () => {
      clearTimeout(again);
      load().then(
        (loaded) => setPart(() => loaded),
        () => {
          if (isOver) return;
          setFailed(true);
          again = setTimeout(() => late.load(), againMs);
        },
      );
    },
  };
  return late;
}

/** What can wait until the page has reached the server and what was said first is on its way. */
const idleMs = 500;

/** Calls it when the page has nothing else to do; not any more once the owner is gone. */
export function whenIdle(task: () => void): void {
  // Safari has no requestIdleCallback.
  const waits = setTimeout(task, idleMs);
  onCleanup(() => clearTimeout(waits));
}
