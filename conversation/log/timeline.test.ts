import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Participant, Role } from '../protocol/conversation.ts';
import { entryIdOf, type EntryId, type LogId, type ParticipantId } from '../protocol/ids.ts';
import type { ReceiptRun } from '../protocol/session.ts';
import { entryTypes, type Entry } from './entry.ts';
import { idOf, start } from './log.fixture.ts';
import { encodePayload, type Payloads, type PayloadType } from './payload.ts';
import { buildTimeline, createTimeline, type Timeline, type TimelineItem } from './timeline.ts';

/** The timeline trusts the guard, so its entries need no signatures here. */
function entry<Type extends PayloadType>(
  log: number,
  seq: number,
  depth: number,
  type: Type,
  value: Payloads[Type],
): Entry {
  const json = encodePayload(type, value);
  const payload = new Uint8Array(16 + json.length);
  payload.set(json, 16);
  const nothing = new Uint8Array();
  return {
    id: entryIdOf(log as LogId, seq),
    type,
    typeNumber: entryTypes.indexOf(type) + 1,
    conversation: idOf(7) as Entry['conversation'],
    log: log as LogId,
    seq,
    depth,
    at: start + depth,
    prev: nothing,
    payloadHash: nothing,
    signature: nothing,
    payload,
    bytes: nothing,
    header: nothing,
    hash: nothing,
  };
}
const say = (log: number, seq: number, depth: number, text = `${log}-${seq}`) =>
  entry(log, seq, depth, 'message', { text });
const erased = (of: Entry): Entry => ({ ...of, payload: undefined });

const person = (fill: number, role: Role): Participant => ({
  id: idOf(fill) as ParticipantId,
  name: `Person ${fill}`,
  role,
});
const client = person(1, 'client');
const agent = person(2, 'agent');
const bot = person(3, 'bot');
const server = person(4, 'server');
/** Logs 10 to 19 are the client's, 20 to 29 the agent's, and so on. */
const authorOf = ({ log }: Entry) =>
  [client, agent, bot, server][Math.floor(log / 10) - 1] ?? server;

function receipt(log: number, from: number, count: number, seq: number): ReceiptRun {
  return { log: log as LogId, from, count, seq, receivedAt: start + seq, verdict: 'accepted' };
}
const quarantine = (log: number, from: number, seq: number): ReceiptRun => ({
  ...receipt(log, from, 1, seq),
  verdict: 'quarantined',
});

function timelineOf(
  entries: readonly Entry[],
  runs: readonly ReceiptRun[] = [],
  as = client,
): Timeline {
  const timeline = createTimeline(() => as.id);
  for (const each of entries) timeline.add(each, authorOf(each));
  timeline.addReceipts(runs);
  return timeline;
}
const ids = (items: readonly TimelineItem[]) => items.map(({ id }) => id);
const texts = (items: readonly TimelineItem[]) =>
  items.map((item) => (item.kind === 'message' ? item.text : item.kind));
const states = (items: readonly TimelineItem[]) =>
  items.map((item) => (item.kind === 'message' ? item.state : item.kind));
const id = (text: string) => text as EntryId;
const mark = (log: number, upTo: number) => [log as LogId, upTo] as const;

test('[TIM1] what the archive numbered comes first, in its order; the rest by depth, log and position', () => {
  const entries = [say(10, 0, 1), say(10, 1, 9), say(20, 0, 2), say(20, 1, 3), say(11, 0, 3)];
  expect(ids(timelineOf(entries).items())).toEqual(['10-0', '20-0', '11-0', '20-1', '10-1']);
  const numbered = timelineOf(entries, [receipt(20, 0, 1, 1), receipt(10, 0, 2, 2)]);
  expect(ids(numbered.items())).toEqual(['20-0', '10-0', '10-1', '11-0', '20-1']);
});

