import type { Participant } from '../../../conversation/protocol/conversation.ts';

/** "Here now", "Away", and who else takes part: "Here now · with Nora (bot)". */
export function presenceWords(
  others: readonly Participant[],
  here: readonly Participant[],
): string {
  const client = others.find(({ role }) => role === 'client');
  const isHere = client !== undefined && here.some(({ id }) => id === client.id);
  const presence = isHere ? 'Here now' : 'Away';
  const company = here
    .filter(({ role }) => role === 'agent' || role === 'bot')
    .map(({ name, role }) => (role === 'bot' ? `${name} (bot)` : name));
  return company.length === 0 ? presence : `${presence} · with ${company.join(', ')}`;
}
