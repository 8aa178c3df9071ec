import { Show, type JSX } from 'solid-js';

export interface EntryCardProps {
  readonly title: string;
  readonly text?: string | undefined;
  readonly notice?: string | undefined;
  readonly trouble?: string | undefined;
  readonly children: JSX.Element;
  /** Other ways, below the form. */
  readonly more?: JSX.Element;
  onSubmit?(): void;
}

/** The one form on a page of its own that all ways in have. */
export function EntryCard(props: EntryCardProps): JSX.Element {
  return (
    <main class="entry">
      <form
        class="entry-card"
        novalidate
        aria-labelledby="entry-title"
        onSubmit={(event) => {
          event.preventDefault();
          props.onSubmit?.();
        }}
      >
        <header class="entry-head">
          <h1 id="entry-title">{props.title}</h1>
          <Show when={props.text}>{(text) => <p>{text()}</p>}</Show>
        </header>
        <Show when={props.notice}>
          {(notice) => (
            <p class="entry-notice" role="status">
              {notice()}
            </p>
          )}
        </Show>
        {props.children}
        <Show when={props.trouble}>
          {(sentence) => (
            <p class="entry-trouble" role="alert">
              {sentence()}
            </p>
          )}
        </Show>
        <Show when={props.more}>{(more) => <p class="entry-more">{more()}</p>}</Show>
      </form>
    </main>
  );
}
