import './conversation-pane.css';
import { Show, type JSX } from 'solid-js';
import { draftOf } from '../../browser/drafts.ts';
import { createLooking } from '../../browser/looking.ts';
import { Composer } from '../../chat/composer.tsx';
import { LinkMark } from '../../chat/link-mark.tsx';
import { Thread } from '../../chat/thread.tsx';
import { TroubleBanner } from '../../chat/trouble-banner.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { BackIcon, CheckCircleIcon, InfoIcon } from '../../ui/icons.tsx';
import { useConsole } from '../console-context.ts';
import type { Closing } from './closing.ts';
import type { OpenConversation } from './desk.ts';
import { presenceWords } from './presence-words.ts';

export interface ConversationPaneProps {
  readonly open: OpenConversation;
  readonly closing: Closing;
  readonly showsContext: boolean;
  onBack(): void;
  onContext(): void;
}

/** Header, thread and composer of the conversation that is open. Made anew for each (`keyed`). */
export function ConversationPane(props: ConversationPaneProps): JSX.Element {
  const { clock, drafts } = useConsole();
  const looking = createLooking();
  const state = () => props.open.state;
  const conversation = () => state().conversation;
  const name = () => props.open.client()?.name ?? 'Client';
  const closes = () => props.closing.pending().has(props.open.id);
  const isClosed = () => state().status()?.state === 'closed';
  const canWrite = () => !isClosed() && !closes();
  // A keyboard that slides over the thread is not what a tap on a row asks for.
  const hasKeyboard = window.matchMedia('(pointer: fine)').matches;

  return (
    <section class="conversation-pane" aria-label={`Conversation with ${name()}`}>
      <header class="pane-head">
        <IconButton
          class="pane-back"
          label="Back to the list (Escape)"
          onClick={() => props.onBack()}
        >
          <BackIcon />
        </IconButton>
        <div class="pane-names">
          <h2 class="pane-title">
            <bdi>{name()}</bdi>
          </h2>
          <p class="pane-presence">{presenceWords(state().others(), state().here())}</p>
        </div>
        <LinkMark link={state().link()} />
        <Button
          size="small"
          class={canWrite() ? 'pane-close' : 'pane-close pane-close-gone'}
          aria-label="Close conversation"
          title="Close conversation"
          onClick={() =>
            props.closing.begin({ id: props.open.id, end: () => conversation().end() })
          }
        >
          <CheckCircleIcon />
          <span class="pane-close-word">Close</span>
        </Button>
        <IconButton
          class="pane-context"
          label={props.showsContext ? 'Hide details' : 'Show details'}
          aria-expanded={props.showsContext}
          onClick={() => props.onContext()}
        >
          <InfoIcon />
        </IconButton>
      </header>
      <TroubleBanner link={state().link()} trouble={state().trouble()} clock={clock} />
      <Thread state={state()} clock={clock} looking={looking()} />
      <Show
        when={canWrite()}
        fallback={
          <div class="pane-closed" role="status">
            <Show when={!isClosed()} fallback={<span>This conversation is closed.</span>}>
              <span>Closing the conversation…</span>
              <Button size="small" onClick={() => props.closing.undo(props.open.id)}>
                Undo
              </Button>
            </Show>
          </div>
        }
      >
        <Composer
          clock={clock}
          draft={draftOf(props.open.id, drafts)}
          placeholder={`Write to ${name()}`}
          autofocus={hasKeyboard}
          send={(text) => conversation().say(text)}
          setTyping={(typing) => conversation().setTyping(typing)}
        />
      </Show>
    </section>
  );
}
