/** What the widget and the console add to the common components. */
import { createSignal, For, type JSX } from 'solid-js';
import type { LinkState } from '../../../conversation/peer/api.ts';
import { limits } from '../../../conversation/log/limits.ts';
import type { ConversationStatus } from '../../../conversation/protocol/conversation.ts';
import type { WidgetAnswer } from '../../../conversation/protocol/http/widget.ts';
import { createBrowserClock } from '../../browser/browser-clock.ts';
import { Composer } from '../../chat/composer.tsx';
import { Dialog } from '../../signed-in/ui/dialog.tsx';
import { Menu, MenuItem, MenuLine, MenuNote } from '../../console/ui/menu.tsx';
import { fakeParticipant } from '../../state/fake-peer.fixture.ts';
import { Button } from '../../ui/button.tsx';
import { InfoIcon, SettingsIcon } from '../../ui/more-icons.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ChatHeader } from '../../widget/chat-header.tsx';
import { whoAnswers } from '../../widget/who-answers.ts';

interface HeaderState {
  readonly status?: ConversationStatus;
  readonly answers?: WidgetAnswer['answers'];
  readonly isHere?: boolean;
  readonly link: LinkState;
}

const mara = fakeParticipant('Mara Lindqvist', 'agent');
const long = fakeParticipant('Jonas Bergström-Achterberg van den Hoogenbosch', 'agent');
const bot = fakeParticipant('Mat', 'bot');
const assigned = (to: typeof mara) => ({ state: 'assigned', since: 0, to }) as const;

const headers: readonly HeaderState[] = [
  { link: 'connecting' },
  { answers: 'people', link: 'server' },
  { answers: 'bot', link: 'server' },
  { answers: 'nobody', link: 'server' },
  { status: { state: 'waiting', since: 0, position: 3 }, link: 'server' },
  { status: assigned(mara), isHere: true, link: 'direct' },
  { status: assigned(mara), link: 'offline' },
  { status: assigned(long), isHere: true, link: 'relay' },
  { status: assigned(bot), isHere: true, link: 'direct' },
  { status: { state: 'closed', since: 0, by: mara }, link: 'server' },
];

/** Every header of the widget, as narrow as its panel. */
export function Headers(): JSX.Element {
  return (
    <div class="gallery-row">
      <For each={headers}>
        {({ status, answers, isHere, link }) => (
          <div class="gallery-panel">
            <ChatHeader
              who={whoAnswers({
                status,
                answers,
                here: isHere === true ? [mara, long, bot] : [],
                team: 'Nordlicht Service',
              })}
              link={link}
              onClose={() => undefined}
            />
          </div>
        )}
      </For>
    </div>
  );
}

/** Empty, with five lines and more, near its limit and over it. */
export function Composers(): JSX.Element {
  const clock = createBrowserClock();
  const drafts = [
    '',
    'One\ntwo\nthree\nfour\nfive\nsix\nseven',
    'a'.repeat(limits.textBytes - 120),
    'a'.repeat(limits.textBytes + 7),
  ];
  return (
    <div class="gallery-row">
      <For each={drafts}>
        {(draft) => (
          <div class="gallery-panel">
            <Composer
              clock={clock}
              draft={{ read: () => draft, write: () => undefined }}
              send={() => undefined}
              setTyping={() => undefined}
            />
          </div>
        )}
      </For>
    </div>
  );
}

/** A window and a menu, closed: they hold the focus while they are open. */
export function Overlays(): JSX.Element {
  const [open, setOpen] = createSignal(false);
  return (
    <div class="gallery-row">
      <Button onClick={() => setOpen(true)}>Open a dialog</Button>
      <Dialog
        open={open()}
        title="Change your password"
        description="You stay signed in here. Everywhere else you will be signed out."
        onClose={() => setOpen(false)}
      >
        <TextField label="Present password" type="password" />
      </Dialog>
      <Menu label="Open a menu" trigger={<SettingsIcon />}>
        <MenuNote>Mara Lindqvist</MenuNote>
        <MenuLine />
        <MenuItem icon={<InfoIcon />} onSelect={() => undefined}>
          Details
        </MenuItem>
        <MenuItem disabled onSelect={() => undefined}>
          Not now
        </MenuItem>
        <MenuItem tone="danger" onSelect={() => undefined}>
          Sign out
        </MenuItem>
      </Menu>
    </div>
  );
}
