/** The part of a long list that is in the page: follows scrolling and what is measured of the rows. */
import { createEffect, createMemo, createSignal, on, onCleanup, type Accessor } from 'solid-js';
import { drawnPart, drawnWhole } from './drawn-part.ts';

export interface ListWindow<Row> {
  /** The rows to draw, in their order. */
  readonly drawn: Accessor<readonly Row[]>;
  /** What stands for the rows above and below them, px; zero where they are all there. */
  readonly above: Accessor<number>;
  readonly below: Accessor<number>;
  /** The element that the rows are children of, after what stands above them. */
  attach(list: HTMLElement): void;
  /** Brings a row into the page, so that it can be focused. */
  goTo(index: number): void;
}

/** @param keyOf stays the same for a row while it changes and moves. */
export function createListWindow<Row>(
  rows: Accessor<readonly Row[]>,
  keyOf: (row: Row) => string,
  usualHeight: number,
): ListWindow<Row> {
  let list: HTMLElement | undefined;
  let scroller: HTMLElement | undefined;
  const heights = new Map<string, number>();
  const [view, setView] = createSignal(
    { top: 0, bottom: 2000 },
    { equals: (a, b) => a.top === b.top && a.bottom === b.bottom },
  );
  const heightOf = (index: number) => {
    const row = rows()[index];
    return (row === undefined ? undefined : heights.get(keyOf(row))) ?? usualHeight;
  };
  const part = createMemo(() => drawnPart(rows().length, heightOf, view()), undefined, {
    equals: (a, b) =>
      a.from === b.from && a.to === b.to && a.above === b.above && a.below === b.below,
  });
  const drawn = createMemo(() => rows().slice(part().from, part().to), undefined, {
    equals: (a, b) => a.length === b.length && a.every((row, index) => row === b[index]),
  });

  /** What is in the page is asked for its height before it may leave. */
  function measure(): void {
    if (list === undefined || part().to - part().from === rows().length) return;
    const children = [...list.children].filter((child) => !child.hasAttribute('data-spacer'));
    for (const [index, row] of drawn().entries()) {
      const height = children[index]?.getBoundingClientRect().height;
      if (height !== undefined && height > 0) heights.set(keyOf(row), height);
    }
  }
  function look(): void {
    // Asking where it is would lay out the page anew with every message that puts rows in another order.
    if (rows().length <= drawnWhole || list?.isConnected !== true) return;
    scroller ??= scrollerOf(list);
    measure();
    const top = scrolledPast(list, scroller);
    setView({ top, bottom: top + scroller.clientHeight });
  }

  const follow = new AbortController();
  // Whatever scrolls around it: an event of scrolling does not bubble, and is seen on its way there.
  document.addEventListener(
    'scroll',
    ({ target }) => {
      if (target instanceof Node && list !== undefined && target.contains(list)) look();
    },
    { capture: true, passive: true, signal: follow.signal },
  );
  // Calls for the first time when it is laid out.
  const resized = new ResizeObserver(() => look());
  onCleanup(() => {
    follow.abort();
    resized.disconnect();
  });
  // A list that grew or shrank has another part in view.
  createEffect(on(rows, () => look(), { defer: true }));

  return {
    drawn,
    above: () => part().above,
    below: () => part().below,
    attach(element) {
      list = element;
      scroller = undefined;
      resized.disconnect();
      resized.observe(element);
    },
    goTo(index) {
      if (list === undefined || scroller === undefined) return;
      const { from, to } = part();
      if (index >= from && index < to) return;
      let top = 0;
      for (let row = 0; row < index; row += 1) top += heightOf(row);
      scroller.scrollTop += top - scrolledPast(list, scroller) - scroller.clientHeight / 2;
      look();
    },
  };
}

/** How much of the list is above what one sees, px; a list may scroll by itself. */
function scrolledPast(list: HTMLElement, scroller: HTMLElement): number {
  if (scroller === list) return list.scrollTop;
  const edge = scroller === document.documentElement ? 0 : scroller.getBoundingClientRect().top;
  return edge - list.getBoundingClientRect().top;
}

function scrollerOf(element: HTMLElement): HTMLElement {
  for (let at: HTMLElement | null = element; at !== null; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return document.documentElement;
}
