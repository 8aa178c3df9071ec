/** The programs that an attacker can have a link to: the agent's console, the client's chat, a bot. */
import type { BrowserContext, Browser, Page } from '@playwright/test';
import { openChat } from '../../../e2e/support/client-page.ts';
import { openConsole } from '../../../e2e/support/console-page.ts';
import type { ChatView } from '../../../e2e/support/chat-view.ts';
import type { Parley } from '../../../e2e/support/parley.ts';
import { reverseWords } from '../../../bots/reverse/reverse.ts';
import { decodeEntry } from '../../../conversation/log/entry.ts';
import { readPayload } from '../../../conversation/log/payload.ts';
import { linkLimits } from '../../../conversation/peer/webrtc/link-limits.ts';
import type { ConversationId, LogId } from '../../../conversation/protocol/ids.ts';
import type { Peer } from '../../../signaling/session/client.fixture.ts';
import { becomeVisitor, eventually, openSession, signInAs, type Proof } from '../people.ts';
import { takeSeat, type Seat } from '../seat.ts';
import type { Place } from './place.ts';
import { storedLogs } from './stored-log.ts';

/** A visitor attacks the agent whom they talk to. */
export async function consolePlace(browser: Browser, parley: Parley): Promise<Place> {
  const { context, faults } = await watched(browser);
  const console = await openConsole(context, parley.url, parley.admin);
  const { url } = parley;
  const visitor = await becomeVisitor(url);
  const peer = await (await openSession(url, visitor)).start();
  const witness = takeSeat(url, peer);
  await witness.say('mine');
  await console.open(0);
  await console.sees('mine', 'them');
  return pagePlace({
    name: 'the console in Chromium',
    url,
    page: console.page,
    chat: console,
    witness,
    attacker: visitor,
    faults,
    close: () => context.close(),
  });
}

/** An agent attacks the visitor whom they talk to. */
export async function chatPlace(browser: Browser, parley: Parley): Promise<Place> {
  const { context, faults } = await watched(browser);
  const { url } = parley;
  const agent = await signInAs(url, parley.admin);
  const session = await openSession(url, agent);
  session.send({ type: 'available', available: true });
  const chat = await openChat(context, url);
  await chat.say('mine');
  const { summary } = await session.next('listed', ({ summary: { status } }) => {
    return status.state === 'assigned';
  });
  const witness = takeSeat(url, await session.join(summary.conversation));
  return pagePlace({
    name: "the client's chat in Chromium",
    url,
    page: chat.page,
    chat,
    witness,
    attacker: agent,
    faults,
    close: () => context.close(),
  });
}

async function watched(browser: Browser): Promise<{ context: BrowserContext; faults: string[] }> {
  const context = await browser.newContext();
  const faults: string[] = [];
  context.on('weberror', (error) => faults.push(`the page threw: ${error.error().message}`));
  context.on('page', (page) => page.on('crash', () => faults.push('the page crashed')));
  return { context, faults };
}

interface PagePlace {
  readonly name: string;
  readonly url: string;
  readonly page: Page;
  readonly chat: ChatView;
  readonly witness: Seat;
  readonly attacker: Proof;
  readonly faults: readonly string[];
  close(): Promise<void>;
}

async function pagePlace(of: PagePlace): Promise<Place> {
  const { url, chat, witness } = of;
  const { conversation } = witness.peer;
  await linked(witness);
  let turn = 0;
  return {
    name: of.name,
    attacker: () => newSeat(url, of.attacker, conversation),
    victim: () => firstOf(witness),
    held: () => storedLogs(of.page, conversation),
    async converse() {
      turn += 1;
      const [asked, answered] = [`Are you there, ${turn}?`, `Still here, ${turn}.`];
      await witness.say(asked);
      await chat.sees(asked, 'them');
      await chat.say(answered);
      await eventually(`"${answered}" is heard`, () => hears(witness, answered) || undefined);
    },
    faults: () => of.faults,
    async close() {
      await witness.close();
      await of.close();
    },
  };
}

/** As long as somebody is kept out, and then as long as a link may take. */
const backWithinMs = linkLimits.banMs + 30_000;

/**
 * A visitor attacks the bot "reverse", whose program has no face: what it holds is what it answers to honest questions.
 * Where the attack kept its author out, that is asked when they are let in again.
 *
 * @param from a loopback address of its own: so many conversations are begun by nobody else from there
 */
export async function botPlace(parley: Parley, from: string): Promise<Place> {
  const { url } = parley;
  const before = parley.output().length;
  const visitor = await becomeVisitor(url, from);
  const peer = await (await openSession(url, visitor, from)).start({ prefer: 'reverse' });
  const witness = takeSeat(url, peer);
  await linked(witness);
  const { conversation } = peer;
  // A log of its own, which says nothing: so the bot sends it everything.
  const observer = await newSeat(url, visitor, conversation, from);
  const own = observer.peer.writer.log;
  let turn = 0;
  return {
    name: 'a bot process',
    attacker: () => newSeat(url, visitor, conversation, from),
    victim: () => firstOf(witness),
    async held() {
      await linked(observer, backWithinMs);
      const state = await observer.askForState();
      return eventually('the bot has sent all that it holds', () => {
        const has = (log: LogId) => observer.heard.get(log)?.filter(Boolean).length ?? 0;
        const isAll = [...state].every(([log, next]) => log === own || has(log) >= next);
        return isAll ? new Map(observer.heard) : undefined;
      });
    },
    async converse() {
      turn += 1;
      const asked = `you are there ${turn}`;
      await witness.say(asked);
      await eventually('the bot answers', () => hears(witness, reverseWords(asked)) || undefined);
    },
    faults: () => {
      const said = parley.output().slice(before);
      return said === '' ? [] : [`the bot or the server wrote: ${said.slice(0, 400)}`];
    },
    async close() {
      await observer.close();
      await witness.close();
    },
  };
}

async function newSeat(
  url: string,
  who: Proof,
  conversation: ConversationId,
  from?: string,
): Promise<Seat> {
  const peer: Peer = await (await openSession(url, who, from)).join(conversation);
  const seat = takeSeat(url, peer);
  await linked(seat);
  return seat;
}

async function linked(seat: Seat, withinMs?: number): Promise<void> {
  const isLinked = () => seat.linkedTo().length > 0 || undefined;
  await eventually('there is a direct link', isLinked, withinMs);
}

function firstOf(witness: Seat): LogId {
  const [log] = witness.linkedTo();
  if (log === undefined) throw new Error('The honest link is gone.');
  return log;
}

/** Over the link or from the archive. */
function hears(seat: Seat, text: string): boolean {
  const pushed = seat.peer.client.pushed.flatMap(({ append }) => append.entries);
  return [...pushed, ...[...seat.heard.values()].flat()].some((bytes) => {
    const entry = decodeEntry(bytes);
    if (!entry.ok) return false;
    const said = readPayload(entry.value);
    return said.type === 'message' && said.text === text;
  });
}
