import './own-account.css';
import { createSignal, For, Show, type JSX } from 'solid-js';
import type { SessionJson } from '../../../conversation/protocol/http/own-account.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/marks.tsx';
import { momentWords } from '../../ui/moment-words.ts';
import type { PeopleApi } from '../api/people-api.ts';
import { Skeleton } from '../../ui/spinner.tsx';
import { TroubleAgain } from '../ui/trouble-again.tsx';

export interface SessionsCardProps {
  readonly api: Pick<PeopleApi, 'sessions' | 'endSession' | 'endOtherSessions'>;
}

/** Where one is signed in, and the way to end that. */
export function SessionsCard(props: SessionsCardProps): JSX.Element {
  const [sessions, setSessions] = createSignal<readonly SessionJson[]>();
  const [trouble, setTrouble] = createSignal<string>();
  const [busy, setBusy] = createSignal<string>();

  async function load() {
    const result = await props.api.sessions();
    setTrouble(result.ok ? undefined : result.refusal.message);
    if (result.ok) setSessions(result.value.sessions);
  }
  void load();

  async function end(what: string, ending: ReturnType<PeopleApi['endSession']>) {
    setBusy(what);
    const result = await ending;
    setBusy(undefined);
    // One that is gone already is what was wanted.
    if (result.ok || result.refusal.code === 'not-found') await load();
    else setTrouble(result.refusal.message);
  }
  const hasOthers = () => (sessions() ?? []).some(({ isThis }) => !isThis);

  return (
    <section class="card own-card" aria-labelledby="own-sessions">
      <div class="own-head">
        <div>
          <h2 id="own-sessions">Where you are signed in</h2>
          <p class="quiet">If you do not know one of these, end it and change your password.</p>
        </div>
        <Show when={hasOthers()}>
          <Button
            busy={busy() === 'others'}
            onClick={() => void end('others', props.api.endOtherSessions())}
          >
            End all others
          </Button>
        </Show>
      </div>
      <TroubleAgain
        sentence={trouble()}
        onAgain={sessions() === undefined ? () => void load() : undefined}
      />
      <Show when={sessions() === undefined && trouble() === undefined}>
        <div role="status">
          <span class="sr-only">Loading the sessions</span>
          <Skeleton width="100%" height="2.25rem" />
        </div>
      </Show>
      <ul class="own-sessions" aria-label="Sessions">
        <For each={sessions()}>
          {(session) => (
            <li>
              <span class="own-session">
                <span>
                  {session.device === '' ? 'A browser' : session.device}{' '}
                  <Show when={session.isThis}>
                    <Badge tone="accent">This one</Badge>
                  </Show>
                </span>
                <span class="quiet tabular">
                  Last seen {momentWords(session.seenAt)}, signed in {momentWords(session.openedAt)}
                </span>
              </span>
              <Show when={!session.isThis}>
                <Button
                  size="small"
                  busy={busy() === session.id}
                  aria-label={`End the session of ${session.device}`}
                  onClick={() => void end(session.id, props.api.endSession(session.id))}
                >
                  End
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}
