import { expect, test } from 'vitest';
import type { Participant, Role } from '../../../conversation/protocol/conversation.ts';
import type { ParticipantId } from '../../../conversation/protocol/ids.ts';
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
