import './host-context.css';
import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import type { ContextAnswer } from '../../../conversation/protocol/http/host-context.ts';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/marks.tsx';
import { TroubleAgain } from '../../signed-in/ui/trouble-again.tsx';
import { useConsole } from '../console-context.ts';
import { createAskedOfServer } from '../conversations/asked-of-server.ts';
import { Dialog } from '../../signed-in/ui/dialog.tsx';
import { createCellWords } from './cell-words.ts';
import { HostTableView } from './host-table.tsx';

const nothing: ContextAnswer = { attributes: {}, tables: [] };

/** What the page around the chat tells of the client; it follows when the page says something else. */
export function HostContextSection(props: { readonly conversation: ConversationId }): JSX.Element {
  const { api, labels, peer } = useConsole();
  const words = createCellWords();
  const answer = createAskedOfServer(
    () => props.conversation,
    (conversation) => api.hostContext(conversation),
    (conversation) => peer.contextChanges(conversation),
  );
  const told = () => answer.value() ?? nothing;
  const attributes = () => Object.entries(told().attributes);
  // By name: a table that is told again stays the same element, on the page where it was.
  const names = createMemo(() => told().tables.map(({ name }) => name), [], {
    equals: (a, b) => a.length === b.length && a.every((name, at) => name === b[at]),
  });
  const table = (name: string) => told().tables.find((one) => one.name === name);
  const [large, setLarge] = createSignal<string>();
  const isAnything = () => told().toldAt !== undefined || answer.trouble() !== undefined;

  return (
    <Show when={isAnything()}>
      <section class="context-part host-context" aria-label="From the page">
        <h4 class="context-label">From the page</h4>
        <TroubleAgain sentence={answer.trouble()} onAgain={() => answer.again()} />
        <Show when={told().toldAt}>
          {(at) => (
            <p class="quiet">
              <Badge>Not checked</Badge> Told by the page {labels.full(at())}.
            </p>
          )}
        </Show>
        <Show when={attributes().length > 0}>
          <dl class="facts client-facts tabular">
            <For each={attributes()}>
              {([name, value]) => (
                <>
                  <dt>
                    <bdi>{name}</bdi>
                  </dt>
                  <dd>
                    {/* A number may be one that names something, so it is not parted. */}
                    <bdi>{typeof value === 'boolean' ? words.cell(value, 'yes-no') : value}</bdi>
                  </dd>
                </>
              )}
            </For>
          </dl>
        </Show>
        <For each={names()}>
          {(name) => (
            <Show when={table(name)}>
              {(table) => (
                <div class="host-told">
                  <div class="host-told-head">
                    <h5 class="host-told-title">
                      <bdi>{table().title}</bdi>
                    </h5>
                    <Button
                      size="small"
                      look="ghost"
                      aria-label={`Larger: ${table().title}`}
                      onClick={() => setLarge(name)}
                    >
                      Larger
                    </Button>
                  </div>
                  <HostTableView table={table()} rowsPerPage={6} />
                </div>
              )}
            </Show>
          )}
        </For>
        <Dialog
          open={large() !== undefined}
          class="host-dialog"
          title={table(large() ?? '')?.title ?? ''}
          description="Told by the page, not checked."
          onClose={() => setLarge(undefined)}
        >
          <Show when={table(large() ?? '')}>
            {(table) => <HostTableView table={table()} rowsPerPage={20} />}
          </Show>
        </Dialog>
      </section>
    </Show>
  );
}
