import './departments.css';
import { A, useNavigate } from '@solidjs/router';
import { createSignal, For, Match, Show, Switch, type JSX } from 'solid-js';
import type { DepartmentJson } from '../../../conversation/protocol/http/departments.ts';
import { EmptyState } from '../../ui/banner.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { PlusIcon } from '../../ui/more-icons.tsx';
import { Badge } from '../../ui/marks.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { isAdmin, useConsole } from '../console-context.ts';
import { DownIcon, UpIcon } from '../ui/icons.tsx';
import { SitesSection } from '../sites/sites-section.tsx';
import { BotsSection } from './bots-section.tsx';
import { presetName } from './department-words.ts';
import { NewDepartmentDialog } from './new-department-dialog.tsx';
import { TroubleLine } from '../../ui/trouble-line.tsx';

type Loaded =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'there'; readonly departments: readonly DepartmentJson[] };

export function DepartmentsPage(): JSX.Element {
  const { api, me } = useConsole();
  const navigate = useNavigate();
  const [loaded, setLoaded] = createSignal<Loaded>({ state: 'loading' });
  const [makes, setMakes] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  const mayChange = isAdmin(me);

  async function load() {
    const result = await api.departments();
    setLoaded(
      result.ok
        ? { state: 'there', departments: result.value.departments }
        : { state: 'failed', message: result.refusal.message },
    );
  }
  void load();
  async function move(department: DepartmentJson, position: number) {
    const result = await api.changeDepartment(department.id, { position });
    setTrouble(result.ok ? undefined : result.refusal.message);
    await load();
  }
  const departments = () => {
    const now = loaded();
    return now.state === 'there' ? now.departments : undefined;
  };
  const failure = () => {
    const now = loaded();
    return now.state === 'failed' ? now.message : undefined;
  };
  const newButton = () => (
    <Button look="primary" onClick={() => setMakes(true)}>
      <PlusIcon />
      New department
    </Button>
  );

  return (
    <div class="page">
      <div class="page-inner departments">
        <header class="page-head">
          <div>
            <h1 class="page-title">Departments</h1>
            <p class="page-text">Whom people write to. What names none goes to the first.</p>
          </div>
          <Show when={mayChange && (departments()?.length ?? 0) > 0}>{newButton()}</Show>
        </header>
        <TroubleLine sentence={trouble()} />
        <Switch>
          <Match when={failure()}>
            {(message) => (
              <EmptyState
                title="The departments cannot be shown"
                text={message()}
                action={<Button onClick={() => void load()}>Try again</Button>}
              />
            )}
          </Match>
          <Match when={departments()?.length === 0}>
            <EmptyState
              title="You belong to no department yet"
              text={
                mayChange
                  ? 'Make one: you are its head, and can add people and bots.'
                  : 'An admin adds you to one.'
              }
              action={mayChange ? newButton() : undefined}
            />
          </Match>
          <Match when={departments()}>
            {(all) => (
              <ul class="card department-list" aria-label="Departments">
                <For each={all()}>
                  {(department, index) => (
                    <li class="department-row" aria-label={department.name}>
                      <A href={`/departments/${department.id}`} class="department-link">
                        <bdi class="person-name">{department.name}</bdi>
                        <span class="quiet department-line">
                          {department.description || presetName(department.preset)}
                        </span>
                      </A>
                      <span class="department-marks">
                        <Show when={!department.active}>
                          <Badge>Deactivated</Badge>
                        </Show>
                        <Show when={department.names === 'masked'}>
                          <Badge tone="accent">Masked</Badge>
                        </Show>
                        <Badge>{presetName(department.preset)}</Badge>
                      </span>
                      <Show when={mayChange && all().length > 1}>
                        <span class="department-order">
                          <IconButton
                            label={`Move ${department.name} up`}
                            disabled={index() === 0}
                            onClick={() => void move(department, index() - 1)}
                          >
                            <UpIcon />
                          </IconButton>
                          <IconButton
                            label={`Move ${department.name} down`}
                            disabled={index() === all().length - 1}
                            onClick={() => void move(department, index() + 1)}
                          >
                            <DownIcon />
                          </IconButton>
                        </span>
                      </Show>
                    </li>
                  )}
                </For>
              </ul>
            )}
          </Match>
          <Match when={loaded().state === 'loading'}>
            <div class="card group" role="status">
              <span class="sr-only">Loading departments</span>
              <Skeleton width="100%" height="2.5rem" />
              <Skeleton width="100%" height="2.5rem" />
            </div>
          </Match>
        </Switch>
        <Show when={mayChange && departments() !== undefined}>
          <BotsSection />
          <SitesSection />
        </Show>
      </div>
      <NewDepartmentDialog
        open={makes()}
        onMade={({ id }) => navigate(`/departments/${id}`)}
        onClose={() => setMakes(false)}
      />
    </div>
  );
}
