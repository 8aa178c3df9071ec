import './top-bar.css';
import { A, useLocation, useNavigate } from '@solidjs/router';
import { For, Show, type JSX } from 'solid-js';
import {
  ArchiveIcon,
  InboxIcon,
  PeopleIcon,
  PersonIcon,
  SettingsIcon,
  SignOutIcon,
} from '../../ui/more-icons.tsx';
import { Avatar, Badge, Dot } from '../../ui/marks.tsx';
import { Switch } from '../../ui/switch.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { useHint } from '../commands/key-hint.tsx';
import { isAdmin, useConsole } from '../console-context.ts';
import {
  AuditIcon,
  ChevronIcon,
  KeyIcon,
  MutedIcon,
  ReplyIcon,
  SoundIcon,
  TicketIcon,
} from '../ui/icons.tsx';
import { Menu, MenuItem, MenuLine, MenuNote } from '../ui/menu.tsx';
import { pageName } from './page-names.ts';
import { sessionWords } from './session-words.ts';

interface Place {
  readonly path: string;
  readonly name: string;
  readonly icon: () => JSX.Element;
}

const forAll: readonly Place[] = [
  { path: '/', name: 'Conversations', icon: InboxIcon },
  { path: '/tickets', name: 'Tickets', icon: TicketIcon },
  { path: '/departments', name: 'Departments', icon: SettingsIcon },
];
const forAdmins: readonly Place[] = [
  { path: '/archive', name: 'Archive', icon: ArchiveIcon },
  { path: '/people', name: 'People', icon: PeopleIcon },
  { path: '/audit', name: 'Audit', icon: AuditIcon },
];

export function TopBar(): JSX.Element {
  const navigate = useNavigate();
  const context = useConsole();
  const { commands, me, peer, preferences, now } = context;
  const hint = useHint();
  const words = () => sessionWords(peer.session(), now());
  return (
    <header class="top-bar">
      <A href="/" class="top-bar-name" end aria-label="Parley, conversations">
        Parley
      </A>
      <Places />
      <div class="top-bar-end">
        <Tooltip text={words().sentence} align="end">
          {(describedBy) => (
            <span class="session-state" tabindex="0" aria-describedby={describedBy}>
              <Dot tone={words().tone} pulse={peer.session().state === 'connecting'} />
              <span class="session-state-name">{words().name}</span>
            </span>
          )}
        </Tooltip>
        <Switch
          label="Available"
          title={hint('New conversations come to you while this is on', 'toggle-available')}
          on={peer.available()}
          disabled={peer.session().state === 'ended'}
          onChange={(on) => peer.peer.setAvailable(on)}
        />
        <Menu
          label={`Your account, ${me.name}`}
          class="account-button"
          trigger={
            <>
              <Avatar name={me.name} size="small" />
              <ChevronIcon />
            </>
          }
        >
          <MenuNote>
            <strong>{me.name}</strong>
            <span class="quiet">{me.username}</span>
          </MenuNote>
          <MenuLine />
          <MenuItem
            icon={preferences.sounds.now() ? <SoundIcon /> : <MutedIcon />}
            onSelect={() => preferences.sounds.set(!preferences.sounds.now())}
          >
            {preferences.sounds.now() ? 'Turn sounds off' : 'Turn sounds on'}
          </MenuItem>
          <MenuItem icon={<KeyIcon />} onSelect={() => void commands.run('show-keys')}>
            Keys
          </MenuItem>
          <MenuItem icon={<ReplyIcon />} onSelect={() => navigate('/replies')}>
            Canned replies
          </MenuItem>
          <MenuItem icon={<PersonIcon />} onSelect={() => navigate('/account')}>
            My account
          </MenuItem>
          <MenuLine />
          <MenuItem icon={<SignOutIcon />} onSelect={() => context.signOut()}>
            Sign out
          </MenuItem>
        </Menu>
      </div>
    </header>
  );
}

/** The pages. On a phone they stand at the bottom, where a thumb is. */
function Places(): JSX.Element {
  const { me, desk } = useConsole();
  const location = useLocation();
  const places = () => (isAdmin(me) ? [...forAll, ...forAdmins] : forAll);
  const isHere = ({ name }: Place) => name === (pageName(location.pathname) ?? 'Conversations');
  return (
    <Show when={places().length > 1}>
      <nav class="places" aria-label="Pages">
        <For each={places()}>
          {(place) => (
            <A
              href={place.path}
              class="place"
              classList={{ 'place-here': isHere(place) }}
              aria-current={isHere(place) ? 'page' : undefined}
            >
              {place.icon()}
              <span>{place.name}</span>
              <Show when={place.path === '/' && desk.unread() > 0}>
                <Badge tone="accent" label={`${desk.unread()} unread messages`}>
                  {desk.unread() > 99 ? '99+' : desk.unread()}
                </Badge>
              </Show>
            </A>
          )}
        </For>
      </nav>
    </Show>
  );
}
