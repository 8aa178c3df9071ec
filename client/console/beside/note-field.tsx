import './beside.css';
import { createSignal, createUniqueId, For, onMount, Show, type JSX } from 'solid-js';
import { noteCharacters } from '../../../conversation/protocol/http/notes.ts';
import type { AccountId } from '../../../conversation/protocol/ids.ts';
import { sendsOn } from '../../chat/composer-rules.ts';
import type { Draft } from '../../chat/composer.tsx';
import { Button } from '../../ui/button.tsx';
import { FormTrouble } from '../../ui/form-end.tsx';
import { mentionsIn, suggested, typedMention, type Colleague } from './mentions.ts';

export interface NoteFieldProps {
  readonly initial: string;
  readonly action: string;
  /** Where what was begun is kept. */
  readonly draft?: Draft;
  colleagues(): Promise<readonly Colleague[]>;
  /** @returns why it was not taken */
  send(text: string, mentions: AccountId[]): Promise<string | undefined>;
  onCancel?(): void;
}

/** The box for a note; an @ offers the colleagues who can read it. */
export function NoteField(props: NoteFieldProps): JSX.Element {
  const id = createUniqueId();
  let field!: HTMLTextAreaElement;
  const [text, setText] = createSignal(props.initial);
  const [caret, setCaret] = createSignal(props.initial.length);
  const [people, setPeople] = createSignal<readonly Colleague[]>([]);
  const [chosen, setChosen] = createSignal(0);
  const [isShut, setIsShut] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  const typed = () => (isShut() ? undefined : typedMention(text(), caret()));
  const offered = () => {
    const now = typed();
    return now === undefined ? [] : suggested(people(), now.words);
  };
  const isOver = () => text().trim().length > noteCharacters;
  const canSend = () => text().trim() !== '' && !isOver() && !busy();

  onMount(() => {
    void props.colleagues().then(setPeople);
    field.focus({ preventScroll: true });
    field.setSelectionRange(field.value.length, field.value.length);
  });

  function write(next: string): void {
    setText(next);
    setCaret(field.selectionStart);
    setChosen(0);
    setIsShut(false);
    setTrouble(undefined);
    props.draft?.write(next);
  }

  function take(person: Colleague): void {
    const now = typed();
    if (now === undefined) return;
    field.setRangeText(`@${person.name} `, now.from, caret(), 'end');
    write(field.value);
    field.focus();
  }

  async function send(): Promise<void> {
    if (!canSend()) return;
    setBusy(true);
    const said = text().trim();
    const why = await props.send(said, mentionsIn(said, people()));
    setBusy(false);
    setTrouble(why);
    if (why !== undefined) return;
    setText('');
    props.draft?.write('');
  }

  function onKeyDown(event: KeyboardEvent): void {
    const some = offered();
    if (some.length > 0) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) {
        event.preventDefault();
        setChosen((at) => (at + step + some.length) % some.length);
        return;
      }
      const person = some[chosen()];
      if ((event.key === 'Enter' || event.key === 'Tab') && person !== undefined) {
        event.preventDefault();
        return take(person);
      }
      if (event.key === 'Escape') {
        event.stopPropagation();
        return void setIsShut(true);
      }
    }
    if (event.key === 'Escape' && props.onCancel !== undefined) {
      event.stopPropagation();
      return props.onCancel();
    }
    if (!sendsOn(event)) return;
    event.preventDefault();
    void send();
  }

  return (
    <form
      class="note-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <textarea
        ref={(element) => (field = element)}
        class="note-input"
        rows="2"
        dir="auto"
        aria-label="Note"
        aria-invalid={isOver()}
        aria-autocomplete="list"
        aria-controls={offered().length > 0 ? `${id}-people` : undefined}
        aria-activedescendant={offered().length > 0 ? `${id}-${chosen()}` : undefined}
        placeholder="A note that only colleagues see. @ mentions somebody."
        value={text()}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyUp={() => setCaret(field.selectionStart)}
        onClick={() => setCaret(field.selectionStart)}
        onKeyDown={onKeyDown}
      />
      <Show when={offered().length > 0}>
        <ul class="note-people" id={`${id}-people`} role="listbox" aria-label="Colleagues">
          <For each={offered()}>
            {(person, index) => (
              <li
                id={`${id}-${index()}`}
                role="option"
                aria-selected={index() === chosen()}
                onPointerDown={(event) => {
                  event.preventDefault();
                  take(person);
                }}
              >
                <bdi>{person.name}</bdi>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <FormTrouble
        sentence={isOver() ? `A note has at most ${noteCharacters} characters.` : trouble()}
      />
      <div class="note-end">
        <Show when={props.onCancel !== undefined}>
          <Button size="small" onClick={() => props.onCancel?.()}>
            Cancel
          </Button>
        </Show>
        <Button size="small" look="primary" type="submit" busy={busy()} disabled={!canSend()}>
          {props.action}
        </Button>
      </div>
    </form>
  );
}
