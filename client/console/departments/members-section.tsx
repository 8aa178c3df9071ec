import { createSignal, For, Show, type JSX } from 'solid-js';
import type {
  CandidatesAnswer,
  DepartmentJson,
  MemberJson,
  PutMemberRequest,
} from '../../../conversation/protocol/http/departments.ts';
import type { AccountId } from '../../../conversation/protocol/ids.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { Avatar } from '../../ui/marks.tsx';
import { useConsole } from '../console-context.ts';
import { accountRoleWords } from '../people/account-facts.ts';
import { TroubleLine } from '../../ui/trouble-line.tsx';

export interface MembersSectionProps {
  readonly department: DepartmentJson;
  readonly members: readonly MemberJson[];
  readonly mayChange: boolean;
  onMembers(members: readonly MemberJson[]): void;
}

/** Who belongs to the department; its workers have a section of their own. */
export function MembersSection(props: MembersSectionProps): JSX.Element {
  const { api } = useConsole();
  const [trouble, setTrouble] = createSignal<string>();
  const shown = () => props.members.filter(({ isWorker }) => !isWorker);

  async function put(account: AccountId, member: PutMemberRequest) {
    const result = await api.putMember(props.department.id, account, member);
    setTrouble(result.ok ? undefined : result.refusal.message);
    // What was refused is shown as it stands.
    props.onMembers(result.ok ? result.value.members : [...props.members]);
    return result.ok;
  }
  async function remove(account: AccountId) {
    const result = await api.removeMember(props.department.id, account);
    setTrouble(result.ok ? undefined : result.refusal.message);
    if (result.ok) props.onMembers(props.members.filter((one) => one.account !== account));
  }

  return (
    <section class="card group" aria-labelledby="members-title">
      <div>
        <h2 id="members-title" class="group-title">
          Members
        </h2>
        <p class="page-text">
          Agents, admins and bots who answer here. A head makes and deletes workers.
        </p>
      </div>
      <TroubleLine sentence={trouble()} />
      <Show
        when={shown().length > 0}
        fallback={
          <p class="page-text">Nobody yet. Add the first member, and conversations get answers.</p>
        }
      >
        <ul class="members" aria-label="Members">
          <For each={shown()}>
            {(member) => (
              <Member
                member={member}
                mayChange={props.mayChange}
                onPut={(change) => void put(member.account, change)}
                onRemove={() => void remove(member.account)}
              />
            )}
          </For>
        </ul>
      </Show>
      <Show when={props.mayChange}>
        <AddMember
          department={props.department}
          members={props.members}
          onAdd={(account) => put(account, {})}
        />
      </Show>
    </section>
  );
}

interface MemberProps {
  readonly member: MemberJson;
  readonly mayChange: boolean;
  onPut(change: PutMemberRequest): void;
  onRemove(): void;
}

function Member(props: MemberProps): JSX.Element {
  const isBot = () => props.member.role === 'bot';
  const putCapacity = (text: string) => {
    const wanted = text.trim();
    if (wanted !== '' && !/^[0-9]{1,5}$/.test(wanted)) return;
    props.onPut({ capacity: wanted === '' ? null : Number(wanted) });
  };
  return (
    <li class="member" aria-label={props.member.name}>
      <span class="person">
        <Avatar name={props.member.name} bot={isBot()} />
        <span class="person-names">
          <bdi class="person-name">{props.member.name}</bdi>
          <span class="quiet">
            {accountRoleWords(props.member.role)}
            {props.member.active ? '' : ', deactivated'}
          </span>
        </span>
      </span>
      <Show
        when={props.mayChange}
        fallback={
          <span class="page-text">{props.member.position === 'head' ? 'Head' : 'Member'}</span>
        }
      >
        <span class="member-tools">
          <Show when={!isBot()}>
            <select
              class="field-input"
              aria-label={`Position of ${props.member.name}`}
              onChange={(event) =>
                props.onPut({
                  position: event.currentTarget.value === 'head' ? 'head' : 'member',
                })
              }
            >
              <option value="member" selected={props.member.position === 'member'}>
                Member
              </option>
              <option value="head" selected={props.member.position === 'head'}>
                Head
              </option>
            </select>
          </Show>
          <input
            class="field-input tabular member-capacity"
            inputmode="numeric"
            aria-label={`Conversations at once of ${props.member.name}; empty for the department’s number`}
            title="Conversations at once"
            placeholder={String(props.member.capacity)}
            value={props.member.ownCapacity ?? ''}
            onChange={(event) => putCapacity(event.currentTarget.value)}
          />
          <IconButton label={`Remove ${props.member.name}`} onClick={() => props.onRemove()}>
            <CloseIcon />
          </IconButton>
        </span>
      </Show>
    </li>
  );
}

type Candidate = CandidatesAnswer['candidates'][number];

interface AddMemberProps {
  readonly department: DepartmentJson;
  readonly members: readonly MemberJson[];
  onAdd(account: AccountId): Promise<boolean>;
}

function AddMember(props: AddMemberProps): JSX.Element {
  const { api } = useConsole();
  const [all, setAll] = createSignal<readonly Candidate[]>([]);
  const [chosen, setChosen] = createSignal('');
  const [busy, setBusy] = createSignal(false);
  const candidates = () => {
    const known = new Set(props.members.map(({ account }) => account));
    return all().filter(({ account }) => !known.has(account));
  };

  async function load() {
    const result = await api.candidates(props.department.id);
    if (result.ok) setAll(result.value.candidates);
  }
  async function add() {
    const candidate = candidates().find(({ account }) => account === chosen());
    if (candidate === undefined || busy()) return;
    setBusy(true);
    if (await props.onAdd(candidate.account)) setChosen('');
    setBusy(false);
    // Whoever was taken out meanwhile can be chosen again.
    await load();
  }
  void load();

  return (
    <div class="with-button">
      <label class="field">
        <span class="field-label">Add a member</span>
        <select
          class="field-input"
          onChange={(event) => setChosen(event.currentTarget.value)}
          onFocus={() => void load()}
        >
          <option value="" selected={chosen() === ''}>
            {candidates().length === 0 ? 'Everybody belongs here already' : 'Choose somebody'}
          </option>
          <For each={candidates()}>
            {(one) => (
              <option value={one.account} selected={chosen() === one.account}>
                {one.name} ({one.username}), {accountRoleWords(one.role)}
              </option>
            )}
          </For>
        </select>
      </label>
      <Button busy={busy()} disabled={chosen() === ''} onClick={() => void add()}>
        Add member
      </Button>
    </div>
  );
}
