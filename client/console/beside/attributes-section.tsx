import './beside.css';
import { createSignal, For, Show, type JSX } from 'solid-js';
import {
  attributeNameCharacters,
  attributeValueCharacters,
} from '../../../conversation/protocol/http/beside.ts';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { createForm } from '../../ui/form.ts';
import { FormEnd, FormTrouble } from '../../ui/form-end.tsx';
import { IconButton } from '../../ui/button.tsx';
import { TrashIcon } from '../../ui/more-icons.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { TroubleAgain } from '../../signed-in/ui/trouble-again.tsx';
import { useConsole } from '../console-context.ts';
import { createAskedOfServer } from '../conversations/asked-of-server.ts';

/** What one's department noted about the client; nothing where the conversation is masked. */
export function AttributesSection(props: { readonly conversation: ConversationId }): JSX.Element {
  const { api, beside, labels } = useConsole();
  const [adds, setAdds] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  const known = createAskedOfServer(
    () => props.conversation,
    (conversation) => api.clientAttributes(conversation),
    (conversation) => beside.changes(conversation),
  );
  const shown = () => {
    const now = known.value();
    return now?.hidden === false ? now : undefined;
  };
  async function change(name: string, value: string | null) {
    const result = await api.changeClientAttribute(props.conversation, { name, value });
    if (result.ok) known.put(result.value);
    return result;
  }
  return (
    <Show
      when={shown()}
      fallback={<TroubleAgain sentence={known.trouble()} onAgain={() => known.again()} />}
    >
      {(now) => (
        <section class="context-part" aria-label="Notes about the client">
          <div class="context-head-line">
            <h4 class="context-label">Known to your department</h4>
            <button type="button" class="context-edit" onClick={() => setAdds(!adds())}>
              {adds() ? 'Done' : 'Add'}
            </button>
          </div>
          <Show when={now().attributes.length > 0} fallback={<p class="quiet">Nothing yet</p>}>
            <dl class="facts attribute-facts">
              <For each={now().attributes}>
                {(one) => (
                  <>
                    <dt>
                      <bdi>{one.name}</bdi>
                    </dt>
                    <dd title={`${one.by}, ${labels.full(one.at)}`}>
                      <bdi>{one.value}</bdi>
                      <Show when={adds()}>
                        <IconButton
                          label={`Remove ${one.name}`}
                          onClick={() =>
                            void change(one.name, null).then((result) =>
                              setTrouble(result.ok ? undefined : result.refusal.message),
                            )
                          }
                        >
                          <TrashIcon />
                        </IconButton>
                      </Show>
                    </dd>
                  </>
                )}
              </For>
            </dl>
          </Show>
          <FormTrouble sentence={trouble()} />
          <Show when={adds()}>
            <AddAttribute change={change} onDone={() => setAdds(false)} />
          </Show>
        </section>
      )}
    </Show>
  );
}

type Changed =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly refusal: { readonly message: string; readonly field?: string | undefined };
    };

function AddAttribute(props: {
  change(name: string, value: string): Promise<Changed>;
  onDone(): void;
}): JSX.Element {
  const atMost = (text: string, most: number) =>
    text.trim().length > most ? `Write at most ${most} characters.` : undefined;
  const form = createForm({
    initial: { name: '', value: '' },
    check: ({ name, value }) => {
      const wrongName =
        name.trim() === '' ? 'Write what it is.' : atMost(name, attributeNameCharacters);
      const wrongValue =
        value.trim() === '' ? 'Write its value.' : atMost(value, attributeValueCharacters);
      return {
        ...(wrongName === undefined ? {} : { name: wrongName }),
        ...(wrongValue === undefined ? {} : { value: wrongValue }),
      };
    },
    send: async ({ name, value }) => {
      const result = await props.change(name.trim(), value.trim());
      if (result.ok) props.onDone();
      return result;
    },
  });
  return (
    <form class="form" novalidate autocomplete="off" onSubmit={(event) => void form.submit(event)}>
      <TextField
        label="What"
        placeholder="Tariff"
        autocomplete="off"
        error={form.error('name')}
        onInput={(event) => form.write('name', event.currentTarget.value)}
      />
      <TextField
        label="Value"
        placeholder="Green M"
        autocomplete="off"
        error={form.error('value')}
        onInput={(event) => form.write('value', event.currentTarget.value)}
      />
      <FormEnd
        trouble={form.trouble()}
        busy={form.busy()}
        action="Save"
        onCancel={() => props.onDone()}
      />
    </form>
  );
}
