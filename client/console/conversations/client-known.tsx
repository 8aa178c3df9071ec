import { For, Show, type JSX } from 'solid-js';
import type { ClientAnswer } from '../../../conversation/protocol/http/visitors.ts';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { Badge } from '../../ui/marks.tsx';
import { TroubleAgain } from '../../signed-in/ui/trouble-again.tsx';
import { useConsole } from '../console-context.ts';
import { createAskedOfServer } from './asked-of-server.ts';

type Identified = Extract<ClientAnswer, { kind: 'identified' }>;

/** Who the client is, and who vouches for it. In a masked conversation nothing is known, and nothing is said. */
export function ClientKnown(props: { readonly conversation: ConversationId }): JSX.Element {
  const { api } = useConsole();
  const client = createAskedOfServer(
    () => props.conversation,
    (conversation) => api.client(conversation),
  );
  const shown = () => {
    const now = client.value();
    return now === undefined || now.kind === 'hidden' ? undefined : now;
  };
  const identified = () => {
    const now = shown();
    return now?.kind === 'identified' ? now : undefined;
  };
  return (
    <Show
      when={shown()}
      fallback={<TroubleAgain sentence={client.trouble()} onAgain={() => client.again()} />}
    >
      {(known) => (
        <section class="context-part" aria-label="Identity">
          <h4 class="context-label">Identity</h4>
          <p class="context-line">
            <bdi>{known().name}</bdi>
            <Show when={known().kind !== 'anonymous'} fallback={<Badge>Not verified</Badge>}>
              <Badge tone="good">Verified</Badge>
            </Show>
          </p>
          <p class="quiet">{vouchers[known().kind]}</p>
          <Show when={identified()}>{(one) => <Facts of={one()} />}</Show>
        </section>
      )}
    </Show>
  );
}

const vouchers: Readonly<Record<ClientAnswer['kind'], string>> = {
  hidden: '',
  anonymous: 'Nobody checked this name.',
  account: 'Signed in to this server.',
  identified: 'Signed by the site’s server.',
};

function Facts(props: { readonly of: Identified }): JSX.Element {
  const { labels } = useConsole();
  const attributes = () => Object.entries(props.of.attributes);
  return (
    <dl class="facts client-facts tabular">
      <dt>Site</dt>
      <dd>
        <bdi>{props.of.site}</bdi>
      </dd>
      <dt>User</dt>
      <dd>
        <bdi>{props.of.subject}</bdi>
      </dd>
      <Show when={props.of.email}>
        {(email) => (
          <>
            <dt>E-mail</dt>
            <dd>
              <a href={`mailto:${email()}`}>{email()}</a>
            </dd>
          </>
        )}
      </Show>
      <For each={attributes()}>
        {([name, value]) => (
          <>
            <dt>
              <bdi>{name}</bdi>
            </dt>
            <dd>
              <bdi>{wordsOf(value)}</bdi>
            </dd>
          </>
        )}
      </For>
      <dt>Checked</dt>
      <dd>{labels.full(props.of.verifiedAt)}</dd>
    </dl>
  );
}

function wordsOf(value: string | number | boolean): string {
  // A number may be one that names something, so it is not parted.
  return typeof value === 'boolean' ? (value ? 'Yes' : 'No') : String(value);
}
