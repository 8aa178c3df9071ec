import { expect, test } from 'vitest';
import { parseSubject } from '../../conversation/protocol/ticket.ts';
import {
  clientSays,
  createFakeClock,
  createFakeConversation,
  settle,
} from '../runtime/fake-peer.fixture.ts';
import { createTalk } from '../runtime/talk.ts';
import { farewell, flow, welcome } from './flow.ts';
import { createGuideBot, subjectOf } from './guide.ts';

async function talk(...texts: string[]) {
  const conversation = createFakeConversation('chat');
  const report = () => undefined;
  createTalk({ bot: createGuideBot(), conversation, clock: createFakeClock(), report });
  await settle();
  for (const text of texts) {
    conversation.arrives(clientSays(text));
    await settle();
  }
  return conversation;
}

const [, place, urgency] = flow.map(({ says }) => says);

test('[C5] it asks what is missing, makes a ticket of the answers, and hands over', async () => {
  const { heard, log } = await talk('My meter is dark', 'in the\nkitchen', 'today');
  const subject = 'My meter is dark · in the kitchen · today';
  expect(heard()).toEqual([welcome, place, urgency, farewell(subject)]);
  expect(log).toContain(`subject ${subject}`);
  expect(log.indexOf(`subject ${subject}`)).toBeLessThan(log.indexOf('hand over'));
});

test('a hello is no answer', async () => {
  const { heard, log } = await talk('Hi there!', 'My meter is dark');
  expect(heard()).toEqual([welcome, flow[0].says, place]);
  expect(log).not.toContain('hand over');
});

test('whoever asks for a person gets one at once', async () => {
  const { log } = await talk('My meter is dark', 'I want to talk to a person');
  expect(log).toContain('hand over');
});

test('[C3] whatever is answered, the subject can be one', () => {
  const long = 'x'.repeat(5000);
  for (const said of [
    [long, long, long],
    ['💡'.repeat(400), 'a', long],
    ['short', 'b', 'c'],
    ['', '', '!'],
  ]) {
    const subject = subjectOf(said);
    expect(parseSubject(subject)).toEqual({ ok: true, value: subject });
  }
});
