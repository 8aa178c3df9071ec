import './details-dialog.css';
import { createEffect, For, on, Show, type JSX } from 'solid-js';
import type { MessageDetails, Reached } from '../../../conversation/log/message-details.ts';
import { IconButton } from '../../ui/button.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { createTimeLabels } from '../time-labels.ts';
import { locale, t } from '../../words/words.ts';

export interface DetailsDialogProps {
  /** Undefined while it is closed. */
  readonly details: MessageDetails | undefined;
  onClose(): void;
}

/** When a message was written and reached whom, and what it said before. */
export function DetailsDialog(props: DetailsDialogProps): JSX.Element {
  let dialog!: HTMLDialogElement;
  const labels = createTimeLabels(locale());
  const full = (at: number) => labels.full(at);
  createEffect(
    on(
      () => props.details !== undefined,
      (isOpen) => {
        if (isOpen) dialog.showModal();
        else dialog.close();
      },
      { defer: true },
    ),
  );
  return (
    <dialog
      ref={(element) => (dialog = element)}
      class="message-details"
      aria-label={t('details.name')}
      onClose={() => props.onClose()}
      onClick={(event) => event.target === dialog && dialog.close()}
      // The host page closes the chat on Escape, and the console the conversation.
      onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
    >
      <Show when={props.details}>
        {(details) => (
          <div class="message-details-body">
            <header>
              <h2>{t('details.title')}</h2>
              <IconButton label={t('close')} onClick={() => dialog.close()}>
                <CloseIcon />
              </IconButton>
            </header>
            <dl>
              <dt>{t('details.written')}</dt>
              <dd>{full(details().writtenAt)}</dd>
              <dt>{t('details.received')}</dt>
              <dd>
                {details().receivedAt === undefined
                  ? t('details.not-received')
                  : full(details().receivedAt!)}
              </dd>
              <ReachedList
                title={t('details.delivered')}
                reached={details().delivered}
                full={full}
              />
              <ReachedList title={t('details.read')} reached={details().read} full={full} />
            </dl>
            <Show when={details().texts.length > 1}>
              <h3>{t('details.earlier')}</h3>
              <ol class="message-texts">
                <For each={details().texts.slice(0, -1)}>
                  {({ text, at }) => (
                    <li>
                      <time dateTime={new Date(at).toISOString()}>{full(at)}</time>
                      <p dir="auto">{text}</p>
                    </li>
                  )}
                </For>
              </ol>
            </Show>
          </div>
        )}
      </Show>
    </dialog>
  );
}

function ReachedList(props: {
  readonly title: string;
  readonly reached: readonly Reached[];
  full(at: number): string;
}): JSX.Element {
  return (
    <>
      <dt>{props.title}</dt>
      <For each={props.reached} fallback={<dd>{t('details.not-yet')}</dd>}>
        {({ by, at }) => (
          <dd>
            <bdi>{by.name}</bdi>, {props.full(at)}
          </dd>
        )}
      </For>
    </>
  );
}
