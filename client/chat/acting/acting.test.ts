import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import {
  createFakeConversation,
  fakeMessage,
  fakeParticipant,
  type FakeDeed,
} from '../../state/fake-peer.fixture.ts';
import type { FileHash } from '../../../conversation/protocol/file.ts';
import { createAttaching } from '../../files/attaching.ts';
import { createActing } from './acting.ts';
import type { MessageItem } from './deeds.ts';

function open(options: { readonly isStaff?: boolean; readonly mayCopy?: boolean } = {}) {
  const you = fakeParticipant('You', 'client');
  const ann = fakeParticipant('Ann', 'agent');
  const conversation = createFakeConversation({
    you,
    others: [ann],
    items: [
      fakeMessage({ id: '7-1', author: you, mine: true, text: 'Helo', at: 1 }),
      fakeMessage({ id: '8-1', author: ann, text: 'Hi', at: 2 }),
    ],
  });
  const did: FakeDeed[] = [];
  conversation.onDeed((deed) => did.push(deed));
  const copied: string[] = [];
  const troubles: string[] = [];
  const unreacted: (() => void)[] = [];
  const acting = createRoot(() =>
    createActing({
      conversation,
      isStaff: options.isStaff === true,
      say: (text, how) => conversation.say(text, how),
      writeToClipboard: (text) => {
        copied.push(text);
        return options.mayCopy === false ? Promise.reject(new Error('no')) : Promise.resolve();
      },
      onTrouble: (sentence) => troubles.push(sentence),
      onUnreact: (again) => unreacted.push(again),
    }),
  );
  const item = (index: number) => conversation.items()[index] as MessageItem;
  return { acting, conversation, did, item, copied, troubles, unreacted };
}

test('[L3] words after “reply” quote the message, and the next ones do not', () => {
  const { acting, conversation, item } = open();
  acting.replyTo(item(1));
  acting.send('Yes');
  acting.send('And');
  expect(conversation.items().slice(2)).toMatchObject([
    { text: 'Yes', replyTo: '8-1' },
    { text: 'And' },
  ]);
  expect(conversation.items()[3]).not.toHaveProperty('replyTo');
});

test('[L3] words after “edit” are the message’s new text; the same text changes nothing', () => {
  const { acting, did, item } = open();
  acting.edit(item(0));
  acting.send('Helo');
  expect(did).toEqual([]);
  expect(acting.editLast()).toBe(true);
  acting.send('Hello');
  expect(did).toEqual([{ did: 'edit', of: '7-1', text: 'Hello' }]);
  expect(acting.about()).toBeUndefined();
});

test('a reaction that one has given is taken away by giving it again', () => {
  const { acting, did, item } = open();
  acting.react(item(1), '👍');
  acting.react(item(1), '👍');
  expect(did.map((deed) => (deed.did === 'react' ? deed.on : undefined))).toEqual([true, false]);
});

test('what is taken back is no longer written about', () => {
  const { acting, item } = open();
  acting.edit(item(0));
  acting.takeBack(item(0));
  expect(acting.about()).toBeUndefined();
});

test('earlier texts are for staff and for whoever wrote them', () => {
  const earlier = (isStaff: boolean, id: string) => {
    const { acting, conversation, item } = open({ isStaff });
    const texts = [
      { text: 'first', at: 1 },
      { text: 'now', at: 2 },
    ];
    conversation.details = () => ({
      writtenAt: 1,
      receivedAt: 1,
      texts,
      delivered: [],
      read: [],
    });
    const which = [item(0), item(1)].find((one) => one.id === id);
    return acting.details(which!.id)?.texts.length;
  };
  expect([earlier(false, '7-1'), earlier(false, '8-1'), earlier(true, '8-1')]).toEqual([2, 1, 2]);
});

test('what the browser or the conversation refuses is said', async () => {
  const { acting, conversation, item, copied, troubles } = open({ mayCopy: false });
  acting.copy(item(1));
  await expect.poll(() => troubles).toEqual(['The browser does not let this page copy.']);
  expect(copied).toEqual(['Hi']);
  conversation.react = () => {
    throw new RangeError('Choose one emoji.');
  };
  acting.react(item(1), 'ok');
  expect(troubles[1]).toBe('Choose one emoji.');
});

test('[L3] files go after the message that names them, and not before its conversation is raised', async () => {
  const conversation = createFakeConversation({ status: undefined });
  const did: string[] = [];
  const file = {
    hash: 'A'.repeat(43) as FileHash,
    name: 'a.png',
    type: 'image/png',
    size: 1,
  } as const;
  const attaching = createRoot(() =>
    createAttaching(async (content) => ({ ok: true, value: { file, content } })),
  );
  const acting = createRoot(() =>
    createActing({
      conversation,
      isStaff: false,
      say: (text, how) => did.push(`say ${text}, ${how.files?.length ?? 0}`),
      writeToClipboard: async () => undefined,
      files: {
        attaching,
        transfers: { send: () => did.push('send'), keep: () => did.push('keep') },
      },
      onTrouble: (sentence) => did.push(sentence),
    }),
  );
  attaching.add([new File(['x'], 'a.png')]);
  await expect.poll(() => attaching.isReady()).toBe(true);
  acting.send('');
  conversation.show({ loaded: true });
  expect(did).toEqual(['say , 1', 'keep']);
  conversation.show({ status: { state: 'waiting', since: 1, position: 1 } });
  conversation.show({ status: { state: 'waiting', since: 1, position: 1 } });
  expect(did).toEqual(['say , 1', 'keep', 'send']);
});

test('[L3] a reaction that was taken back can be given again', () => {
  const { acting, item, unreacted } = open();
  acting.react(item(1), '👍');
  expect(unreacted).toEqual([]);
  acting.react(item(1), '👍');
  expect(item(1).reactions).toEqual([]);
  unreacted[0]?.();
  expect(item(1).reactions).toMatchObject([{ emoji: '👍' }]);
});
