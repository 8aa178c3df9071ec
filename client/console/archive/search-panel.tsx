import { A } from '@solidjs/router';
import { createMemo, For, Match, Show, Switch, type JSX } from 'solid-js';
import type { SearchAnswer } from '../../../conversation/protocol/http.ts';
import { EmptyState } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { SearchIcon } from '../../ui/more-icons.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { useConsole } from '../console-context.ts';
import { isToday } from './moments.ts';
import type { Search } from './search.ts';
import { tidySegments } from './snippet.ts';

export function SearchBox(props: { readonly search: Search }): JSX.Element {
  return (
    <form
      class="search-box"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        props.search.now();
      }}
    >
      <SearchIcon />
      <input
        type="search"
        class="field-input"
        aria-label="Search transcripts"
        placeholder="Search transcripts"
        autocomplete="off"
        maxlength="200"
        value={props.search.words()}
        onInput={(event) => props.search.setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') props.search.setWords('');
        }}
      />
      <Show when={props.search.state().state === 'searching'}>
        <Spinner />
      </Show>
    </form>
  );
}

export function SearchResults(props: { readonly search: Search }): JSX.Element {
  const found = createMemo(() => {
    const state = props.search.state();
    return state.state === 'found' ? state.hits : undefined;
  });
  const failed = () => {
    const state = props.search.state();
    return state.state === 'failed' ? state.message : undefined;
  };
  return (
    <div class="archive-scroll">
      <Switch>
        <Match when={failed()}>
          {(message) => (
            <EmptyState
              title="The search did not work"
              text={message()}
              action={<Button onClick={() => props.search.now()}>Try again</Button>}
            />
          )}
        </Match>
        <Match when={found()}>
          {(hits) => (
            <>
              <p class="archive-count" role="status">
                {hits().length === 1 ? '1 message found' : `${hits().length} messages found`}
              </p>
              <ul class="archive-list" aria-label="Search results">
                <For each={hits()}>{(hit) => <HitRow hit={hit} />}</For>
              </ul>
              <Show when={hits().length === 0}>
                <EmptyState title="Nothing found" text="Try fewer or other words." />
              </Show>
            </>
          )}
        </Match>
      </Switch>
    </div>
  );
}

function HitRow(props: { readonly hit: SearchAnswer['hits'][number] }): JSX.Element {
  const { labels, now } = useConsole();
  const when = () => {
    const at = props.hit.receivedAt;
    const day = isToday(labels, at, now()) ? '' : `${labels.day(at, now())}, `;
    return day + labels.clock(at);
  };
  return (
    <li>
      <A href={`/archive/${props.hit.conversation}?entry=${props.hit.entry}`} class="hit">
        <span class="hit-head">
          <bdi class="row-name">{props.hit.author.name}</bdi>
          <time class="row-time row-quiet tabular" title={labels.full(props.hit.receivedAt)}>
            {when()}
          </time>
        </span>
        <span class="hit-text" dir="auto">
          <For each={tidySegments(props.hit.snippet)}>
            {(segment) => (segment.hit ? <mark>{segment.text}</mark> : segment.text)}
          </For>
        </span>
      </A>
    </li>
  );
}
