import { expect, test } from 'vitest';
import type {
  OwnConversationJson,
  OwnConversationsAnswer,
} from '../../conversation/protocol/http/customers.ts';
import type { ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { accept, refuse } from '../../conversation/protocol/result.ts';
import type { ApiResult } from '../signed-in/api/api-client.ts';
import { fakeId, fakeParticipant } from '../state/fake-peer.fixture.ts';
import { createOwnList } from './own-list.ts';

const line = (name: string, activeAt: number): OwnConversationJson => ({
  conversation: fakeId(name) as ConversationId,
  kind: 'support',
  department: fakeId('support') as DepartmentId,
  departmentName: 'Support',
  client: fakeParticipant(name, 'client'),
  status: { state: 'open', since: 0 },
  createdAt: 0,
  activeAt,
  entries: 1,
});

function open() {
  const asked: (number | undefined)[] = [];
  let answer: ApiResult<OwnConversationsAnswer> = accept({ conversations: [] });
  const list = createOwnList({
    conversations: (before) => {
      asked.push(before);
      return Promise.resolve(answer);
    },
  });
  const names = () => list.all()?.map(({ client }) => client.name);
  const answers = (conversations: OwnConversationJson[], next?: number) => {
    answer = accept({ conversations, ...(next === undefined ? {} : { next }) });
  };
  const fails = () => (answer = refuse({ code: 'offline', message: 'No way there.' }));
  return { list, names, asked, answers, fails };
}

test('[C1] the newest are read anew, and the pages that one has read stay', async () => {
  const { list, names, asked, answers } = open();
  answers([line('Ana', 9), line('Ben', 8)], 8);
  await list.refresh();
  answers([line('Cleo', 3)]);
  await list.more();
  expect([names(), list.hasMore()]).toEqual([['Ana', 'Ben', 'Cleo'], false]);
  answers([line('Ben', 10), line('Ana', 9)], 9);
  await list.refresh();
  expect([names(), list.hasMore()]).toEqual([['Ben', 'Ana', 'Cleo'], false]);
  expect(asked).toEqual([undefined, undefined, 8, undefined]);
});

test('[C1] what was left or deleted goes', async () => {
  const { list, names, answers } = open();
  answers([line('Ana', 9), line('Ben', 8)]);
  await list.refresh();
  answers([line('Ben', 8)]);
  await list.refresh();
  expect(names()).toEqual(['Ben']);
});

test('a list that was read stays while the server is away, and otherwise it is said', async () => {
  const { list, names, answers, fails } = open();
  answers([line('Ana', 9)]);
  await list.refresh();
  fails();
  await list.refresh();
  expect([names(), list.failure()]).toEqual([['Ana'], undefined]);
  const other = createOwnList({
    conversations: () => Promise.resolve(refuse({ code: 'offline', message: 'No way there.' })),
  });
  await other.refresh();
  expect(other.failure()).toBe('No way there.');
});
