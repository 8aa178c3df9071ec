import './beside.css';
import { For, Show, type JSX } from 'solid-js';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { useConsole } from '../console-context.ts';
import { createLabelsOf } from './beside.ts';
import { LabelChip, PriorityMark } from './label-chip.tsx';

/** A line of a row: priority, labels, whether one is mentioned, and until when it sleeps. Nothing where there is nothing. */
export function RowBeside(props: { readonly conversation: ConversationId }): JSX.Element {
  const { beside, labels: times } = useConsole();
  const on = createLabelsOf(beside, () => props.conversation);
  const now = () => beside.of(props.conversation);
  const urgency = () => {
    const { priority } = now();
    return priority === 'none' ? undefined : priority;
  };
  const hasSome = () =>
    on().length > 0 ||
    urgency() !== undefined ||
    now().mentions > 0 ||
    now().snoozedUntil !== undefined;
  return (
    <Show when={hasSome()}>
      <span class="row-beside">
        <Show when={now().mentions > 0}>
          <span class="row-mention">
            <span aria-hidden="true">@</span>
            <span class="sr-only">You are mentioned in a note</span>
          </span>
        </Show>
        <Show when={urgency()}>{(priority) => <PriorityMark priority={priority()} />}</Show>
        <For each={on()}>{(label) => <LabelChip label={label} />}</For>
        <Show when={now().snoozedUntil}>
          {(until) => <span class="row-sleeps">Sleeps until {times.full(until())}</span>}
        </Show>
      </span>
    </Show>
  );
}
