/**
 * The whole console with a peer and a server that follow a script: `/console/preview/?state=busy`.
 * States: busy (default), many (50 conversations, a message every 100 ms), empty, unavailable, offline,
 * signed-out, broken. For looking at, not for shipping.
 */
import { render } from 'solid-js/web';
import { conversation as archived } from '../../../conversation/log/log.fixture.ts';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import type { ConversationId, DepartmentId } from '../../../conversation/protocol/ids.ts';
import { readMarksWith } from '../../chat/late-marks.ts';
import * as marks from '../../chat/marked-text.tsx';
import { createBrowserClock } from '../../browser/browser-clock.ts';
import {
  createFakeConversation,
  createFakePeer,
  fakeId,
  fakeMessage,
  fakeParticipant,
  type FakeConversation,
} from '../../state/fake-peer.fixture.ts';
import { ConsoleApp } from '../console-app.tsx';
import { createPreviewApi } from './preview-api.fixture.ts';

const query = new URLSearchParams(location.search);
const state = query.get('state') ?? 'busy';
// The router owns the address from here on.
history.replaceState(null, '', query.get('path') ?? '/console');

const app = document.getElementById('app');
if (app === null) throw new Error('The page has no #app element.');
const now = Date.now();
const minute = 60_000;
const you = fakeParticipant('Mara Lindt', 'agent');
const bot = fakeParticipant('Parley Bot', 'bot');

interface Scripted {
  readonly name: string;
  /** Author and text, the last one last, a minute apart. */
  readonly said: readonly (readonly ['client' | 'me' | 'bot', string])[];
  readonly lastMsAgo: number;
  readonly link: 'direct' | 'relay' | 'server' | 'connecting' | 'offline';
  readonly typing?: boolean;
}

const scripted: readonly Scripted[] = [
  {
    name: 'Anna Weber',
    said: [
      ['client', 'Hello, I moved last week and the meter reading on my bill cannot be right.'],
      ['bot', 'Hi! I can help with readings. Could you tell me your customer number?'],
      ['client', 'It is 4471-22. I would rather talk to a person, please.'],
      ['me', 'Hello Anna, Mara here. I can see the reading of 14 March: 28,114 kWh.'],
      ['me', 'Is that the one?'],
      ['client', 'Yes. The photo I took on that day says 23,114.'],
      ['client', 'Shall I send it to you? https://photos.example/a/meter'],
    ],
    lastMsAgo: 40_000,
    link: 'direct',
    typing: true,
  },
  {
    name: 'Jonas Bergström-Achterberg van den Hoogenbosch',
    said: [
      [
        'client',
        'My contract ends in May and nobody answers the phone. I need a clear answer today.',
      ],
    ],
    lastMsAgo: 7 * minute,
    link: 'server',
  },
  {
    name: 'Priya Raman',
    said: [
      ['client', 'Is the night tariff still available?'],
      ['me', 'It is, until the end of the year.'],
      ['client', 'And does it need a new meter?'],
    ],
    lastMsAgo: 3 * minute,
    link: 'direct',
  },
  {
    name: 'Visitor 8F2K',
    said: [
      ['client', 'thanks'],
      ['me', 'You are welcome. Have a good day!'],
    ],
    lastMsAgo: 22 * minute,
    link: 'relay',
  },
  {
    name: 'Lucía Fernández',
    said: [
      ['client', '¿Puedo pagar con tarjeta?'],
      ['me', 'Sí, en su cuenta, bajo «Pagos».'],
    ],
    lastMsAgo: 95 * minute,
    link: 'offline',
  },
];

function makeConversation(script: Scripted): FakeConversation {
  const client = fakeParticipant(script.name, 'client');
  const faces = { client, me: you, bot };
  const items = script.said.map(([who, text], index) =>
    fakeMessage({
      id: `5-${index}`,
      author: faces[who],
      text,
      mine: who === 'me',
      at: now - script.lastMsAgo - (script.said.length - 1 - index) * minute,
    }),
  );
  const conversation = createFakeConversation(
    {
      id: fakeId(script.name) as ConversationId,
      you,
      others: [client, ...(script.said.some(([who]) => who === 'bot') ? [bot] : [])],
      here: new Set(script.link === 'offline' ? [] : [client.id]),
      typing: new Set(script.typing === true ? [client.id] : []),
      link: script.link,
      status: { state: 'assigned', since: now - 120 * minute, to: you },
      items,
    },
    () => Date.now(),
  );
  const lastMine = items.findLast(({ mine }) => mine);
  if (lastMine !== undefined) conversation.markRead(lastMine.id);
  conversation.onDeed((deed) => {
    if (deed.did === 'say') {
      const id = conversation.items().at(-1)?.id;
      if (id !== undefined) setTimeout(() => conversation.progress(id, 'read'), 600);
    }
    if (deed.did === 'end') {
      conversation.show({ status: { state: 'closed', since: Date.now(), by: you } });
    }
  });
  return conversation;
}

const manyNames = Array.from({ length: 50 }, (_, index) => `Client ${index + 1}`);
const shown: readonly Scripted[] = state === 'many' ? manyNames.map(longConversation) : scripted;

function longConversation(name: string, index: number): Scripted {
  const said = Array.from({ length: 200 }, (_, turn) => {
    const who = turn % 3 === 0 ? 'me' : 'client';
    return [who, `${turn + 1}. The meter says ${index}${turn} kWh, and the bill another number.`];
  }) as unknown as Scripted['said'];
  return { name, said, lastMsAgo: index * minute, link: 'direct' };
}

const conversations = new Map(shown.map((one) => [fakeId(one.name), makeConversation(one)]));
const summaries = shown.map((script, index): ConversationSummary => {
  const isClosed = state !== 'many' && index > 2;
  return {
    conversation: fakeId(script.name) as ConversationId,
    kind: 'support',
    department: fakeId('support') as DepartmentId,
    client: fakeParticipant(script.name, 'client'),
    status: isClosed
      ? { state: 'closed', since: now, by: you }
      : { state: 'assigned', since: now - 120 * minute, to: you },
    createdAt: now - 130 * minute,
    activeAt: now - script.lastMsAgo - (isClosed ? 1440 * minute : 0),
    entries: 12 + index * 31,
  };
});

const peer = createFakePeer((id) => {
  const known = id === undefined ? undefined : conversations.get(id);
  return known ?? createFakeConversation({ ...(id === undefined ? {} : { id }), loaded: false });
});
const isEmpty = state === 'empty' || state === 'unavailable';
peer.show({
  available: state !== 'unavailable',
  listed: isEmpty ? [] : summaries,
  ...(state === 'offline' ? { session: { state: 'offline', retryAt: now + 9000 } as const } : {}),
});

if (state === 'many') {
  let turn = 0;
  setInterval(() => {
    const name = manyNames[turn % manyNames.length] ?? '';
    const conversation = conversations.get(fakeId(name));
    turn += 7;
    if (conversation === undefined) return;
    const message = fakeMessage({
      id: `6-${turn}`,
      author: fakeParticipant(name, 'client'),
      text: `News number ${turn}`,
      at: Date.now(),
    });
    conversation.show({ items: [...conversation.items(), message] });
  }, 100);
}

const api = createPreviewApi({
  now,
  signedIn: state !== 'signed-out',
  broken: state === 'broken',
  entries: Number(query.get('entries') ?? 17),
  summaries: [...summaries].map((one, index) =>
    index === 0 ? { ...one, conversation: archived } : one,
  ),
});
readMarksWith(marks);
render(() => <ConsoleApp api={api} clock={createBrowserClock()} openPeer={() => peer} />, app);
