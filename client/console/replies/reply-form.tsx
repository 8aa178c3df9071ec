import './replies-page.css';
import { createSignal, createUniqueId, Show, type JSX } from 'solid-js';
import * as v from 'valibot';
import {
  replyText,
  shortcut,
  type CannedReply,
  type RepliesAnswer,
  type ReplyPlace,
} from '../../../conversation/protocol/http/replies.ts';
import { createForm } from '../../ui/form.ts';
import { FormEnd } from '../../ui/form-end.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useConsole } from '../console-context.ts';
import { placeWords } from './place-words.ts';
import { unknownWords, variables } from './variables.ts';

export interface ReplyFormProps {
  /** Undefined: a new one. */
  readonly reply: CannedReply | undefined;
  readonly mayAdd: RepliesAnswer['mayAdd'];
  onDone(): void;
  onClose(): void;
}

/** A new canned reply, or another text for one. */
export function ReplyForm(props: ReplyFormProps): JSX.Element {
  const { api } = useConsole();
  const id = createUniqueId();
  const places = (): readonly ReplyPlace[] => [
    { kind: 'personal' },
    ...props.mayAdd.departments.map(
      ({ id, name }) => ({ kind: 'department', department: id, name }) as const,
    ),
    ...(props.mayAdd.global ? [{ kind: 'global' } as const] : []),
  ];
  const [chosen, setChosen] = createSignal('0');
  const place = () => places()[Number(chosen())] ?? { kind: 'personal' };
  const form = createForm({
    initial: { shortcut: props.reply?.shortcut ?? '', text: props.reply?.text ?? '' },
    check: (values) => checkReply(values),
    send: async ({ text, ...values }) => {
      const body = { shortcut: withoutSlash(values.shortcut), text };
      const { reply } = props;
      const result = await (reply === undefined
        ? api.addReply(place(), body)
        : api.changeReply(reply.id, body));
      if (result.ok) props.onDone();
      return result;
    },
  });
  return (
    <form class="form" novalidate onSubmit={(event) => void form.submit(event)}>
      <TextField
        label="Shortcut"
        hint="One word. Type / and this word while you write."
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        value={form.values().shortcut}
        error={form.error('shortcut')}
        onInput={(event) => form.write('shortcut', event.currentTarget.value)}
      />
      <div class="field">
        <label for={id} class="field-label">
          Text
        </label>
        <textarea
          id={id}
          class="field-input reply-text"
          rows="5"
          dir="auto"
          aria-invalid={form.error('text') !== undefined}
          aria-describedby={`${id}-hint ${id}-notice`}
          value={form.values().text}
          onInput={(event) => form.write('text', event.currentTarget.value)}
        />
        <Show when={form.error('text')}>
          {(sentence) => (
            <p class="field-error" role="alert">
              {sentence()}
            </p>
          )}
        </Show>
        <p id={`${id}-notice`} class="reply-unknown" role="status">
          {unknownWords(form.values().text)}
        </p>
        <p id={`${id}-hint`} class="field-hint">
          {'In it, {{client.name}} stands for the client’s name. There are also '}
          {Object.keys(variables)
            .filter((name) => name !== 'client.name')
            .map((name) => `{{${name}}}`)
            .join(', ')}
          .
        </p>
      </div>
      <Show when={props.reply === undefined && places().length > 1}>
        <SelectField
          label="For whom"
          value={chosen()}
          options={places().map((one, index) => [String(index), forWhom(one)] as const)}
          onChange={setChosen}
        />
      </Show>
      <FormEnd
        trouble={form.trouble()}
        busy={form.busy()}
        action={props.reply === undefined ? 'Add reply' : 'Save'}
        onCancel={() => props.onClose()}
      />
    </form>
  );
}

function forWhom(place: ReplyPlace): string {
  switch (place.kind) {
    case 'personal':
      return 'Only for me';
    case 'department':
      return `Everybody in ${placeWords(place)}`;
    default:
      return 'Everybody who answers';
  }
}

/** Whoever types the slash, too, means the same. */
function withoutSlash(written: string): string {
  return written.trim().replace(/^\//, '');
}

export function checkReply(values: { readonly shortcut: string; readonly text: string }): {
  shortcut?: string;
  text?: string;
} {
  const wrongShortcut = v.safeParse(shortcut, withoutSlash(values.shortcut)).issues?.[0];
  const wrongText = v.safeParse(replyText, values.text).issues?.[0];
  return {
    ...(wrongShortcut === undefined ? {} : { shortcut: `It ${wrongShortcut.message}.` }),
    ...(wrongText === undefined ? {} : { text: `It ${wrongText.message}.` }),
  };
}
