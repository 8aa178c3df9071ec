/** The longer snippet of docs/widget.md, as a site writes it: what is called before the chat's script is there waits. */
import type { ParleyOnPage } from '../embed/parley-on-page.ts';

interface Waiting {
  readonly name: string | symbol;
  readonly args: readonly unknown[];
  off?: boolean;
  undo?: () => void;
}

export function collectCalls(): ParleyOnPage {
  const calls: Waiting[] = [];
  return new Proxy(calls, {
    get: (_, name) =>
      name === 'calls'
        ? calls
        : (...args: unknown[]) => {
            const call: Waiting = { name, args };
            calls.push(call);
            return () => (call.undo ? call.undo() : (call.off = true));
          },
  }) as unknown as ParleyOnPage;
}
