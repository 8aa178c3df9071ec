import { expect, test } from 'vitest';
import { createManualClock } from '../../../conversation/peer/clock.fixture.ts';
import type { Conversation } from '../../../conversation/peer/api.ts';
import { fakeId } from '../../state/fake-peer.fixture.ts';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { sendAnswers } from './send-answers.ts';

const id = fakeId('chat') as ConversationId;
const settled = () => new Promise<void>((done) => setTimeout(done));

function sending(statuses: readonly (number | 'away')[], isRaised = true) {
  const clock = createManualClock(0);
  const heard: string[] = [];
  let raised = isRaised;
  let changed = (): void => undefined;
  const left = [...statuses];
  const stop = sendAnswers({
    conversation: {
      id,
      status: () => (raised ? ({ state: 'waiting', since: 0, position: 1 } as const) : undefined),
      onChange(listener: () => void) {
        changed = listener;
        return () => (changed = () => undefined);
      },
    } satisfies Pick<Conversation, 'id' | 'status' | 'onChange'>,
    visitor: {
      ask(path, init) {
        heard.push(`${init?.method} ${path} ${JSON.stringify(init?.body)}`);
        const status = left.shift() ?? 204;
        if (status === 'away') return Promise.reject(new TypeError('no network'));
        return Promise.resolve(new Response(null, { status }));
      },
    },
    clock,
    random: () => 0.5,
    answers: '{"own":[]}',
    onTaken: () => heard.push('taken'),
    onRefused: () => heard.push('refused'),
  });
  return {
    heard,
    stop,
    raise: () => {
      raised = true;
      changed();
    },
    wait: () => clock.advance(120_000, settled),
    clock,
  };
}
const put = `PUT /api/conversations/${id}/asked "{\\"own\\":[]}"`;

test('answers wait for the conversation, and are sent once', async () => {
  const { heard, raise, wait } = sending([204], false);
  await wait();
  expect(heard).toEqual([]);
  raise();
  raise();
  await wait();
  raise();
  expect(heard).toEqual([put, 'taken']);
});

test('[W3] while the server is away or busy they are sent again and again', async () => {
  const { heard, wait } = sending(['away', 503, 429, 204]);
  await wait();
  expect(heard).toEqual([put, put, put, put, 'taken']);
});

test('what a masked conversation does not take is not sent again', async () => {
  const { heard, wait } = sending([409]);
  await wait();
  expect(heard).toEqual([put, 'taken']);
});

test('where the form is another one by now, that is said, and nothing is thrown away', async () => {
  const { heard, wait } = sending([400]);
  await wait();
  expect(heard).toEqual([put, 'refused']);
});

test('[W8] nothing is sent once its chat was closed', async () => {
  const { heard, stop, wait, clock } = sending(['away']);
  await settled();
  stop();
  await wait();
  expect(heard).toEqual([put]);
  expect(clock.waiting()).toBe(0);
});
