import './ticket-line.css';
import type { JSX } from 'solid-js';
import { parseSubject, subjectSentences } from '../../conversation/protocol/ticket.ts';
import { TextField } from '../ui/text-field.tsx';
import { t } from '../words/words.ts';
import { told } from '../words/told.ts';

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
    : told(subjectSentences[parsed.refusal]);
}

/** While nobody is available, what is written becomes a ticket where it gets a subject. */
export function TicketSubject(props: TicketSubjectProps): JSX.Element {
  return (
    <div class="ticket-subject">
      <TextField
        label={t('subject.name')}
        placeholder={t('subject.placeholder')}
        hint={t(props.isAnybodyHere ? 'subject.hint' : 'subject.hint-alone')}
        value={props.value}
        error={subjectError(props.value)}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </div>
  );
}
