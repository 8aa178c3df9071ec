import { createSignal, Match, onCleanup, Show, Switch, type JSX } from 'solid-js';
import { familyOf, type FileRef } from '../../conversation/protocol/file.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { Button } from '../ui/button.tsx';
import { createBlobAddress } from './blob-address.ts';
import { FileLine } from './file-line.tsx';
import { openPdf } from './open-pdf.ts';
import { PictureViewer } from './picture-viewer.tsx';
import type { Receiving } from './receiving.ts';
import type { Transfers } from './transfers.ts';
import { t } from '../words/words.ts';

export interface FileViewProps {
  readonly conversation: ConversationId;
  readonly file: FileRef;
  readonly transfers: Transfers;
  readonly receiving: Receiving;
}

/** Larger ones wait until somebody wants them. */
const comesByItself = 10 * 1024 * 1024;

export function FileView(props: FileViewProps): JSX.Element {
  const { file, conversation, receiving, transfers } = props;
  const family = familyOf(file.type);
  const isShown = family === 'image' || family === 'audio' || family === 'video';
  const read = () => receiving.state(conversation, file);
  const [coming, setComing] = createSignal(read(), { equals: false });
  const [opened, setOpened] = createSignal(false);
  /** What is done with it once it is there: whoever pressed the button waits for that. */
  let then: ((content: Blob) => void) | undefined;
  /** It lives as long as the message is drawn. */
  const address = createBlobAddress();
  const content = () => {
    const now = coming();
    return now?.state === 'done' ? now.content : undefined;
  };
  const url = () => {
    const now = content();
    return now === undefined ? undefined : address.of(now);
  };
  function look(): void {
    const next = read();
    if (next === coming() || (next?.state === 'done' && content() !== undefined)) return;
    setComing(next);
    const now = content();
    if (now === undefined) return;
    then?.(now);
    then = undefined;
  }
  onCleanup(receiving.onChange(look));
  // One's own is there as soon as it is on its way.
  onCleanup(transfers.onChange(look));
  onCleanup(() => {
    then = undefined;
    address.end();
  });
  const isOwn = transfers.sending(file.hash) !== undefined;
  if (isShown && (isOwn || file.size <= comesByItself)) receiving.want(conversation, file);

  function withContent(deed: (content: Blob) => void): void {
    const now = content();
    if (now !== undefined) return deed(now);
    then = deed;
    receiving.want(conversation, file);
  }

  function save(): void {
    const link = document.createElement('a');
    link.href = url() ?? '';
    link.download = file.name;
    link.click();
  }

  const isAsked = () => coming() !== undefined;

  return (
    <figure class="file" data-file={file.hash} data-family={family} data-coming={coming()?.state}>
      <Switch>
        <Match when={family === 'image' && isAsked()}>
          <button
            type="button"
            class="file-picture"
            style={{ 'aspect-ratio': `${file.width ?? 4} / ${file.height ?? 3}` }}
            aria-label={t('file.open-picture', { name: file.name })}
            disabled={url() === undefined}
            onClick={() => setOpened(true)}
          >
            <Show when={url()}>{(src) => <img src={src()} alt="" />}</Show>
          </button>
        </Match>
        <Match when={family === 'audio' && url()}>
          {(src) => (
            <audio
              controls
              src={src()}
              ref={(element) => address.shownBy(element)}
              aria-label={file.name}
            />
          )}
        </Match>
        <Match when={family === 'video' && url()}>
          {(src) => (
            <video
              controls
              src={src()}
              ref={(element) => address.shownBy(element)}
              aria-label={file.name}
            />
          )}
        </Match>
      </Switch>
      <figcaption class="file-caption">
        <span class="file-words">
          <bdi class="file-name">{file.name}</bdi>
          <FileLine
            conversation={conversation}
            file={file}
            coming={coming()}
            transfers={transfers}
            receiving={receiving}
          />
        </span>
        <Show when={family === 'pdf'}>
          <Button
            size="small"
            aria-label={t('file.open-it', { name: file.name })}
            onClick={() => {
              // A tab is opened by the press itself, or not at all.
              const show = openPdf(transfers, conversation, file);
              withContent(show);
            }}
          >
            {t('file.open')}
          </Button>
        </Show>
        <Button
          size="small"
          aria-label={t('file.save-it', { name: file.name })}
          onClick={() => withContent(save)}
        >
          {t('file.save')}
        </Button>
      </figcaption>
      <Show when={opened() && url()}>
        {(src) => <PictureViewer src={src()} name={file.name} onClose={() => setOpened(false)} />}
      </Show>
    </figure>
  );
}
