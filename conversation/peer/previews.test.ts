import { expect, test } from 'vitest';
import type { ParticipantId } from '../protocol/ids.ts';
import { createManualClock } from './clock.fixture.ts';
import { createPreviews, previewOf } from './previews.ts';

const ana = 'ana' as ParticipantId;

function world() {
  const clock = createManualClock(0);
  const sent: string[] = [];
  let changes = 0;
  const previews = createPreviews({
    clock,
    send: (text) => sent.push(text) > 0,
    onChange: () => (changes += 1),
  });
  const advance = (ms: number) => clock.advance(ms, () => Promise.resolve());
  return { advance, sent, previews, changes: () => changes };
}

test('[P6] nothing of what is written leaves before the server allowed it, also afterwards', () => {
  const { sent, previews } = world();
  previews.write('secret');
  previews.allow(true);
  previews.repeat();
  expect(sent).toEqual([]);
  previews.write('shown');
  expect(sent).toEqual(['shown']);
  previews.allow(false);
  previews.write('not shown');
  previews.repeat();
  expect(sent).toEqual(['shown']);
});

test('[P6] it is sent twice a second at most, and the last word wins', async () => {
  const { advance, sent, previews } = world();
  previews.allow(true);
  for (const text of ['a', 'ab', 'abc']) previews.write(text);
  expect(sent).toEqual(['a']);
  await advance(500);
  expect(sent).toEqual(['a', 'abc']);
  await advance(5_000);
  expect(sent).toEqual(['a', 'abc']);
});

test('[P6] that nothing stands there any more is said at once, and once', async () => {
  const { advance, sent, previews } = world();
  previews.allow(true);
  previews.write('a');
  previews.write('ab');
  previews.write('');
  previews.write('');
  await advance(5_000);
  expect(sent).toEqual(['a', '']);
});

test('[P6] of a long text its end is seen, and no half of a character', () => {
  expect(previewOf(`${'x'.repeat(600)}end`)).toBe(`${'x'.repeat(497)}end`);
  expect(previewOf(`😀${'x'.repeat(499)}`)).toBe('x'.repeat(499));
});

test('[P6] what others write ends with their message, and with the connection', () => {
  const { previews, changes } = world();
  previews.heard(ana, 'Hel');
  previews.heard(ana, 'Hello');
  expect([...previews.shown()]).toEqual([[ana, 'Hello']]);
  previews.over(ana);
  expect(previews.shown().size).toBe(0);
  previews.heard(ana, 'And');
  previews.stop();
  expect(previews.shown().size).toBe(0);
  expect(changes()).toBe(5);
});
