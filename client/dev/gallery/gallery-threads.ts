/** The conversations that the gallery shows, one per state that matters. */
import type { TimelineItem } from '../../../conversation/log/timeline.ts';
import type { EntryId } from '../../../conversation/protocol/ids.ts';
import {
  createFakeConversation,
  fakeMessage,
  fakeParticipant,
  type FakeConversation,
} from '../../state/fake-peer.fixture.ts';

const visitor = fakeParticipant('Visitor', 'client');
const mara = fakeParticipant('Mara Lindqvist', 'agent');
const bot = fakeParticipant('Nordlicht Bot', 'bot');
const server = fakeParticipant('Parley', 'server');
const minute = 60_000;

export interface Exhibit {
  readonly title: string;
  readonly conversation: FakeConversation;
}

export function galleryThreads(now: number): Exhibit[] {
  const fake = (
    items: readonly TimelineItem[],
    rest: Parameters<typeof createFakeConversation>[0] = {},
  ) =>
    createFakeConversation(
      {
        items,
        you: visitor,
        others: [mara, bot],
        here: new Set([mara.id]),
        status: { state: 'assigned', since: now, to: mara },
        ...rest,
      },
      () => Date.now(),
    );
  const quick = (id: number, mine: boolean, text: string, ago: number, state?: 'saved' | 'read') =>
    fakeMessage({
      id: `9-${id}`,
      author: mine ? visitor : mara,
      mine,
      text,
      at: now - ago * minute,
      ...(state === undefined ? {} : { state }),
    });
  return [
    { title: 'A conversation', conversation: fake(aConversation(now)) },
    { title: 'Every state', conversation: fake(everyState(now), { link: 'server' }) },
    { title: 'Hard text', conversation: fake(hardText(now), { link: 'relay' }) },
    { title: 'Rich messages', conversation: fake(richMessages(now)) },
    {
      title: 'Typing',
      conversation: fake(
        [
          quick(1, true, 'Is anybody there?', 3),
          quick(2, false, 'Yes! One moment, I am looking at your meter.', 1),
        ],
        {
          typing: new Set([mara.id]),
        },
      ),
    },
    {
      title: 'Seen as it is written',
      conversation: fake([quick(1, true, 'Which meter do you mean?', 3)], {
        typing: new Set([mara.id]),
        previews: new Map([[mara.id, 'The one in the cellar, beside the <b>old</b> one, and']]),
      }),
    },
    { title: 'Loading', conversation: fake([], { loaded: false, link: 'connecting' }) },
    {
      title: 'Offline',
      conversation: fake(
        [
          quick(1, false, 'Can you read me the number on the meter?', 9),
          { ...quick(2, true, 'It is 48 120 kWh', 1), state: 'sending' } as TimelineItem,
        ],
        { link: 'offline' },
      ),
    },
    {
      title: 'Trouble',
      conversation: fake([quick(1, true, 'Hello?', 1)], {
        trouble: 'You wrote a lot in a short time. Please wait a moment, then write again.',
      }),
    },
    { title: 'Ten thousand messages', conversation: fake(tenThousand(now)) },
  ];
}

function aConversation(now: number): TimelineItem[] {
  const at = (minutesAgo: number) => now - minutesAgo * minute;
  return [
    fakeMessage({
      id: '1-0',
      author: visitor,
      mine: true,
      text: 'Hi, my tariff changed and I do not understand the new bill.',
      at: at(1500),
    }),
    fakeMessage({
      id: '2-0',
      author: bot,
      text: 'Hello! I can help with bills. Is it about the monthly rate or the yearly statement?',
      at: at(1499),
    }),
    fakeMessage({ id: '1-1', author: visitor, mine: true, text: 'talk to a person', at: at(62) }),
    {
      kind: 'system',
      id: '4-0' as EntryId,
      author: server,
      mine: false,
      at: at(60),
      receivedAt: at(60),
      event: 'assigned',
      participant: mara,
    },
    fakeMessage({ id: '3-0', author: mara, text: 'Hi, Mara here.', at: at(58) }),
    fakeMessage({
      id: '3-1',
      author: mara,
      text: 'I have your bill open. The new rate includes the network fee, which used to be a line of its own.',
      at: at(57),
    }),
    fakeMessage({
      id: '3-2',
      author: mara,
      text: 'The sum of both went down by 1.80 € a month. All lines are explained on https://nordlicht.example/bill.',
      at: at(56),
    }),
    fakeMessage({
      id: '1-2',
      author: visitor,
      mine: true,
      text: 'Ah, I see!',
      at: at(3),
      state: 'read',
    }),
    fakeMessage({
      id: '1-3',
      author: visitor,
      mine: true,
      text: 'Thank you. And can I pay it in two parts?',
      at: at(2),
      state: 'delivered',
    }),
  ];
}

