import { For, Show, type JSX } from 'solid-js';
import type { AskedAnswers } from '../../../conversation/protocol/http/asking.ts';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { Badge } from '../../ui/marks.tsx';
import { TroubleAgain } from '../../signed-in/ui/trouble-again.tsx';
import { useConsole } from '../console-context.ts';
import { createAskedOfServer } from './asked-of-server.ts';

/** What whoever writes answered before the chat. Nobody checked it. */
export function AskedSection(props: { readonly conversation: ConversationId }): JSX.Element {
  const { api, labels, peer } = useConsole();
  const answer = createAskedOfServer(
    () => props.conversation,
    (conversation) => api.asked(conversation),
    (conversation) => peer.contextChanges(conversation),
  );
  return (
    <Show
      when={answer.value()?.asked}
      fallback={<TroubleAgain sentence={answer.trouble()} onAgain={() => answer.again()} />}
    >
      {(asked) => (
        <section class="context-part" aria-label="Asked before the chat">
          <h4 class="context-label">Asked before the chat</h4>
          <p class="quiet">
            <Badge>Not checked</Badge> Answered {labels.full(asked().answeredAt)}.
          </p>
          <Answers of={asked().answers} />
        </section>
      )}
    </Show>
  );
}

function Answers(props: { readonly of: AskedAnswers }): JSX.Element {
  return (
    <dl class="facts client-facts">
      <Show when={props.of.name}>{(name) => <Answer label="Name" value={name()} />}</Show>
      <Show when={props.of.email}>
        {(email) => (
          <Answer
            label="E-mail"
            value={email()}
            remark="Not confirmed. No mail goes out to it from here."
          />
        )}
      </Show>
      <Show when={props.of.phone}>{(phone) => <Answer label="Phone" value={phone()} />}</Show>
      <For each={props.of.own}>
        {({ label, value }) => (
          <Answer
            label={label}
            value={typeof value === 'boolean' ? (value ? 'Yes' : 'No') : value}
          />
        )}
      </For>
      <Show when={props.of.consent}>{(text) => <Answer label="Agreed to" value={text()} />}</Show>
    </dl>
  );
}

function Answer(props: {
  readonly label: string;
  readonly value: string;
  readonly remark?: string;
}): JSX.Element {
  return (
    <>
      <dt>
        <bdi>{props.label}</bdi>
      </dt>
      <dd class="asked-answer">
        <bdi>{props.value}</bdi>
        <Show when={props.remark}>
          <span class="quiet">{props.remark}</span>
        </Show>
      </dd>
    </>
  );
}
