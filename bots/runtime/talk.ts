/** One conversation of a bot: every message of the client is answered once, in order, whatever goes wrong. */
import type { HowSaid } from '../../conversation/log/payload.ts';
import type { Conversation } from '../../conversation/peer/api.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { Bot, ChatMessage } from './bot.ts';
import { createChat } from './chat.ts';
import { answeredByName, isFromClient, isFromOurSide, unanswered } from './unanswered.ts';
import { wantsPerson } from './wants-person.ts';

/** A bot that thinks for longer than this has failed; the client has waited long enough. */
export const answerLimitMs = 60_000;

export interface TalkOptions {
  readonly bot: Bot;
  readonly conversation: Conversation;
  readonly clock: Clock;
  /** One sentence for the operator; never what was said in the conversation. */
  readonly report: (sentence: string, error?: unknown) => void;
}

export interface Talk {
  /** Says good-bye to the bot (`onClose`) and leaves the conversation; it goes on without us. */
  close(): void;
}

export function createTalk({ bot, conversation, clock, report }: TalkOptions): Talk {
  /** Undefined until the first sight. */
  let answered: Set<string> | undefined;
  let phase: 'talking' | 'handed-over' | 'closed' = 'talking';
  let working = false;
  let opened = false;
  let how: HowSaid = {};
  let wasCaughtUp = false;

  const owned = createChat({
    conversation,
    clock,
    how: () => how,
    onHandOver: () => (phase = 'handed-over'),
  });
  const { chat } = owned;

  /** The first sight waits for the archive: before it, an answered message can look unanswered. */
  function firstSight(): Set<string> | undefined {
    if (!conversation.loaded() || !conversation.caughtUp()) return undefined;
    const open = new Set(unanswered(conversation.items()));
    return new Set(
      conversation
        .items()
        .filter((item) => isFromClient(item) && !open.has(item))
        .map((item) => item.id),
    );
  }

  function isOurs(): boolean {
    const status = conversation.status();
    return status?.state === 'assigned' && status.to.id === conversation.you()?.id;
  }

  function look(): void {
    if (phase === 'closed') return;
    if (phase === 'handed-over') askAgain();
    wasCaughtUp = conversation.caughtUp();
    if (conversation.status()?.state === 'closed') return close();
    answered ??= firstSight();
    // A conversation begins with the client's word; a greeting before it would stand above the question.
    const hasBegun = conversation.items().some(isFromClient);
    const isFree = !working && phase === 'talking' && hasBegun;
    if (answered !== undefined && isFree && isOurs()) void work(answered);
  }

  /** A request for a person that was made while the server was away is made again when it is back. */
  function askAgain(): void {
    if (!wasCaughtUp && conversation.caughtUp() && isOurs()) conversation.handOver();
  }

  async function work(done: Set<string>): Promise<void> {
    working = true;
    try {
      if (!opened) {
        opened = true;
        if (!conversation.items().some(isFromOurSide)) await guarded(greet);
      }
      for (;;) {
        const next = nextAfter(done);
        if (next === undefined || phase !== 'talking') return;
        done.add(next.id);
        how = { answers: next.id };
        await guarded(() => answer(next));
      }
    } finally {
      working = false;
      how = {};
    }
  }

  /** The answer of a program that died may arrive after our first sight. */
  function nextAfter(done: ReadonlySet<string>): ChatMessage | undefined {
    const items = conversation.items();
    const isAnswered = answeredByName(items);
    return items.filter(isFromClient).find((item) => !done.has(item.id) && !isAnswered(item));
  }

  async function greet(): Promise<void> {
    how = { greeting: true };
    try {
      await bot.onOpen?.(chat);
    } finally {
      how = {};
    }
  }

  async function answer(message: ChatMessage): Promise<void> {
    conversation.markRead(message.id);
    if (bot.answersRequestsForPersons !== true && wantsPerson(message.text)) {
      chat.say('Of course. I am getting a person for you; please stay here.');
      chat.handOver();
      return;
    }
    void chat.typing();
    const outcome = await withinLimit(Promise.resolve(bot.onMessage(chat, message)));
    if (outcome === 'cannot-help' && phase === 'talking') {
      chat.say('I cannot help with that. I am getting a person for you; please stay here.');
      chat.handOver();
    }
  }

  /** Runs one of the bot's functions. What it throws costs this client the bot, and nobody else anything. */
  async function guarded(task: () => void | Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      report(`${bot.name}: failed in conversation ${conversation.id}; a person takes over.`, error);
      if (phase === 'talking') giveUp();
    } finally {
      if (phase !== 'closed') conversation.setTyping(false);
    }
  }

  function giveUp(): void {
    try {
      chat.say('Something went wrong on my side. I am getting a person for you.');
      chat.handOver();
    } catch (error) {
      report(`${bot.name}: could not hand over conversation ${conversation.id}.`, error);
    }
  }

  function withinLimit<Value>(work: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      const cancel = clock.after(answerLimitMs, () => reject(new Error('No answer in a minute.')));
      work.then(resolve, reject).finally(cancel).catch(reject);
    });
  }

  function close(): void {
    if (phase === 'closed') return;
    phase = 'closed';
    stopListening();
    owned.close();
    void Promise.resolve()
      .then(() => bot.onClose?.(chat))
      .catch((error: unknown) => report(`${bot.name}: onClose failed.`, error));
    conversation.close();
  }

  const stopListening = conversation.onChange(look);
  look();
  return { close };
}
