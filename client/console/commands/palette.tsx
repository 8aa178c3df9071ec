import './palette.css';
import { useNavigate } from '@solidjs/router';
import { createMemo, createSignal, createUniqueId, For, Show, type JSX } from 'solid-js';
import { titleOf } from '../../groups/kind-words.ts';
import { Badge } from '../../ui/marks.tsx';
import { useConsole } from '../console-context.ts';
import type { OpenConversation } from '../conversations/desk.ts';
import { Dialog } from '../../signed-in/ui/dialog.tsx';
import { KeyHint } from './key-hint.tsx';
import { paletteItems, type PaletteConversation, type PaletteItem } from './palette-items.ts';

export interface OverlayProps {
  onClose(): void;
}

/** One field that finds conversations, pages and everything that can be done now. */
export function Palette(props: OverlayProps): JSX.Element {
  const { commands, desk, peer } = useConsole();
  const navigate = useNavigate();
  const id = createUniqueId();
  const [words, setWords] = createSignal('');
  const [chosen, setChosen] = createSignal(0);

  const conversations = createMemo<readonly PaletteConversation[]>(() => {
    const open = [...desk.ordered(), ...desk.groups()];
    const known = new Set(open.map((one) => one.id));
    const others = peer.overview().filter(({ conversation }) => !known.has(conversation));
    return [
      ...open.map(described),
      ...others.map((summary) => ({
        id: summary.conversation,
        name: titleOf(summary),
        about: summary.ticket?.subject ?? '',
        unread: 0,
      })),
    ];
  });
  // What can be done is that of the moment in which it was opened: afterwards this window is what is open.
  const items = createMemo(() =>
    paletteItems(words(), conversations(), (one) => commands.can(one)),
  );
  const active = () => items()[chosen()];
  const optionId = (index: number) => `${id}-${index}`;

  function choose(item: PaletteItem | undefined): void {
    if (item === undefined) return;
    props.onClose();
    // The focus is back on the page first: what is done may give it to somebody else.
    setTimeout(() => {
      if (item.kind === 'command') commands.run(item.command.id);
      else navigate(`/conversations/${item.conversation.id}`);
    });
  }
  function move(to: number): void {
    const count = items().length;
    if (count === 0) return;
    setChosen((to + count) % count);
    document.getElementById(optionId(chosen()))?.scrollIntoView({ block: 'nearest' });
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    switch (event.key) {
      case 'ArrowDown':
        move(chosen() + 1);
        break;
      case 'ArrowUp':
        move(chosen() - 1);
        break;
      case 'Enter':
        choose(active());
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  return (
    <Dialog open title="Find anything" class="palette" onClose={() => props.onClose()}>
      <input
        class="field-input"
        type="text"
        role="combobox"
        aria-label="Find a conversation, a page or something to do"
        aria-expanded="true"
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={active() === undefined ? undefined : optionId(chosen())}
        autocomplete="off"
        spellcheck={false}
        placeholder="Conversation, page or command"
        value={words()}
        onInput={(event) => {
          setWords(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={id} class="palette-list" role="listbox" aria-label="What was found">
        <For each={items()}>
          {(item, index) => (
            <div
              id={optionId(index())}
              class="palette-option"
              role="option"
              aria-selected={chosen() === index()}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(item)}
            >
              <Found item={item} />
            </div>
          )}
        </For>
      </div>
      <p class="palette-none" role="status">
        {items().length === 0 ? 'Nothing is called so.' : ''}
      </p>
    </Dialog>
  );
}

function Found(props: { readonly item: PaletteItem }): JSX.Element {
  const letters = () => [...Array.from({ length: props.item.name.length }).keys()];
  const name = () => (
    <bdi class="palette-name">
      <Show when={props.item.at.length > 0} fallback={props.item.name}>
        <For each={letters()}>
          {(index) =>
            props.item.at.includes(index) ? (
              <mark>{props.item.name.charAt(index)}</mark>
            ) : (
              props.item.name.charAt(index)
            )
          }
        </For>
      </Show>
    </bdi>
  );
  const conversation = () =>
    props.item.kind === 'conversation' ? props.item.conversation : undefined;
  const command = () => (props.item.kind === 'command' ? props.item.command : undefined);
  return (
    <>
      {name()}
      <Show when={conversation()}>
        {(one) => (
          <>
            <bdi class="palette-about">{one().about}</bdi>
            <Show when={one().unread > 0}>
              <Badge tone="accent" label={`${one().unread} unread`}>
                {one().unread}
              </Badge>
            </Show>
          </>
        )}
      </Show>
      <Show when={command()}>
        {(one) => (
          <>
            <span class="palette-about">{one().group}</span>
            <KeyHint command={one().id} />
          </>
        )}
      </Show>
    </>
  );
}

function described(open: OpenConversation): PaletteConversation {
  const ticket = open.summary()?.ticket;
  return {
    id: open.id,
    name: open.title(),
    about: [ticket && `#${ticket.number} ${ticket.subject}`, open.lastLine()?.text]
      .filter(Boolean)
      .join(' · ')
      .slice(0, 200),
    unread: open.attention().unread,
  };
}
