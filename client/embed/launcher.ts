/** The button and the panel on the host page, in a shadow root, so that neither page's styles meet. */
import type { Accent } from '../ui/accent.ts';
import { launcherCss } from './launcher-css.ts';

export interface LauncherOptions {
  readonly title: string;
  readonly accent: Accent | undefined;
  readonly position: 'start' | 'end';
  readonly look: 'light' | 'dark' | 'auto';
  onToggle(): void;
  onEscape(): void;
}

export interface Launcher {
  readonly button: HTMLButtonElement;
  readonly panel: HTMLElement;
  setOpen(open: boolean): void;
  setUnread(count: number): void;
  remove(): void;
}

const svg = 'http://www.w3.org/2000/svg';
const chatPath =
  'M20 11.5a7.5 7.5 0 0 1-7.5 7.500c-1.2 0-2.4-.3-3.4-.8L4 20l1.6-4.400A7.5 7.5 0 1 1 20 11.500Z';
const closePath = 'm6 9.5 6 6 6-6';

export function createLauncher(document: Document, options: LauncherOptions): Launcher {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(launcherCss);
  root.adoptedStyleSheets = [sheet];
  host.dataset['position'] = options.position;
  host.dataset['look'] = options.look;
  if (options.accent !== undefined) {
    host.style.setProperty('--accent', options.accent.fill);
    host.style.setProperty('--on-accent', options.accent.onFill);
  }

  const icon = document.createElementNS(svg, 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(svg, 'path');
  icon.append(path);

  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('aria-describedby', 'unread');
  button.setAttribute('aria-controls', 'panel');
  const badge = document.createElement('span');
  badge.id = 'unread';
  badge.className = 'badge';
  button.append(icon, badge);
  button.addEventListener('click', () => options.onToggle());

  const panel = document.createElement('div');
  panel.id = 'panel';
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-label', options.title);

  root.append(panel, button);
  root.addEventListener('keydown', (event) => {
    if ((event as KeyboardEvent).key === 'Escape') options.onEscape();
  });
  document.body.append(host);

  const setOpen = (open: boolean) => {
    host.toggleAttribute('data-open', open);
    panel.inert = !open;
    button.setAttribute('aria-expanded', String(open));
    button.setAttribute('aria-label', open ? 'Close chat' : 'Open chat');
    path.setAttribute('d', open ? closePath : chatPath);
  };
  setOpen(false);

  return {
    button,
    panel,
    setOpen,
    setUnread(count) {
      badge.textContent = count === 0 ? '' : count > 99 ? '99+' : String(count);
      badge.setAttribute('aria-label', count === 0 ? '' : `${count} unread`);
    },
    remove: () => host.remove(),
  };
}
