import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import type { ArchiveListAnswer } from '../../../conversation/protocol/http.ts';
import type { ConversationId, DepartmentId } from '../../../conversation/protocol/ids.ts';
import { accept, refuse } from '../../../conversation/protocol/result.ts';
import { fakeId, fakeParticipant } from '../../state/fake-peer.fixture.ts';
import type { ApiResult } from '../../signed-in/api/api-client.ts';
import { createArchiveList } from './archive-list.ts';

const summaryOf = (name: string, activeAt: number): ConversationSummary => ({
  conversation: fakeId(name) as ConversationId,
  kind: 'support',
  department: fakeId('support') as DepartmentId,
  client: fakeParticipant(name, 'client'),
  status: { state: 'closed', since: 0, by: null },
  createdAt: 0,
  activeAt,
  entries: 1,
});
const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

function setUp(...answers: ApiResult<ArchiveListAnswer>[]) {
  const asked: { state?: string | undefined; before?: number | undefined }[] = [];
  const archived = (query: (typeof asked)[number]) => {
    asked.push(query);
    const next = answers.shift();
    if (next === undefined) throw new Error('More was asked than the test expects.');
    return Promise.resolve(next);
  };
  const list = createRoot(() => createArchiveList({ archived }));
  const names = () => list.conversations().map(({ client }) => client.name);
  return { asked, list, names };
}

test('pages follow one another, and what moved between them is shown once', async () => {
  const { asked, list, names } = setUp(
    accept({ conversations: [summaryOf('Anna', 9), summaryOf('Ben', 8)], next: 8 }),
    accept({ conversations: [summaryOf('Ben', 8), summaryOf('Cleo', 7)] }),
  );
  await settled();
  expect(list.hasMore()).toBe(true);
  list.more();
  await settled();
  expect(names()).toEqual(['Anna', 'Ben', 'Cleo']);
  expect(asked.map(({ before }) => before)).toEqual([undefined, 8]);
  expect(list.isComplete()).toBe(true);
});

test('a page that failed says why, and can be asked for again', async () => {
  const { list, names } = setUp(
    refuse({ code: 'offline', message: 'Check your connection.' }),
    accept({ conversations: [summaryOf('Anna', 9)] }),
  );
  await settled();
  expect(list.trouble()).toBe('Check your connection.');
  list.more();
  await settled();
  expect(list.trouble()).toBeUndefined();
  expect(names()).toEqual(['Anna']);
});

test('another filter begins anew, and the late answer to the former one is dropped', async () => {
  const { asked, list, names } = setUp(
    accept({ conversations: [summaryOf('Anna', 9)] }),
    accept({ conversations: [summaryOf('Ben', 8)] }),
  );
  list.setFilter('closed');
  await settled();
  expect(names()).toEqual(['Ben']);
  expect(asked.map(({ state }) => state)).toEqual([undefined, 'closed']);
});
