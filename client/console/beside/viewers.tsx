import './beside.css';
import { createEffect, For, onCleanup, Show, type JSX } from 'solid-js';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { Avatar } from '../../ui/marks.tsx';
import { useConsole } from '../console-context.ts';
import { viewersSentence } from './viewers-words.ts';

const mostShown = 3;

/** Colleagues who have this conversation before them, too. While it is drawn, they see one as well. */
export function Viewers(props: {
  readonly conversation: ConversationId;
  readonly looking: boolean;
}): JSX.Element {
  const { peer } = useConsole();
  createEffect(() => peer.peer.staff.view(props.looking ? props.conversation : undefined));
  onCleanup(() => peer.peer.staff.view(undefined));
  const people = () => peer.viewers();
  return (
    <Show when={people().length > 0}>
      <span
        class="viewers"
        role="img"
        aria-label={viewersSentence(people().map(({ name }) => name))}
        title={viewersSentence(people().map(({ name }) => name))}
      >
        <For each={people().slice(0, mostShown)}>
          {(person) => <Avatar name={person.name} size="small" />}
        </For>
        <Show when={people().length > mostShown}>
          <span class="viewers-more tabular">+{people().length - mostShown}</span>
        </Show>
      </span>
    </Show>
  );
}
