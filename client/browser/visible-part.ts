/**
 * What a keyboard on the screen leaves of a page. Android makes the page smaller (`interactive-widget` of its viewport
 * tag, chat/index.html); iOS lays the keyboard over it and moves it, and says so only by `visualViewport`.
 */

export interface VisiblePart {
  /** Pixels from the upper edge of the page. */
  readonly top: number;
  readonly height: number;
}

/** Bars of the browser come and go by less, keyboards by more. */
const leastKeyboard = 120;

/** @returns undefined where nothing covers it, or somebody has pinched to look closer */
export function visiblePart(
  view: Pick<VisualViewport, 'height' | 'offsetTop' | 'scale'>,
  pageHeight: number,
): VisiblePart | undefined {
  if (view.scale > 1.01 || pageHeight - view.height < leastKeyboard) return undefined;
  return { top: Math.round(view.offsetTop), height: Math.round(view.height) };
}

/** Keeps `--visible-top`, `--visible-height` and `data-keyboard` of `element`. @returns ends that */
export function followVisiblePart(window: Window, element: HTMLElement): () => void {
  const view = window.visualViewport;
  if (view === null) return () => undefined;
  const look = () => {
    const part = visiblePart(view, window.document.documentElement.clientHeight);
    element.toggleAttribute('data-keyboard', part !== undefined);
    const set = (name: string, pixels: number | undefined) =>
      element.style.setProperty(name, pixels === undefined ? '' : `${pixels}px`);
    set('--visible-top', part?.top);
    set('--visible-height', part?.height);
  };
  const events = ['resize', 'scroll'] as const;
  for (const event of events) view.addEventListener(event, look);
  look();
  return () => {
    for (const event of events) view.removeEventListener(event, look);
  };
}