test('[TIM1] a log keeps its own order while receipts are missing in its middle', () => {
  const entries = [say(10, 0, 1), say(10, 1, 2), say(20, 0, 3)];
  const timeline = timelineOf(entries, [receipt(10, 1, 1, 7), receipt(20, 0, 1, 6)]);
  expect(ids(timeline.items())).toEqual(['20-0', '10-0', '10-1']);
});

test('[TIM3] an entry that comes again is shown once', () => {
  const timeline = timelineOf([say(10, 0, 1), say(10, 0, 1)]);
  expect(texts(timeline.items())).toEqual(['10-0']);
});

test('[TIM4] the last edit by the same participant counts, from any of their logs', () => {
  const entries = [
    say(10, 0, 1, 'helo'),
    entry(11, 0, 3, 'edit', { of: id('10-0'), text: 'hello!' }),
    entry(10, 1, 2, 'edit', { of: id('10-0'), text: 'hello' }),
  ];
  expect(timelineOf(entries).items()).toMatchObject([{ text: 'hello!', edited: true }]);
  const numbered = timelineOf(entries, [receipt(11, 0, 1, 1), receipt(10, 0, 2, 2)]);
  expect(numbered.items()).toMatchObject([{ text: 'hello', edited: true }]);
});

test('[TIM4] nobody edits or redacts what another one said', () => {
  const entries = [
    say(10, 0, 1, 'mine'),
    entry(20, 0, 2, 'edit', { of: id('10-0'), text: 'yours' }),
    entry(30, 0, 2, 'redaction', { of: id('10-0') }),
    entry(40, 0, 2, 'redaction', { of: id('10-0') }),
  ];
  expect(timelineOf(entries).items()).toMatchObject([{ text: 'mine', edited: false }]);
});

test('[TIM4] a redaction takes text and reactions away for good', () => {
  const entries = [
    say(10, 0, 1, 'secret'),
    entry(20, 0, 2, 'reaction', { of: id('10-0'), emoji: '👍', on: true }),
    entry(10, 1, 3, 'redaction', { of: id('10-0') }),
    entry(10, 2, 4, 'edit', { of: id('10-0'), text: 'again' }),
  ];
  const [item] = timelineOf(entries).items();
  expect(item).toMatchObject({ kind: 'redacted', id: '10-0' });
  expect(JSON.stringify(item)).not.toContain('secret');
});

test('[V-90] [TIM4] an effect on something that is no message, or never comes, does nothing', () => {
  const entries = [
    say(10, 0, 1),
    entry(10, 1, 2, 'edit', { of: id('10-1'), text: 'itself' }),
    entry(10, 2, 3, 'redaction', { of: id('99-0') }),
  ];
  expect(texts(timelineOf(entries).items())).toEqual(['10-0']);
});

test('[TIM4] an edit that was redacted counts no more: the text before it stands again', () => {
  const entries = [
    say(10, 0, 1, 'first'),
    entry(10, 1, 2, 'edit', { of: id('10-0'), text: 'second' }),
    entry(11, 0, 3, 'edit', { of: id('10-0'), text: 'third' }),
    entry(20, 0, 4, 'redaction', { of: id('11-0') }),
  ];
  const timeline = timelineOf(entries);
  expect(timeline.items()).toMatchObject([{ text: 'third', edited: true }]);
  const ofThird = entry(10, 2, 5, 'redaction', { of: id('11-0') });
  timeline.add(ofThird, client);
  expect(timeline.items()).toMatchObject([{ text: 'second', edited: true }]);
  timeline.add(entry(10, 3, 6, 'redaction', { of: id('10-1') }), client);
  expect(timeline.items()).toMatchObject([{ text: 'first', edited: false }]);
  timeline.add(entry(10, 4, 7, 'edit', { of: id('10-0'), text: 'fourth' }), client);
  expect(timeline.items()).toMatchObject([{ text: 'fourth', edited: true }]);
  expect(timelineOf([ofThird, ...entries]).items()).toMatchObject([{ text: 'second' }]);
});

