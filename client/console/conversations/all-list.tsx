import { useNavigate } from '@solidjs/router';
import { createSignal, For, Show, type JSX } from 'solid-js';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import { isGroup } from '../../../conversation/protocol/kinds.ts';
import { KindFace } from '../../groups/kind-face.tsx';
import { markOf, titleOf } from '../../groups/kind-words.ts';
import { EmptyState } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { matches } from '../../ui/filter.ts';
import { InboxIcon } from '../../ui/icons.tsx';
import { useConsole } from '../console-context.ts';
import { answering } from '../tickets/ticket-words.ts';
import { compareOverview } from './overview-order.ts';
import { waitingLabel } from './waiting-time.ts';

/** All open conversations of the departments that one oversees, those that wait longest on top. */
export function AllList(props: { readonly words: string }): JSX.Element {
  const { peer } = useConsole();
  const ordered = () => peer.overview().toSorted(compareOverview);
  const shown = () =>
    ordered().filter((summary) =>
      matches(props.words, [
        titleOf(summary),
        summary.client.name,
        summary.ticket && `#${summary.ticket.number} ${summary.ticket.subject}`,
        markOf(summary),
        summary.status.state === 'assigned' ? summary.status.to.name : undefined,
      ]),
    );
  return (
    <Show
      when={ordered().length > 0}
      fallback={
        <EmptyState
          icon={<InboxIcon />}
          title="No open conversations"
          text="What is raised to your departments appears here by itself, whoever answers it."
        />
      }
    >
      <ul class="list" aria-label="All conversations">
        <For each={shown()} fallback={<li class="list-nothing">No conversation fits.</li>}>
          {(summary) => <Row summary={summary} />}
        </For>
      </ul>
    </Show>
  );
}

function Row(props: { readonly summary: ConversationSummary }): JSX.Element {
  const { desk, now, ownDepartments, peer } = useConsole();
  const navigate = useNavigate();
  const [trouble, setTrouble] = createSignal<string>();
  const id = () => props.summary.conversation;
  const name = () => titleOf(props.summary);
  const isQueued = () => !isGroup(props.summary.kind);
  const isMine = () => peer.listed().some(({ conversation }) => conversation === id());
  const open = () => navigate(`/conversations/${id()}`);
  function watch() {
    desk.watch(id());
    open();
  }
  async function takeOver() {
    const answer = await peer.peer.staff.takeOver(id(), answering(props.summary.status));
    setTrouble(answer.ok ? undefined : answer.refusal);
    if (answer.ok) open();
  }
  const line = () => {
    const { status } = props.summary;
    if (status.state === 'assigned') return `With ${status.to.name}`;
    return status.state === 'open' ? `Begun by ${props.summary.client.name}` : 'Nobody answers yet';
  };
  return (
    <li class="list-item" aria-label={name()}>
      <div class="row all-row" data-here={desk.selected()?.id === id()}>
        <span class="row-face">
          <KindFace kind={props.summary.kind} name={name()} />
        </span>
        <span class="row-name">
          <bdi>{props.summary.ticket?.subject ?? name()}</bdi>
        </span>
        <span class="row-time tabular">
          <Show when={props.summary.status.state === 'waiting'}>
            <span class="row-waiting">{waitingLabel(now() - props.summary.status.since)}</span>
          </Show>
        </span>
        <span class="row-line">{trouble() ?? line()}</span>
        <Show when={markOf(props.summary, ownDepartments.nameOf(props.summary.department))}>
          {(mark) => <span class="row-ticket">{mark()}</span>}
        </Show>
        <span class="all-actions">
          <Show
            when={!isMine()}
            fallback={
              <Button size="small" onClick={open} aria-label={`Open ${name()}`}>
                Open
              </Button>
            }
          >
            <Button size="small" onClick={watch} aria-label={`Watch ${name()}`}>
              Watch
            </Button>
            <Show when={isQueued()}>
              <Button
                size="small"
                onClick={() => void takeOver()}
                aria-label={`Take over ${name()}`}
              >
                Take over
              </Button>
            </Show>
          </Show>
        </span>
      </div>
    </li>
  );
}
