/** The part of a long thread that is in the page: follows scrolling, and keeps what is in view where it is. */
import {
  createComputed,
  createMemo,
  createSignal,
  on,
  onCleanup,
  untrack,
  type Accessor,
} from 'solid-js';
import {
  atEndOf,
  enoughAtEnd,
  heightBetween,
  isAtEnd,
  lastRows,
  rowsAround,
  rowsFor,
  usualHeight,
  type DrawnRows,
} from './drawn-rows.ts';

export interface RowWindow<Row> {
  /** The rows to draw, in `list`. */
  readonly drawn: Accessor<readonly Row[]>;
  /** What stands for the rows above and below them, px. */
  readonly above: Accessor<number>;
  readonly below: Accessor<number>;
  readonly atEnd: Accessor<boolean>;
  goToEnd(): void;
  /** Brings the row at an index into the middle of the view. */
  goTo(index: number): void;
  /** The scroller was scrolled. */
  follow(): void;
  attach(elements: WindowElements): void;
}

export interface WindowElements {
  /** Its origin is its end: `flex-direction: column-reverse`. */
  readonly scroller: HTMLElement;
  /** All that is scrolled. */
  readonly content: HTMLElement;
  /** A child a row. */
  readonly list: HTMLElement;
}

export function createRowWindow<Row extends { readonly key: string }>(
  rows: Accessor<readonly Row[]>,
): RowWindow<Row> {
  let elements: WindowElements | undefined;
  const heights = new Map<string, number>();
  const heightOf = (index: number) => heights.get(rows()[index]?.key ?? '') ?? usualHeight;
  const [range, setRange] = createSignal<DrawnRows>(lastRows(rows().length), {
    equals: (a, b) => a.from === b.from && a.to === b.to,
  });
  const [atEnd, setAtEnd] = createSignal(true);
  /** How many rows are drawn at the end. */
  let enough: number | undefined;
  /** The first row in view and how far its upper edge is below that of the scroller, px. Nothing at the end. */
  let anchor: { readonly key: string; readonly top: number } | undefined;

  /** Rows that leave are asked for their height while they are there. */
  function draw(next: DrawnRows): void {
    const { from, to } = range();
    if (elements !== undefined) {
      for (let index = from; index < to; index += 1) {
        const row = rows()[index];
        const child = elements.list.children[index - from];
        const isLeaving = index < next.from || index >= next.to;
        if (isLeaving && row !== undefined && child !== undefined) {
          heights.set(row.key, child.getBoundingClientRect().height);
        }
      }
    }
    setRange(next);
  }

  function elementOf(key: string): Element | undefined {
    const { from, to } = range();
    const index = rows().findIndex((row) => row.key === key);
    return index >= from && index < to ? elements?.list.children[index - from] : undefined;
  }

  function noteAnchor(): void {
    if (elements === undefined || atEnd()) {
      anchor = undefined;
      return;
    }
    const edge = elements.scroller.getBoundingClientRect().top;
    const children = [...elements.list.children];
    const index = children.findIndex((child) => child.getBoundingClientRect().bottom > edge);
    const child = children[index];
    const row = rows()[range().from + index];
    anchor =
      child === undefined || row === undefined
        ? undefined
        : { key: row.key, top: child.getBoundingClientRect().top - edge };
  }

  function keepPlace(): void {
    if (elements === undefined) return;
    if (atEnd()) {
      if (elements.scroller.scrollTop !== 0) elements.scroller.scrollTop = 0;
      return;
    }
    const element = anchor === undefined ? undefined : elementOf(anchor.key);
    if (anchor === undefined || element === undefined) return;
    const top = element.getBoundingClientRect().top - elements.scroller.getBoundingClientRect().top;
    if (top !== anchor.top) elements.scroller.scrollTop += top - anchor.top;
  }

  function cover(): void {
    if (elements === undefined) return;
    // At an origin that is the end, the way up is negative (CSSOM View, scrolling areas).
    const view = { below: -elements.scroller.scrollTop, height: elements.scroller.clientHeight };
    const heightNow = drawnHeightOf();
    enough = enoughAtEnd(view.height, rows().length, heightNow);
    const next = rowsFor(view, range(), rows().length, heightNow);
    if (next === range()) return;
    draw(next);
    keepPlace();
    noteAnchor();
  }

  /** What is drawn is as high as it is, whatever it was before. */
  function drawnHeightOf(): (index: number) => number {
    const { from, to } = range();
    const drawn = elements?.list.getBoundingClientRect().height ?? 0;
    const each = to > from ? drawn / (to - from) : usualHeight;
    return (index) => (index >= from && index < to ? each : heightOf(index));
  }

  createComputed(
    on(
      rows,
      (now, before) => {
        if (atEnd()) return draw(atEndOf(range(), now.length, enough));
        const { from, to } = range();
        const first = before?.[from];
        // Rows that came in between, further up, move the window along with what it shows.
        const moved = now[from] === first ? from : now.findIndex((row) => row === first);
        const start = moved < 0 ? Math.min(from, now.length) : moved;
        setRange({ from: start, to: Math.min(now.length, start + (to - from)) });
      },
      { defer: true },
    ),
  );

  return {
    drawn: createMemo(() => rows().slice(range().from, range().to)),
    // Of all rows above, and they hardly change while the window stands: not for each new row.
    above: createMemo(() => {
      const { from } = range();
      return untrack(() => heightBetween(0, from, heightOf));
    }),
    below: createMemo(() => heightBetween(range().to, rows().length, heightOf)),
    atEnd,
    goToEnd() {
      setAtEnd(true);
      draw(lastRows(rows().length, enough));
      keepPlace();
    },
    goTo(index) {
      const key = rows()[index]?.key;
      if (key === undefined) return;
      setAtEnd(false);
      draw(rowsAround(index, rows().length));
      elementOf(key)?.scrollIntoView({ block: 'center' });
      noteAnchor();
    },
    follow() {
      if (elements === undefined) return;
      setAtEnd(isAtEnd(-elements.scroller.scrollTop));
      noteAnchor();
      cover();
    },
    attach(given) {
      elements = given;
      const sizes = new ResizeObserver(() => {
        keepPlace();
        cover();
      });
      sizes.observe(given.scroller);
      sizes.observe(given.content);
      onCleanup(() => sizes.disconnect());
    },
  };
}
