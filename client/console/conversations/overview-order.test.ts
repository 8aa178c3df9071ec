import { expect, test } from 'vitest';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import { compareOverview } from './overview-order.ts';

const summary = (state: 'waiting' | 'assigned', since: number) =>
  ({ status: { state, since } }) as ConversationSummary;

test('those who wait longest stand on top, then the latest change', () => {
  const all = [
    summary('assigned', 1),
    summary('waiting', 5),
    summary('assigned', 9),
    summary('waiting', 2),
  ];
  const order = all.toSorted(compareOverview).map(({ status }) => [status.state, status.since]);
  expect(order).toEqual([
    ['waiting', 2],
    ['waiting', 5],
    ['assigned', 9],
    ['assigned', 1],
  ]);
});
