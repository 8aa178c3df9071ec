import '../../signed-in/account/own-account.css';
import { createSignal, Match, Show, Switch, type JSX } from 'solid-js';
import type {
  BeginTwoStepsAnswer,
  TwoStepsAnswer,
} from '../../../conversation/protocol/http/own-account.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/marks.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import type { ApiRefusal } from '../../signed-in/api/api-client.ts';
import type { PeopleApi } from '../../signed-in/api/people-api.ts';
import { Dialog } from '../../signed-in/ui/dialog.tsx';
import { TroubleAgain } from '../../signed-in/ui/trouble-again.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { PasswordStep, SetUpSteps } from './set-up-steps.tsx';

export interface TwoStepsCardProps {
  readonly api: Pick<
    PeopleApi,
    'twoSteps' | 'beginTwoSteps' | 'confirmTwoSteps' | 'renewRecoveryCodes' | 'turnTwoStepsOff'
  >;
}

/** What the dialog is at. */
type Stage =
  | { readonly at: 'closed' }
  | { readonly at: 'password'; readonly for: 'on' | 'off' | 'codes' }
  | { readonly at: 'set-up'; readonly secret: BeginTwoStepsAnswer }
  | { readonly at: 'codes'; readonly codes: readonly string[] };

const titles = {
  on: 'Turn two-step sign-in on',
  off: 'Turn two-step sign-in off',
  codes: 'New recovery codes',
} as const;
const deeds = { on: 'Go on', off: 'Turn off', codes: 'Make new codes' } as const;

export function TwoStepsCard(props: TwoStepsCardProps): JSX.Element {
  const [known, setKnown] = createSignal<TwoStepsAnswer>();
  const [failure, setFailure] = createSignal<string>();
  const [stage, setStage] = createSignal<Stage>({ at: 'closed' });
  let head: HTMLElement | undefined;

  async function load() {
    const result = await props.api.twoSteps();
    setFailure(result.ok ? undefined : result.refusal.message);
    if (result.ok) setKnown(result.value);
  }
  void load();

  const close = () => {
    setStage({ at: 'closed' });
    void load();
  };
  const when = <At extends Stage['at']>(at: At) => {
    const now = stage();
    return now.at === at ? (now as Extract<Stage, { at: At }>) : undefined;
  };
  const title = () => {
    const now = stage();
    if (now.at === 'password') return titles[now.for];
    return now.at === 'codes' ? 'Your recovery codes' : titles.on;
  };

  async function withPassword(
    purpose: 'on' | 'off' | 'codes',
    password: string,
  ): Promise<ApiRefusal | undefined> {
    if (purpose === 'on') {
      const begun = await props.api.beginTwoSteps(password);
      if (!begun.ok) return begun.refusal;
      setStage({ at: 'set-up', secret: begun.value });
    } else if (purpose === 'off') {
      const off = await props.api.turnTwoStepsOff(password);
      if (!off.ok) return off.refusal;
      close();
    } else {
      const renewed = await props.api.renewRecoveryCodes(password);
      if (!renewed.ok) return renewed.refusal;
      setStage({ at: 'codes', codes: renewed.value.recoveryCodes });
    }
    return undefined;
  }
  async function confirm(code: string): Promise<ApiRefusal | undefined> {
    const result = await props.api.confirmTwoSteps(code);
    if (!result.ok) return result.refusal;
    setStage({ at: 'codes', codes: result.value.recoveryCodes });
    return undefined;
  }
  const ask = (purpose: 'on' | 'off' | 'codes') => setStage({ at: 'password', for: purpose });

  return (
    <section class="card own-card" aria-labelledby="two-steps" ref={(element) => (head = element)}>
      <div class="own-head">
        <div>
          <h2 id="two-steps">
            Two-step sign-in{' '}
            <Show when={known()?.on}>
              <Badge tone="good">On</Badge>
            </Show>
          </h2>
          <p class="quiet">
            A code of an app on your phone, besides the password. Who knows only the password stays
            out.
          </p>
        </div>
        <Show when={known() === undefined && failure() === undefined}>
          <span role="status">
            <span class="sr-only">Loading</span>
            <Skeleton width="5rem" height="2.25rem" />
          </span>
        </Show>
        <Show when={known()}>
          {(now) => (
            <div class="own-buttons">
              <Show
                when={now().on}
                fallback={
                  <Button look="primary" onClick={() => ask('on')}>
                    Set up
                  </Button>
                }
              >
                <Button onClick={() => ask('codes')}>New recovery codes</Button>
                <Show when={!now().demanded}>
                  <Button onClick={() => ask('off')}>Turn off</Button>
                </Show>
              </Show>
            </div>
          )}
        </Show>
      </div>
      <TroubleAgain sentence={failure()} onAgain={() => void load()} />
      <Show when={known()?.on === true ? known() : undefined}>
        {(now) => (
          <p class="quiet">
            {now().recoveryCodesLeft} of 10 recovery codes are left.{' '}
            {now().demanded ? 'It is demanded of everybody here, so it stays on.' : ''}
          </p>
        )}
      </Show>
      <Dialog
        open={stage().at !== 'closed'}
        title={title()}
        returnFocus={() => head?.querySelector<HTMLElement>('button') ?? null}
        onClose={close}
      >
        <Switch>
          <Match when={when('password')}>
            {(now) => (
              <PasswordStep
                deed={deeds[now().for]}
                danger={now().for === 'off'}
                onPassword={(password) => withPassword(now().for, password)}
                onCancel={close}
              />
            )}
          </Match>
          <Match when={when('set-up')}>
            {(now) => <SetUpSteps secret={now().secret} confirm={confirm} onCancel={close} />}
          </Match>
          <Match when={when('codes')}>
            {(now) => <RecoveryCodes codes={now().codes} onDone={close} />}
          </Match>
        </Switch>
      </Dialog>
    </section>
  );
}
