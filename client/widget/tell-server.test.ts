import { expect, test } from 'vitest';
import { createManualClock } from '../../conversation/peer/clock.fixture.ts';
import type { ConversationStatus } from '../../conversation/protocol/conversation.ts';
import { tellContext, type TellContext } from '../../conversation/protocol/http/host-context.ts';
import * as v from 'valibot';
import { createFakeConversation } from '../state/fake-peer.fixture.ts';
import { createTellServer } from './tell-server.ts';
import type { ToldSoFar } from './told.ts';

const waiting: ConversationStatus = { state: 'waiting', since: 0, position: 1 };
const nothing: ToldSoFar = { attributes: undefined, tables: new Map(), removed: [] };
const devices = {
  name: 'Devices',
  title: 'Devices',
  columns: [{ name: 'Name', type: 'text' }],
  rows: [['Heat pump']],
};
const told: ToldSoFar = {
  attributes: { plan: 'Gold' },
  tables: new Map([['Devices', devices]]),
  removed: [],
};

function start(options: { kept?: Map<string, string>; raised?: boolean } = {}) {
  const clock = createManualClock(0);
  const { kept = new Map<string, string>(), raised = true } = options;
  const conversation = createFakeConversation(raised ? { status: waiting } : {});
  const sent: TellContext[] = [];
  const complaints: string[] = [];
  let answer: () => Response = () => new Response(null, { status: 204 });
  const server = createTellServer({
    conversation,
    clock,
    random: () => 0,
    values: { get: (name) => kept.get(name), set: (name, value) => void kept.set(name, value) },
    complain: (sentence) => void complaints.push(sentence),
    visitor: {
      ask: async (path, init) => {
        expect(path).toBe(`/api/conversations/${conversation.id}/context`);
        expect(init?.method).toBe('PUT');
        const body = typeof init?.body === 'string' ? init.body : '';
        const response = answer();
        sent.push(v.parse(tellContext, JSON.parse(body)));
        return response;
      },
    },
  });
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return {
    server,
    sent,
    conversation,
    complaints,
    kept,
    clock,
    wait: (ms = 1000) => clock.advance(ms, settle),
    answers: (next: () => Response) => (answer = next),
  };
}

test('[E8] what the page tells in one go goes to the server in one go, once the conversation is there', async () => {
  const { server, sent, conversation, wait } = start({ raised: false });
  server.tell({ ...nothing, attributes: { plan: 'Gold' } });
  server.tell(told);
  await wait();
  expect(sent).toEqual([]);
  conversation.show({ status: waiting });
  await wait();
  expect(sent).toEqual([{ attributes: { plan: 'Gold' }, tables: [devices], removed: [] }]);
});

test('[E8] only what is new is sent, also on the next page', async () => {
  const first = start();
  first.server.tell(told);
  await first.wait();
  first.server.close();
  const { server, sent, wait } = start({ kept: first.kept });
  server.tell(told);
  await wait();
  expect(sent).toEqual([]);
  server.tell({ ...told, attributes: { plan: 'Silver' } });
  await wait();
  server.tell({ ...told, attributes: { plan: 'Silver' }, tables: new Map(), removed: ['Devices'] });
  await wait();
  expect(sent).toEqual([
    { attributes: { plan: 'Silver' }, tables: [], removed: [] },
    { tables: [], removed: ['Devices'] },
  ]);
});

test('[W3] it is sent again when the network is back', async () => {
  const { server, sent, answers, wait } = start();
  answers(() => {
    throw new TypeError('Failed to fetch');
  });
  server.tell(told);
  await wait(20_000);
  expect(sent).toEqual([]);
  answers(() => new Response(null, { status: 204 }));
  await wait(60_000);
  expect(sent).toHaveLength(1);
});

test('[W7] a masked conversation takes nothing, and is not asked twice', async () => {
  const { server, sent, answers, complaints, wait } = start();
  answers(() => new Response('{}', { status: 409 }));
  server.tell(told);
  await wait(60_000);
  server.tell({ ...told });
  await wait(60_000);
  expect([sent.length, complaints]).toEqual([1, []]);
});

test('[W9] what is not well-formed stays here, and the rest goes', async () => {
  const { server, sent, complaints, wait } = start();
  const bad = { ...devices, rows: [[{}]] };
  server.tell({
    attributes: ['no'],
    tables: new Map<string, unknown>([
      ['Devices', devices],
      ['Bad', bad],
    ]),
    removed: [],
  });
  await wait();
  expect(sent).toEqual([{ tables: [devices], removed: [] }]);
  expect(complaints).toHaveLength(2);
});

test('nothing waits any more once it is closed', async () => {
  const { server, sent, clock, wait } = start();
  server.tell(told);
  server.close();
  await wait();
  expect([sent.length, clock.waiting()]).toEqual([0, 0]);
});
