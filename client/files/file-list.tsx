import './file-list.css';
import { createResource, For, Show, type JSX } from 'solid-js';
import type { FileRef } from '../../conversation/protocol/file.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { FileView } from './file-view.tsx';
import type { Transfers } from './transfers.ts';

export interface FileListProps {
  readonly conversation: ConversationId;
  readonly files: readonly FileRef[];
  readonly transfers: Transfers;
}

/** The files of one message. Pictures, sound and films come by themselves; others when they are asked for. */
export function FileList(props: FileListProps): JSX.Element {
  const [receiving] = createResource(() => props.transfers.receiving());
  return (
    <div class="files">
      <Show
        when={receiving.state === 'ready' && receiving()}
        fallback={<Names files={props.files} />}
      >
        {(receiving) => (
          <For each={props.files}>
            {(file) => (
              <FileView
                conversation={props.conversation}
                file={file}
                transfers={props.transfers}
                receiving={receiving()}
              />
            )}
          </For>
        )}
      </Show>
    </div>
  );
}

function Names(props: { readonly files: readonly FileRef[] }): JSX.Element {
  return <For each={props.files}>{({ name }) => <bdi class="file-name">{name}</bdi>}</For>;
}
