import './ticket-status.css';
import { For, Show, type JSX } from 'solid-js';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import type { Ticket } from '../../../conversation/protocol/ticket.ts';
import { Badge } from '../../ui/marks.tsx';
import { useConsole } from '../console-context.ts';
import { ChevronIcon } from '../ui/icons.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { nextStatuses, ticketStatusWords } from './ticket-words.ts';

export interface TicketStatusMenuProps {
  readonly conversation: ConversationId;
  readonly ticket: Ticket;
  onTrouble(sentence: string | undefined): void;
}

/** How far a ticket is, and a menu to say how far it is now. */
export function TicketStatusMenu(props: TicketStatusMenuProps): JSX.Element {
  const { peer } = useConsole();
  const words = () => ticketStatusWords(props.ticket.status);
  const steps = () => nextStatuses(props.ticket.status);
  async function say(to: ReturnType<typeof steps>[number]['to']) {
    const answer = await peer.peer.staff.changeTicket(props.conversation, { status: to });
    props.onTrouble(answer.ok ? undefined : answer.refusal);
  }
  return (
    <Show when={steps().length > 0} fallback={<Badge tone={words().tone}>{words().label}</Badge>}>
      <Menu
        label={`Status of #${props.ticket.number}: ${words().label}. Change it`}
        class="ticket-status"
        trigger={
          <Badge tone={words().tone}>
            {words().label} <ChevronIcon />
          </Badge>
        }
      >
        <For each={steps()}>
          {(step) => <MenuItem onSelect={() => void say(step.to)}>{step.label}</MenuItem>}
        </For>
      </Menu>
    </Show>
  );
}
