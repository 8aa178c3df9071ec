import { expect, test } from 'vitest';
import type { OwnConversationJson } from '../../../conversation/protocol/http/customers.ts';
import type { ConversationId, DepartmentId } from '../../../conversation/protocol/ids.ts';
import { fakeId, fakeParticipant } from '../../state/fake-peer.fixture.ts';
import { openLimit } from '../open-limit.ts';
import { rowsOf } from './own-rows.ts';

const support = fakeId('support') as DepartmentId;
function own(
  name: string,
  activeAt: number,
  more: Partial<OwnConversationJson> = {},
): OwnConversationJson {
  return {
    conversation: fakeId(name) as ConversationId,
    kind: 'support',
    department: support,
    client: fakeParticipant('Ada', 'client'),
    status: { state: 'waiting', since: 0, position: 1 },
    createdAt: 0,
    activeAt,
    entries: 1,
    departmentName: 'Support',
    lastText: `Last of ${name}`,
    ...more,
  };
}
const closed: OwnConversationJson['status'] = { state: 'closed', since: 0, by: null };

test('what was last written comes first, by the newest word of it', () => {
  const asked = [own('one', 30), own('two', 20), own('three', 10, { status: closed })];
  const { departmentName: _, lastText: __, ...live } = own('two', 40);
  expect(
    rowsOf(asked, [live]).map(({ id, about, text, state }) => [id, about, text, state]),
  ).toEqual([
    [fakeId('two'), 'Support', 'Last of two', 'waiting'],
    [fakeId('one'), 'Support', 'Last of one', 'waiting'],
    [fakeId('three'), 'Support', 'Last of three', 'closed'],
  ]);
});

test('words that the session said nothing of count, too', () => {
  const [first] = rowsOf([own('one', 30), own('two', 50)], [own('one', 40), own('two', 10)]);
  expect(first).toMatchObject({ id: fakeId('two'), activeAt: 50 });
});

test('while the server is away, what the session said stands there', () => {
  expect(rowsOf(undefined, [own('one', 1)]).map(({ id }) => id)).toEqual([fakeId('one')]);
});

test('[W3] words that came over a direct link stand there before the server tells of them', () => {
  const asked = [own('one', 30), own('two', 20)];
  const heard = (at: number, isSaved: boolean) =>
    new Map([
      [fakeId('two') as ConversationId, { unread: 1, last: { text: 'News', at, isSaved } }],
    ]);
  const first = (at: number, isSaved: boolean) => rowsOf(asked, asked, heard(at, isSaved))[0];
  expect(first(40, true)).toMatchObject({ id: fakeId('two'), text: 'News', activeAt: 40 });
  // Not saved: what the author's clock says of it does not matter.
  const unsaved = rowsOf(asked, asked, heard(5, false)).find(({ id }) => id === fakeId('two'));
  expect(unsaved).toMatchObject({ text: 'News', activeAt: 20 });
  // A replica that is behind knows nothing newer than the server.
  expect(first(10, true)).toMatchObject({ id: fakeId('one'), text: 'Last of one' });
  const behind = rowsOf(asked, asked, heard(10, true)).find(({ id }) => id === fakeId('two'));
  expect(behind?.text).toBe('Last of two');
});

test('groups and what was deleted are not among them, and a ticket is called by its subject', () => {
  const ticket = { number: '7', subject: 'No light', status: 'new', since: 0 } as const;
  const rows = rowsOf(
    [own('a', 3, { kind: 'study-group' }), own('b', 2, { erasedAt: 1 }), own('c', 1, { ticket })],
    [],
  );
  expect(rows.map(({ about }) => about)).toEqual(['#7 No light']);
});

test('[W8] as many as the department lets somebody have open, and no more', () => {
  const two = [own('one', 1), own('two', 2)];
  expect(openLimit(two, support, 2)).toBe(2);
  expect(openLimit(two, support, 3)).toBeUndefined();
  expect(openLimit([own('one', 1), own('two', 2, { status: closed })], support, 2)).toBeUndefined();
  expect(openLimit(two, fakeId('sales') as DepartmentId, 2)).toBeUndefined();
  expect(openLimit(two, undefined, 2)).toBeUndefined();
});
