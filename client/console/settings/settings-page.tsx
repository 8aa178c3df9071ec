import './settings-page.css';
import { createSignal, For, Match, Switch, type JSX } from 'solid-js';
import type { DepartmentJson } from '../../../conversation/protocol/http/departments.ts';
import { EmptyState } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { useConsole } from '../console-context.ts';
import { DepartmentForm } from './department-form.tsx';

type Loaded =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'there'; readonly departments: readonly DepartmentJson[] };

export function SettingsPage(): JSX.Element {
  const { api } = useConsole();
  const [loaded, setLoaded] = createSignal<Loaded>({ state: 'loading' });

  async function load() {
    setLoaded({ state: 'loading' });
    const result = await api.departments();
    setLoaded(
      result.ok
        ? { state: 'there', departments: result.value.departments }
        : { state: 'failed', message: result.refusal.message },
    );
  }
  void load();
  const departments = () => {
    const now = loaded();
    return now.state === 'there' ? now.departments : undefined;
  };
  const failure = () => {
    const now = loaded();
    return now.state === 'failed' ? now.message : undefined;
  };

  return (
    <div class="page">
      <div class="page-inner settings">
        <header>
          <h1 class="page-title">Settings</h1>
          <p class="page-text">How conversations are answered. Changes count at once.</p>
        </header>
        <Switch>
          <Match when={failure()}>
            {(message) => (
              <EmptyState
                title="The settings cannot be shown"
                text={message()}
                action={<Button onClick={() => void load()}>Try again</Button>}
              />
            )}
          </Match>
          <Match when={departments()}>
            {(all) => <For each={all()}>{(one) => <DepartmentForm department={one} />}</For>}
          </Match>
          <Match when={loaded().state === 'loading'}>
            <div class="card settings-card" role="status">
              <span class="sr-only">Loading settings</span>
              <Skeleton width="40%" height="1.25rem" />
              <Skeleton width="100%" height="2.25rem" />
              <Skeleton width="100%" height="2.25rem" />
            </div>
          </Match>
        </Switch>
      </div>
    </div>
  );
}
