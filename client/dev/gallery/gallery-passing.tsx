/** What comes and goes: a word about what was done, what goes with the next message, and what is asked once more. */
import { createSignal, For, Show, type JSX } from 'solid-js';
import type { Ticket } from '../../../conversation/protocol/ticket.ts';
import { Attachments } from '../../files/attachments.tsx';
import type { Attached } from '../../files/attaching.ts';
import { AskDialog } from '../../ui/ask-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { Toast } from '../../ui/toast.tsx';
import { TicketLine } from '../../widget/ticket-line.tsx';

const nothing = () => undefined;
const undo = () => (
  <button type="button" class="toast-action">
    Undo
  </button>
);

/** Each in a place of its own: in a page they stand at its end. */
export function Toasts(): JSX.Element {
  const toasts = [
    { words: 'Conversation closed.', action: undo() },
    { words: 'Snoozed until tomorrow, 08:00, when it comes back to the list.', action: undo() },
    { words: 'That could not be taken back any more.', tone: 'danger' as const },
  ];
  return (
    <div class="gallery-row">
      <For each={toasts}>
        {(toast) => (
          <div class="gallery-panel gallery-stage">
            <Toast {...toast} onHold={nothing} />
          </div>
        )}
      </For>
    </div>
  );
}

const attached: readonly Attached[] = [
  { number: 1, name: 'meter.jpg', prepared: undefined, why: undefined },
  {
    number: 2,
    name: 'annual-statement-of-the-year-before-the-last-one.pdf',
    prepared: undefined,
    why: 'A file has at most 25 MB.',
  },
];

export function AttachedFiles(): JSX.Element {
  const attaching = {
    attached: () => attached,
    add: nothing,
    remove: nothing,
    isReady: () => false,
    isComing: () => false,
    take: () => [],
  };
  return (
    <div class="gallery-panel">
      <Attachments attaching={attaching} />
    </div>
  );
}

const tickets: readonly Ticket[] = [
  { number: '7KM4Q', subject: 'The bill of March', status: 'new', since: 0 },
  {
    number: '2Z9XW',
    subject: 'A subject as long as people write them when nobody tells them to be short',
    status: 'waiting-for-customer',
    since: 0,
  },
];

export function Tickets(): JSX.Element {
  return (
    <div class="gallery-row">
      <For each={tickets}>
        {(ticket) => (
          <div class="gallery-panel">
            <TicketLine ticket={ticket} />
          </div>
        )}
      </For>
    </div>
  );
}

export function Asking(): JSX.Element {
  const [asks, setAsks] = createSignal(false);
  return (
    <>
      <Button onClick={() => setAsks(true)}>Ask once more</Button>
      <Show when={asks()}>
        <AskDialog
          title="Take this message back?"
          text="Nobody can read it any more. That it was there stays visible."
          deed="Take back"
          run={() => Promise.resolve('The server cannot be reached. Please try again.')}
          onClose={() => setAsks(false)}
        />
      </Show>
    </>
  );
}