test('[TIM4] [TIM8] [TIM9] a redaction that is quarantined or erased withdraws no edit', () => {
  const entries = [
    say(10, 0, 1, 'first'),
    entry(10, 1, 2, 'edit', { of: id('10-0'), text: 'second' }),
  ];
  const redaction = entry(10, 2, 3, 'redaction', { of: id('10-1') });
  const quarantined = timelineOf([...entries, redaction]);
  expect(quarantined.items()).toMatchObject([{ text: 'first' }]);
  quarantined.addReceipts([{ ...receipt(10, 2, 1, 2), verdict: 'quarantined' }]);
  expect(quarantined.items()).toMatchObject([{ text: 'second' }]);
  const gone = timelineOf([...entries, redaction]);
  expect(gone.items()).toMatchObject([{ text: 'first' }]);
  gone.add(erased(redaction), client);
  expect(gone.items()).toMatchObject([{ text: 'second' }]);
});

test('[TIM5] reactions are counted by participant and emoji, the last word of each stands', () => {
  const react = (log: number, seq: number, depth: number, emoji: string, on: boolean) =>
    entry(log, seq, depth, 'reaction', { of: id('10-0'), emoji, on });
  const entries = [
    say(10, 0, 1),
    react(20, 0, 2, '👍', true),
    react(21, 0, 3, '👍', true),
    react(30, 0, 4, '👍', true),
    react(10, 1, 5, '🎉', true),
    react(30, 1, 6, '🎉', true),
    react(30, 2, 7, '🎉', false),
    react(20, 1, 8, '❤️', true),
    react(20, 2, 9, '❤️', false),
  ];
  expect(timelineOf(entries).items()).toMatchObject([
    {
      reactions: [
        { emoji: '👍', by: [agent, bot] },
        { emoji: '🎉', by: [client] },
      ],
    },
  ]);
});

test('[TIM6] [TIM7] a message goes from sending to saved, delivered and read, and never back', () => {
  const timeline = timelineOf([say(10, 0, 1), say(10, 1, 2)]);
  const says = (...expected: string[]) => expect(states(timeline.items())).toEqual(expected);
  const marks = (seq: number, value: Payloads['read']) => {
    timeline.add(entry(20, seq, 10 + seq, 'read', value), agent);
  };
  says('sending', 'sending');
  timeline.addReceipts([receipt(10, 0, 2, 1)]);
  says('saved', 'saved');
  marks(0, { delivered: [mark(10, 1)] });
  says('delivered', 'delivered');
  marks(1, { read: [mark(10, 0)] });
  says('read', 'delivered');
  marks(2, { delivered: [mark(10, 0)], read: [mark(10, 0)] });
  says('read', 'delivered');
  marks(3, { read: [mark(10, 0xfffffffe)] });
  says('read', 'read');
});

test('[TIM6] a lower mark that comes after a higher one takes nothing back', () => {
  const higher = entry(20, 0, 3, 'read', { read: [mark(10, 1)], delivered: [mark(10, 1)] });
  const lower = entry(20, 1, 4, 'read', { read: [mark(10, 0)], delivered: [mark(10, 0)] });
  const said = [say(10, 0, 1), say(10, 1, 2)];
  for (const entries of [
    [...said, higher, lower],
    [lower, higher, ...said],
  ]) {
    expect(states(timelineOf(entries).items())).toEqual(['read', 'read']);
  }
  expect(states(timelineOf([higher, lower, ...said]).items())).toEqual(['read', 'read']);
});

test('[TIM6] delivery does not wait for the archive, and a read mark implies it', () => {
  const read = entry(20, 0, 3, 'read', { read: [mark(10, 0)] });
  expect(states(timelineOf([say(10, 0, 1), read]).items())).toEqual(['read']);
});

