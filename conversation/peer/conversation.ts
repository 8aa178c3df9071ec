/** One conversation as the user interface and the bots see it (`api.ts`): puts the parts together. */
import type { Entry } from '../log/entry.ts';
import type { ConversationId, LogId, ParticipantId } from '../protocol/ids.ts';
import type { FromServer, ToServer } from '../protocol/session.ts';
import type { Conversation, Raise, SessionState } from './api.ts';
import type { HowSaid } from '../log/payload.ts';
import { createChanges } from './changes.ts';
import { createCompany } from './company.ts';
import type { SharedFiles, Taking, WantedFile } from './files/shared-file.ts';
import { openLocalCopy, type LocalCopy } from './local-copy.ts';
import type { PeerOptions } from './peer-options.ts';
import { createPresence } from './presence.ts';
import { createPreviews } from './previews.ts';
import type { Origin } from './replica.ts';
import { createSpeech } from './speech.ts';
import { takePart, type TakingPart } from './taking-part.ts';
import { createWishes } from './wishes.ts';
import type { VerifySignature } from '../log/signatures.ts';

export interface ConversationOptions {
  readonly id: ConversationId;
  /** Made here and not raised yet. */
  readonly raise: Raise | undefined;
  readonly peer: PeerOptions;
  readonly verify: VerifySignature;
  installationKey(): Uint8Array | undefined;
  /** The server's time, ms; `aheadMs` stands in until it was met. */
  now(aheadMs: number): number;
  clockAheadMs(): number | undefined;
  session(): SessionState;
  /** What of this peer's files may be given; undefined: nothing. */
  files(): SharedFiles | undefined;
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
  /** Looks on, where it does not take part. */
  watch(): void;
  /** The server named it among ours: we may be let in again after having been put out. */
  listed(): void;
  disconnected(): void;
  sessionChanged(): void;
  onMessage(message: AboutConversation): void;
  onEntries(update: Uint8Array): void;
  wake(): void;
  /** @returns undefined where there is no direct link, or no message here that names it. */
  takeFile(wanted: WantedFile): Taking | undefined;
  /** Resolves when everything is stored and let go of. */
  close(): Promise<void>;
}

const cannotOpenSentence = 'This device cannot open its store. Messages cannot be shown or sent.';
const openAgainMs = 1_000;

const loadDocument = async () => (await import('./log-document.ts')).createLogDocument;

