/** One group of a department's settings: it is edited, checked and saved by itself. */
import { createSignal, Show, type JSX } from 'solid-js';
import type {
  ChangeDepartmentRequest,
  DepartmentJson,
} from '../../../conversation/protocol/http/departments.ts';
import { Button } from '../../ui/button.tsx';
import { useConsole } from '../console-context.ts';
import { TroubleLine } from '../../ui/trouble-line.tsx';

export interface GroupFormProps {
  readonly title: string;
  readonly text: string;
  readonly department: DepartmentJson;
  /** What is different from what is saved. */
  readonly changes: ChangeDepartmentRequest;
  readonly isWrong: boolean;
  /** Something was written, be it wrong. */
  readonly isTouched: boolean;
  readonly children: JSX.Element;
  /** The server blames a field: @returns whether this group shows it there. */
  onRefused(field: string | undefined, message: string): boolean;
  onSaved(department: DepartmentJson): void;
  onUndo(): void;
}

export function GroupForm(props: GroupFormProps): JSX.Element {
  const { api } = useConsole();
  const [state, setState] = createSignal<'idle' | 'busy' | 'done'>('idle');
  const [trouble, setTrouble] = createSignal<string>();
  const isChanged = () => Object.keys(props.changes).length > 0;

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (state() === 'busy' || !isChanged() || props.isWrong) return;
    setState('busy');
    setTrouble(undefined);
    const result = await api.changeDepartment(props.department.id, props.changes);
    setState(result.ok ? 'done' : 'idle');
    if (result.ok) {
      props.onSaved(result.value.department);
      return;
    }
    const { field, message } = result.refusal;
    if (!props.onRefused(field, message)) setTrouble(message);
  }

  return (
    <form
      class="card group form"
      novalidate
      aria-label={props.title}
      onSubmit={(event) => void submit(event)}
    >
      <div>
        <h2 class="group-title">{props.title}</h2>
        <p class="page-text">{props.text}</p>
      </div>
      {props.children}
      <TroubleLine sentence={trouble()} />
      <div class="dialog-actions group-actions">
        <span class="page-text" role="status">
          {state() === 'done' && !props.isTouched ? 'Saved.' : ''}
        </span>
        <Show when={props.isTouched}>
          <Button look="ghost" onClick={() => props.onUndo()}>
            Undo changes
          </Button>
        </Show>
        <Button
          type="submit"
          look="primary"
          busy={state() === 'busy'}
          disabled={!isChanged() || props.isWrong}
        >
          Save
        </Button>
      </div>
    </form>
  );
}
