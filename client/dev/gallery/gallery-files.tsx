import '../../files/file-list.css';
import { For, type JSX } from 'solid-js';
import type { FileHash, FileRef } from '../../../conversation/protocol/file.ts';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { FileView } from '../../files/file-view.tsx';
import type { Receiving, ReceivingState } from '../../files/receiving.ts';
import type { SendingState, Transfers } from '../../files/transfers.ts';

const file: FileRef = {
  hash: 'A'.repeat(43) as FileHash,
  name: 'annual-statement.pdf',
  type: 'application/pdf',
  size: 3_400_000,
};
const conversation = 'A'.repeat(22) as ConversationId;
const nothing = () => undefined;

interface Exhibit {
  readonly going?: SendingState;
  readonly coming?: ReceivingState;
}

const exhibits: readonly Exhibit[] = [
  {},
  { going: { state: 'sending', sent: 0.42 } },
  { going: { state: 'paused', sent: 0.42 } },
  { going: { state: 'waiting', sent: 0.42 } },
  { going: { state: 'refused', why: 'A file has at most 25 MB.' } },
  { coming: { state: 'receiving', got: 0.6 } },
  { coming: { state: 'paused', got: 0.6 } },
  { coming: { state: 'waiting', got: 0, why: 'not-there' } },
  { coming: { state: 'waiting', got: 0.6, why: 'unreachable' } },
  { coming: { state: 'damaged' } },
];

function receivingIn({ coming }: Exhibit): Receiving {
  return {
    state: () => coming,
    want: nothing,
    pause: nothing,
    cancel: nothing,
    onChange: () => nothing,
    wake: nothing,
    close: nothing,
  };
}

function transfersIn(exhibit: Exhibit): Transfers {
  return {
    send: nothing,
    keep: nothing,
    sending: () => exhibit.going,
    pause: nothing,
    resume: nothing,
    cancel: nothing,
    receiving: () => Promise.resolve(receivingIn(exhibit)),
    addressOf: () => Promise.resolve(undefined),
    shared: { find: nothing, linked: nothing },
    onChange: () => nothing,
    wake: nothing,
    close: nothing,
  };
}

/** A file in each state of its way, both sides. */
export function Files(): JSX.Element {
  return (
    <div class="files">
      <For each={exhibits}>
        {(exhibit) => (
          <FileView
            conversation={conversation}
            file={file}
            transfers={transfersIn(exhibit)}
            receiving={receivingIn(exhibit)}
          />
        )}
      </For>
    </div>
  );
}
