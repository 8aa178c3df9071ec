import { createSignal, type Accessor } from 'solid-js';
import type { KeptValues } from '../browser/kept-values.ts';

/** Whether what one writes may be seen before it is sent. Of this browser: who turned it off once is not asked again. */
export interface PreviewConsent {
  readonly given: Accessor<boolean>;
  set(given: boolean): void;
}

const name = 'previews';

export function createPreviewConsent(kept: KeptValues): PreviewConsent {
  const [given, setGiven] = createSignal(kept.get(name) !== 'off');
  return {
    given,
    set(next) {
      if (next) kept.delete(name);
      else kept.set(name, 'off');
      setGiven(next);
    },
  };
}
