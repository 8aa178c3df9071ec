import './transcript-page.css';
import { A, useParams, useSearchParams } from '@solidjs/router';
import { For, Match, Show, Switch, type JSX } from 'solid-js';
import * as v from 'valibot';
import { isGroup } from '../../../conversation/protocol/kinds.ts';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import {
  conversationId,
  entryId,
  type ConversationId,
  type EntryId,
} from '../../../conversation/protocol/ids.ts';
import { Thread, type ThreadHandle } from '../../chat/thread.tsx';
import { colleaguesIn, createNoteInsets } from '../beside/note-insets.tsx';
import { createNotes } from '../beside/notes.ts';
import { markOf, titleOf } from '../../groups/kind-words.ts';
import { EmptyState } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { AlertIcon, BackIcon, CheckCircleIcon } from '../../ui/icons.tsx';
import { useConsole } from '../console-context.ts';
import { statusWords } from '../conversations/client-facts.ts';
import { TransferNotes } from '../conversations/transfer-notes.tsx';
import { AskedSection } from '../conversations/asked-section.tsx';
import { HostContextSection } from '../host-context/host-context-section.tsx';
import { DeleteConversation } from './delete-conversation.tsx';
import { createTranscript } from './transcript.ts';
import { verifiedWords, type VerifiedTranscript } from './verify-transcript.ts';

export function TranscriptPage(): JSX.Element {
  const params = useParams();
  const [query] = useSearchParams();
  const id = () => {
    const parsed = v.safeParse(conversationId, params['id']);
    return parsed.success ? parsed.output : undefined;
  };
  const goTo = () => {
    const parsed = v.safeParse(entryId, query['entry']);
    return parsed.success ? parsed.output : undefined;
  };
  return (
    <Show when={id()} keyed fallback={<Missing />}>
      {(conversation) => <Transcript conversation={conversation} goTo={goTo()} />}
    </Show>
  );
}

function Missing(): JSX.Element {
  return (
    <section class="transcript-pane">
      <EmptyState
        title="There is no such conversation"
        text="The address may be mistyped."
        action={
          <A href="/archive" class="button" data-look="quiet">
            Back to the archive
          </A>
        }
      />
    </section>
  );
}

function Transcript(props: {
  readonly conversation: ConversationId;
  readonly goTo: EntryId | undefined;
}): JSX.Element {
  const { api, beside, clock, me, noteRemoval, transfers } = useConsole();
  const transcript = createTranscript(api, props.conversation, window.crypto.subtle);
  const notes = createNotes({
    api,
    beside,
    removal: noteRemoval,
    conversation: props.conversation,
    wanted: () => {
      const summary = transcript.summary();
      return summary !== undefined && !isGroup(summary.kind);
    },
  });
  let thread: ThreadHandle | undefined;
  const insets = createNoteInsets({
    notes,
    find: (message) => transcript.thread.items().findLast(({ id }) => id === message),
    goTo: (message) => thread?.goToMessage(message),
    colleagues: () => colleaguesIn(api, props.conversation, me),
  });
  const found = () => {
    const state = transcript.state();
    return state.state === 'verified' ? state.found : undefined;
  };
  return (
    <section class="transcript-pane" aria-label="Transcript">
      <Show when={transcript.summary()} fallback={<header class="transcript-head" />}>
        {(summary) => (
          <Head summary={summary()} found={found()} onDeleted={() => transcript.again()} />
        )}
      </Show>
      <Switch>
        <Match when={failed(transcript.state())}>
          {(message) => (
            <EmptyState
              icon={<AlertIcon />}
              title="The transcript cannot be shown"
              text={message()}
              action={<Button onClick={() => transcript.again()}>Try again</Button>}
            />
          )}
        </Match>
        <Match when={working(transcript.state())}>
          {(work) => <Progress done={work().done} of={work().of} />}
        </Match>
        <Match when={found()}>
          {(found) => (
            <>
              <Faults found={found()} />
              <div class="transcript-transfers">
                <TransferNotes conversation={props.conversation} since={0} />
                <AskedSection conversation={props.conversation} />
                <HostContextSection conversation={props.conversation} />
              </div>
              <Show
                when={found().items.length > 0 && transcript.summary()?.erasedAt === undefined}
                fallback={
                  <EmptyState
                    title={
                      transcript.summary()?.erasedAt === undefined
                        ? 'Nothing was written in this conversation'
                        : 'What was said here was deleted'
                    }
                  />
                }
              >
                <Thread
                  state={transcript.thread}
                  clock={clock}
                  looking={false}
                  goTo={props.goTo}
                  transfers={transfers}
                  insets={insets}
                  handle={(handle) => (thread = handle)}
                />
              </Show>
              <Quarantined found={found()} />
            </>
          )}
        </Match>
      </Switch>
    </section>
  );
}

