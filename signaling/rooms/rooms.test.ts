import { expect, test } from 'vitest';
import { idOf } from '../../conversation/log/log.fixture.ts';
import { createManualClock } from '../../conversation/peer/clock.fixture.ts';
import type {
  ConversationId,
  LogId,
  ParticipantId,
  Topic,
} from '../../conversation/protocol/ids.ts';
import { createRooms } from './rooms.ts';

const conversation = idOf(7) as ConversationId;
const [client, agent] = [5 as LogId, 6 as LogId];

test('[V-63] [W9] a link that a peer reports to itself changes nothing', () => {
  const rooms = createRooms({ clock: createManualClock(1_800_000_000_000), random: () => 0.5 });
  for (const [log, role] of [
    [client, 'client'],
    [agent, 'agent'],
  ] as const) {
    const topic = idOf(100 + log) as Topic;
    const participant = idOf(log) as ParticipantId;
    rooms.enter({ topic, conversation, participant, log, role, policy: 'direct' });
  }
  rooms.linkReported(conversation, client, agent, true);
  rooms.linkReported(conversation, agent, client, true);
  expect(rooms.isLinked(conversation, client, agent)).toBe(true);

  rooms.linkReported(conversation, client, client, true);
  expect(rooms.hasLink(conversation, client, client)).toBe(false);
  rooms.linkReported(conversation, client, client, false);
  expect(rooms.isLinked(conversation, client, agent)).toBe(true);
  rooms.close();
});
