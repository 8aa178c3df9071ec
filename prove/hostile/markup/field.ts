import type { Stage } from './stage.ts';
import type { Watch } from './watch.ts';

export interface Tried {
  /** Payloads that were shown somewhere; the others were refused. */
  readonly shown: number;
  readonly refused: number;
  readonly watch: Watch;
  readonly broken?: readonly string[];
}

export interface Field {
  readonly field: string;
  readonly places: readonly string[];
  /** Where each payload takes a page of its own, fewer of them are tried in the short form. */
  readonly each?: true;
  try(stage: Stage, payloads: readonly string[]): Promise<Tried>;
}
