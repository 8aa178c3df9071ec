import { expect, test } from 'vitest';
import type {
  ConversationSummary,
  Participant,
  Role,
} from '../../../conversation/protocol/conversation.ts';
import type {
  ConversationId,
  DepartmentId,
  ParticipantId,
} from '../../../conversation/protocol/ids.ts';
import { groupPresence } from '../../groups/presence.ts';
import { presenceWords } from './presence-words.ts';

const face = (name: string, role: Role): Participant => ({ id: name as ParticipantId, name, role });
const anna = face('Anna', 'client');
const nora = face('Nora', 'bot');
const ben = face('Ben', 'agent');

test('the header says whether the client is here, and names only company that is here too', () => {
  expect(presenceWords([anna, nora], [])).toBe('Away');
  expect(presenceWords([anna, nora], [anna])).toBe('Here now');
  expect(presenceWords([anna, nora, ben], [anna, nora, ben])).toBe(
    'Here now · with Nora (bot), Ben',
  );
  expect(presenceWords([], [])).toBe('Away');
});

test('[L4] of a group the header says what it is and who is here', () => {
  const group: ConversationSummary = {
    conversation: 'c' as ConversationId,
    kind: 'study-group',
    department: 'd' as DepartmentId,
    people: 3,
    client: anna,
    status: { state: 'open', since: 0 },
    createdAt: 0,
    activeAt: 0,
    entries: 0,
  };
  expect(groupPresence(group, [])).toBe('Study group · 3 people');
  expect(groupPresence(group, [anna, ben])).toBe('Study group · 3 people · Anna and Ben are here');
  expect(groupPresence({ ...group, kind: 'direct' }, [anna])).toBe('Direct message · Here now');
});
