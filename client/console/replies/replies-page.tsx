import './replies-page.css';
import { createSignal, For, Match, Show, Switch, type JSX } from 'solid-js';
import type { CannedReply } from '../../../conversation/protocol/http/replies.ts';
import { EmptyState } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { FilterField } from '../../ui/filter-field.tsx';
import { filterFrom, matches } from '../../ui/filter.ts';
import { PlusIcon } from '../../ui/more-icons.tsx';
import { Badge } from '../../ui/marks.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { useConsole } from '../console-context.ts';
import { Dialog } from '../../signed-in/ui/dialog.tsx';
import { placeWords } from './place-words.ts';
import { ReplyForm } from './reply-form.tsx';
import { TroubleLine } from '../../ui/trouble-line.tsx';

/** The texts that one keeps ready, and those that one may use. */
export function RepliesPage(): JSX.Element {
  const { replies } = useConsole();
  const [words, setWords] = createSignal('');
  const [opened, setOpened] = createSignal<'new' | CannedReply>();
  const [trouble, setTrouble] = createSignal<string>();
  void replies.reload();

  const all = () => replies.known()?.replies ?? [];
  /** By their ids: a line stays where it is when others change. */
  const shown = () =>
    all()
      .filter(({ shortcut, text, place }) => matches(words(), [shortcut, text, placeWords(place)]))
      .map(({ id }) => id);
  const changed = () => {
    const now = opened();
    return now === 'new' ? undefined : now;
  };
  const close = () => setOpened(undefined);

  return (
    <div class="page">
      <div class="page-inner">
        <header class="page-head">
          <div>
            <h1 class="page-title">Canned replies</h1>
            <p class="page-text">
              Answers that you keep ready. While you write to a client, type / and the shortcut.
            </p>
          </div>
          <Button
            look="primary"
            disabled={replies.known() === undefined}
            onClick={() => setOpened('new')}
          >
            <PlusIcon />
            New reply
          </Button>
        </header>
        <TroubleLine sentence={trouble()} />
        <Switch>
          <Match when={replies.known() === undefined && replies.trouble()}>
            {(message) => (
              <EmptyState
                title="The replies cannot be shown"
                text={message()}
                action={<Button onClick={() => void replies.reload()}>Try again</Button>}
              />
            )}
          </Match>
          <Match when={replies.known() === undefined}>
            <div class="card replies-loading" role="status">
              <span class="sr-only">Loading canned replies</span>
              <Skeleton width="100%" height="2.5rem" />
              <Skeleton width="100%" height="2.5rem" />
            </div>
          </Match>
          <Match when={all().length === 0}>
            <EmptyState
              title="No canned replies yet"
              text="What you write again and again is written once here, and is a slash and a word away from then on."
            />
          </Match>
          <Match when={true}>
            <Show when={all().length >= filterFrom}>
              <FilterField label="Filter canned replies" words={words()} onWords={setWords} />
            </Show>
            <ul class="card replies" aria-label="Canned replies">
              <For each={shown()} fallback={<li class="replies-none">No reply fits.</li>}>
                {(id) => (
                  <Show when={all().find((one) => one.id === id)}>
                    {(reply) => (
                      <Row
                        reply={reply()}
                        onChange={() => setOpened(reply())}
                        onTrouble={setTrouble}
                      />
                    )}
                  </Show>
                )}
              </For>
            </ul>
          </Match>
        </Switch>
      </div>
      <Dialog
        open={opened() !== undefined}
        title={opened() === 'new' ? 'New canned reply' : `Change /${changed()?.shortcut ?? ''}`}
        onClose={close}
      >
        <ReplyForm
          reply={changed()}
          mayAdd={replies.known()?.mayAdd ?? { departments: [], global: false }}
          onDone={() => {
            close();
            void replies.reload();
          }}
          onClose={close}
        />
      </Dialog>
    </div>
  );
}

interface RowProps {
  readonly reply: CannedReply;
  onChange(): void;
  onTrouble(sentence: string | undefined): void;
}

function Row(props: RowProps): JSX.Element {
  const { api, replies, undo } = useConsole();
  const [busy, setBusy] = createSignal(false);

  async function remove() {
    const { id, place, shortcut, text } = props.reply;
    setBusy(true);
    const result = await api.deleteReply(id);
    setBusy(false);
    const isGone = result.ok || result.refusal.code === 'not-found';
    props.onTrouble(isGone ? undefined : result.refusal.message);
    if (!isGone) return;
    await replies.reload();
    undo.offer({
      done: `/${shortcut} is deleted.`,
      undo: async () => {
        const again = await api.addReply(place, { shortcut, text });
        await replies.reload();
        return again.ok ? undefined : again.refusal.message;
      },
    });
  }

  return (
    <li class="reply" aria-label={`/${props.reply.shortcut}`}>
      <div class="reply-head">
        <span class="reply-name">/{props.reply.shortcut}</span>
        <Badge>{placeWords(props.reply.place)}</Badge>
      </div>
      <p class="reply-words">
        <bdi>{props.reply.text}</bdi>
      </p>
      <Show when={props.reply.mayChange}>
        <span class="reply-actions">
          <Button
            size="small"
            aria-label={`Change /${props.reply.shortcut}`}
            onClick={() => props.onChange()}
          >
            Change
          </Button>
          <Button
            size="small"
            busy={busy()}
            aria-label={`Delete /${props.reply.shortcut}`}
            onClick={() => void remove()}
          >
            Delete
          </Button>
        </span>
      </Show>
    </li>
  );
}
