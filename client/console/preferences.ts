/** What somebody likes in this browser: it stays with it, and no server knows. */
import { createSignal, type Accessor } from 'solid-js';
import type { KeptValues } from '../browser/kept-values.ts';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export interface Preference<Value> {
  readonly now: Accessor<Value>;
  set(value: Value): void;
}

export interface Preferences {
  readonly sounds: Preference<boolean>;
  /** Whether the browser is asked to show news while one looks elsewhere; it may refuse. */
  readonly notifications: Preference<boolean>;
  /** Whether they show what was written. */
  readonly preview: Preference<boolean>;
  /** Whether keys without Ctrl or ⌘ mean something (WCAG 2.1.4). */
  readonly singleKeys: Preference<boolean>;
  readonly theme: Preference<Theme>;
}

export function createPreferences(kept: KeptValues): Preferences {
  function preference<Value>(
    name: string,
    read: (written: string | undefined) => Value,
    write: (value: Value) => string,
  ): Preference<Value> {
    const [now, setNow] = createSignal<Value>(read(kept.get(name)));
    return {
      now,
      set(value) {
        setNow(() => value);
        kept.set(name, write(value));
      },
    };
  }
  const yesOrNo = (name: string, otherwise: boolean) =>
    preference(
      name,
      (written) => (written === undefined ? otherwise : written === 'yes'),
      (value) => (value ? 'yes' : 'no'),
    );
  return {
    sounds: preference(
      'console.muted',
      (written) => written !== 'yes',
      (value) => (value ? 'no' : 'yes'),
    ),
    notifications: yesOrNo('console.notifications', false),
    preview: yesOrNo('console.notification-text', true),
    singleKeys: yesOrNo('console.single-keys', true),
    theme: preference(
      'console.theme',
      (written) => themes.find((one) => one === written) ?? 'auto',
      (value) => value,
    ),
  };
}

/** The style sheet follows the system by itself. */
export function applyTheme(theme: Theme, root: HTMLElement): void {
  if (theme === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
}
