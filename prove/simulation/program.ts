/** One tab or bot of a simulation: the real peer, and what its console would do by itself. */
import { createPeer } from '../../conversation/peer/peer.ts';
import type { Conversation, Peer } from '../../conversation/peer/api.ts';
import type { PeerOptions } from '../../conversation/peer/peer-options.ts';
import type { TimelineItem } from '../../conversation/log/timeline.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import type { ProgramSpec } from './history.ts';
import type { Life } from './life.ts';

export interface Program {
  readonly spec: ProgramSpec;
  readonly life: Life;
  readonly peer: Peer;
  /** Undefined where nobody asked this program to take part yet. */
  conversation(): Conversation | undefined;
  /** Somebody showed it the way to the conversation. */
  takePart(conversation: ConversationId): void;
  /** Something visible has changed since this was last called. */
  takeChanged(): boolean;
  items(): readonly TimelineItem[];
}

export interface ProgramOptions {
  readonly spec: ProgramSpec;
  readonly life: Life;
  readonly peer: PeerOptions;
  /** Undefined: it raises the conversation. */
  readonly conversation: ConversationId | undefined;
  /** It takes part without being asked. */
  readonly takesPart: boolean;
  /** For mutants. */
  readonly mutateItems: (conversation: Conversation) => readonly TimelineItem[];
}

export function startProgram(options: ProgramOptions): Program {
  const { spec, life } = options;
  const peer = createPeer(options.peer);
  let conversation: Conversation | undefined;
  let hasChanged = false;

  function open(opened: Conversation): void {
    conversation = opened;
    conversation.onChange(() => {
      hasChanged = true;
    });
  }

  if (options.conversation === undefined) open(peer.start());
  else if (options.takesPart) open(peer.open(options.conversation));
  peer.onChange(() => {
    if (!life.isAlive() || conversation !== undefined) return;
    const [listed] = peer.listed();
    if (listed !== undefined) open(peer.open(listed.conversation));
  });

  return {
    spec,
    life,
    peer,
    conversation: () => conversation,
    takePart(id) {
      if (conversation === undefined) open(peer.open(id));
    },
    takeChanged() {
      const had = hasChanged;
      hasChanged = false;
      return had;
    },
    items: () => (conversation === undefined ? [] : options.mutateItems(conversation)),
  };
}