test('[TIM6] the marks of one’s own participant do not make one’s messages read, a bot’s do', () => {
  const own = entry(11, 0, 3, 'read', { delivered: [mark(10, 0)], read: [mark(10, 0)] });
  expect(states(timelineOf([say(10, 0, 1), own]).items())).toEqual(['sending']);
  const byBot = entry(30, 0, 3, 'read', { read: [mark(10, 0)] });
  expect(states(timelineOf([say(10, 0, 1), own, byBot]).items())).toEqual(['read']);
});

test('[TIM13] who has read a message are the others whose read marks reach it, whatever order they came in', () => {
  const marks = [
    entry(20, 0, 3, 'read', { read: [mark(10, 1)] }),
    entry(30, 0, 3, 'read', { read: [mark(10, 0)] }),
    entry(11, 0, 3, 'read', { read: [mark(10, 1)] }),
  ];
  for (const said of [marks, marks.toReversed()]) {
    const timeline = timelineOf([say(10, 0, 1), say(10, 1, 2), ...said]);
    const names = (seq: number) =>
      timeline.readBy(entryIdOf(10 as LogId, seq)).map(({ name }) => name);
    expect(names(0)).toHaveLength(2);
    expect(names(1)).toHaveLength(1);
    expect(names(0)).toContain(names(1)[0]);
    expect(names(7)).toEqual([]);
    expect(states(timeline.items())).toEqual(['read', 'read']);
  }
});

test('[TIM7] only one’s own messages have a state', () => {
  const timeline = timelineOf([say(10, 0, 1), say(20, 0, 2)], [receipt(20, 0, 1, 1)]);
  expect(timeline.items()).toMatchObject([
    { id: '20-0', mine: false, state: undefined, receivedAt: start + 1 },
    { id: '10-0', mine: true, state: 'sending', receivedAt: undefined },
  ]);
});

test('[TIM8] a quarantined message is shown to its author alone, as refused', () => {
  const entries = [say(10, 0, 1), say(20, 0, 2)];
  const runs = [quarantine(10, 0, 1), quarantine(20, 0, 2)];
  expect(states(timelineOf(entries, runs).items())).toEqual(['refused']);
  expect(ids(timelineOf(entries, runs).items())).toEqual(['10-0']);
  expect(ids(timelineOf(entries, runs, bot).items())).toEqual([]);
});

test('[TIM8] quarantined edits, redactions, reactions and marks do not count, whenever that is known', () => {
  const entries = [
    say(10, 0, 1, 'mine'),
    entry(10, 1, 2, 'edit', { of: id('10-0'), text: 'edited' }),
    entry(10, 2, 3, 'redaction', { of: id('10-0') }),
    entry(20, 0, 4, 'reaction', { of: id('10-0'), emoji: '👍', on: true }),
    entry(20, 1, 5, 'read', { read: [mark(10, 0)] }),
  ];
  const runs = [1, 2].map((seq) => quarantine(10, seq, seq));
  runs.push(quarantine(20, 0, 3), quarantine(20, 1, 4));
  const late = timelineOf(entries);
  expect(late.items()).toMatchObject([{ kind: 'redacted' }]);
  late.addReceipts(runs);
  const expected = [{ text: 'mine', edited: false, reactions: [], state: 'sending' }];
  expect(late.items()).toMatchObject(expected);
  expect(
    buildTimeline(
      entries.map((each) => ({ entry: each, author: authorOf(each) })),
      runs,
      client.id,
    ),
  ).toMatchObject(expected);
});