type State = ReturnType<ReturnType<typeof createTranscript>['state']>;

function failed(state: State): string | undefined {
  return state.state === 'failed' ? state.message : undefined;
}

function working(state: State) {
  return state.state === 'working' ? state : undefined;
}

function Head(props: {
  readonly summary: ConversationSummary;
  readonly found: VerifiedTranscript | undefined;
  onDeleted(): void;
}): JSX.Element {
  const { labels } = useConsole();
  return (
    <header class="transcript-head">
      <A href="/archive" class="icon-button transcript-back" aria-label="Back to the archive">
        <BackIcon />
      </A>
      <div class="pane-names">
        <h2 class="pane-title">
          <bdi>{titleOf(props.summary)}</bdi>
        </h2>
        <p class="pane-presence tabular">
          <Show when={markOf(props.summary)}>{(mark) => <>{mark()} · </>}</Show>
          {labels.full(props.summary.createdAt)} · {statusWords(props.summary.status)}
          <Show when={props.summary.erasedAt}>{(at) => <> · Deleted {labels.full(at())}</>}</Show>
          <Show when={props.summary.ticket}>
            {(ticket) => (
              <>
                {' · '}
                <span class="ticket-number">#{ticket().number}</span> <bdi>{ticket().subject}</bdi>
              </>
            )}
          </Show>
        </p>
      </div>
      <Show when={props.found}>
        {(found) => (
          <p class="verdict" data-good={found().faults.length === 0} role="status">
            <Show when={found().faults.length === 0} fallback={<AlertIcon />}>
              <CheckCircleIcon />
            </Show>
            {found().faults.length === 0 ? verifiedWords(found()) : 'Not everything verifies'}
          </p>
        )}
      </Show>
      <DeleteConversation summary={props.summary} onDeleted={() => props.onDeleted()} />
    </header>
  );
}

function Progress(props: { readonly done: number; readonly of: number | undefined }): JSX.Element {
  return (
    <div class="transcript-progress" role="status">
      <Show when={props.of} fallback={<progress />}>
        {(of) => <progress value={props.done} max={of()} />}
      </Show>
      <p class="tabular">
        {props.of === undefined
          ? 'Fetching the transcript…'
          : `Verifying ${props.done.toLocaleString('en')} of ${props.of.toLocaleString('en')} entries…`}
      </p>
    </div>
  );
}

function Faults(props: { readonly found: VerifiedTranscript }): JSX.Element {
  return (
    <Show when={props.found.faults.length > 0}>
      <div class="faults" role="alert">
        <p class="faults-title">Do not rely on this transcript. Below stands only what verified.</p>
        <ul>
          <For each={props.found.faults.slice(0, 20)}>{(fault) => <li>{fault.sentence}</li>}</For>
        </ul>
        <Show when={props.found.faults.length > 20}>
          <p>And {props.found.faults.length - 20} more.</p>
        </Show>
      </div>
    </Show>
  );
}

function Quarantined(props: { readonly found: VerifiedTranscript }): JSX.Element {
  const { labels } = useConsole();
  return (
    <Show when={props.found.quarantined.length > 0}>
      <details class="quarantined">
        <summary>
          {props.found.quarantined.length === 1
            ? '1 entry was kept but not accepted'
            : `${props.found.quarantined.length} entries were kept but not accepted`}
        </summary>
        <p class="quiet">
          They were written without permission, after the end, or twice under one number. Nobody in
          the conversation saw them.
        </p>
        <ul>
          <For each={props.found.quarantined}>
            {(entry) => (
              <li data-message={entry.id} data-verdict="quarantined">
                <span class="hit-head">
                  <bdi class="row-name">{entry.author.name}</bdi>
                  <time class="row-time row-quiet tabular">{labels.full(entry.receivedAt)}</time>
                </span>
                <span dir="auto">{entry.text ?? 'No text'}</span>
              </li>
            )}
          </For>
        </ul>
      </details>
    </Show>
  );
}
