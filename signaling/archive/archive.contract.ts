/** What every archive must do (ARCHITECTURE.md, invariants 1, 2 and 3; promises W1, W2, W4, W9). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attacks, mutate } from '../../conversation/log/attacks.fixture.ts';
import { decodeEntry } from '../../conversation/log/entry.ts';
import { encodePayload, readPayload } from '../../conversation/log/payload.ts';
import { readUpdate, rootName, writeUpdate, type Append } from '../../conversation/log/update.ts';
import type { ConversationId, LogId } from '../../conversation/protocol/ids.ts';
import type { ReceiptRun } from '../../conversation/protocol/session.ts';
import { createWorld, type World, type Writer } from './archive.fixture.ts';
import type { AppendResult } from './archive.ts';
import { certificateLifetimeMs, issueCertificate } from './certificates.ts';
import type { createSqliteArchive } from './sqlite-archive.ts';

/** Moved by hand; what waits for company is committed at once. */
function createImpatientClock() {
  let now = 1_800_000_000_000;
  return {
    now: () => now,
    set: (moment: number) => {
      now = moment;
    },
    after(_delayMs: number, task: () => void) {
      const timer = setImmediate(task);
      return () => clearImmediate(timer);
    },
  };
}

export function describeArchive(name: string, open: typeof createSqliteArchive): void {
  describe(name, () => {
    let clock: ReturnType<typeof createImpatientClock>;
    let folder: string;
    let world: World;
    let conversation: ConversationId;
    let client: Writer;
    let agent: Writer;

    const openWorld = () => createWorld({ path: join(folder, 'archive.sqlite'), clock, open });

    beforeEach(async () => {
      clock = createImpatientClock();
      folder = mkdtempSync(join(tmpdir(), 'parley-archive-'));
      world = await openWorld();
      ({ conversation, client, agent } = await world.converse());
    });
    afterEach(async () => {
      await world.close();
      rmSync(folder, { recursive: true });
    });

    async function append(by: Writer, ...appends: Append[]): Promise<AppendResult> {
      const result = await world.archive.append({
        conversation,
        uploader: by.participant,
        appends,
      });
      if (!result.ok) throw new Error(result.refusal);
      return result.value;
    }

    async function history(): Promise<string[]> {
      const transcript = await world.archive.transcript(conversation, 0, 1000);
      return (transcript?.entries ?? []).map((it) => {
        const entry = decodeEntry(it.bytes);
        if (!entry.ok) return entry.refusal;
        const payload = readPayload(entry.value);
        const text = 'text' in payload ? payload.text : payload.type;
        return it.verdict === 'accepted' ? text : `(${text})`;
      });
    }

    /** Everything that is stored, but for the log of sign-ins and the like. */
    async function dump(): Promise<string> {
      const { database } = world;
      return JSON.stringify([
        await database.selectFrom('entries').selectAll().execute(),
        await database.selectFrom('logs').selectAll().execute(),
        await database.selectFrom('conversations').selectAll().execute(),
        await world.archive.search('forged', 10),
      ]);
    }

    const found = async (words: string): Promise<string[]> =>
      (await world.archive.search(words, 10)).map((hit) =>
        hit.snippet.map((it) => (it.hit ? `[${it.text}]` : it.text)).join(''),
      );

    test('entries are numbered in the order of arrival and acknowledged with runs', async () => {
      const first = await append(client, await client.say('one', 'two'));
      expect(first.receipts).toEqual([
        run(client.log, { count: 2, seq: 0, receivedAt: clock.now() }),
      ]);
      clock.set(clock.now() + 5);
      const second = await append(agent, await agent.say('three'));
      expect(second.receipts).toEqual([
        run(agent.log, { count: 1, seq: 2, receivedAt: clock.now() }),
      ]);
      expect(await history()).toEqual(['one', 'two', 'three']);
      expect(second.fresh).toHaveLength(1);
    });

    test('[W1] what was acknowledged is there after the program was opened again', async () => {
      await append(client, await client.say('kept'));
      const before = await world.archive.receiptsFor(conversation, []);
      await world.close();
      world = await openWorld();
      expect(await history()).toEqual(['kept']);
      expect(await world.archive.receiptsFor(conversation, [])).toEqual(before);
      await append(client, await client.say('and on'));
      expect(await history()).toEqual(['kept', 'and on']);
    });

    test('the same upload again gets the same receipts and changes nothing', async () => {
      const run1 = await client.say('one', 'two');
      const first = await append(client, run1);
      const before = await dump();
      clock.set(clock.now() + 1000);
      const again = await append(client, run1);
      expect(again.receipts).toEqual(first.receipts);
      expect(again.fresh).toEqual([]);
      expect(await dump()).toBe(before);
    });

    test('an upload that overlaps adds only what is new', async () => {
      const one = await client.say('one', 'two');
      await append(client, one);
      const two = await client.say('three');
      const result = await append(client, {
        log: client.log,
        from: 1,
        entries: [...one.entries.slice(1), ...two.entries],
      });
      expect(result.refusals).toEqual([]);
      expect(await history()).toEqual(['one', 'two', 'three']);
      expect(result.fresh.map((it) => it.from)).toEqual([2]);
    });

    test('uploads that continue one another are all taken, however long each takes to check', async () => {
      // The first one has the most signatures to check.
      const texts = Array.from({ length: 40 }, (_, i) => `one ${i}`);
      const [one, two] = [await client.say(...texts), await client.say('two')];
      await Promise.all([append(client, one), append(client, two), append(client, one)]);
      expect(await history()).toEqual([...texts, 'two']);
    });

    test('[V-81] [W3] a gap is refused with where the copy ends, and filled later', async () => {
      const one = await client.say('one');
      const two = await client.say('two');
      const gap = await append(client, two);
      expect(gap.refusals).toEqual([{ log: client.log, reason: 'gap', next: 0 }]);
      await append(client, one);
      await append(client, two);
      expect(await history()).toEqual(['one', 'two']);
    });

    test('[V-84] a receiver may bring along what another one signed', async () => {
      const result = await append(agent, await client.say('from the client'));
      expect(result.refusals).toEqual([]);
      expect(await history()).toEqual(['from the client']);
    });

    test('[W2] an answer is numbered after its question, whatever the order of the logs in an upload', async () => {
      const say = async (
        by: Writer,
        seq: number,
        depth: number,
        text: string,
        prev?: Uint8Array,
      ) => {
        const payload = encodePayload('message', { text });
        return by.forge({ seq, depth, payload, ...(prev === undefined ? {} : { prev }) });
      };
      const question = await say(client, 0, 1, 'a question');
      const asked = decodeEntry(question);
      const thanks = await say(client, 1, 3, 'thanks', asked.ok ? asked.value.hash : undefined);
      const answer = await say(agent, 0, 2, 'an answer');
      const runs: Append[] = [
        { log: client.log, from: 0, entries: [question, thanks] },
        { log: agent.log, from: 0, entries: [answer] },
      ];
      const result = await append(agent, ...runs.toSorted((a, b) => b.log - a.log));
      expect(result.refusals).toEqual([]);
      expect(await history()).toEqual(['a question', 'an answer', 'thanks']);
      expect(await world.archive.receiptsFor(conversation, [])).toEqual(
        expect.arrayContaining([...result.receipts]),
      );
    });

    test('nobody uploads to a conversation in which they do not take part', async () => {
      const other = await world.converse();
      const before = await dump();
      const entries = await client.say('hello');
      const result = await world.archive.append({
        conversation,
        uploader: other.client.participant,
        appends: [entries],
      });
      expect(result).toEqual({ ok: false, refusal: 'not-allowed' });
      expect(await dump()).toBe(before);
    });

    test('[LOG5] [W4] two entries with one number freeze the log; what was accepted stays', async () => {
      const fork = await client.forge({ seq: 0 });
      await append(client, await client.say('one'));
      const result = await append(client, { log: client.log, from: 0, entries: [fork] });
      expect(result.refusals).toEqual([{ log: client.log, reason: 'conflict', next: 1 }]);
      const later = await append(client, await client.say('two'));
      expect(later.receipts.map((it) => it.verdict)).toEqual(['quarantined']);
      expect(await history()).toEqual(['one', '(two)']);
      expect(await world.archive.heads(conversation)).toEqual([[client.log, 1]]);
      const evidence = await world.database
        .selectFrom('audit_log')
        .select(['action', 'thing'])
        .execute();
      expect(evidence).toEqual([
        { action: 'log.equivocated', thing: `${conversation}/${client.log}` },
      ]);
    });

    test('[W4] a broken chain, a falling depth and a system entry of a client are refused', async () => {
      await append(client, await client.say('one'));
      const before = await dump();
      const chain = await client.forge({ seq: 1, prev: new Uint8Array(32).fill(1) });
      const system = await client.forge({
        seq: 1,
        prev: client.head(),
        type: 'system',
        payload: encodePayload('system', { event: 'closed' }),
      });
      const reasons: string[] = [];
      for (const entry of [chain, system]) {
        const result = await append(client, { log: client.log, from: 1, entries: [entry] });
        reasons.push(...result.refusals.map((it) => it.reason));
      }
      expect(reasons).toEqual(['broken-chain', 'not-allowed']);
      expect(await dump()).toBe(before);

      const high = await client.forge({ seq: 1, prev: client.head(), depth: 10 });
      await append(client, { log: client.log, from: 1, entries: [high] });
      const { hash } = await lastEntry();
      const falling = await client.forge({ seq: 2, prev: hash, depth: 10 });
      const result = await append(client, { log: client.log, from: 2, entries: [falling] });
      expect(result.refusals.map((it) => it.reason)).toEqual(['depth']);
    });

    async function lastEntry() {
      const transcript = await world.archive.transcript(conversation, 0, 1000);
      const decoded = decodeEntry(transcript?.entries.at(-1)?.bytes ?? new Uint8Array());
      if (!decoded.ok) throw new Error(decoded.refusal);
      return decoded.value;
    }

    test('[V-84] a forged signature refuses its run and no other', async () => {
      const mine = await client.say('one');
      const theirs = await agent.say('mine');
      const bytes = theirs.entries[0]?.slice() ?? new Uint8Array();
      bytes[120] = (bytes[120] ?? 0) ^ 1;
      const result = await append(client, mine, { ...theirs, entries: [bytes] });
      expect(result.refusals).toEqual([{ log: agent.log, reason: 'forged', next: 0 }]);
      expect(await history()).toEqual(['one']);
    });

    test('[V-83] a log without a certificate is unknown', async () => {
      const result = await append(client, {
        log: 4711 as LogId,
        from: 0,
        entries: [await client.forge({ seq: 0 })],
      });
      expect(result.refusals).toEqual([{ log: 4711, reason: 'unknown-log', next: 0 }]);
    });

    test('a certificate is good until it ends, and again when it was renewed', async () => {
      await append(client, await client.say('in time'));
      clock.set(clock.now() + 2 * certificateLifetimeMs);
      const late = await client.say('too late');
      expect((await append(client, late)).refusals).toEqual([
        { log: client.log, reason: 'not-valid-now', next: 1 },
      ]);
      const { installation, database } = world;
      const renewed = await issueCertificate(
        installation,
        {
          conversation,
          log: client.log,
          participant: client.participant,
          role: 'client',
          name: 'client',
          key: client.signer.publicKey,
        },
        clock.now(),
      );
      await database
        .updateTable('logs')
        .set({ certificate: renewed.bytes, expires_at: renewed.expiresAt })
        .where('log', '=', client.log)
        .execute();
      expect((await append(client, late)).refusals).toEqual([]);
      expect(await history()).toEqual(['in time', 'too late']);
    });

    test('receipts and entries begin where somebody ends, log by log', async () => {
      await append(client, await client.say('one', 'two'));
      await append(agent, await agent.say('three'));
      await append(client, await client.say('four'));
      const missing = async (have: [LogId, number][]) => [
        (await pages(have)).toSorted(),
        (await world.archive.receiptsFor(conversation, have))
          .flatMap(({ seq, count }) => Array.from({ length: count }, (_, i) => seq + i))
          .toSorted((a, b) => a - b),
      ];
      expect(await missing([])).toEqual([
        ['four', 'one', 'three', 'two'],
        [0, 1, 2, 3],
      ]);
      expect(await missing([[client.log, 2]])).toEqual([
        ['four', 'three'],
        [2, 3],
      ]);
      expect(
        await missing([
          [client.log, 3],
          [agent.log, 1],
        ]),
      ).toEqual([[], []]);
      expect(await missing([[agent.log, 99]])).toEqual([
        ['four', 'one', 'two'],
        [0, 1, 3],
      ]);
    });

    test('what comes after the end is kept, but believed by nobody', async () => {
      await append(client, await client.say('before'));
      await world.database
        .updateTable('conversations')
        .set({ status: 'closed' })
        .where('id', '=', conversation)
        .execute();
      const late = await append(client, await client.say('late'));
      expect(late.receipts.map((it) => it.verdict)).toEqual(['quarantined']);
      expect(late.fresh).toEqual([]);
      expect(await history()).toEqual(['before', '(late)']);
      expect(await found('late')).toEqual([]);
      expect(await pages([])).toEqual(['before']);
    });

    test('[U8] nothing is stored of what comes when the conversation was deleted', async () => {
      await world.database
        .updateTable('conversations')
        .set({ status: 'closed', assigned_to: null, erased_at: 1 })
        .where('id', '=', conversation)
        .execute();
      const appends = [await client.say('under way')];
      const uploader = client.participant;
      const late = await world.archive.append({ conversation, uploader, appends });
      expect(late).toEqual({ ok: false, refusal: 'not-allowed' });
      expect(await history()).toEqual([]);
    });

    test('[L1] [W4] an announcement takes nothing from who is no staff, whatever they can show', async () => {
      await world.database
        .updateTable('conversations')
        .set({ kind: 'announcement', status: 'open', assigned_to: null })
        .where('id', '=', conversation)
        .execute();
      const theirs = await append(client, await client.say('Listen!'));
      expect(theirs.receipts.map((it) => it.verdict)).toEqual(['quarantined']);
      const staffs = await append(agent, await agent.say('The exam is on Friday.'));
      expect(staffs.receipts.map((it) => it.verdict)).toEqual(['accepted']);
      expect(await pages([])).toEqual(['The exam is on Friday.']);
    });

    test('what somebody writes who left is quarantined, and so is all that follows in that log', async () => {
      const setLeft = (left: number | null) =>
        world.database
          .updateTable('participants')
          .set({ left_at: left })
          .where('id', '=', agent.participant)
          .execute();
      await append(agent, await agent.say('hello'));
      await setLeft(1);
      await append(client, await agent.say('gone'));
      await setLeft(null);
      await append(agent, await agent.say('back'));
      expect(await history()).toEqual(['hello', '(gone)', '(back)']);
    });

    test('[V-91] [W9] a thousand quarantined entries in a row hide nothing on either side of them', async () => {
      await append(client, await client.say('the first word'));
      await append(agent, await agent.say('hello'));
      const agentLeft = (left: number | null) =>
        world.database
          .updateTable('participants')
          .set({ left_at: left })
          .where('id', '=', agent.participant)
          .execute();
      await agentLeft(1);
      for (let page = 0; page < 5; page += 1) {
        const texts = Array.from({ length: 200 }, (_, n) => `unheard word ${page * 200 + n}`);
        await append(client, await agent.say(...texts));
      }
      await agentLeft(null);
      await append(client, await client.say('the last word'));

      const shown: string[] = [];
      let turns = 0;
      for (let from: number | undefined = 0; from !== undefined; turns += 1) {
        const page = await world.archive.transcript(conversation, from, 50);
        expect(page?.entries.length).toBeGreaterThan(0);
        shown.push(...(page?.entries ?? []).map(({ seq, verdict }) => `${seq} ${verdict}`));
        from = page?.next;
      }
      expect(turns).toBe(Math.ceil(1003 / 50));
      expect(shown).toHaveLength(1003);
      expect(shown.filter((it) => it.endsWith('accepted'))).toEqual([
        '0 accepted',
        '1 accepted',
        '1002 accepted',
      ]);
      expect(await found('word')).toEqual(['the last [word]', 'the first [word]']);
      expect((await pages([])).toSorted()).toEqual(['hello', 'the first word', 'the last word']);
    });

    test('the time of receipt never goes back, whatever the clock does', async () => {
      await append(client, await client.say('one'));
      const at = clock.now();
      clock.set(at - 60_000);
      await append(client, await client.say('two'));
      const transcript = await world.archive.transcript(conversation, 0, 10);
      expect(transcript?.entries.map((it) => it.receivedAt)).toEqual([at, at]);
    });

    async function pages(have: readonly [LogId, number][]): Promise<string[]> {
      const texts: string[] = [];
      for await (const page of world.archive.since(conversation, [...have])) {
        expect(writeUpdate(page.appends).length).toBeLessThanOrEqual(65_536);
        for (const { entries } of page.appends) {
          for (const bytes of entries) {
            const entry = decodeEntry(bytes);
            if (!entry.ok) throw new Error(entry.refusal);
            const payload = readPayload(entry.value);
            texts.push('text' in payload ? payload.text : payload.type);
          }
        }
      }
      return texts;
    }

    test('a peer gets exactly what it is missing, in pages that fit into a frame', async () => {
      const long = 'x'.repeat(3000);
      for (let i = 0; i < 3; i += 1) {
        await append(
          client,
          await client.say(...Array.from({ length: 20 }, (_, k) => `${i}/${k} ${long}`)),
        );
      }
      await append(agent, await agent.say('short'));
      expect(await pages([])).toHaveLength(61);
      expect(await pages([[client.log, 60]])).toEqual(['short']);
      expect(
        await pages([
          [client.log, 59],
          [agent.log, 1],
        ]),
      ).toEqual([`2/19 ${long}`]);
      expect(await world.archive.heads(conversation)).toEqual(
        [
          [client.log, 60],
          [agent.log, 1],
        ].toSorted(([a = 0], [b = 0]) => b - a),
      );
    });

    test('events of the server are signed, chained and numbered like all others', async () => {
      await append(client, await client.say('hello'));
      await Promise.all([
        world.archive.appendAsServer(conversation, 'waiting'),
        world.archive.appendAsServer(conversation, 'closed', {
          id: client.participant,
          name: 'Visitor',
          role: 'client',
        }),
      ]);
      expect(await history()).toEqual(['hello', 'system', 'system']);
      const nowhere = 'AAAAAAAAAAAAAAAAAAAAAA' as ConversationId;
      const none = await world.archive.appendAsServer(nowhere, 'waiting');
      expect(none).toEqual({ ok: false, refusal: 'not-found' });
    });

    test('words are found, the last one by its beginning, newest first, as segments', async () => {
      await append(client, await client.say('The gas bill is wrong', 'Another gas question'));
      expect(await found('gas')).toEqual(['Another [gas] question', 'The [gas] bill is wrong']);
      expect(await found('bil')).toEqual(['The gas [bill] is wrong']);
      expect(await found('GAS bill')).toEqual(['The [gas] [bill] is wrong']);
      expect(await found('" OR 1 --')).toEqual([]);
      expect(await found('')).toEqual([]);
      const [hit] = await world.archive.search('wrong', 1);
      expect(hit).toMatchObject({ conversation, seq: 0, author: { role: 'client' } });
    });

    test('an edit replaces what is found, a redaction removes it, for the author only', async () => {
      const said = await client.say('original words');
      await append(client, said);
      const of = `${client.log}-0` as never;
      const foreign = await agent.write('redaction', { of });
      await append(agent, { log: agent.log, from: 0, entries: [foreign] });
      expect(await found('original')).toEqual(['[original] words']);
      const edit = await client.write('edit', { of, text: 'changed words' });
      await append(client, { log: client.log, from: 1, entries: [edit] });
      expect(await found('words')).toEqual(['changed [words]']);
      const again = await client.write('edit', { of, text: 'final words' });
      await append(client, { log: client.log, from: 2, entries: [again] });
      expect(await found('words')).toEqual(['final [words]']);
      const redaction = await client.write('redaction', { of });
      await append(client, { log: client.log, from: 3, entries: [redaction] });
      expect(await found('words')).toEqual([]);
      await append(client, await client.say('later words'));
      expect(await found('words')).toEqual(['later [words]']);
    });

    test('a redaction that arrives before its message keeps it from being found', async () => {
      const second = await world.addWriter(conversation, client.participant, 'client');
      const of = `${client.log}-0` as never;
      const redaction = await second.write('redaction', { of });
      await append(client, { log: second.log, from: 0, entries: [redaction] });
      await append(client, await client.say('never shown'));
      expect(await found('shown')).toEqual([]);
    });

    test('[TIM4] a redacted edit counts no more: what stood before it is found, whichever of them comes first', async () => {
      await append(client, await client.say('original words'));
      const of = `${client.log}-0` as never;
      const edit = await client.write('edit', { of, text: 'changed words' });
      await append(client, { log: client.log, from: 1, entries: [edit] });
      const foreign = await agent.write('redaction', { of: `${client.log}-1` as never });
      await append(agent, { log: agent.log, from: 0, entries: [foreign] });
      expect(await found('words')).toEqual(['changed [words]']);
      const redaction = await client.write('redaction', { of: `${client.log}-1` as never });
      await append(client, { log: client.log, from: 2, entries: [redaction] });
      expect(await found('words')).toEqual(['original [words]']);
      const again = await client.write('edit', { of, text: 'final words' });
      await append(client, { log: client.log, from: 3, entries: [again] });
      expect(await found('words')).toEqual(['final [words]']);

      const second = await world.addWriter(conversation, client.participant, 'client');
      const early = await second.write('redaction', { of: `${client.log}-4` as never });
      await append(client, { log: second.log, from: 0, entries: [early] });
      const withdrawn = await client.write('edit', { of, text: 'withdrawn words' });
      await append(client, { log: client.log, from: 4, entries: [withdrawn] });
      expect(await found('words')).toEqual(['final [words]']);
    });

    test('[V-90] JSON that SQLite cannot read is archived and harms nobody', async () => {
      const deep = `{"text":"deep","x":${'['.repeat(3000)}${']'.repeat(3000)}}`;
      const double = '{"text":"first","text":"second"}';
      const [a, b] = [
        await client.forge({ seq: 0, payload: new TextEncoder().encode(deep) }),
        await agent.forge({ seq: 0, payload: new TextEncoder().encode(double) }),
      ];
      const results = await Promise.all([
        append(client, { log: client.log, from: 0, entries: [a] }),
        append(agent, { log: agent.log, from: 0, entries: [b] }),
      ]);
      expect(results.flatMap((it) => it.refusals)).toEqual([]);
      expect(world.faults).toEqual([]);
      expect(await found('deep')).toEqual([]);
      const of = `${agent.log}-0` as never;
      const decoded = decodeEntry(b);
      if (!decoded.ok) throw new Error(decoded.refusal);
      const redaction = await agent.forge({
        seq: 1,
        prev: decoded.value.hash,
        type: 'redaction',
        payload: encodePayload('redaction', { of }),
      });
      await append(agent, { log: agent.log, from: 1, entries: [redaction] });
      expect(world.faults).toEqual([]);
      expect(await found('first')).toEqual([]);
    });

    test('lists are newest first and narrowed by state and time', async () => {
      clock.set(clock.now() + 10);
      const other = await world.converse();
      await world.database
        .updateTable('conversations')
        .set({ status: 'closed' })
        .where('id', '=', conversation)
        .execute();
      const ids = async (request: Parameters<typeof world.archive.list>[0]) =>
        (await world.archive.list(request)).map((it) => it.conversation);
      expect(await ids({ limit: 10 })).toEqual([other.conversation, conversation]);
      expect(await ids({ limit: 1 })).toEqual([other.conversation]);
      expect(await ids({ limit: 10, before: clock.now() })).toEqual([conversation]);
      expect(await ids({ limit: 10, state: 'closed' })).toEqual([conversation]);
      expect(await ids({ limit: 10, state: 'open' })).toEqual([other.conversation]);
    });

    test('what is read is not active again', async () => {
      await append(client, await client.say('one'));
      const at = clock.now();
      clock.set(at + 10);
      const mark = await agent.write('read', { read: [[client.log, 0]] });
      await append(agent, { log: agent.log, from: 0, entries: [mark] });
      const [listed] = await world.archive.list({ limit: 1 });
      expect(listed?.activeAt).toBe(at);
    });

    test('a list that is read page by page misses none of one moment', async () => {
      const all = new Set([conversation]);
      for (let i = 0; i < 6; i += 1) {
        if (i === 3) clock.set(clock.now() + 1);
        all.add((await world.converse()).conversation);
      }
      const read: ConversationId[] = [];
      let before: number | undefined;
      for (;;) {
        const page = await world.archive.list({ limit: 2, before });
        if (page.length === 0) break;
        read.push(...page.map((it) => it.conversation));
        before = page.at(-1)?.activeAt;
      }
      expect(read).toHaveLength(all.size);
      expect(new Set(read)).toEqual(all);
    });

    test('[V-80] [W9] every attack at the door of the archive is refused and changes nothing', async () => {
      await append(client, await client.say('one', 'two'));
      const before = await dump();
      for (const attack of attacks) {
        const update = attack.update({
          log: client.log,
          from: 2,
          rootName: rootName(client.log),
          conversation,
          prev: client.head(),
        });
        const read = readUpdate(update);
        if (!read.ok) continue;
        const result = await append(client, ...read.value);
        expect(result.fresh, attack.id).toEqual([]);
        expect(
          result.refusals.map((it) => it.log),
          attack.id,
        ).toEqual(read.value.map((it) => it.log));
        expect(await dump(), attack.id).toBe(before);
      }
      await append(client, await client.say('three'));
      expect(await history()).toEqual(['one', 'two', 'three']);
    });

    test('[A22] changed bytes never become an accepted entry', async () => {
      await append(client, await client.say('one'));
      const honest = await client.say('two');
      const update = writeUpdate([honest]);
      const before = await dump();
      const random = seeded(20261121);
      for (let i = 0; i < 500; i += 1) {
        const changed = mutate(update, random);
        if (Buffer.compare(changed, update) === 0) continue;
        const read = readUpdate(changed);
        if (!read.ok) continue;
        const result = await append(client, ...read.value);
        expect(result.fresh, `round ${i} of seed 20261121`).toEqual([]);
      }
      expect(await dump()).toBe(before);
      await append(client, honest);
      expect(await history()).toEqual(['one', 'two']);
    });
  });
}

function run(log: LogId, rest: Pick<ReceiptRun, 'count' | 'seq' | 'receivedAt'>): ReceiptRun {
  return { log, from: 0, verdict: 'accepted', ...rest };
}

/** mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
