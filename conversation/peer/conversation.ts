/** One conversation as the user interface and the bots see it (`api.ts`): puts the parts together. */
import type { Entry } from '../log/entry.ts';
import { limits } from '../log/limits.ts';
import { parseText } from '../log/payload.ts';
import type { TimelineItem } from '../log/timeline.ts';
import type { Participant } from '../protocol/conversation.ts';
import {
  splitEntryId,
  type ConversationId,
  type EntryId,
  type ParticipantId,
} from '../protocol/ids.ts';
import type { FromServer, ToServer } from '../protocol/session.ts';
import type { Conversation, SessionState } from './api.ts';
import { createChanges } from './changes.ts';
import { createIntents } from './intents.ts';
import { openLocalCopy, type LocalCopy } from './local-copy.ts';
import { createMarkWriter, type MarkWriter } from './marks.ts';
import { createMembership, type Membership } from './membership.ts';
import type { PeerOptions } from './peer-options.ts';
import { createPresence } from './presence.ts';
import { createQueue } from './queue.ts';
import type { Origin } from './replica.ts';
import { createRoom, type Room } from './room.ts';
import { createTabs, type Tabs } from './tabs.ts';
import type { VerifySignature } from '../log/signatures.ts';

export interface ConversationOptions {
  readonly id: ConversationId;
  /** Made here and not raised yet. */
  readonly raise: { readonly prefer?: string } | undefined;
  readonly peer: PeerOptions;
  readonly verify: VerifySignature;
  installationKey(): Uint8Array | undefined;
  /** The server's time, ms; `aheadMs` stands in until it was met. */
  now(aheadMs: number): number;
  clockAheadMs(): number | undefined;
  session(): SessionState;
  send(message: ToServer): boolean;
  sendEntries(update: Uint8Array): boolean;
  /** It takes part no more; `done` resolves when everything is stored. */
  onClosed(done: Promise<void>): void;
}

export type AboutConversation = Extract<FromServer, { conversation?: ConversationId | undefined }>;

/** What `peer.ts` tells it. */
export interface ConversationParts {
  readonly conversation: Conversation;
  online(): void;
  disconnected(): void;
  sessionChanged(): void;
  onMessage(message: AboutConversation): void;
  onEntries(update: Uint8Array): void;
  wake(): void;
  /** Resolves when everything is stored and let go of. */
  close(): Promise<void>;
}

interface Open {
  readonly local: LocalCopy;
  readonly membership: Membership;
  readonly room: Room;
  readonly marks: MarkWriter;
  readonly tabs: Tabs | undefined;
}

/** Shown as author of a message that was said before the server told us who we are here. */
const nobodyYet: Participant = {
  id: 'AAAAAAAAAAAAAAAAAAAAAA' as ParticipantId,
  name: 'You',
  role: 'client',
};

