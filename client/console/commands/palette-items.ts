/** What the palette offers, and in which order. */
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { commands, type Command, type CommandId } from './commands.ts';
import { fuzzyMatch } from './fuzzy.ts';

export interface PaletteConversation {
  readonly id: ConversationId;
  readonly name: string;
  /** What else it is known by: its ticket, the last words. */
  readonly about: string;
  readonly unread: number;
}

export type PaletteItem =
  | {
      readonly kind: 'command';
      readonly key: string;
      readonly name: string;
      readonly command: Command;
      readonly at: readonly number[];
    }
  | {
      readonly kind: 'conversation';
      readonly key: string;
      readonly name: string;
      readonly conversation: PaletteConversation;
      readonly at: readonly number[];
    };

/** More of them nobody reads: typing on finds the others [W8]. */
export const mostItems = 30;
const mostUnasked = 5;

/** What stands in a name counts for more than what stands beside it. */
const besideCosts = 60;

/** @param can whether a command does anything now */
export function paletteItems(
  words: string,
  conversations: readonly PaletteConversation[],
  can: (id: CommandId) => boolean,
): readonly PaletteItem[] {
  const possible = commands.filter(({ id }) => id !== 'open-palette' && can(id));
  if (words.trim() === '') {
    return [
      ...conversations.slice(0, mostUnasked).map((one) => conversationItem(one, [])),
      ...possible.map((command) => commandItem(command, [])),
    ].slice(0, mostItems);
  }
  const scored: { readonly score: number; readonly item: PaletteItem }[] = [];
  for (const command of possible) {
    const found = score(words, command.name, command.also ?? '');
    if (found !== undefined) {
      scored.push({ score: found.score, item: commandItem(command, found.at) });
    }
  }
  for (const one of conversations) {
    const found = score(words, one.name, one.about);
    if (found !== undefined) {
      scored.push({ score: found.score, item: conversationItem(one, found.at) });
    }
  }
  return scored
    .toSorted((a, b) => b.score - a.score)
    .slice(0, mostItems)
    .map(({ item }) => item);
}

function score(words: string, name: string, beside: string) {
  const inName = fuzzyMatch(words, name);
  if (inName !== undefined) return inName;
  // Letters here and there in a long line would find everything: there the words themselves are meant.
  const found = fuzzyMatch(words, beside);
  return found !== undefined && found.score >= 50
    ? { score: found.score - besideCosts, at: [] }
    : undefined;
}

function commandItem(command: Command, at: readonly number[]): PaletteItem {
  return { kind: 'command', key: command.id, name: command.name, command, at };
}

function conversationItem(conversation: PaletteConversation, at: readonly number[]): PaletteItem {
  const { id, name } = conversation;
  return { kind: 'conversation', key: id, name, conversation, at };
}
