import { createSignal, type JSX } from 'solid-js';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { parseSubject, subjectSentences } from '../../../conversation/protocol/ticket.ts';
import { FormEnd } from '../../ui/form-end.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useConsole } from '../console-context.ts';
import { Dialog } from '../../signed-in/ui/dialog.tsx';

export interface SubjectDialogProps {
  readonly open: boolean;
  readonly conversation: ConversationId;
  /** What it is about until now; undefined: it is no ticket yet. */
  readonly subject: string | undefined;
  onClose(): void;
}

/** Makes a ticket of a conversation, or says better what it is about. */
export function SubjectDialog(props: SubjectDialogProps): JSX.Element {
  const { peer } = useConsole();
  const [typed, setTyped] = createSignal<string>();
  const [told, setTold] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  const value = () => typed() ?? props.subject ?? '';
  const close = () => {
    setTyped(undefined);
    setTold(undefined);
    props.onClose();
  };

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const subject = parseSubject(value());
    if (!subject.ok) return setTold(subjectSentences[subject.refusal]);
    setBusy(true);
    const answer = await peer.peer.staff.changeTicket(props.conversation, {
      subject: subject.value,
    });
    setBusy(false);
    if (answer.ok) close();
    else setTold(answer.refusal);
  }
  return (
    <Dialog
      open={props.open}
      title={props.subject === undefined ? 'Make a ticket' : 'Change the subject'}
      description="The client sees the number and the subject too."
      onClose={close}
    >
      <form class="form" novalidate onSubmit={(event) => void submit(event)}>
        <TextField
          label="Subject"
          value={value()}
          error={told()}
          onInput={(event) => {
            const next = event.currentTarget.value;
            setTyped(next);
            const parsed = parseSubject(next);
            const isLong = !parsed.ok && parsed.refusal === 'subject-too-long';
            setTold(isLong ? subjectSentences['subject-too-long'] : undefined);
          }}
        />
        <FormEnd
          trouble={undefined}
          busy={busy()}
          action={props.subject === undefined ? 'Make ticket' : 'Save'}
          onCancel={close}
        />
      </form>
    </Dialog>
  );
}
