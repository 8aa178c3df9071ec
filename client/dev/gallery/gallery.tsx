import '../../ui/base.css';
import './gallery.css';
import { createSignal, For, Show, type JSX } from 'solid-js';
import { render } from 'solid-js/web';
import type { Participant } from '../../../conversation/protocol/conversation.ts';
import { createBrowserClock } from '../../browser/browser-clock.ts';
import { createActing } from '../../chat/acting/acting.ts';
import { Composer } from '../../chat/composer.tsx';
import { LinkMark } from '../../chat/link-mark.tsx';
import { readMarksWith } from '../../chat/late-marks.ts';
import * as marks from '../../chat/marked-text.tsx';
import { Thread } from '../../chat/thread.tsx';
import { TroubleBanner } from '../../chat/trouble-banner.tsx';
import { createConversationState } from '../../state/conversation-state.ts';
import { fakeMessage } from '../../state/fake-peer.fixture.ts';
import { Banner, EmptyState } from '../../ui/banner.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { CheckCircleIcon, CloseIcon } from '../../ui/icons.tsx';
import { InboxIcon, InfoIcon, SearchIcon } from '../../ui/more-icons.tsx';
import { Avatar, Badge, Dot } from '../../ui/marks.tsx';
import { Skeleton, Spinner } from '../../ui/spinner.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { chooseLanguage } from '../../words/language.ts';
import { beginIn } from '../../words/begin-in.ts';
import { AskingForms } from './gallery-asking.tsx';
import { Labels, NoteFields } from './gallery-beside.tsx';
import { Fields } from './gallery-fields.tsx';
import { Files } from './gallery-files.tsx';
import { HostTables } from './gallery-host.tsx';
import { OwnLists } from './gallery-own-list.tsx';
import { Composers, Headers, Overlays } from './gallery-parts.tsx';
import { Asking, AttachedFiles, Tickets, Toasts } from './gallery-passing.tsx';
import { galleryThreads, type Exhibit } from './gallery-threads.ts';
import { Voices } from './gallery-voice.tsx';

const theme = new URLSearchParams(location.search).get('theme');
if (theme !== null) document.documentElement.dataset['theme'] = theme;
const only = new URLSearchParams(location.search).get('only');

function Section(props: { readonly title: string; readonly children: JSX.Element }): JSX.Element {
  return (
    <Show when={only === null || only === props.title}>
      <section>
        <h2>{props.title}</h2>
        {props.children}
      </section>
    </Show>
  );
}

function Marks(): JSX.Element {
  const tones = ['neutral', 'accent', 'good', 'warn', 'danger'] as const;
  const surfaces = [
    'bg',
    'surface',
    'surface-2',
    'surface-3',
    'accent',
    'accent-soft',
    'good-soft',
    'warn-soft',
    'danger-soft',
  ];
  return (
    <>
      <Section title="Colours">
        <div class="gallery-row">
          <For each={surfaces}>
            {(name) => (
              <div
                class="gallery-swatch"
                style={{
                  background: `var(--${name})`,
                  color: name === 'accent' ? 'var(--on-accent)' : 'var(--ink-3)',
                }}
              >
                {name}
              </div>
            )}
          </For>
        </div>
      </Section>
      <Section title="Marks">
        <div class="gallery-row">
          <For each={tones}>
            {(tone) => <Badge tone={tone}>{tone === 'accent' ? '3' : tone}</Badge>}
          </For>
          <For each={tones}>{(tone) => <Dot tone={tone} pulse={tone === 'warn'} />}</For>
          <For each={['Ada Lovelace', 'Ben', 'Çelik Özge', '李 雷', 'Mara Lindqvist']}>
            {(name) => <Avatar name={name} here={name === 'Ben'} />}
          </For>
          <Avatar name="reverse" bot />
          <Avatar name="Large One" size="large" here={true} />
          <Spinner />
          <Skeleton width="8rem" height="1rem" />
          <For each={['direct', 'relay', 'server', 'connecting', 'offline'] as const}>
            {(link) => <LinkMark link={link} align="start" />}
          </For>
        </div>
      </Section>
    </>
  );
}

function Controls(): JSX.Element {
  const [on, setOn] = createSignal(true);
  return (
    <Section title="Controls">
      <div class="gallery-row">
        <Button look="primary">Start a chat</Button>
        <Button>Later</Button>
        <Button look="ghost">Learn more</Button>
        <Button look="danger">Close conversation</Button>
        <Button look="primary" busy>
          Saving
        </Button>
        <Button disabled>Not now</Button>
        <Button size="small">Small</Button>
        <IconButton label="Search">
          <SearchIcon />
        </IconButton>
        <IconButton label="Close">
          <CloseIcon />
        </IconButton>
        <Switch label="Available" on={on()} onChange={setOn} />
        <Switch label="Sound" on={!on()} onChange={(next) => setOn(!next)} />
        <Switch label="Locked" on={false} disabled onChange={() => {}} />
      </div>
      <div class="gallery-row">
        <TextField label="Username" placeholder="ada" hint="As in your invitation." />
        <TextField
          label="Password"
          type="password"
          error="The password does not fit. Please try again."
        />
      </div>
    </Section>
  );
}