test('[V-92] [TIM9] system entries, unreadable and erased ones show as what they are', () => {
  const unknown: Entry = { ...say(20, 1, 5), type: 'unknown', typeNumber: 99 };
  const unreadable: Entry = { ...say(20, 2, 6), payload: new Uint8Array(20) };
  const entries = [
    entry(40, 0, 1, 'system', { event: 'assigned', participant: agent }),
    say(20, 0, 4),
    unknown,
    unreadable,
    erased(say(20, 3, 7)),
    erased(entry(20, 4, 8, 'reaction', { of: id('20-0'), emoji: '👍', on: true })),
  ];
  expect(timelineOf(entries).items()).toMatchObject([
    { kind: 'system', event: 'assigned', participant: agent },
    { kind: 'message' },
    { kind: 'unsupported' },
    { kind: 'unsupported' },
    { kind: 'redacted' },
  ]);
});

test('[TIM9] an erased form replaces the whole one, and its effect ends', () => {
  const message = say(10, 0, 1, 'personal');
  const edit = entry(10, 1, 2, 'edit', { of: id('10-0'), text: 'more personal' });
  const read = entry(20, 0, 3, 'read', { read: [mark(10, 0)] });
  const timeline = timelineOf([message, edit, read]);
  timeline.add(erased(edit), client);
  timeline.add(erased(read), agent);
  expect(timeline.items()).toMatchObject([{ text: 'personal', edited: false, state: 'sending' }]);
  timeline.add(erased(message), client);
  timeline.add(message, client);
  expect(texts(timeline.items())).toEqual(['redacted']);
});

test('[TIM10] the array changes only with its content, and an item only with its own', () => {
  const timeline = timelineOf([say(10, 0, 1), say(20, 0, 2), say(10, 1, 3)]);
  const before = timeline.items();
  expect(timeline.items()).toBe(before);
  timeline.add(say(10, 0, 1), client);
  timeline.add(entry(30, 0, 4, 'redaction', { of: id('10-0') }), bot);
  expect(timeline.items()).toBe(before);
  timeline.add(entry(20, 1, 5, 'read', { read: [mark(10, 0)] }), agent);
  const after = timeline.items();
  expect(after).not.toBe(before);
  expect(after.map((item, i) => item === before[i])).toEqual([false, true, true]);
  expect(states(before)).toEqual(['sending', undefined, 'sending']);
});

test('[TIM10] items are drawn again once it is known whose screen it is', () => {
  const screen: { of?: ParticipantId } = {};
  const timeline = createTimeline(() => screen.of);
  timeline.add(say(10, 0, 1), client);
  expect(timeline.items()).toMatchObject([{ mine: false }]);
  expect(timeline.unread()).toBe(0);
  expect(timeline.marksFor(id('10-0'))).toBeUndefined();
  screen.of = client.id;
  expect(timeline.items()).toMatchObject([{ mine: true, state: 'sending' }]);
});

test('[TIM11] unread are the messages of others after one’s own read marks, from any of one’s logs', () => {
  const timeline = timelineOf([
    say(20, 0, 1),
    say(20, 1, 2),
    say(30, 0, 3),
    say(10, 0, 4),
    entry(40, 0, 5, 'system', { event: 'waiting' }),
    entry(20, 2, 6, 'redaction', { of: id('20-1') }),
    entry(30, 1, 7, 'read', { read: [mark(20, 5)] }),
  ]);
  expect(timeline.unread()).toBe(2);
  timeline.add(entry(11, 0, 8, 'read', { read: [mark(20, 1)] }), client);
  expect(timeline.unread()).toBe(1);
  timeline.add(entry(10, 1, 9, 'read', { read: [mark(30, 0)] }), client);
  expect(timeline.unread()).toBe(0);
});

