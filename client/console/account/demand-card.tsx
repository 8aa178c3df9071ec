import '../../signed-in/account/own-account.css';
import { createSignal, Show, type JSX } from 'solid-js';
import { Switch } from '../../ui/switch.tsx';
import type { PeopleApi } from '../../signed-in/api/people-api.ts';
import { TroubleAgain } from '../../signed-in/ui/trouble-again.tsx';

export interface DemandCardProps {
  readonly api: Pick<PeopleApi, 'installationSettings' | 'demandTwoSteps'>;
}

/** For super admins: what is demanded of everybody. */
export function DemandCard(props: DemandCardProps): JSX.Element {
  const [demanded, setDemanded] = createSignal<boolean>();
  const [trouble, setTrouble] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);

  async function load() {
    const result = await props.api.installationSettings();
    setTrouble(result.ok ? undefined : result.refusal.message);
    if (result.ok) setDemanded(result.value.demandTwoSteps);
  }
  void load();

  async function change(wanted: boolean) {
    setBusy(true);
    const result = await props.api.demandTwoSteps(wanted);
    setBusy(false);
    setTrouble(result.ok ? undefined : result.refusal.message);
    if (result.ok) setDemanded(result.value.demandTwoSteps);
  }

  return (
    <section class="card own-card" aria-labelledby="demand">
      <div class="own-head">
        <div>
          <h2 id="demand">Two steps for everybody</h2>
          <p class="quiet">
            Staff who have not set it up are signed out, and led through it when they sign in.
          </p>
        </div>
        <Show when={demanded() !== undefined}>
          <Switch
            label="Demand two steps"
            on={demanded() === true}
            disabled={busy()}
            onChange={(wanted) => void change(wanted)}
          />
        </Show>
      </div>
      <TroubleAgain
        sentence={trouble()}
        onAgain={demanded() === undefined ? () => void load() : undefined}
      />
    </section>
  );
}
