/** Which message is meant: by the mouse, by a touch, or by the keyboard. One listener for a whole thread. */
import type { EntryId } from '../../../conversation/protocol/ids.ts';

export interface Pointed {
  readonly id: EntryId;
  readonly element: HTMLElement;
  readonly how: 'pointer' | 'touch' | 'keyboard';
}

export interface MessageFollower {
  point(to: Pointed | undefined): void;
  /** The thread moved under what was pointed at. */
  leave(): void;
}

/**
 * @param scroller holds the messages
 * @returns the undo
 */
export function followMessages(scroller: HTMLElement, follower: MessageFollower): () => void {
  const abort = new AbortController();
  const listen = <Type extends keyof HTMLElementEventMap>(
    type: Type,
    listener: (event: HTMLElementEventMap[Type]) => void,
  ) => scroller.addEventListener(type, listener, { signal: abort.signal, passive: false });

  listen('pointerover', (event) => {
    if (event.pointerType !== 'mouse' || event.buttons !== 0) return;
    const element = messageAt(event.target);
    if (element !== undefined) follower.point(pointed(element, 'pointer'));
  });
  listen('pointerleave', (event) => {
    // Onto the bar, which stands beside the messages.
    const to = event.relatedTarget;
    if (to instanceof Element && to.closest('.message-bar') !== null) return;
    if (event.pointerType === 'mouse') follower.point(undefined);
  });
  listen('click', (event) => {
    const { pointerType } = event as PointerEvent;
    if (pointerType === 'mouse' || pointerType === '') return;
    const target = event.target instanceof Element ? event.target : undefined;
    const isOther = target?.closest('a, button') !== null;
    const element = messageAt(target?.closest('.bubble') ?? null);
    if (isOther) return;
    follower.point(element && pointed(element, 'touch'));
  });
  listen('scroll', () => follower.leave());
  listen('keydown', (event) => {
    if (event.target === scroller && event.key === 'Enter') {
      event.preventDefault();
      focusOn([...scroller.querySelectorAll<HTMLElement>('.message')].at(-1));
      return;
    }
    const element = event.target instanceof HTMLElement ? event.target : undefined;
    if (element?.matches('.message') !== true) return;
    switch (event.key) {
      case 'ArrowUp':
      case 'ArrowDown':
        event.preventDefault();
        return focusOn(neighbour(element, event.key));
      case 'Enter':
        event.preventDefault();
        return follower.point(pointed(element, 'keyboard'));
      case 'Escape':
        event.stopPropagation();
        return scroller.focus({ preventScroll: true });
    }
  });
  // The mouse may have come before us.
  const under = scroller.querySelector<HTMLElement>('.message:hover');
  if (under !== null) follower.point(pointed(under, 'pointer'));
  return () => abort.abort();
}

function messageAt(target: EventTarget | null): HTMLElement | undefined {
  const element = target instanceof Element ? target.closest('.message') : null;
  return element instanceof HTMLElement ? element : undefined;
}

function pointed(element: HTMLElement, how: Pointed['how']): Pointed | undefined {
  const id = element.dataset['message'];
  return id === undefined ? undefined : { id: id as EntryId, element, how };
}

function neighbour(from: HTMLElement, key: 'ArrowUp' | 'ArrowDown'): HTMLElement | undefined {
  let next: Element | null = from;
  do {
    next = key === 'ArrowUp' ? next.previousElementSibling : next.nextElementSibling;
  } while (next !== null && !next.matches('.message'));
  return next instanceof HTMLElement ? next : undefined;
}

function focusOn(element: HTMLElement | undefined): void {
  element?.focus();
}
