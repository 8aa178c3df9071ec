import { expect, test } from 'vitest';
import { entryOf, newAuthor, newSigner, start, type Author } from '../log/log.fixture.ts';
import type { Payloads } from '../log/payload.ts';
import { createTimeline } from '../log/timeline.ts';
import type { EntryId } from '../protocol/ids.ts';
import { createManualClock } from './clock.fixture.ts';
import { createMarkWriter } from './marks.ts';

async function setUp() {
  const installation = await newSigner('P-256');
  const them = await newAuthor({ log: 5, installation });
  const us = await newAuthor({ log: 9, role: 'agent', installation });
  const timeline = createTimeline(() => us.participant.id);
  const clock = createManualClock(start);
  const written: Payloads['read'][] = [];
  let signing = 0;
  const state = { isSaved: true, isLinked: false, hasLog: true };
  const marks = createMarkWriter({
    timeline,
    clock,
    append: async (payload) => {
      if (!state.hasLog) return undefined;
      written.push(payload);
      signing += 1;
      const entry = entryOf(await us.write('read', payload));
      signing -= 1;
      timeline.add(entry, us.participant);
      return entry;
    },
    isSaved: () => state.isSaved,
    isLinked: () => state.isLinked,
    onFault: (error) => {
      throw error;
    },
  });
  /** Signing takes turns of the host's loop. */
  const settle = async () => {
    do await new Promise((resolve) => setImmediate(resolve));
    while (signing > 0);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const hear = async (author: Author, text: string): Promise<EntryId> => {
    const entry = entryOf(await author.say(text));
    timeline.add(entry, author.participant);
    marks.arrived();
    return entry.id;
  };
  return { them, marks, written, state, clock, settle, hear };
}

test('a mark is written at once when nothing is waiting, and only what is new in it', async () => {
  const { them, marks, written, settle, hear } = await setUp();
  const first = await hear(them, 'one');
  const second = await hear(them, 'two');
  marks.read(second);
  marks.read(first);
  await settle();
  expect(written).toEqual([{ read: [[5, 1]] }]);
  marks.read(second);
  await settle();
  expect(written).toHaveLength(1);
});

test('while one mark is on its way, all others become one', async () => {
  const { them, marks, written, settle, hear, state, clock } = await setUp();
  state.isSaved = false;
  for (let i = 0; i < 5; i += 1) {
    marks.read(await hear(them, `message ${i}`));
    await settle();
  }
  expect(written).toEqual([{ read: [[5, 0]] }]);
  await clock.advance(500, settle);
  expect(written).toHaveLength(1);
  state.isSaved = true;
  marks.pump();
  await settle();
  expect(written).toEqual([{ read: [[5, 0]] }, { read: [[5, 4]] }]);
  expect(marks.pendingRead()).toBeUndefined();
});

test('[W5] over a direct link marks do not wait for the archive, but keep a pace', async () => {
  const { them, marks, written, settle, hear, state, clock } = await setUp();
  state.isSaved = false;
  state.isLinked = true;
  for (let i = 0; i < 5; i += 1) {
    marks.read(await hear(them, `message ${i}`));
    await settle();
  }
  expect(written).toHaveLength(1);
  await clock.advance(500, settle);
  expect(written.at(-1)).toEqual({ read: [[5, 4]] });
  expect(written).toHaveLength(2);
});

test('in a lively conversation marks keep a pace, also when each is saved at once', async () => {
  const { them, marks, written, settle, hear, clock } = await setUp();
  for (let i = 0; i < 10; i += 1) {
    marks.read(await hear(them, `message ${i}`));
    await clock.advance(100, settle);
  }
  expect(written).toEqual([{ read: [[5, 0]] }, { read: [[5, 4]] }, { read: [[5, 9]] }]);
});

test('what is not read within 300 ms is marked as delivered; what is, is not', async () => {
  const { them, marks, written, settle, hear, clock } = await setUp();
  const first = await hear(them, 'one');
  await clock.advance(300, settle);
  expect(written).toEqual([{ delivered: [[5, 0]] }]);
  marks.read(await hear(them, 'two'));
  await clock.advance(500, settle);
  expect(written.slice(1)).toEqual([{ read: [[5, 1]] }]);
  marks.read(first);
  await settle();
  expect(written).toHaveLength(2);
});

test('without a log marks wait, and a closed writer leaves no timer', async () => {
  const { them, marks, written, settle, hear, state, clock } = await setUp();
  state.hasLog = false;
  marks.read(await hear(them, 'one'));
  await settle();
  expect(written).toEqual([]);
  expect(marks.pendingRead()).toBe('5-0');
  state.hasLog = true;
  marks.pump();
  await settle();
  expect(written).toEqual([{ read: [[5, 0]] }]);
  marks.close();
  expect(clock.waiting()).toBe(0);
});
