/** The button on the host page, in a shadow root, so that neither page's styles meet. All else comes later. */
import type { AccentFill } from '../ui/accent.ts';
import { launcherCss } from './launcher-css.ts';
import type { LauncherSettings } from './settings.ts';

export type LauncherLook = Pick<
  LauncherSettings,
  'mode' | 'position' | 'look' | 'edgeSide' | 'edgeBottom' | 'launcher'
>;

export interface LauncherOptions {
  readonly settings: LauncherLook;
  readonly accent: AccentFill | undefined;
  /** What a press does. */
  readonly label: string;
  onPress(): void;
  /** Somebody is about to press it. */
  onNear(): void;
}

export interface Launcher {
  readonly root: ShadowRoot;
  readonly button: HTMLButtonElement;
  /** Of the drawing on the button. */
  readonly path: SVGPathElement;
  show(settings: LauncherLook, accent: AccentFill | undefined): void;
  /** Adds rules to those of the button. */
  style(css: string): void;
}

const svg = 'http://www.w3.org/2000/svg';
const chatPath =
  'M20 11.5a7.5 7.5 0 0 1-7.5 7.500c-1.2 0-2.4-.3-3.4-.8L4 20l1.6-4.400A7.5 7.5 0 1 1 20 11.500Z';

export function createLauncher(document: Document, options: LauncherOptions): Launcher {
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
  path.setAttribute('d', chatPath);
  icon.append(path);

  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('aria-expanded', 'false');
  button.setAttribute('aria-label', options.label);
  button.append(icon);
  button.addEventListener('click', () => options.onPress());
  button.addEventListener('pointerenter', () => options.onNear());
  root.append(button);
  document.body.append(host);

  return { root, button, path, show, style };
}
