import { createMemo, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Peer, SessionState } from '../../conversation/peer/api.ts';
import type { Viewer } from '../../conversation/peer/staff.ts';
import type { ConversationSummary } from '../../conversation/protocol/conversation.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { createEachFrame } from '../browser/each-frame.ts';

export interface PeerState {
  readonly peer: Peer;
  readonly session: Accessor<SessionState>;
  readonly listed: Accessor<readonly ConversationSummary[]>;
  /** Whether the server has said which conversations there are, and whether one is available. */
  readonly isKnown: Accessor<boolean>;
  readonly available: Accessor<boolean>;
  /** What is open in the departments that one oversees; empty while nobody asked. */
  readonly overview: Accessor<readonly ConversationSummary[]>;
  /** Whether all of it is there. */
  readonly isOverviewWhole: Accessor<boolean>;
  /** Grows when a ticket has changed. */
  readonly ticketChanges: Accessor<number>;
  /** Who else of the staff has the same conversation before them. */
  readonly viewers: Accessor<readonly Viewer[]>;
  /** Grows when what the page around a conversation tells has changed. */
  contextChanges(conversation: ConversationId): number;
}

/** Follows `peer` until the owner is disposed of. It does not close it: whoever created it does. */
export function createPeerState(peer: Peer): PeerState {
  const [changes, setChanges] = createSignal(0);
  let drawn: SessionState | undefined;
  const drawing = createEachFrame(() => {
    drawn = peer.session();
    setChanges((count) => count + 1);
  });
  onCleanup(peer.onChange(() => (peer.session() === drawn ? drawing.askSoon() : drawing.ask())));
  onCleanup(() => drawing.cancel());
  const follow = <Value>(read: () => Value) =>
    createMemo(() => {
      changes();
      return read();
    });
  return {
    peer,
    session: follow(() => peer.session()),
    listed: follow(() => peer.listed()),
    isKnown: createMemo((was: boolean) => {
      changes();
      return was || peer.session().state === 'online';
    }, false),
    available: follow(() => peer.available()),
    overview: follow(() => peer.staff.overview()),
    isOverviewWhole: follow(() => peer.staff.isOverviewWhole()),
    ticketChanges: follow(() => peer.staff.ticketChanges()),
    viewers: follow(() => peer.staff.viewers()),
    contextChanges(conversation) {
      changes();
      return peer.staff.contextChanges(conversation);
    },
  };
}
