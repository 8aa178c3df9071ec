import { createEffect, For, Show, type JSX } from 'solid-js';
import { kindsToBegin } from '../../groups/begin-form.ts';
import { IconButton } from '../../ui/button.tsx';
import { PlusIcon } from '../../ui/more-icons.tsx';
import { useConsole } from '../console-context.ts';
import type { OpenConversation, ShownList } from './desk.ts';

interface Tab {
  readonly list: ShownList;
  readonly name: string;
  /** Undefined where nothing there is one's own to read. */
  readonly unread: number | undefined;
}

/** Which conversations, and how many. */
export function ListHead(props: { onNew(): void }): JSX.Element {
  const { beside, desk, ownDepartments } = useConsole();
  const unreadIn = (open: readonly OpenConversation[]) =>
    open.reduce((sum, { state }) => sum + state.unread(), 0);
  const mayBegin = () => kindsToBegin(ownDepartments.all() ?? []).length > 0;
  const tabs = (): readonly Tab[] => [
    { list: 'answered', name: 'Mine', unread: unreadIn(desk.ordered()) },
    ...(ownDepartments.isWorker()
      ? []
      : [{ list: 'queue', name: 'Queue', unread: undefined } as const]),
    { list: 'groups', name: 'Groups', unread: unreadIn(desk.groups()) },
    ...(beside.mentioned().length > 0 || desk.shown() === 'mentions'
      ? [{ list: 'mentions', name: 'Mentions', unread: beside.mentioned().length } as const]
      : []),
    ...(ownDepartments.isWorker()
      ? []
      : [{ list: 'all', name: 'All', unread: undefined } as const]),
  ];
  // Whoever used this browser before may have looked at a list that a worker does not have.
  createEffect(() => {
    const isOversight = desk.shown() === 'queue' || desk.shown() === 'all';
    if (ownDepartments.isWorker() && isOversight) desk.show('answered');
  });
  const count = () => (desk.shown() === 'groups' ? desk.groups() : desk.ordered()).length;
  return (
    <header class="list-head">
      <h1 id="list-title" class="list-title">
        Conversations
      </h1>
      <Show when={count() > 0 && (desk.shown() === 'answered' || desk.shown() === 'groups')}>
        <span class="list-count tabular">{count()}</span>
      </Show>
      <Show when={mayBegin()}>
        <IconButton class="list-new" label="New conversation" onClick={() => props.onNew()}>
          <PlusIcon />
        </IconButton>
      </Show>
      <div class="list-which" role="group" aria-label="Which conversations">
        <For each={tabs().map(({ list }) => list)}>
          {(list) => {
            const tab = () => tabs().find((one) => one.list === list);
            return (
              <button
                type="button"
                aria-pressed={desk.shown() === list}
                onClick={() => desk.show(list)}
              >
                {tab()?.name}
                <Show when={(tab()?.unread ?? 0) > 0 && desk.shown() !== list}>
                  <span class="list-unread tabular">
                    <span aria-hidden="true"> {tab()?.unread}</span>
                    <span class="sr-only">, {tab()?.unread} unread</span>
                  </span>
                </Show>
              </button>
            );
          }}
        </For>
      </div>
    </header>
  );
}
