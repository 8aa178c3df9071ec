/**
 * Calls to `window.Parley`, which may come before anything of ours is there: the longer snippet of docs/widget.md
 * collects them, and so does the loader until the rest of it has come.
 */

export interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
  /** What had the focus then; left out: nobody looked. */
  readonly from?: Element | null;
  /** It was taken back before it was carried out. */
  off?: boolean;
  /** What carrying it out returned. */
  undo?: () => void;
}

export const methods = [
  'open',
  'close',
  'toggle',
  'identify',
  'setAttributes',
  'setTable',
  'removeTable',
  'on',
] as const;
export type Method = (typeof methods)[number];

/** @param carryOut returns the undo, where there is one. */
export function runCall(call: Call, carryOut: (call: Call) => (() => void) | undefined): void {
  if (call.off === true) return;
  const undo = carryOut(call);
  if (undo !== undefined) call.undo = undo;
}

export function takeBack(call: Call): void {
  call.off = true;
  call.undo?.();
}