export function createConversation(options: ConversationOptions): ConversationParts {
  const { id, peer } = options;
  const { clock } = peer;
  const changes = createChanges();
  let open: TakingPart | undefined;
  let isLoaded = false;
  let closing: Promise<void> | undefined;
  let trouble: string | undefined;
  /** It stays: nothing that works again brings back what was not stored. */
  let storeTrouble: string | undefined;
  const forged = new Set<LogId>();
  let watches = false;
  let raise = options.raise;

  const speech = createSpeech({
    local: () => open?.local,
    randomBytes: (length) => peer.randomBytes(length),
    now: () => options.now(open?.local.facts().clockAheadMs ?? 0),
    onChange: () => changes.changed(),
    onWritten: () => setTrouble(undefined),
    onTrouble: (message) => setTrouble(message),
    onFault: (error) => fault(error),
  });
  const { intents } = speech;

  const company = createCompany(linkedParticipants);
  const wishes = createWishes({
    conversation: id,
    local: () => open?.local,
    isJoined: () => open?.membership.isJoined() === true,
    send: (message) => options.send(message),
  });

  const presence = createPresence({
    clock,
    sendToServer: (typing) => {
      if (open?.membership.isJoined()) options.send({ type: 'typing', conversation: id, typing });
    },
    sendToLinks: (typing) => open?.room.setTyping(typing),
    needsServer: () => company.needsServer(),
    onChange: () => changes.changed(),
  });

  const previews = createPreviews({
    clock,
    send: (text) =>
      open?.membership.isJoined() === true &&
      options.send({ type: 'preview', conversation: id, text }),
    onChange: () => changes.changed(),
  });

  let loading = load().catch(cannotOpen);

  let cancelRetry: (() => void) | undefined;

  /** A browser under load may fail to open what it opens a moment later. */
  function cannotOpen(error: unknown): void {
    fault(error);
    setTrouble(cannotOpenSentence);
    if (closing !== undefined) return;
    cancelRetry = clock.after(openAgainMs, () => {
      loading = load()
        .then(() => {
          if (trouble === cannotOpenSentence) setTrouble(undefined);
        })
        .catch(cannotOpen);
    });
  }

  /** What was shown was not said by whom it seemed: it goes from the screen, and comes again from the archive. */
  async function openAgain(): Promise<void> {
    peer.log?.({ event: 'stored-messages-forged', conversation: id });
    const spoiled = open;
    open = undefined;
    isLoaded = false;
    changes.changed();
    await spoiled?.close();
    if (closing === undefined) await load();
  }

  function nobodyIsKnown(): void {
    company.forget();
    previews.stop();
  }

  /** Nobody may read it any more, and so nobody keeps it. */
  async function erased(sentence: string): Promise<void> {
    const gone = open;
    open = undefined;
    setTrouble(sentence);
    changes.changed();
    await gone?.close();
    await peer.storage.forget(id);
  }

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
      makeDocument: peer.makeDocument ?? loadDocument,
      randomBytes: (length) => peer.randomBytes(length),
      installationKey: () => options.installationKey(),
      now: (aheadMs) => options.now(aheadMs),
      intents,
      forged,
      onEntries: (entries, origin) => heard(entries, origin),
      onTrouble: (message) => {
        storeTrouble = message;
        changes.changed();
      },
      onForged: () => {
        if (closing === undefined) loading = openAgain().catch(cannotOpen);
      },
      onFault: fault,
    });
    if (raise !== undefined && intents.count() > 0) local.remember({ raise });
    if (closing !== undefined) {
      // What was said meanwhile is for the next start.
      await intents.save().catch(fault);
      return local.close();
    }
    open = connectParts(local);
    isLoaded = true;
    changes.changed();
    if (intents.count() > 0) intents.save().catch(fault);
    online();
    pump();
  }

  function connectParts(local: LocalCopy): TakingPart {
    return takePart({
      conversation: id,
      local,
      peer,
      verify: options.verify,
      presence,
      files: () => options.files(),
      session: () => options.session(),
      now: () => options.now(local.facts().clockAheadMs ?? 0),
      send: (message) => options.send(message),
      sendEntries: (update) => options.sendEntries(update),
      watches: () => watches,
      hasToSay: () => intents.count() > 0,
      onErased: (sentence) => {
        loading = erased(sentence).catch(fault);
      },
      isAway: (participant) => company.isAway(participant),
      onJoined: () => {
        const clockAheadMs = options.clockAheadMs();
        if (clockAheadMs !== undefined) local.remember({ clockAheadMs });
        setTrouble(undefined);
        pump();
        tellServer();
      },
      onLeft: (reason) => {
        nobodyIsKnown();
        setTrouble(reason);
      },
      onTrouble: setTrouble,
      onChange: () => changes.changed(),
      onFault: fault,
    });
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
      previews.over(author);
      marks.arrived();
    }
  }

  function pump(): void {
    open?.marks.pump();
    speech.pump();
  }

  function tellServer(): void {
    if (open?.membership.isJoined() === true) presence.repeat();
    wishes.tell();
  }

  function online(): void {
    if (open === undefined || options.session().state !== 'online') return;
    // A conversation is raised with its first message.
    if (raise !== undefined && open.local.facts().raise === undefined) return;
    open.membership.join();
  }

  const mayWrite = () => open?.membership.mayWrite() ?? true;

  function say(typed: string, how?: HowSaid): void {
    // Whoever closes a conversation has taken the box to write in away; a bot may still be at its answer.
    if (closing !== undefined) return peer.log?.({ event: 'said-after-close', conversation: id });
    if (!mayWrite()) throw new RangeError('You may only read this.');
    speech.say(typed, how);
    presence.spoke();
    if (open === undefined || open.local.own.current() !== undefined) return;
    if (raise !== undefined && open.local.facts().raise === undefined)
      open.local.remember({ raise });
    // There is no certificate to write under, or it has run out.
    if (!open.membership.isJoining()) online();
  }

  function onMessage(message: AboutConversation): void {
    if (closing !== undefined) return;
    switch (message.type) {
      case 'status':
        raise = undefined;
        open?.local.remember({ status: message.status, participants: message.participants });
        // Whoever was put out hears nothing more of us, also over a link that they keep.
        if (open?.room.keepOnly(new Set(message.participants.map((one) => one.id))) === true) {
          open.membership.join();
        }
        return changes.changed();
      case 'here': {
        const you = open?.local.facts().you?.id;
        const { came, left } = company.hear(message.participants, you);
        if (left) open?.membership.othersLeft();
        if (came) {
          open?.room.expectLink();
          presence.repeat();
          previews.repeat();
        }
        return changes.changed();
      }
      case 'typing':
        return presence.heardFromServer(message.participant, message.typing);
      case 'preview':
        return previews.heard(message.participant, message.text);
      case 'previews':
        return previews.allow(message.on);
      case 'joined':
        raise = undefined;
        return open?.membership.onMessage(message);
      default:
        return open?.membership.onMessage(message);
    }
  }

  function isNamed({ hash, size }: WantedFile): boolean {
    return speech
      .items()
      .some(
        (item) =>
          item.kind === 'message' &&
          item.files?.some((file) => file.hash === hash && file.size === size) === true,
      );
  }

  function close(): Promise<void> {
    if (closing !== undefined) return closing;
    cancelRetry?.();
    previews.write('');
    previews.stop();
    presence.close();
    closing = (async () => {
      await loading;
      if (open === undefined) return;
      await speech.settled().catch(fault);
      await open.close();
    })();
    options.onClosed(closing);
    return closing;
  }

  const conversation: Conversation = {
    id,
    loaded: () => isLoaded,
    caughtUp: () => open?.membership.caughtUp() ?? false,
    items: () => speech.items(),
    status: () => open?.local.facts().status,
    you: () => open?.local.facts().you,
    others: () => {
      const facts = open?.local.facts();
      return facts?.participants.filter((each) => each.id !== facts.you?.id) ?? [];
    },
    here: () => company.here(),
    typing: () => presence.typing(),
    previews: () => previews.shown(),
    mayPreview: () => previews.allowed(),
    setPreview: (text) => previews.write(text),
    link: () =>
      open?.room.link(options.session(), company.isAnybodyHere()) ??
      (options.session().state === 'online' ? 'server' : 'offline'),
    unread: () => open?.reading.unread() ?? 0,
    trouble: () => trouble ?? storeTrouble,
    onChange: (listener) => changes.onChange(listener),
    say,
    mayWrite,
    readBy: (of) => open?.local.timeline.readBy(of) ?? [],
    mayChange: () => open?.local.facts().status?.state !== 'closed' && speech.mayChange(),
    edit: (of, text) => speech.change('edit', { of, text }),
    takeBack: (of) => speech.change('redaction', { of }),
    react: (of, emoji, on) => speech.change('reaction', { of, emoji, on }),
    details: (of) => open?.local.timeline.details(of),
    markRead: (upTo) => open?.reading.markRead(upTo),
    setTyping: (typing) => {
      presence.setTyping(typing);
      open?.local.own.expectMore(typing);
    },
    end: () => wishes.end(),
    setSubject: (subject) => wishes.setSubject(subject),
    handOver: () => wishes.handOver(),
    close: () => void close().catch(fault),
  };

  return {
    conversation,
    online,
    watch: () => {
      if (open?.membership.isJoined() === true) return;
      watches = true;
      if (open?.membership.isWatching() !== true && open?.membership.isJoining() !== true) online();
    },
    listed: () => {
      const wasWatching = watches;
      watches = false;
      if (open === undefined || open.membership.isJoined() || open.membership.isJoining()) return;
      // Who reads what is said to everybody is listed as well, and need not ask again.
      if (wasWatching || !open.membership.isWatching()) online();
    },
    disconnected: () => {
      nobodyIsKnown();
      open?.membership.disconnected();
      changes.changed();
    },
    sessionChanged: () => changes.changed(),
    onMessage,
    onEntries: (update) => open?.membership.onEntries(update),
    wake: () => open?.room.wake(),
    takeFile: (wanted) => (isNamed(wanted) ? open?.room.takeFile(wanted) : undefined),
    close,
  };
}
