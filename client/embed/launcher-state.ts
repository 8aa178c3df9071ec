/** What the launcher shows once the chat is there: whether it is open, and how much waits in it. */
import { badgeCss } from './badge-css.ts';
import type { ChatWords } from './chat-words.ts';
import type { Launcher } from './launcher.ts';

export interface LauncherState {
  setOpen(open: boolean): void;
  setUnread(count: number): void;
}

const closePath = 'm6 9.5 6 6 6-6';

/** @param launcher closed, with nothing unread. */
export function createLauncherState(
  document: Document,
  launcher: Launcher,
  words: ChatWords,
): LauncherState {
  const { root, button, path } = launcher;
  const closed = { label: button.getAttribute('aria-label'), drawing: path.getAttribute('d') };
  launcher.style(badgeCss);
  const badge = document.createElement('span');
  badge.id = 'unread';
  badge.className = 'badge';
  button.append(badge);
  button.setAttribute('aria-describedby', 'unread');
  return {
    setOpen(open) {
      root.host.toggleAttribute('data-open', open);
      button.setAttribute('aria-expanded', String(open));
      button.setAttribute('aria-label', (open ? words.close : closed.label) ?? '');
      path.setAttribute('d', (open ? closePath : closed.drawing) ?? '');
    },
    setUnread(count) {
      badge.textContent = count === 0 ? '' : count > 99 ? '99+' : String(count);
      badge.setAttribute('aria-label', count === 0 ? '' : `${words.unread} ${count}`);
    },
  };
}
