/** A running peer: one session with the server and the conversations that are open over it (`api.ts`). */
import { sameBytes } from '../log/hash.ts';
import { createWebCryptoVerifier } from '../log/signatures.ts';
import type { ConversationSummary } from '../protocol/conversation.ts';
import { fromBase64Url, randomIdFrom, type ConversationId } from '../protocol/ids.ts';
import type { FromServer } from '../protocol/session.ts';
import type { Peer, Raise, SessionState } from './api.ts';
import { createChanges } from './changes.ts';
import { createConversation, type ConversationParts } from './conversation.ts';
import type { SharedFiles } from './files/shared-file.ts';
import type { PeerOptions } from './peer-options.ts';
import { createSessionLink, type SessionLink } from './session-link.ts';
import { createStaff } from './staff.ts';
import type { ConversationStore } from './storage.ts';

/** The store of the peer's own things: sixteen zero bytes are nobody's conversation. */
const ownStore = 'AAAAAAAAAAAAAAAAAAAAAA' as ConversationId;
const keyName = 'installation-key';

export function createPeer(options: PeerOptions): Peer {
  const { clock } = options;
  const changes = createChanges();
  const verify = createWebCryptoVerifier(options.subtle, options.verifyFallback);
  const conversations = new Map<ConversationId, ConversationParts>();
  const closing = new Set<Promise<void>>();
  let session: SessionState = { state: 'connecting' };
  let listed: readonly ConversationSummary[] = [];
  let available = false;
  /** What was last said of this account, here or elsewhere, by the server's clock. */
  let said: { readonly available: boolean; readonly at: number } | undefined;
  /** Whether the server has forgotten that, as after a restart, or never heard it. */
  let mustRepeat = false;
  let installationKey: Uint8Array | undefined;
  /** How far the server's clock is ahead of ours, ms. */
  let aheadMs: number | undefined;
  let store: ConversationStore | undefined;
  let files: SharedFiles | undefined;

  const staff = createStaff({
    send: (message) => link.send(message),
    onChange: () => changes.changed(),
  });
  const started = readOwnStore();
  const link: SessionLink = createSessionLink({
    url: options.serverUrl,
    ticket: () => options.ticket(),
    openSocket: (url) => options.openSocket(url),
    ready: started,
    clock,
    random: () => options.random(),
    onMessage,
    onEntries: (conversation, update) => conversations.get(conversation)?.onEntries(update),
    onState,
    onIgnored: () => options.log?.({ event: 'session-message-ignored' }),
  });

  function fault(error: unknown): void {
    options.log?.({ event: 'fault', error });
  }

  async function readOwnStore(): Promise<void> {
    try {
      store = await options.storage.open(ownStore);
      const kept = await store.get(keyName);
      if (kept instanceof Uint8Array) installationKey = kept;
    } catch (error) {
      // Without a store the key is believed anew at each start, and each conversation says its own trouble.
      fault(error);
    }
  }

  function onState(next: SessionState): void {
    const wasOnline = session.state === 'online';
    session = next;
    if (wasOnline) staff.disconnected();
    if (next.state === 'online') staff.online();
    for (const each of conversations.values()) {
      if (wasOnline) each.disconnected();
      if (next.state === 'online') each.online();
      // Also one that waits for its first message goes another way now.
      each.sessionChanged();
    }
    if (next.state === 'online' && mustRepeat && said !== undefined) {
      available = said.available;
      link.send({ type: 'available', available, saidAt: said.at });
    }
    changes.changed();
  }

  function onMessage(message: FromServer): void {
    switch (message.type) {
      case 'welcome':
        return welcome(message);
      case 'listed': {
        const { summary } = message;
        const others = listed.filter((each) => each.conversation !== summary.conversation);
        listed = [...others, summary];
        conversations.get(summary.conversation)?.listed();
        return changes.changed();
      }
      case 'unlisted':
        listed = listed.filter((each) => each.conversation !== message.conversation);
        return changes.changed();
      case 'available':
        available = message.available;
        said = { available, at: message.saidAt };
        return changes.changed();
      case 'overview':
      case 'tickets-changed':
      case 'beside':
      case 'viewers':
      case 'context-changed':
        return staff.onMessage(message);
      case 'done':
        return void staff.answered(message);
      case 'draining':
      case 'pong':
        return;
      case 'refused':
        if (staff.answered(message)) return;
        if (message.conversation === undefined) options.log?.({ event: 'refused' });
        else conversations.get(message.conversation)?.onMessage(message);
        return;
      default:
        conversations.get(message.conversation)?.onMessage(message);
    }
  }

  function welcome(message: Extract<FromServer, { type: 'welcome' }>): void {
    const key = fromBase64Url(message.installationKey);
    const isKnown = installationKey !== undefined;
    if (key === undefined || (installationKey !== undefined && !sameBytes(installationKey, key))) {
      options.log?.({ event: 'installation-key-changed' });
      link.end({
        state: 'ended',
        code: 'not-allowed',
        message: 'This server is not the one this device knows: its key has changed.',
      });
      return;
    }
    installationKey = key;
    if (!isKnown) store?.set(keyName, key).catch(fault);
    aheadMs = message.now - clock.now();
    listed = message.conversations;
    available = message.available;
    const at = message.availableSaidAt;
    if (at !== undefined && at > (said?.at ?? -1)) said = { available, at };
    mustRepeat = said !== undefined && (at !== said.at || available !== said.available);
  }

  function setAvailable(next: boolean): void {
    const at = Math.round(clock.now() + (aheadMs ?? 0));
    said = { available: next, at: Math.max(at, (said?.at ?? 0) + 1, 0) };
    available = next;
    link.send({ type: 'available', available: next });
    changes.changed();
  }

  function open(id: ConversationId, raise: Raise | undefined): ConversationParts {
    const known = conversations.get(id);
    if (known !== undefined) return known;
    const parts = createConversation({
      id,
      raise,
      peer: options,
      verify,
      installationKey: () => installationKey,
      now: (storedAheadMs) => clock.now() + Math.round(aheadMs ?? storedAheadMs),
      clockAheadMs: () => aheadMs,
      session: () => session,
      files: () => files,
      send: (message) => link.send(message),
      sendEntries: (update) => link.sendEntries(id, update),
      onClosed: (closed) => {
        if (conversations.get(id) === parts) conversations.delete(id);
        const done = closed.catch(fault);
        closing.add(done);
        void done.finally(() => closing.delete(done));
      },
    });
    conversations.set(id, parts);
    return parts;
  }

  return {
    session: () => session,
    listed: () => listed,
    available: () => available,
    setAvailable,
    start: (raise = {}) =>
      open(randomIdFrom(options.randomBytes(16)) as ConversationId, raise).conversation,
    open: (conversation) => open(conversation, undefined).conversation,
    watch: (conversation) => {
      const parts = open(conversation, undefined);
      parts.watch();
      return parts.conversation;
    },
    staff: staff.staff,
    onChange: (listener) => changes.onChange(listener),
    shareFiles: (shared) => {
      files = shared;
    },
    takeFile: (conversation, wanted) => conversations.get(conversation)?.takeFile(wanted),
    wake: () => {
      link.wake();
      for (const each of conversations.values()) each.wake();
    },
    close: async () => {
      await started;
      await Promise.all([...conversations.values()].map((each) => each.close()));
      await Promise.all(closing);
      link.close();
      await store?.close();
    },
  };
}
