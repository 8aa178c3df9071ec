import './departments.css';
import { A, useNavigate, useParams } from '@solidjs/router';
import { createEffect, createSignal, Match, on, Show, Switch, type JSX } from 'solid-js';
import type {
  DepartmentJson,
  MemberJson,
} from '../../../conversation/protocol/http/departments.ts';
import { EmptyState } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/marks.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { isAdmin, useConsole } from '../console-context.ts';
import { ConfirmDialog } from '../../signed-in/ui/confirm-dialog.tsx';
import { presetName } from './department-words.ts';
import { AskingGroup } from './asking-group.tsx';
import { EnrolledSection } from './enrolled-section.tsx';
import { HoursGroup } from './hours-group.tsx';
import { MembersSection } from './members-section.tsx';
import { AboutGroup, AnswersGroup, PoliciesGroup } from './settings-groups.tsx';
import { WorkersSection } from './workers-section.tsx';
import { TroubleAgain } from '../../signed-in/ui/trouble-again.tsx';
import { TroubleLine } from '../../ui/trouble-line.tsx';

type Loaded =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'gone' }
  | { readonly state: 'there'; readonly department: DepartmentJson };

export function DepartmentPage(): JSX.Element {
  const { api } = useConsole();
  const params = useParams();
  const [loaded, setLoaded] = createSignal<Loaded>({ state: 'loading' });

  async function load(id: string | undefined) {
    setLoaded({ state: 'loading' });
    const result = await api.departments();
    if (!result.ok) {
      setLoaded({ state: 'failed', message: result.refusal.message });
      return;
    }
    const department = result.value.departments.find((one) => one.id === id);
    setLoaded(department === undefined ? { state: 'gone' } : { state: 'there', department });
  }
  createEffect(on(() => params['id'], load));
  const there = () => {
    const now = loaded();
    return now.state === 'there' ? now.department : undefined;
  };
  const failure = () => {
    const now = loaded();
    return now.state === 'failed' ? now.message : undefined;
  };

  return (
    <div class="page">
      <div class="page-inner departments">
        <A href="/departments" class="page-text">
          All departments
        </A>
        <Switch>
          <Match when={failure()}>
            {(message) => (
              <EmptyState
                title="The department cannot be shown"
                text={message()}
                action={<Button onClick={() => void load(params['id'])}>Try again</Button>}
              />
            )}
          </Match>
          <Match when={loaded().state === 'gone'}>
            <EmptyState
              title="This department is not here"
              text="It was deleted, or you do not belong to it."
            />
          </Match>
          <Match when={there()?.id}>
            <Show when={there()}>
              {(department) => (
                <DepartmentView
                  department={department()}
                  onChanged={(changed) => setLoaded({ state: 'there', department: changed })}
                />
              )}
            </Show>
          </Match>
          <Match when={loaded().state === 'loading'}>
            <div class="card group" role="status">
              <span class="sr-only">Loading the department</span>
              <Skeleton width="40%" height="1.25rem" />
              <Skeleton width="100%" height="2.25rem" />
            </div>
          </Match>
        </Switch>
      </div>
    </div>
  );
}

interface DepartmentViewProps {
  readonly department: DepartmentJson;
  onChanged(department: DepartmentJson): void;
}

function DepartmentView(props: DepartmentViewProps): JSX.Element {
  const { api, me } = useConsole();
  const navigate = useNavigate();
  const [members, setMembers] = createSignal<readonly MemberJson[]>();
  const [membersTrouble, setMembersTrouble] = createSignal<string>();
  const [deletes, setDeletes] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  const mayChange = isAdmin(me);
  const isHead = () =>
    me.role === 'super-admin' ||
    members()?.some(({ account, position }) => account === me.id && position === 'head') === true;

  async function loadMembers() {
    const result = await api.members(props.department.id);
    if (result.ok) setMembers(result.value.members);
    // Workers may not see them: the page does without.
    const isNotOurs = !result.ok && ['not-allowed', 'not-found'].includes(result.refusal.code);
    setMembersTrouble(result.ok || isNotOurs ? undefined : result.refusal.message);
  }
  void loadMembers();

  async function setActive(active: boolean) {
    setBusy(true);
    const result = await api.changeDepartment(props.department.id, { active });
    setBusy(false);
    setTrouble(result.ok ? undefined : result.refusal.message);
    if (result.ok) props.onChanged(result.value.department);
  }

  return (
    <>
      <header class="page-head">
        <div>
          <h1 class="page-title">
            <bdi>{props.department.name}</bdi>
          </h1>
          <p class="department-marks">
            <Badge>{presetName(props.department.preset)}</Badge>
            <Badge tone={props.department.active ? 'good' : 'neutral'}>
              {props.department.active ? 'Takes conversations' : 'Deactivated'}
            </Badge>
          </p>
        </div>
        <Show when={mayChange}>
          <span class="department-marks">
            <Button busy={busy()} onClick={() => void setActive(!props.department.active)}>
              {props.department.active ? 'Deactivate' : 'Activate'}
            </Button>
            <Button look="danger" onClick={() => setDeletes(true)}>
              Delete
            </Button>
          </span>
        </Show>
      </header>
      <TroubleLine sentence={trouble()} />
      <Show when={mayChange} fallback={<ReadOnly department={props.department} />}>
        <AboutGroup department={props.department} onSaved={(saved) => props.onChanged(saved)} />
        <HoursGroup department={props.department} onSaved={(saved) => props.onChanged(saved)} />
        <AnswersGroup department={props.department} onSaved={(saved) => props.onChanged(saved)} />
        <AskingGroup department={props.department} onSaved={(saved) => props.onChanged(saved)} />
        <PoliciesGroup department={props.department} onSaved={(saved) => props.onChanged(saved)} />
      </Show>
      <TroubleAgain sentence={membersTrouble()} onAgain={() => void loadMembers()} />
      <Show when={members()}>
        {(all) => (
          <>
            <MembersSection
              department={props.department}
              members={all()}
              mayChange={mayChange}
              onMembers={setMembers}
            />
            <Show when={isHead()}>
              <WorkersSection
                department={props.department}
                members={all()}
                onChanged={() => void loadMembers()}
              />
            </Show>
            <Show when={isHead() || mayChange}>
              <EnrolledSection department={props.department} />
            </Show>
          </>
        )}
      </Show>
      <ConfirmDialog
        open={deletes()}
        title={`Delete ${props.department.name}?`}
        text="Its workers are deleted with it. Conversations stay in the archive."
        deed="Delete department"
        run={async () => {
          const result = await api.deleteDepartment(props.department.id);
          if (!result.ok) return result.refusal.message;
          navigate('/departments');
          return undefined;
        }}
        onClose={() => setDeletes(false)}
      />
    </>
  );
}

function ReadOnly(props: { readonly department: DepartmentJson }): JSX.Element {
  return (
    <section class="card group" aria-label="About">
      <p>{props.department.description || 'There is no description yet.'}</p>
      <p class="page-text">{props.department.greeting}</p>
    </section>
  );
}
