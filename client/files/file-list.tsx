import './file-list.css';
import {
  createResource,
  createSignal,
  For,
  Match,
  onCleanup,
  Show,
  Switch,
  type JSX,
} from 'solid-js';
import { familyOf, type FileRef } from '../../conversation/protocol/file.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { PictureViewer } from './picture-viewer.tsx';
import { sizeWords } from './size-words.ts';
import type { FetchRefusal, SendingState, Transfers } from './transfers.ts';

export interface FileListProps {
  readonly conversation: ConversationId;
  readonly files: readonly FileRef[];
  readonly transfers: Transfers;
}

/** The files of one message. Pictures, sound and films come by themselves; others when they are asked for. */
export function FileList(props: FileListProps): JSX.Element {
  return (
    <div class="files">
      <For each={props.files}>
        {(file) => (
          <FileView conversation={props.conversation} file={file} transfers={props.transfers} />
        )}
      </For>
    </div>
  );
}

interface FileViewProps {
  readonly conversation: ConversationId;
  readonly file: FileRef;
  readonly transfers: Transfers;
}

/** Larger ones wait until somebody wants them. */
const comesByItself = 10 * 1024 * 1024;
/** While its sender is still bringing it to the server. */
const askAgainMs = 4_000;

const sentences: Readonly<Record<FetchRefusal, string>> = {
  'not-there': 'On its way…',
  unreachable: 'The server cannot be reached.',
  damaged: 'What came is not this file. It was thrown away.',
};

function FileView(props: FileViewProps): JSX.Element {
  const { file } = props;
  const family = familyOf(file.type);
  const isShown = family === 'image' || family === 'audio' || family === 'video';
  const [wanted, setWanted] = createSignal(isShown && file.size <= comesByItself);
  const [opened, setOpened] = createSignal(false);
  const [fetched, { refetch }] = createResource(wanted, () =>
    props.transfers.fetch(props.conversation, file),
  );
  const why = () => {
    const result = fetched.state === 'ready' ? fetched() : undefined;
    return result === undefined || result.ok ? undefined : result.refusal;
  };
  let address: string | undefined;
  /** Made once; it lives as long as the message is drawn. */
  const url = () => {
    const result = fetched.state === 'ready' ? fetched() : undefined;
    if (result?.ok !== true) return undefined;
    address ??= URL.createObjectURL(result.value);
    return address;
  };
  const again = setInterval(() => why() === 'not-there' && void refetch(), askAgainMs);
  onCleanup(() => {
    clearInterval(again);
    if (address !== undefined) URL.revokeObjectURL(address);
  });

  async function save() {
    if (url() === undefined) {
      setWanted(true);
      const result = await props.transfers.fetch(props.conversation, file);
      if (!result.ok) return void refetch();
      address ??= URL.createObjectURL(result.value);
    }
    const link = document.createElement('a');
    link.href = address ?? '';
    link.download = file.name;
    link.click();
  }

  return (
    <figure class="file" data-file={file.hash} data-family={family}>
      <Switch>
        <Match when={family === 'image' && (url() ?? wanted())}>
          <button
            type="button"
            class="file-picture"
            style={{ 'aspect-ratio': `${file.width ?? 4} / ${file.height ?? 3}` }}
            aria-label={`Open the picture ${file.name}`}
            disabled={url() === undefined}
            onClick={() => setOpened(true)}
          >
            <Show when={url()}>{(src) => <img src={src()} alt="" />}</Show>
          </button>
        </Match>
        <Match when={family === 'audio' && url()}>
          {(src) => <audio controls src={src()} aria-label={file.name} />}
        </Match>
        <Match when={family === 'video' && url()}>
          {(src) => <video controls src={src()} aria-label={file.name} />}
        </Match>
      </Switch>
      <figcaption class="file-caption">
        <span class="file-words">
          <bdi class="file-name">{file.name}</bdi>
          <span class="file-line">
            <FileLine
              size={file.size}
              sending={props.transfers.sending(file.hash)}
              why={why()}
              transfers={props.transfers}
              hash={file.hash}
            />
          </span>
        </span>
        <Show when={fetched.loading}>
          <Spinner />
        </Show>
        <Show
          when={why() === 'unreachable' || why() === 'damaged'}
          fallback={
            <Button size="small" aria-label={`Save ${file.name}`} onClick={() => void save()}>
              Save
            </Button>
          }
        >
          <Button size="small" onClick={() => void refetch()}>
            Try again
          </Button>
        </Show>
      </figcaption>
      <Show when={family === 'image' && opened() && url()}>
        {(src) => <PictureViewer src={src()} name={file.name} onClose={() => setOpened(false)} />}
      </Show>
    </figure>
  );
}

/** Its size, or what is the matter with it. Follows one's own on its way. */
function FileLine(props: {
  readonly size: number;
  readonly hash: FileRef['hash'];
  readonly sending: SendingState | undefined;
  readonly why: FetchRefusal | undefined;
  readonly transfers: Transfers;
}): JSX.Element {
  const [sending, setSending] = createSignal(props.sending);
  onCleanup(props.transfers.onChange(() => setSending(props.transfers.sending(props.hash))));
  const words = () => {
    const now = sending();
    switch (now?.state) {
      case 'sending':
        return `Sending, ${Math.round(now.sent * 100)} %`;
      case 'waiting':
        return 'Waiting for the server';
      case 'refused':
        return `Not sent: ${now.why}`;
      default:
        return props.why === undefined ? sizeWords(props.size) : sentences[props.why];
    }
  };
  return (
    <>
      <span role="status">{words()}</span>
      <Show when={sending()?.state === 'sending' || sending()?.state === 'waiting'}>
        <button type="button" class="link" onClick={() => props.transfers.cancel(props.hash)}>
          Cancel
        </button>
      </Show>
    </>
  );
}
