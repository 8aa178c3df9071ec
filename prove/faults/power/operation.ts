/** What a program asked of its disk, and what it told the world, in order. */
import type { Saved } from '../../support/saved.ts';

export type Operation =
  | { readonly kind: 'create'; readonly path: string; readonly truncates: boolean }
  /** `at` undefined: where the last write to the file ended. */
  | {
      readonly kind: 'write';
      readonly path: string;
      readonly at: number | undefined;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'cut'; readonly path: string; readonly size: number }
  /** Of a file or a folder. Where it failed, the system forgets what it should have written. */
  | { readonly kind: 'sync'; readonly path: string; readonly ok: boolean }
  | { readonly kind: 'unlink'; readonly path: string }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }
  /** Left on its way to a client. */
  | { readonly kind: 'told'; readonly saved: readonly Saved[] };
