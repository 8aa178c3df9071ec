import './archive-page.css';
import { A, useParams, type RouteSectionProps } from '@solidjs/router';
import { For, Show, type JSX } from 'solid-js';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import { KindFace } from '../../groups/kind-face.tsx';
import { markOf, titleOf } from '../../groups/kind-words.ts';
import { EmptyState } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { ArchiveIcon } from '../../ui/more-icons.tsx';
import { createListWindow } from '../../ui/list-window.ts';
import { Spacer } from '../../ui/spacer.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { useConsole } from '../console-context.ts';
import { entriesWords } from '../conversations/client-facts.ts';
import { createArchiveList, type ArchiveFilter } from './archive-list.ts';
import { isToday } from './moments.ts';
import { SearchBox, SearchResults } from './search-panel.tsx';
import { createSearch } from './search.ts';
import { Segments } from '../ui/segments.tsx';

/** The list and the search stay while transcripts are opened beside them. */
export function ArchivePage(props: RouteSectionProps): JSX.Element {
  const { api, clock } = useConsole();
  const params = useParams();
  const search = createSearch(api, clock);
  const list = createArchiveList(api);
  return (
    <div class="archive" data-open={params['id'] !== undefined}>
      <section class="archive-pane" aria-labelledby="archive-title">
        <header class="archive-head">
          <h1 id="archive-title" class="list-title">
            Archive
          </h1>
          <SearchBox search={search} />
        </header>
        <Show when={search.state().state !== 'idle'} fallback={<ArchiveList list={list} />}>
          <SearchResults search={search} />
        </Show>
      </section>
      {props.children}
    </div>
  );
}

export function NothingChosen(): JSX.Element {
  return (
    <section class="transcript-pane archive-nothing" aria-label="No transcript open">
      <EmptyState
        icon={<ArchiveIcon />}
        title="Choose a conversation"
        text="Every transcript is verified here, in your browser, before it is shown."
      />
    </section>
  );
}

const filters: readonly { readonly value: ArchiveFilter; readonly name: string }[] = [
  { value: undefined, name: 'All' },
  { value: 'open', name: 'Open' },
  { value: 'closed', name: 'Closed' },
];

/** Of a row with two lines, px: until it is measured. */
const rowHeight = 56;

function ArchiveList(props: { readonly list: ReturnType<typeof createArchiveList> }): JSX.Element {
  const drawing = createListWindow(
    () => props.list.conversations(),
    ({ conversation }) => conversation,
    rowHeight,
  );
  return (
    <>
      <div class="archive-filter">
        <Segments
          label="Which conversations"
          segments={filters}
          chosen={props.list.filter()}
          onChoose={(filter) => props.list.setFilter(filter)}
        />
      </div>
      <div class="archive-scroll" aria-busy={props.list.loading()}>
        <ul
          ref={(element) => drawing.attach(element)}
          class="archive-list"
          aria-label="Archived conversations"
        >
          <Spacer height={drawing.above()} />
          <For each={drawing.drawn()}>{(one) => <SummaryRow summary={one} />}</For>
          <Spacer height={drawing.below()} />
        </ul>
        <Show when={props.list.loading()}>
          <div class="archive-waiting" role="status">
            <span class="sr-only">Loading conversations</span>
            <Skeleton width="100%" height="3rem" />
            <Skeleton width="100%" height="3rem" />
            <Skeleton width="100%" height="3rem" />
          </div>
        </Show>
        <Show when={props.list.trouble()}>
          {(sentence) => (
            <EmptyState
              title="The archive cannot be shown"
              text={sentence()}
              action={<Button onClick={() => props.list.more()}>Try again</Button>}
            />
          )}
        </Show>
        <Show when={props.list.isComplete() && props.list.conversations().length === 0}>
          <EmptyState title="Nothing here yet" text="Conversations appear as soon as they begin." />
        </Show>
        <Show when={props.list.hasMore() && !props.list.loading()}>
          <Button look="ghost" class="archive-more" onClick={() => props.list.more()}>
            Show more
          </Button>
        </Show>
      </div>
    </>
  );
}

function SummaryRow(props: { readonly summary: ConversationSummary }): JSX.Element {
  const { labels, now } = useConsole();
  const params = useParams();
  const summary = () => props.summary;
  const when = () => {
    const at = summary().activeAt;
    return isToday(labels, at, now()) ? labels.clock(at) : labels.day(at, now());
  };
  return (
    <li aria-label={titleOf(summary())}>
      <A
        href={`/archive/${summary().conversation}`}
        class="row"
        aria-current={params['id'] === summary().conversation ? 'page' : undefined}
      >
        <span class="row-face">
          <KindFace kind={summary().kind} name={titleOf(summary())} />
        </span>
        <span class="row-name">
          <bdi>{titleOf(summary())}</bdi>
        </span>
        <span class="row-time row-quiet tabular" title={labels.full(summary().activeAt)}>
          {when()}
        </span>
        <span class="row-line">
          {summary().erasedAt === undefined ? entriesWords(summary().entries) : 'Deleted'}
        </span>
        <span class="state-word" data-state={summary().status.state}>
          {stateWord(summary())}
        </span>
        <Show when={markOf(summary())}>{(mark) => <span class="row-ticket">{mark()}</span>}</Show>
      </A>
    </li>
  );
}

function stateWord({ status }: ConversationSummary): string {
  if (status.state === 'closed') return 'Closed';
  return status.state === 'waiting' ? 'Waiting' : 'Open';
}
