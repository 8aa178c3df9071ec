import { untrack, type JSX } from 'solid-js';
import { accept, refuse } from '../../../conversation/protocol/result.ts';
import { createForm } from '../../ui/form.ts';
import { FormEnd } from '../../ui/form-end.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useConsole } from '../console-context.ts';
import { Dialog } from '../../signed-in/ui/dialog.tsx';
import { chosenMoment, momentField } from './snooze-times.ts';

export interface SnoozeDialogProps {
  readonly open: boolean;
  onChoose(at: number): void;
  onClose(): void;
}

export function SnoozeDialog(props: SnoozeDialogProps): JSX.Element {
  return (
    <Dialog open={props.open} title="Snooze until" onClose={() => props.onClose()}>
      <SnoozeForm {...props} />
    </Dialog>
  );
}

function SnoozeForm(props: SnoozeDialogProps): JSX.Element {
  const { clock } = useConsole();
  const wrong = 'Choose a moment in the future, within a year.';
  const form = createForm({
    initial: { moment: momentField(clock.now() + 3_600_000) },
    check: ({ moment }) =>
      chosenMoment(moment, clock.now()) === undefined ? { moment: wrong } : {},
    send: async ({ moment }) => {
      const at = chosenMoment(moment, clock.now());
      if (at === undefined) return refuse({ message: wrong, field: 'moment' });
      props.onChoose(at);
      return accept(true);
    },
  });
  return (
    <form class="form" novalidate onSubmit={(event) => void form.submit(event)}>
      <TextField
        label="Day and time"
        type="datetime-local"
        value={untrack(() => form.values().moment)}
        error={form.error('moment')}
        onInput={(event) => form.write('moment', event.currentTarget.value)}
      />
      <FormEnd
        trouble={form.trouble()}
        busy={form.busy()}
        action="Snooze"
        onCancel={() => props.onClose()}
      />
    </form>
  );
}
