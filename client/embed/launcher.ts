/** The button on the host page, in a shadow root, so that neither page's styles meet. The panel comes later. */
import type { Accent } from '../ui/accent.ts';
import { launcherCss } from './launcher-css.ts';
import type { LauncherWords } from './launcher-words.ts';
import type { Settings } from './settings.ts';

export type LauncherLook = Pick<
  Settings,
  'mode' | 'position' | 'look' | 'edgeSide' | 'edgeBottom' | 'launcher'
>;

export interface LauncherOptions {
  readonly settings: LauncherLook;
  readonly accent: Accent | undefined;
  readonly words: LauncherWords;
  onPress(): void;
  /** Somebody is about to press it. */
  onNear(): void;
}

export interface Launcher {
  readonly root: ShadowRoot;
  readonly button: HTMLButtonElement;
  show(settings: LauncherLook, accent: Accent | undefined): void;
  setOpen(open: boolean): void;
  setUnread(count: number): void;
  /** Adds rules to those of the button. */
  style(css: string): void;
}

const svg = 'http://www.w3.org/2000/svg';
const chatPath =
  'M20 11.5a7.5 7.5 0 0 1-7.5 7.500c-1.2 0-2.4-.3-3.4-.8L4 20l1.6-4.400A7.5 7.5 0 1 1 20 11.500Z';
const closePath = 'm6 9.5 6 6 6-6';

export function createLauncher(document: Document, options: LauncherOptions): Launcher {
  const { words } = options;
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  // Those of another window are not taken, and the console shows a preview in one.
  const { CSSStyleSheet } = document.defaultView ?? window;
  const style = (css: string) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  };
  style(launcherCss);
  const show: Launcher['show'] = (settings, accent) => {
    const { mode, position, look, launcher } = settings;
    Object.assign(host.dataset, { mode, position, look, launcher });
    const properties = {
      '--edge-side': `${settings.edgeSide}px`,
      '--edge-bottom': `${settings.edgeBottom}px`,
      '--accent': accent?.fill,
      '--on-accent': accent?.onFill,
    };
    for (const [name, value] of Object.entries(properties)) {
      host.style.setProperty(name, value ?? '');
    }
  };
  show(options.settings, options.accent);

  const icon = document.createElementNS(svg, 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(svg, 'path');
  icon.append(path);

  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('aria-describedby', 'unread');
  const badge = document.createElement('span');
  badge.id = 'unread';
  badge.className = 'badge';
  button.append(icon, badge);
  button.addEventListener('click', () => options.onPress());
  button.addEventListener('pointerenter', () => options.onNear());
  root.append(button);
  document.body.append(host);

  const setOpen = (open: boolean) => {
    host.toggleAttribute('data-open', open);
    button.setAttribute('aria-expanded', String(open));
    button.setAttribute('aria-label', open ? words.close : words.open);
    path.setAttribute('d', open ? closePath : chatPath);
  };
  setOpen(false);

  return {
    root,
    button,
    show,
    setOpen,
    setUnread(count) {
      badge.textContent = count === 0 ? '' : count > 99 ? '99+' : String(count);
      badge.setAttribute('aria-label', count === 0 ? '' : `${words.unread} ${count}`);
    },
    style,
  };
}