function Notices(): JSX.Element {
  return (
    <Section title="Notices">
      <Banner tone="neutral" icon={<InfoIcon />}>
        A new version is ready.
      </Banner>
      <Banner tone="good" icon={<CheckCircleIcon />}>
        You are back online. Everything was sent.
      </Banner>
      <Banner tone="warn">You are offline. You can read and write.</Banner>
      <Banner tone="danger" action={<Button size="small">Try again</Button>}>
        The conversation could not be opened.
      </Banner>
      <div class="gallery-empty">
        <EmptyState
          icon={<InboxIcon />}
          title="No conversations yet"
          text="Turn Available on, and the next client comes to you."
          action={<Button look="primary">Go available</Button>}
        />
      </div>
    </Section>
  );
}

function Exhibited(props: Exhibit): JSX.Element {
  const clock = createBrowserClock();
  const { conversation } = props;
  const state = createConversationState(conversation);
  let count = 0;
  const acting = createActing({
    conversation,
    isStaff: true,
    say: (text, how) => conversation.say(text, how),
    writeToClipboard: (text) => navigator.clipboard.writeText(text),
    onTrouble: (trouble) => conversation.show({ trouble }),
  });
  const them = (): Participant | undefined => state.others()[0];
  conversation.onDeed((deed) => {
    const author = them();
    if (deed.did !== 'say' || author === undefined) return;
    const mine = conversation.items().at(-1)?.id;
    clock.after(300, () => mine && conversation.progress(mine, 'saved'));
    clock.after(600, () => mine && conversation.progress(mine, 'delivered'));
    clock.after(900, () => {
      if (mine) conversation.progress(mine, 'read');
      conversation.show({ typing: new Set([author.id]) });
    });
    clock.after(2600, () => {
      count += 1;
      const reply = fakeMessage({
        id: `77-${count}`,
        author,
        text: `You said: ${deed.text}`,
        at: Date.now(),
      });
      conversation.show({ items: [...conversation.items(), reply], typing: new Set() });
    });
  });
  return (
    <div class="gallery-thread" data-exhibit={props.title}>
      <header>
        {props.title}
        <LinkMark link={state.link()} />
      </header>
      <TroubleBanner
        link={state.link()}
        trouble={state.trouble()}
        clock={clock}
        onAgain={() => undefined}
      />
      <Thread state={state} clock={clock} looking acting={acting} />
      <Composer
        clock={clock}
        acting={acting}
        draft={{ read: () => '', write: () => {} }}
        send={(text) => acting.send(text)}
        setTyping={(typing) => conversation.setTyping(typing)}
      />
    </div>
  );
}

function Gallery(): JSX.Element {
  return (
    <div class="gallery">
      <nav class="gallery-row" aria-label="Theme">
        <For each={['light', 'dark']}>
          {(name) => (
            <a href={`?theme=${name}`} aria-current={theme === name ? 'page' : undefined}>
              {name}
            </a>
          )}
        </For>
        <a href="/dev/gallery">as the system</a>
        <a href="?lang=ar">from right to left</a>
      </nav>
      <Marks />
      <Controls />
      <Notices />
      <Section title="Headers of the widget">
        <Headers />
      </Section>
      <Section title="Composers">
        <Composers />
      </Section>
      <Section title="Fields">
        <Fields />
      </Section>
      <Section title="Tickets">
        <Tickets />
      </Section>
      <Section title="Toasts">
        <Toasts />
      </Section>
      <Section title="Files to attach">
        <AttachedFiles />
      </Section>
      <Section title="Files on their way">
        <Files />
      </Section>
      <Section title="Voice messages">
        <Voices />
      </Section>
      <Section title="Before the chat">
        <AskingForms />
      </Section>
      <Section title="Own conversations">
        <OwnLists />
      </Section>
      <Section title="Labels and priorities">
        <Labels />
      </Section>
      <Section title="Notes">
        <NoteFields />
      </Section>
      <Section title="What the page tells">
        <HostTables />
      </Section>
      <Section title="Dialog and menu">
        <Overlays />
        <Asking />
      </Section>
      <Section title="Threads">
        <div class="gallery-threads">
          <For each={galleryThreads(Date.now())}>{(exhibit) => <Exhibited {...exhibit} />}</For>
        </div>
      </Section>
    </div>
  );
}

const root = document.querySelector('#gallery');
const spoken = chooseLanguage([new URLSearchParams(location.search).get('lang')]);
if (root !== null) {
  void beginIn(spoken).then(() => {
    readMarksWith(marks);
    render(() => <Gallery />, root);
    // Some parts take the focus as they appear; here the page begins at its beginning.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    window.scrollTo(0, 0);
  });
}
