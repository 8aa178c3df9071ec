import './transfer-dialog.css';
import { createSignal, createUniqueId, For, Match, Show, Switch, type JSX } from 'solid-js';
import type { ConversationStatus } from '../../../conversation/protocol/conversation.ts';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { FormEnd } from '../../ui/form-end.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { useConsole } from '../console-context.ts';
import { answering } from '../tickets/ticket-words.ts';
import { Dialog } from '../../signed-in/ui/dialog.tsx';
import { choicesOf, noteError, type Choice } from './transfer-form.ts';

export interface Transferable {
  readonly id: ConversationId;
  readonly clientName: string;
  readonly status: ConversationStatus | undefined;
  readonly isTicket: boolean;
}

export interface TransferDialogProps {
  /** Undefined while the dialog is closed. */
  readonly conversation: Transferable | undefined;
  onDone(): void;
  onClose(): void;
}

export function TransferDialog(props: TransferDialogProps): JSX.Element {
  const isNew = () => props.conversation?.status?.state === 'waiting';
  return (
    <Dialog
      open={props.conversation !== undefined}
      title={isNew() ? 'Assign' : 'Pass on'}
      description={`Who should answer ${props.conversation?.clientName ?? ''}?`}
      onClose={() => props.onClose()}
    >
      <Show when={props.conversation} keyed>
        {(conversation) => (
          <TransferForm
            conversation={conversation}
            action={isNew() ? 'Assign' : 'Pass on'}
            onDone={() => props.onDone()}
            onClose={() => props.onClose()}
          />
        )}
      </Show>
    </Dialog>
  );
}

type Loaded =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'there'; readonly choices: readonly Choice[] };

function TransferForm(props: {
  readonly conversation: Transferable;
  readonly action: string;
  onDone(): void;
  onClose(): void;
}): JSX.Element {
  const { api, me, peer } = useConsole();
  const noteId = createUniqueId();
  const [loaded, setLoaded] = createSignal<Loaded>({ state: 'loading' });
  const [chosen, setChosen] = createSignal<Choice>();
  const [note, setNote] = createSignal('');
  const [told, setTold] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  const { id, isTicket, status } = props.conversation;

  async function load() {
    const result = await api.transferTargets(id);
    const isMine = peer.listed().some(({ conversation }) => conversation === id);
    setLoaded(
      result.ok
        ? {
            state: 'there',
            choices: choicesOf(result.value, { holder: isMine ? me.id : undefined, isTicket }),
          }
        : { state: 'failed', message: result.refusal.message },
    );
  }
  void load();

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const choice = chosen();
    if (choice === undefined) return setTold('Choose who should answer.');
    if (busy() || noteError(note()) !== undefined) return;
    setBusy(true);
    const answer = await peer.peer.staff.transfer(id, answering(status), choice.target, note());
    setBusy(false);
    if (answer.ok) props.onDone();
    else setTold(answer.refusal);
  }
  const choices = () => {
    const now = loaded();
    return now.state === 'there' ? now.choices : undefined;
  };
  const failed = () => {
    const now = loaded();
    return now.state === 'failed' ? now.message : undefined;
  };

  return (
    <form class="form" novalidate onSubmit={(event) => void submit(event)}>
      <Switch>
        <Match when={failed()}>{(message) => <p class="field-error">{message()}</p>}</Match>
        <Match when={choices()?.length === 0}>
          <p class="quiet">
            There is nobody else in this department. Add a member on the page Departments first.
          </p>
        </Match>
        <Match when={choices()}>
          {(all) => (
            <fieldset class="choices transfer-choices">
              <legend class="sr-only">Who should answer</legend>
              <For each={all()}>
                {(choice) => (
                  <label class="choice" data-impossible={choice.isImpossible}>
                    <input
                      type="radio"
                      name="target"
                      value={choice.value}
                      disabled={choice.isImpossible}
                      onChange={() => {
                        setTold(undefined);
                        setChosen(choice);
                      }}
                    />
                    <span class="choice-text">
                      <bdi>{choice.name}</bdi>
                      <span class="quiet">{choice.line}</span>
                    </span>
                  </label>
                )}
              </For>
            </fieldset>
          )}
        </Match>
        <Match when={loaded().state === 'loading'}>
          <div role="status">
            <span class="sr-only">Loading</span>
            <Skeleton width="100%" height="2.5rem" />
          </div>
        </Match>
      </Switch>
      <div class="field">
        <label class="field-label" for={noteId}>
          Note
        </label>
        <textarea
          id={noteId}
          class="field-input transfer-note"
          rows="3"
          aria-invalid={noteError(note()) !== undefined}
          aria-describedby={`${noteId}-hint`}
          value={note()}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
        <p
          id={`${noteId}-hint`}
          class={noteError(note()) === undefined ? 'field-hint' : 'field-error'}
        >
          {noteError(note()) ?? 'Only staff see it. The client does not.'}
        </p>
      </div>
      <FormEnd
        trouble={told()}
        busy={busy()}
        action={props.action}
        onCancel={() => props.onClose()}
      />
    </form>
  );
}