test('[TIM11] marks say only what is new, for the logs of others, up to the named line', () => {
  const timeline = timelineOf([
    say(20, 0, 1),
    say(10, 0, 2),
    say(30, 0, 3),
    say(20, 1, 4),
    say(20, 2, 5),
    entry(20, 3, 6, 'reaction', { of: id('10-0'), emoji: '👍', on: true }),
  ]);
  expect(timeline.deliveredMarks()).toEqual({ delivered: [mark(20, 2), mark(30, 0)] });
  expect(timeline.marksFor(id('20-1'))).toEqual({ read: [mark(20, 1), mark(30, 0)] });
  expect(timeline.marksFor(id('99-9'))).toBeUndefined();

  timeline.add(entry(10, 1, 7, 'read', { read: [mark(20, 1)] }), client);
  expect(timeline.marksFor(id('20-1'))).toEqual({ read: [mark(30, 0)] });
  expect(timeline.deliveredMarks()).toEqual({ delivered: [mark(20, 2), mark(30, 0)] });

  timeline.add(entry(10, 2, 8, 'read', timeline.marksFor(id('20-2')) ?? {}), client);
  expect(timeline.marksFor(id('20-2'))).toBeUndefined();
  expect(timeline.deliveredMarks()).toBeUndefined();
  expect(timeline.unread()).toBe(0);
});

test('the greatest depth is that of any entry, also of those that are not shown', () => {
  expect(timelineOf([]).maxDepth()).toBe(0);
  const read = entry(20, 0, 12, 'read', {});
  expect(timelineOf([say(10, 0, 1), read, say(10, 1, 5)]).maxDepth()).toBe(12);
});

