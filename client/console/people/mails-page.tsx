import './people-page.css';
import { A } from '@solidjs/router';
import { createSignal, For, Match, Switch, type JSX } from 'solid-js';
import type { MailJson } from '../../../conversation/protocol/http/mails.ts';
import { unreachable } from '../../../conversation/protocol/result.ts';
import { EmptyState } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Badge, type Tone } from '../../ui/marks.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { useConsole } from '../console-context.ts';
import { momentWords } from '../../ui/moment-words.ts';

type Loaded =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'there'; readonly mails: readonly MailJson[] };

/** What became of the mails we wrote, for when somebody says that none came. */
export function MailsPage(): JSX.Element {
  const { api } = useConsole();
  const [loaded, setLoaded] = createSignal<Loaded>({ state: 'loading' });
  async function load() {
    setLoaded({ state: 'loading' });
    const result = await api.mails();
    setLoaded(
      result.ok
        ? { state: 'there', mails: result.value.mails }
        : { state: 'failed', message: result.refusal.message },
    );
  }
  void load();
  const failure = () => {
    const now = loaded();
    return now.state === 'failed' ? now.message : undefined;
  };
  const mails = () => {
    const now = loaded();
    return now.state === 'there' ? now.mails : undefined;
  };

  return (
    <div class="page">
      <div class="page-inner">
        <header class="page-head">
          <div>
            <h1 class="page-title">Mails</h1>
            <p class="page-text">
              What became of the last mails. What is in them is for their readers alone.{' '}
              <A href="/people">Back to people</A>
            </p>
          </div>
          <Button onClick={() => void load()}>Look again</Button>
        </header>
        <Switch>
          <Match when={failure()}>
            {(message) => (
              <EmptyState
                title="The mails cannot be shown"
                text={message()}
                action={<Button onClick={() => void load()}>Try again</Button>}
              />
            )}
          </Match>
          <Match when={loaded().state === 'loading'}>
            <div class="card people-loading" role="status">
              <span class="sr-only">Loading mails</span>
              <Skeleton width="100%" height="2.5rem" />
              <Skeleton width="100%" height="2.5rem" />
            </div>
          </Match>
          <Match when={mails()?.length === 0}>
            <EmptyState
              title="No mails yet"
              text="Invitations, confirmations and new passwords appear here once somebody needs them."
            />
          </Match>
          <Match when={mails()}>
            {(all) => (
              <ul class="card mails">
                <For each={all()}>{(mail) => <MailRow mail={mail} />}</For>
              </ul>
            )}
          </Match>
        </Switch>
      </div>
    </div>
  );
}

interface Words {
  readonly tone: Tone;
  readonly name: string;
  readonly sentence: string;
}

function wordsOf({ state, attempts }: MailJson): Words {
  switch (state.kind) {
    case 'sent':
      return state.where === 'smtp'
        ? { tone: 'good', name: 'Sent', sentence: `Handed over ${momentWords(state.at)}.` }
        : { tone: 'good', name: 'Written', sentence: `There is no mail server: ${state.where}` };
    case 'waiting':
      return {
        tone: attempts === 0 ? 'neutral' : 'warn',
        name: 'Waiting',
        sentence:
          state.problem === undefined
            ? 'It goes out in a moment.'
            : `Tried ${attempts} times: ${state.problem}. Next try ${momentWords(state.nextAt)}.`,
      };
    case 'given-up':
      return {
        tone: 'danger',
        name: 'Given up',
        sentence: `Tried ${attempts} times: ${state.problem}`,
      };
    default:
      return unreachable(state);
  }
}

function MailRow(props: { readonly mail: MailJson }): JSX.Element {
  const words = () => wordsOf(props.mail);
  return (
    <li class="mail">
      <div class="mail-head">
        <span class="person-name">{props.mail.subject}</span>
        <Badge tone={words().tone}>{words().name}</Badge>
      </div>
      <span class="quiet">
        To {props.mail.to}, {momentWords(props.mail.createdAt)}
      </span>
      <span class="quiet mail-where">{words().sentence}</span>
    </li>
  );
}
