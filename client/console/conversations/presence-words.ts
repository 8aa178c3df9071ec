import type {
  ConversationSummary,
  Participant,
} from '../../../conversation/protocol/conversation.ts';
import { markOf, namesInWords } from '../../groups/kind-words.ts';

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

/** "Study group · 4 people · Ana and Ben are here". */
export function groupPresence(summary: ConversationSummary, here: readonly Participant[]): string {
  const names = here.map(({ name }) => name);
  const words =
    summary.kind === 'direct'
      ? names.length > 0
        ? 'Here now'
        : 'Away'
      : names.length > 0 && `${namesInWords(names)} ${names.length === 1 ? 'is' : 'are'} here`;
  return [markOf(summary), words].filter((part) => typeof part === 'string').join(' · ');
}
