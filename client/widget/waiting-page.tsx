import type { JSX } from 'solid-js';
import './chat-page.css';
import { Show } from 'solid-js';
import { EmptyState } from '../ui/banner.tsx';
import { IconButton } from '../ui/button.tsx';
import { CloseIcon } from '../ui/icons.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { signInThere } from './visitor-ticket.ts';
import { told } from '../words/told.ts';
import { t } from '../words/words.ts';

export interface WaitingPageProps {
  /** The page around us said something that is not so. */
  readonly refused: boolean;
  readonly title: string;
  readonly onClose: (() => void) | undefined;
}

/** Before it is known whose chat it is. */
export function WaitingPage(props: WaitingPageProps): JSX.Element {
  return (
    <main class="chat-page">
      <header class="chat-header">
        <div class="chat-header-inner">
          <div class="chat-who">
            <h1 class="chat-name">
              <bdi>{props.title || t('chat.name')}</bdi>
            </h1>
          </div>
          <Show when={props.onClose}>
            {(close) => (
              <IconButton label={t('chat.close')} onClick={() => close()()}>
                <CloseIcon />
              </IconButton>
            )}
          </Show>
        </div>
      </header>
      <Show
        when={props.refused}
        fallback={
          <div class="chat-waiting" role="status">
            <Spinner />
            <span class="sr-only">{t('chat.loading')}</span>
          </div>
        }
      >
        <EmptyState title={told(signInThere)} text={t('chat.sign-in-again')} />
      </Show>
    </main>
  );
}
