import './ticket-line.css';
import type { JSX } from 'solid-js';
import { parseSubject, subjectSentences } from '../../conversation/protocol/ticket.ts';
import { TextField } from '../ui/text-field.tsx';

export interface TicketSubjectProps {
  readonly value: string;
  readonly isAnybodyHere: boolean;
  onInput(value: string): void;
}

/** What is wrong with a subject that may also be left out; undefined while nothing is. */
export function subjectError(typed: string): string | undefined {
  const parsed = parseSubject(typed);
  return parsed.ok || parsed.refusal === 'subject-missing'
    ? undefined
    : subjectSentences[parsed.refusal];
}

/** While nobody is available, what is written becomes a ticket where it gets a subject. */
export function TicketSubject(props: TicketSubjectProps): JSX.Element {
  return (
    <div class="ticket-subject">
      <TextField
        label="Subject"
        placeholder="What is it about?"
        hint={`${props.isAnybodyHere ? '' : 'Nobody is here right now. '}With a subject, your message becomes a ticket with a number.`}
        value={props.value}
        error={subjectError(props.value)}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </div>
  );
}
