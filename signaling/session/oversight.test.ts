import { expect, test } from 'vitest';
import type { ConversationSummary } from '../../conversation/protocol/conversation.ts';
import type { ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import type { FromServer } from '../../conversation/protocol/session.ts';
import { openDatabase } from '../database/database.ts';
import { createDirectory } from './directory.ts';
import { createOversight } from './oversight.ts';
import type { Session } from './session.ts';

test('what changes while the list is read is told after it', async () => {
  const database = await openDatabase(':memory:');
  const department = 'AAAAAAAAAAAAAAAAAAAAAA' as DepartmentId;
  const oversight = createOversight({
    database,
    directory: createDirectory(),
    relations: {
      departmentsOf: () => Promise.resolve([department]),
      toConversation: () => Promise.resolve('department'),
    },
  });
  const sent: FromServer[] = [];
  const session = {
    actor: { kind: 'account', role: 'admin' },
    isOpen: () => true,
    send: (message: FromServer) => sent.push(message),
    oversees: undefined,
  } as unknown as Session;
  const begun = oversight.begin(session);
  while (session.oversees === undefined) await Promise.resolve();
  await Promise.resolve();
  const conversation = 'BBBBBBBBBBBBBBBBBBBBBA' as ConversationId;
  const status = { state: 'waiting', since: 0, position: 1 } as const;
  oversight.changed({ conversation, department, status } as ConversationSummary, undefined);
  await begun;
  expect(sent.map((message) => message.type === 'overview' && message.whole)).toEqual([
    true,
    false,
  ]);
  await database.destroy();
});
