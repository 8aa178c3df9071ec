import './ticket-line.css';
import type { JSX } from 'solid-js';
import type { Ticket } from '../../conversation/protocol/ticket.ts';
import { t } from '../words/words.ts';

/** The number to name on the phone, what it is about, and how far it is. */
export function TicketLine(props: { readonly ticket: Ticket }): JSX.Element {
  return (
    <section class="ticket-line" aria-label={t('ticket.yours')}>
      <span class="ticket-line-number">#{props.ticket.number}</span>
      <bdi class="ticket-line-subject" title={props.ticket.subject}>
        {props.ticket.subject}
      </bdi>
      <span class="ticket-line-status" role="status">
        {t(`ticket.${props.ticket.status}`)}
      </span>
    </section>
  );
}
