import { expect, test, vi } from 'vitest';
import { runCall, takeBack, type Call } from './calls.ts';

test('what is taken back before it is carried out never is', () => {
  const carryOut = vi.fn(() => undefined);
  const call: Call = { name: 'on', args: [] };
  takeBack(call);
  runCall(call, carryOut);
  expect(carryOut).not.toHaveBeenCalled();
});

test('what is taken back afterwards is undone', () => {
  const undo = vi.fn();
  const call: Call = { name: 'on', args: [] };
  runCall(call, () => undo);
  expect(undo).not.toHaveBeenCalled();
  takeBack(call);
  expect(undo).toHaveBeenCalledOnce();
});

test('the longer snippet collects calls that the loader carries out, and their undo', () => {
  const collector = collect();
  const undo = collector.on('open', () => undefined);
  collector.open();
  const seen: string[] = [];
  for (const call of collector.calls)
    runCall(
      call,
      ({ name }) =>
        () =>
          seen.push(`undo ${name}`),
    );
  undo();
  expect(collector.calls.map(({ name }) => name)).toEqual(['on', 'open']);
  expect(seen).toEqual(['undo on']);
});

interface Collector {
  readonly calls: Call[];
  on(event: string, listener: () => void): () => void;
  open(): void;
}

/** As docs/widget.md has it. */
function collect(): Collector {
  return new Proxy([] as Call[], {
    get: (calls, name) =>
      name === 'calls'
        ? calls
        : (...args: unknown[]) => {
            const call: Call = { name: String(name), args };
            calls.push(call);
            return () => (call.undo ? call.undo() : (call.off = true));
          },
  }) as unknown as Collector;
}
