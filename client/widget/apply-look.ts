/** The host page's look on our page: theme and accent, as custom properties of the root. */
import type { Look } from '../../conversation/protocol/widget.ts';
import { correctAccent } from '../ui/accent.ts';

export function applyLook(root: HTMLElement, look: Look, accent: string): void {
  if (look === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = look;
  const corrected = correctAccent(accent);
  if (corrected === undefined) return;
  const properties = {
    '--brand-light': corrected.fill,
    '--brand-dark': corrected.fill,
    '--on-brand-light': corrected.onFill,
    '--on-brand-dark': corrected.onFill,
    '--brand-away': corrected.onFill === '#ffffff' ? 'black' : 'white',
    '--brand-ink-light': corrected.inkOnLight,
    '--brand-ink-dark': corrected.inkOnDark,
  };
  for (const [name, value] of Object.entries(properties)) root.style.setProperty(name, value);
}