/** Logs of three participants, with references to any of their places, existing or not. */
const history = fc
  .array(
    fc.record({
      log: fc.constantFrom(10, 11, 20, 30, 40),
      leap: fc.integer({ min: 1, max: 3 }),
      kind: fc.constantFrom('say', 'say', 'edit', 'redact', 'react', 'unreact', 'read', 'erased'),
      toLog: fc.constantFrom(10, 11, 20, 30),
      toSeq: fc.nat(6),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((steps) => {
    const ends = new Map<number, { seq: number; depth: number }>();
    return steps.map(({ log, leap, kind, toLog, toSeq }) => {
      const { seq, depth } = ends.get(log) ?? { seq: 0, depth: 0 };
      ends.set(log, { seq: seq + 1, depth: depth + leap });
      const of = entryIdOf(toLog as LogId, toSeq);
      const make = <Type extends PayloadType>(type: Type, value: Payloads[Type]) =>
        entry(log, seq, depth + leap, type, value);
      if (kind === 'edit') return make('edit', { of, text: `edited by ${log}-${seq}` });
      if (kind === 'redact') return make('redaction', { of });
      if (kind === 'react') return make('reaction', { of, emoji: '👍', on: true });
      if (kind === 'unreact') return make('reaction', { of, emoji: '👍', on: false });
      if (kind === 'read') {
        return make('read', {
          delivered: [mark(toLog, toSeq)],
          read: [mark(toLog, toSeq - (toSeq % 2))],
        });
      }
      const said = make('message', { text: `${log}-${seq}` });
      return kind === 'erased' ? erased(said) : said;
    });
  });

/** Receipts for a random part, numbered in an order that respects each log. */
const archived = fc.tuple(history, fc.infiniteStream(fc.nat(9))).map(([entries, dice]) => {
  const runs: ReceiptRun[] = [];
  const stopped = new Set<number>();
  for (const each of entries) {
    const roll = dice.next().value as number;
    if (roll === 0) stopped.add(each.log);
    if (stopped.has(each.log)) continue;
    const number = runs.length + 1;
    runs.push(
      roll === 1 ? quarantine(each.log, each.seq, number) : receipt(each.log, each.seq, 1, number),
    );
  }
  return { entries, runs };
});

test('[TIM2] any order of arrival, with looks in between, gives the same items, unread and marks', () => {
  fc.assert(
    fc.property(
      archived.chain(({ entries, runs }) =>
        fc.record({
          entries: fc.constant(entries),
          runs: fc.constant(runs),
          shuffled: fc.shuffledSubarray<Entry | ReceiptRun>([...entries, ...entries, ...runs], {
            minLength: entries.length * 2 + runs.length,
          }),
          viewer: fc.constantFrom(client, agent, bot),
          look: fc.nat(5),
        }),
      ),
      ({ entries, runs, shuffled, viewer, look }) => {
        const expected = timelineOf(entries, runs, viewer);
        const actual = createTimeline(() => viewer.id);
        shuffled.forEach((step, i) => {
          if ('verdict' in step) actual.addReceipts([step]);
          else actual.add(step, authorOf(step));
          if (i % 5 === look) actual.items();
        });
        expect(actual.items()).toEqual(expected.items());
        expect(actual.unread()).toBe(expected.unread());
        const byLog = (marks: Payloads['read'] | undefined) =>
          new Map([...(marks?.delivered ?? []), ...(marks?.read ?? [])]);
        expect(byLog(actual.deliveredMarks())).toEqual(byLog(expected.deliveredMarks()));
        const last = expected.items().at(-1);
        if (last !== undefined) {
          expect(byLog(actual.marksFor(last.id))).toEqual(byLog(expected.marksFor(last.id)));
        }
        const bySet = buildTimeline(
          entries.map((each) => ({ entry: each, author: authorOf(each) })),
          runs,
          viewer.id,
        );
        expect(bySet).toEqual(expected.items());
      },
    ),
    { seed: 14, numRuns: 500 },
  );
});

test('[TIM1] [TIM2] a log’s own order holds on every screen, whatever is archived', () => {
  fc.assert(
    fc.property(archived, ({ entries, runs }) => {
      const last = new Map<number, number>();
      for (const item of timelineOf(entries, runs).items()) {
        const [log = 0, seq = 0] = item.id.split('-').map(Number);
        expect(seq).toBeGreaterThan(last.get(log) ?? -1);
        last.set(log, seq);
      }
    }),
    { seed: 15, numRuns: 300 },
  );
});

test('[PAY7] a message says which one it quotes', () => {
  const entries = [say(10, 0, 1), entry(20, 0, 2, 'message', { text: 'yes', replyTo: id('10-0') })];
  expect(timelineOf(entries).items()[1]).toMatchObject({ text: 'yes', replyTo: '10-0' });
});

test('[TIM12] of a message one can ask for its texts, and when it reached whom', () => {
  const timeline = timelineOf(
    [
      say(10, 0, 1, 'helo'),
      entry(10, 1, 3, 'edit', { of: id('10-0'), text: 'hello' }),
      entry(20, 0, 4, 'edit', { of: id('10-0'), text: 'not mine to change' }),
      entry(20, 1, 5, 'read', { delivered: [[10 as LogId, 0]] }),
      entry(20, 2, 7, 'read', { read: [[10 as LogId, 1]] }),
      entry(30, 0, 6, 'read', { read: [[10 as LogId, 0]] }),
      entry(10, 2, 8, 'read', { read: [[10 as LogId, 0]] }),
    ],
    [receipt(10, 0, 1, 1)],
  );
  expect(timeline.details(id('10-0'))).toEqual({
    writtenAt: start + 1,
    receivedAt: start + 1,
    texts: [
      { text: 'helo', at: start + 1 },
      { text: 'hello', at: start + 3 },
    ],
    delivered: [
      { by: agent, at: start + 5 },
      { by: bot, at: start + 6 },
    ],
    read: [
      { by: bot, at: start + 6 },
      { by: agent, at: start + 7 },
    ],
  });
});

test('[TIM12] what was taken back has no texts, and what is no message no details', () => {
  const timeline = timelineOf([
    say(10, 0, 1, 'secret'),
    entry(10, 1, 2, 'edit', { of: id('10-0'), text: 'secret too' }),
    entry(10, 2, 3, 'redaction', { of: id('10-0') }),
  ]);
  expect(timeline.details(id('10-0'))?.texts).toEqual([]);
  expect(timeline.details(id('10-1'))).toBeUndefined();
  expect(timeline.details(id('99-0'))).toBeUndefined();
});
