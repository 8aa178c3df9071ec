import { batch } from 'solid-js';

/**
 * Calls `task` at most once a frame, before the frame is painted: however many changes come, there is one drawing,
 * and what a change is to set going on the network goes out before the drawing begins.
 *
 * @param now milliseconds that only grow
 * @returns asks for a call, and the undo of what was asked for
 */
export function createEachFrame(
  task: () => void,
  now: () => number = () => performance.now(),
): EachFrame {
  let stop: (() => void) | undefined;
  let later: ReturnType<typeof setTimeout> | undefined;
  let drawnAt = -Infinity;
  const cancel = () => {
    stop?.();
    stop = undefined;
    clearTimeout(later);
    later = undefined;
  };
  const run = () => {
    cancel();
    drawnAt = now();
    task();
  };
  const ask = () => {
    // Where nothing is ever drawn (a test, a worker) there is nothing to wait for.
    if (typeof document === 'undefined') task();
    else stop ??= isDrawn() ? onFrame(run) : onTimer(run);
  };
  return {
    ask,
    askNow() {
      if (typeof document === 'undefined' || !isDrawn() || now() - drawnAt < frameMs) return ask();
      run();
    },
    askWithin(delayMs) {
      if (typeof document === 'undefined') task();
      else later ??= setTimeout(ask, delayMs);
    },
    askSoon() {
      const restMs = drawnAt + calmMs - now();
      if (typeof document === 'undefined' || restMs <= 0) ask();
      else later ??= setTimeout(ask, restMs);
    },
    cancel,
  };
}

export interface EachFrame {
  /** Draws with the next frame. */
  ask(): void;
  /**
   * Draws at once, so that the work is done when the frame comes; once a frame at most, and what comes in floods
   * waits for frames like everything else.
   */
  askNow(): void;
  /** Draws after so long, or together with whatever is drawn sooner. */
  askWithin(delayMs: number): void;
  /**
   * Draws with the next frame after a while without one, or a little later: for what nobody waits for, such as the
   * state of a message. A frame costs more than all else that a message sets going.
   */
  askSoon(): void;
  cancel(): void;
}

const frameMs = 1000 / 60;
/** What is later than this is felt to be late. */
const calmMs = 100;

/** Pages that nobody sees get no frames. */
function isDrawn(): boolean {
  return document.visibilityState === 'visible';
}

/** A covered window may get no frames either, and says it is visible. */
const withoutFrameMs = 250;

/** What is drawn with the next frame: all of it in one batch, so that what follows from several changes is made once. */
const due = new Set<() => void>();
let isFrameAsked = false;

function onFrame(run: () => void): () => void {
  due.add(run);
  if (!isFrameAsked) askForFrame();
  return () => due.delete(run);
}

function askForFrame(): void {
  isFrameAsked = true;
  const once = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    isFrameAsked = false;
    const runs = [...due];
    due.clear();
    batch(() => {
      for (const run of runs) run();
    });
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, withoutFrameMs);
}

function onTimer(run: () => void): () => void {
  const timer = setTimeout(run);
  return () => clearTimeout(timer);
}
