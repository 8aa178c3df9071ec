import './people-panel.css';
import { createSignal, For, Show, type JSX } from 'solid-js';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { Role } from '../../conversation/protocol/conversation.ts';
import type {
  ConversationId,
  DepartmentId,
  ParticipantId,
} from '../../conversation/protocol/ids.ts';
import { ConfirmDialog } from '../signed-in/ui/confirm-dialog.tsx';
import { Dialog } from '../signed-in/ui/dialog.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { CloseIcon } from '../ui/icons.tsx';
import { PlusIcon } from '../ui/more-icons.tsx';
import { Avatar } from '../ui/marks.tsx';
import { Skeleton } from '../ui/spinner.tsx';
import { told } from '../words/told.ts';
import type { GroupPeople, GroupPerson } from './group-people.ts';
import type { GroupsApi } from './groups-api.ts';
import { InviteForm } from './invite-form.tsx';
import { groupWords } from './words/group-words.ts';

export interface PeoplePanelProps {
  readonly api: GroupsApi;
  readonly clock: Clock;
  readonly conversation: ConversationId;
  /** Whose people can be invited. */
  readonly department: DepartmentId | undefined;
  readonly title: string;
  readonly people: GroupPeople;
  readonly here: ReadonlySet<ParticipantId>;
  /** Ends it for everybody; left out where that is done elsewhere on the page. */
  readonly onEnd?: (() => void) | undefined;
  /** One has left it, or nobody can read it any more. */
  onGone(): void;
}

type Asked =
  | { readonly about: 'leave' | 'delete' | 'end' }
  | { readonly about: 'put-out'; readonly person: GroupPerson };

/** Who takes part, and what one may do about that. */
export function PeoplePanel(props: PeoplePanelProps): JSX.Element {
  const [invites, setInvites] = createSignal(false);
  const [asked, setAsked] = createSignal<Asked>();
  const may = () => props.people.may();
  const words = () => wordsFor(asked(), props.title);
  let panel!: HTMLDivElement;

  async function run(): Promise<string | undefined> {
    const now = asked();
    const you = props.people.people()?.find(({ isYou }) => isYou);
    switch (now?.about) {
      case 'put-out': {
        const result = await props.api.putOut(props.conversation, now.person.participant);
        if (result.ok) await props.people.reload();
        return result.ok ? undefined : result.refusal.message;
      }
      case 'leave': {
        if (you === undefined) return groupWords('read.gone');
        const result = await props.api.putOut(props.conversation, you.participant);
        if (result.ok) props.onGone();
        return result.ok ? undefined : result.refusal.message;
      }
      case 'delete': {
        const result = await props.api.deleteConversation(props.conversation);
        if (result.ok) props.onGone();
        return result.ok ? undefined : result.refusal.message;
      }
      case 'end':
        props.onEnd?.();
        return undefined;
      case undefined:
        return undefined;
    }
  }

  return (
    <div class="people-panel" ref={(element) => (panel = element)}>
      <Show
        when={props.people.people()}
        fallback={
          <Show when={props.people.failure()} fallback={<Skeleton width="100%" height="2.25rem" />}>
            {(sentence) => <p class="quiet">{told(sentence())}</p>}
          </Show>
        }
      >
        {(people) => (
          <ul class="people-list" aria-label={groupWords('who.show')}>
            <For each={people()} fallback={<li class="quiet">{groupWords('who.nobody')}</li>}>
              {(person) => (
                <li class="people-person">
                  <Avatar
                    name={person.name}
                    bot={person.role === 'bot'}
                    size="small"
                    here={person.isYou || props.here.has(person.participant)}
                  />
                  <span class="people-names">
                    <bdi>{person.name}</bdi>
                    <span class="quiet">{factsOf(person)}</span>
                  </span>
                  <Show when={may().remove && !person.isYou}>
                    <IconButton
                      label={groupWords('put-out.of', { name: person.name })}
                      onClick={() => setAsked({ about: 'put-out', person })}
                    >
                      <CloseIcon />
                    </IconButton>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
      <div class="people-deeds">
        <Show when={may().invite && props.department !== undefined}>
          <Button size="small" onClick={() => setInvites(true)}>
            <PlusIcon />
            {groupWords('invite')}
          </Button>
        </Show>
        <Show when={may().leave}>
          <Button size="small" onClick={() => setAsked({ about: 'leave' })}>
            {groupWords('leave')}
          </Button>
        </Show>
        <Show when={may().close && props.onEnd !== undefined}>
          <Button size="small" onClick={() => setAsked({ about: 'end' })}>
            {groupWords('end')}
          </Button>
        </Show>
        <Show when={may().delete}>
          <Button size="small" look="danger" onClick={() => setAsked({ about: 'delete' })}>
            {groupWords('delete')}
          </Button>
        </Show>
      </div>
      <Dialog
        open={invites()}
        title={groupWords('invite.to', { title: props.title })}
        onClose={() => setInvites(false)}
      >
        <Show when={props.department} keyed>
          {(department) => (
            <InviteForm
              api={props.api}
              clock={props.clock}
              conversation={props.conversation}
              department={department}
              onInvited={(answer) => {
                props.people.tell(answer);
                setInvites(false);
              }}
              onClose={() => setInvites(false)}
            />
          )}
        </Show>
      </Dialog>
      <ConfirmDialog
        open={asked() !== undefined}
        {...words()}
        returnFocus={() => panel.querySelector('button')}
        run={run}
        onClose={() => setAsked(undefined)}
      />
    </div>
  );
}

const roleName = (role: Role) =>
  role === 'agent' ? groupWords('who.staff') : role === 'bot' ? groupWords('who.bot') : '';

function factsOf({ role, isStarter, isYou }: GroupPerson): string {
  return [
    isYou ? groupWords('who.you') : '',
    roleName(role),
    isStarter ? groupWords('who.began') : '',
  ]
    .filter((word) => word !== '')
    .join(' · ');
}

function wordsFor(asked: Asked | undefined, title: string) {
  switch (asked?.about) {
    case 'leave':
      return {
        title: groupWords('leave.ask', { title }),
        text: groupWords('leave.text'),
        deed: groupWords('leave'),
      };
    case 'delete':
      return {
        title: groupWords('delete.ask', { title }),
        text: groupWords('delete.text'),
        deed: groupWords('delete.deed'),
      };
    case 'end':
      return {
        title: groupWords('end.ask', { title }),
        text: groupWords('end.text'),
        deed: groupWords('end.deed'),
      };
    case 'put-out':
      return {
        title: groupWords('put-out.ask', { name: asked.person.name }),
        text: groupWords('put-out.text'),
        deed: groupWords('put-out'),
      };
    case undefined:
      return { title: '', text: '', deed: '' };
  }
}
