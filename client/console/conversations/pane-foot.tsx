import { createSignal, Match, Show, Switch, type JSX } from 'solid-js';
import { whyReadOnly } from '../../groups/kind-words.ts';
import { FormTrouble } from '../../ui/form-end.tsx';
import { Button } from '../../ui/button.tsx';
import { useConsole } from '../console-context.ts';
import { ConfirmDialog } from '../../signed-in/ui/confirm-dialog.tsx';
import type { OpenConversation } from './desk.ts';

export type WhyNot = 'closed' | 'closes' | 'watches' | 'gone' | 'elsewhere' | 'reads';

export interface PaneFootProps {
  readonly open: OpenConversation;
  readonly why: WhyNot;
  readonly mayDelete: boolean;
  onUndo(): void;
  onTakeOver(): void;
  /** It was deleted. */
  onGone(): void;
}

/** Stands where the box to write in would: why there is none, and what can be done about it. */
export function PaneFoot(props: PaneFootProps): JSX.Element {
  const { api, ownDepartments } = useConsole();
  const [deletes, setDeletes] = createSignal(false);
  return (
    <div class="pane-closed" role="status">
      <Switch>
        <Match when={props.why === 'closed'}>
          <span>This conversation is closed.</span>
          <Show when={props.mayDelete}>
            <Button size="small" onClick={() => setDeletes(true)}>
              Delete
            </Button>
          </Show>
        </Match>
        <Match when={props.why === 'closes'}>
          <span>Closing the conversation…</span>
          <Button size="small" onClick={() => props.onUndo()}>
            Undo
          </Button>
        </Match>
        <Match when={props.why === 'watches'}>
          <span>You are watching. The audit log says so.</span>
          <Show when={props.open.isAnswered()}>
            <Button size="small" onClick={() => props.onTakeOver()}>
              Take over
            </Button>
          </Show>
        </Match>
        <Match when={props.why === 'elsewhere'}>
          <span>
            You do not take part. You see the notes of your colleagues here, but not what was said:
            that is for those who answer.
          </span>
          <Show when={!ownDepartments.isWorker()}>
            <Button size="small" onClick={() => props.onTakeOver()}>
              Take over
            </Button>
          </Show>
        </Match>
        <Match when={props.why === 'gone'}>
          <span>{props.open.state.trouble() ?? 'You do not take part in it any more.'}</span>
        </Match>
        <Match when={props.why === 'reads'}>
          <ReadsOnly open={props.open} />
        </Match>
      </Switch>
      <ConfirmDialog
        open={deletes()}
        title={`Delete ${props.open.title()}?`}
        text="Nobody can read any more what was said in it. This cannot be taken back."
        deed="Delete for everybody"
        run={async () => {
          const result = await api.deleteConversation(props.open.id);
          if (!result.ok) return result.refusal.message;
          props.onGone();
          return undefined;
        }}
        onClose={() => setDeletes(false)}
      />
    </div>
  );
}

/** In a thread of one's department, one can speak for it. */
function ReadsOnly(props: { readonly open: OpenConversation }): JSX.Element {
  const { api } = useConsole();
  const [busy, setBusy] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  const summary = () => props.open.summary();
  const name = () => summary()?.from?.name ?? summary()?.client.name ?? 'your department';
  async function takeSeat() {
    setBusy(true);
    const result = await api.takeSeat(props.open.id);
    setBusy(false);
    setTrouble(result.ok ? undefined : result.refusal.message);
  }
  return (
    <>
      <span>{whyReadOnly(summary()?.kind)}</span>
      <Show when={summary()?.kind === 'departments'}>
        <Button size="small" busy={busy()} onClick={() => void takeSeat()}>
          Write for {name()}
        </Button>
        <FormTrouble sentence={trouble()} />
      </Show>
    </>
  );
}