export function createConversation(options: ConversationOptions): ConversationParts {
  const { id, peer } = options;
  const { clock } = peer;
  const changes = createChanges();
  const intents = createIntents();
  const writing = createQueue();
  let open: Open | undefined;
  let isLoaded = false;
  let closing: Promise<void> | undefined;
  let trouble: string | undefined;
  let here: ReadonlySet<ParticipantId> = new Set();
  /** Messages to the server that wait for being joined. */
  let handOverAsked = false;
  let shown:
    | { from: readonly TimelineItem[]; waiting: number; you: Participant | undefined }
    | undefined;
  let items: readonly TimelineItem[] = [];
  let raise = options.raise;

  const presence = createPresence({
    clock,
    sendToServer: (typing) => {
      if (open?.membership.isJoined()) options.send({ type: 'typing', conversation: id, typing });
    },
    sendToLinks: (typing) => open?.room.setTyping(typing),
    needsServer: () => {
      const linked = linkedParticipants();
      return [...here].some((each) => !linked.has(each));
    },
    onChange: () => changes.changed(),
  });

  const loading = load().catch((error: unknown) => {
    fault(error);
    setTrouble('This device cannot open its store. Messages cannot be shown or sent.');
  });

  function fault(error: unknown): void {
    peer.log?.({ event: 'fault', conversation: id, error });
  }

  function setTrouble(message: string | undefined): void {
    if (trouble === message) return;
    trouble = message;
    changes.changed();
  }

  function linkedParticipants(): ReadonlySet<ParticipantId> {
    return new Set(open?.room.links().map(({ certificate }) => certificate.participant) ?? []);
  }

  async function load(): Promise<void> {
    const local = await openLocalCopy({
      conversation: id,
      storage: peer.storage,
      locks: peer.locks,
      subtle: peer.subtle,
      verify: options.verify,
      clock,
      randomBytes: (length) => peer.randomBytes(length),
      installationKey: () => options.installationKey(),
      now: (aheadMs) => options.now(aheadMs),
      intents,
      onEntries: (entries, origin) => heard(entries, origin),
      onTrouble: setTrouble,
      onFault: fault,
    });
    if (closing !== undefined) return local.close();
    open = connectParts(local);
    isLoaded = true;
    if (raise !== undefined && intents.count() > 0) local.remember({ raise });
    changes.changed();
    if (intents.count() > 0) intents.save().catch(fault);
    online();
    pump();
  }

  function connectParts(local: LocalCopy): Open {
    const membership = createMembership({
      conversation: id,
      local,
      clock,
      isOnline: () => options.session().state === 'online',
      send: (message) => options.send(message),
      sendEntries: (update) => options.sendEntries(update),
      onJoined: (place) => {
        const clockAheadMs = options.clockAheadMs();
        if (clockAheadMs !== undefined) local.remember({ clockAheadMs });
        room.enter(place);
        pump();
        tellServer();
        if (local.timeline.deliveredMarks() !== undefined) marks.arrived();
      },
      onLeft: (reason) => {
        room.leave();
        here = new Set();
        setTrouble(reason);
        changes.changed();
      },
      onTrouble: setTrouble,
      onChange: () => {
        marks.pump();
        changes.changed();
      },
      onFault: fault,
      onEvent: (event) => peer.log?.({ event, conversation: id }),
    });
    const room = createRoom({
      transport: peer.transport,
      replica: local.replica,
      own: local.own,
      verify: options.verify,
      clock,
      report: (log, up) => void options.send({ type: 'link', conversation: id, log, up }),
      onTyping: (log, participant, typing) => presence.heardFromLink(log, participant, typing),
      onChange: () => {
        marks.pump();
        changes.changed();
      },
      onLost: () => membership.sync(),
    });
    const marks = createMarkWriter({
      timeline: local.timeline,
      clock,
      append: (payload) => local.own.append('read', payload),
      isSaved: (log, seq) => local.receipts.isSaved(log, seq),
      isLinked: () => room.links().length > 0,
      onFault: fault,
    });
    const channel = peer.channel?.(`parley-${id}`);
    const tabs = channel && createTabs(local.replica, channel, clock);
    return { local, membership, room, marks, tabs };
  }

  /** New entries, from wherever they came. */
  function heard(entries: readonly Entry[], origin: Origin): void {
    changes.changed();
    const [first] = entries;
    if (open === undefined || first === undefined) return;
    const { local, membership, marks } = open;
    const isForeign = origin !== 'own' && origin !== 'storage';
    if (isForeign && first.log === local.own.resumable()?.log) membership.ownLogIsAhead(first.log);
    const author = local.replica.certificates().get(first.log)?.participant;
    if (author === undefined || author === local.facts().you?.id) return;
    if (entries.some(({ type }) => type === 'message')) {
      presence.said(author);
      marks.arrived();
    }
  }

  /** Makes entries of what was said, in order, as long as there is a log to write to. */
  function pump(): void {
    open?.marks.pump();
    writing.run(writeIntents).catch((error: unknown) => {
      fault(error);
      setTrouble('The message could not be written.');
    });
  }

  async function writeIntents(): Promise<void> {
    const before = intents.count();
    for (let next = intents.first(); next !== undefined && open; next = intents.first()) {
      const written = await open.local.own.append('message', { text: next.text }, next.id);
      if (written === undefined) break;
      setTrouble(undefined);
    }
    if (before !== intents.count()) await intents.save();
  }

  function tellServer(): void {
    if (open?.membership.isJoined() !== true) return;
    presence.repeat();
    if (handOverAsked) handOverAsked = !options.send({ type: 'handover', conversation: id });
    if (open.local.facts().end === true && options.send({ type: 'close', conversation: id })) {
      open.local.remember({ end: undefined });
    }
  }

  function online(): void {
    if (open === undefined || options.session().state !== 'online') return;
    // A conversation is raised with its first message.
    if (raise !== undefined && open.local.facts().raise === undefined) return;
    open.membership.join();
  }

  function say(typed: string): void {
    const text = parseText(typed);
    if (!text.ok) {
      throw new RangeError(
        text.refusal === 'empty'
          ? 'A message needs at least one character.'
          : `A message has at most ${limits.textBytes} bytes.`,
      );
    }
    if (intents.count() + unsaved() >= limits.outboxEntries) {
      throw new RangeError('Too many messages wait for the server. Try again when they are saved.');
    }
    const at = options.now(open?.local.facts().clockAheadMs ?? 0);
    intents.add({ id: peer.randomBytes(16), text: text.value, at });
    changes.changed();
    if (open === undefined) return;
    if (open.local.own.current() === undefined) {
      intents.save().catch(() => setTrouble('This message is not kept if the page is closed now.'));
      if (raise !== undefined && open.local.facts().raise === undefined) {
        open.local.remember({ raise });
        online();
      }
    }
    pump();
  }

  function unsaved(): number {
    const log = open?.local.own.resumable()?.log;
    if (open === undefined || log === undefined) return 0;
    return (open.local.replica.head(log)?.next ?? 0) - open.local.receipts.savedUpTo(log);
  }

  function currentItems(): readonly TimelineItem[] {
    const you = open?.local.facts().you;
    const from = open?.local.timeline.items() ?? [];
    const waiting = intents.items(you ?? nobodyYet);
    const isSame =
      shown !== undefined &&
      shown.from === from &&
      shown.you?.id === you?.id &&
      waiting.length === shown.waiting &&
      waiting.every((item, i) => item === items[from.length + i]);
    if (isSame) return items;
    shown = { from, waiting: waiting.length, you };
    items = waiting.length === 0 ? from : [...from, ...waiting];
    return items;
  }

  function unread(): number {
    if (open === undefined) return 0;
    const count = open.local.timeline.unread();
    const upTo = open.marks.pendingRead();
    if (upTo === undefined || count === 0) return count;
    const all = open.local.timeline.items();
    const after = all.slice(all.findLastIndex((item) => item.id === upTo) + 1);
    return Math.min(count, after.filter((item) => item.kind === 'message' && !item.mine).length);
  }

  function markRead(upTo: EntryId): void {
    // Our own words may be the last ones shown, and not be an entry yet.
    const isEntry = splitEntryId(upTo) !== undefined;
    const id = isEntry ? upTo : open?.local.timeline.items().at(-1)?.id;
    if (id !== undefined) open?.marks.read(id);
  }

  function onMessage(message: AboutConversation): void {
    if (closing !== undefined) return;
    switch (message.type) {
      case 'status':
        raise = undefined;
        open?.local.remember({ status: message.status, participants: message.participants });
        return changes.changed();
      case 'here': {
        const you = open?.local.facts().you?.id;
        const isMore = message.participants.some((each) => !here.has(each));
        here = new Set(message.participants.filter((each) => each !== you));
        if (isMore) {
          open?.room.expectLink();
          presence.repeat();
        }
        return changes.changed();
      }
      case 'typing':
        return presence.heardFromServer(message.participant, message.typing);
      case 'ice-servers':
        return open?.room.setIceServers(message.iceServers);
      case 'joined':
        raise = undefined;
        return open?.membership.onMessage(message);
      default:
        return open?.membership.onMessage(message);
    }
  }

  function close(): Promise<void> {
    if (closing !== undefined) return closing;
    presence.close();
    closing = (async () => {
      await loading;
      if (open === undefined) return;
      await writing.run(() => intents.save()).catch(fault);
      open.tabs?.close();
      open.room.close();
      open.membership.close();
      open.marks.close();
      await open.local.close();
    })();
    options.onClosed(closing);
    return closing;
  }

  const conversation: Conversation = {
    id,
    loaded: () => isLoaded,
    caughtUp: () => open?.membership.caughtUp() ?? false,
    items: currentItems,
    status: () => open?.local.facts().status,
    you: () => open?.local.facts().you,
    others: () => {
      const facts = open?.local.facts();
      return facts?.participants.filter((each) => each.id !== facts.you?.id) ?? [];
    },
    here: () => new Set([...here, ...linkedParticipants()]),
    typing: () => presence.typing(),
    link: () =>
      open?.room.link(options.session(), here.size > 0) ??
      (options.session().state === 'online' ? 'server' : 'offline'),
    unread,
    trouble: () => trouble,
    onChange: (listener) => changes.onChange(listener),
    say,
    markRead,
    setTyping: (typing) => presence.setTyping(typing),
    end: () => {
      open?.local.remember({ end: true });
      tellServer();
    },
    handOver: () => {
      handOverAsked = true;
      tellServer();
    },
    close: () => void close().catch(fault),
  };

  return {
    conversation,
    online,
    disconnected: () => {
      here = new Set();
      open?.membership.disconnected();
      changes.changed();
    },
    sessionChanged: () => changes.changed(),
    onMessage,
    onEntries: (update) => open?.membership.onEntries(update),
    wake: () => open?.room.wake(),
    close,
  };
}
