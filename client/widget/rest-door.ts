import { createEffect, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { FrontTab } from '../browser/front-tab.ts';
import { whenIdle } from '../browser/late.ts';
import type { OneConnectionOptions } from './one-connection.ts';

export interface RestDoor {
  /** Another tab is in front, and holds the connection. */
  readonly isResting: Accessor<boolean>;
  /** What is unread, here or by the count of the tab in front. */
  readonly unread: Accessor<number>;
}

/** Which of several tabs is connected is looked after once the page can be used. */
export function createRestDoor(
  options: Omit<OneConnectionOptions, 'onRest' | 'onUnread'> & {
    readonly unread: Accessor<number>;
  },
): RestDoor {
  const [isResting, setResting] = createSignal(false);
  const [elsewhere, setElsewhere] = createSignal<number>();
  const [front, setFront] = createSignal<FrontTab>();
  let isOver = false;
  // Where there are no locks, every tab is one of its own.
  if (navigator.locks !== undefined) {
    whenIdle(() => {
      import('./one-connection.ts').then(
        ({ holdOneConnection }) => {
          if (isOver) return;
          const onRest = (rests: boolean) => {
            setElsewhere(undefined);
            setResting(rests);
          };
          setFront(holdOneConnection({ ...options, onRest, onUnread: setElsewhere }));
        },
        // Without it, this tab stays connected.
        () => undefined,
      );
    });
  }
  onCleanup(() => {
    isOver = true;
    front()?.close();
  });
  createEffect(() => front()?.tellUnread(options.unread()));
  return {
    isResting,
    unread: () => (isResting() ? (elsewhere() ?? options.unread()) : options.unread()),
  };
}
