/** Notifications of the browser, where it has them and the person allows them. */
import { createSignal, type Accessor } from 'solid-js';

/** `ask`: nobody decided yet. `refused`: only the settings of the browser change that. */
export type MayNotify = 'impossible' | 'ask' | 'refused' | 'yes';

export interface Notice {
  readonly title: string;
  /** Shown as plain text, whatever is in it. */
  readonly body: string | undefined;
  /** A later one takes the place of an earlier one with the same tag. */
  readonly tag: string;
  onClick(): void;
}

export interface Notifier {
  readonly may: Accessor<MayNotify>;
  /** Only from a click: browsers distrust pages that ask by themselves. */
  ask(): Promise<MayNotify>;
  show(notice: Notice): void;
  /** Takes away what is shown. */
  clear(tag: string): void;
  close(): void;
}

/** Of so many at once nobody reads the first ones [W8]. */
const mostShown = 5;

export function createNotifier(page: Window & typeof globalThis): Notifier {
  const [may, setMay] = createSignal<MayNotify>(read());
  const shown = new Map<string, Notification>();

  function read(): MayNotify {
    if (!('Notification' in page) || !page.isSecureContext) return 'impossible';
    const { permission } = page.Notification;
    if (permission === 'default') return 'ask';
    return permission === 'granted' ? 'yes' : 'refused';
  }
  function forget(tag: string): void {
    shown.get(tag)?.close();
    shown.delete(tag);
  }

  return {
    may,
    async ask() {
      if (may() === 'ask') await page.Notification.requestPermission();
      return setMay(read());
    },
    show(notice) {
      const { title, body, tag } = notice;
      if (setMay(read()) !== 'yes') return;
      forget(tag);
      const [oldest] = shown.keys();
      if (shown.size >= mostShown && oldest !== undefined) forget(oldest);
      let notification: Notification;
      try {
        notification = new page.Notification(title, {
          tag,
          icon: '/icon.svg',
          ...(body === undefined ? {} : { body }),
        });
      } catch {
        // Chrome on Android has the name and allows only workers to use it.
        setMay('impossible');
        return;
      }
      shown.set(tag, notification);
      notification.addEventListener('click', () => {
        page.focus();
        forget(tag);
        notice.onClick();
      });
      notification.addEventListener('close', () => {
        if (shown.get(tag) === notification) shown.delete(tag);
      });
    },
    clear: forget,
    close() {
      for (const tag of shown.keys()) forget(tag);
    },
  };
}