function everyState(now: number): TimelineItem[] {
  const states = ['read', 'delivered', 'saved', 'sending', 'refused'] as const;
  const messages = states.map((state, index) =>
    fakeMessage({
      id: `5-${index}`,
      author: visitor,
      mine: true,
      text: `This one is ${state}.`,
      at: now - (30 - 6 * index) * minute,
      state,
    }),
  );
  return [
    fakeMessage({
      id: '6-0',
      author: mara,
      text: 'Written on a train without a connection.',
      at: now - 90 * minute,
      receivedAt: now - 40 * minute,
    }),
    {
      kind: 'redacted',
      id: '6-1' as EntryId,
      author: mara,
      mine: false,
      at: now - 39 * minute,
      receivedAt: now - 39 * minute,
    },
    {
      kind: 'unsupported',
      id: '6-2' as EntryId,
      author: mara,
      mine: false,
      at: now - 38 * minute,
      receivedAt: now - 38 * minute,
    },
    ...messages,
    {
      kind: 'system',
      id: '4-1' as EntryId,
      author: server,
      mine: false,
      at: now,
      receivedAt: now,
      event: 'closed',
      participant: mara,
    },
  ];
}

function hardText(now: number): TimelineItem[] {
  const texts = [
    `${'Donaudampfschifffahrtselektrizitäten'.repeat(4)}`,
    'مرحبا، هل يمكنك مساعدتي؟ رقم العقد 4711 على https://example.org/عقد',
    '<b>not bold</b> <img src=x onerror=alert(1)>',
    'javascript:alert(1) stays text, www.example.org and help@example.org do not',
    'One line\n\n    another, indented\nand a last one',
    '👍🏽',
  ];
  return texts.map((text, index) =>
    fakeMessage({
      id: `8-${index}`,
      author: index % 3 === 2 ? visitor : mara,
      mine: index % 3 === 2,
      text,
      at: now - (12 - index) * minute,
    }),
  );
}

function richMessages(now: number): TimelineItem[] {
  const say = (index: number, mine: boolean, text: string, more: object = {}) => ({
    ...fakeMessage({
      id: `9-${index}`,
      author: mine ? visitor : mara,
      mine,
      text,
      at: now - (12 - index) * minute,
    }),
    ...more,
  });
  return [
    say(1, true, 'I need *urgently*\n- **two** fuses\n- a lamp\n\nand `E27` sockets'),
    say(2, false, '1. Switch off\n2. Wait\n\n> and only then\n\n```\nopen the box\n```', {
      edited: true,
      reactions: [
        { emoji: '👍', by: [visitor, mara] },
        { emoji: '❤️', by: [mara] },
      ],
    }),
    say(3, true, 'Like this?', {
      replyTo: '9-2',
      files: [
        { hash: 'A'.repeat(43), name: 'box.jpg', type: 'image/jpeg', size: 310_000 },
        { hash: 'B'.repeat(43), name: 'bill.pdf', type: 'application/pdf', size: 42_000 },
      ],
    }),
    say(4, false, 'See [the guide](https://example.org/guide) of example.org', {
      replyTo: '9-404',
    }),
    say(5, false, '🎉🎉'),
  ] as TimelineItem[];
}

function tenThousand(now: number): TimelineItem[] {
  return Array.from({ length: 10_000 }, (_, index) => {
    const mine = index % 7 < 3;
    const words = 'The meter was read and the value is plausible so nothing has to be done '.repeat(
      1 + (index % 4),
    );
    return fakeMessage({
      id: `10-${index}`,
      author: mine ? visitor : mara,
      mine,
      text: `${index + 1}. ${words}`,
      at: now - (10_000 - index) * 2 * minute,
    });
  });
}
