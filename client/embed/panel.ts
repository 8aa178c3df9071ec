import type { Launcher } from './launcher.ts';
import { panelCss } from './panel-css.ts';

/** The place of the chat, closed. */
export function createPanel(document: Document, launcher: Launcher, title: string): HTMLElement {
  launcher.style(panelCss);
  const panel = document.createElement('div');
  panel.id = 'panel';
  panel.inert = true;
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-label', title);
  launcher.root.prepend(panel);
  launcher.button.setAttribute('aria-controls', 'panel');
  return panel;
}
