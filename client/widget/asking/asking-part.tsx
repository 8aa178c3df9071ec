/** The form before the first words; it takes the place of the box to write in. Loaded by asked-door.ts. */
import './asking-part.css';
import { createMemo, createSignal, createUniqueId, For, onMount, Show, type JSX } from 'solid-js';
import {
  answersToSend,
  asksAnything,
  checkAnswers,
  formFor,
  type AskedField,
  type AskedTrouble,
} from '../../../conversation/protocol/asking.ts';
import {
  asksNothing,
  contactFields,
  labelCharacters,
  lineCharacters,
  textCharacters,
  type AskedAnswers,
  type AskingForm,
  type ContactField,
  type OwnField,
} from '../../../conversation/protocol/http/asking.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { t } from '../../words/words.ts';
import { readTyped, withOwn } from './typed.ts';

export { sendAnswers } from './send-answers.ts';

export interface AskingPartProps {
  /** Undefined: nothing. */
  readonly asks: AskingForm | undefined;
  /** What is known of them, and not asked. */
  readonly knows: readonly ContactField[];
  /** Nobody would answer now. */
  readonly isAway: boolean;
  readonly autofocus: boolean;
  readonly typed: { read(): string; write(text: string): void };
  /** @param answers as they are sent */
  done(answers: string): void;
}

const contacts = {
  name: { autocomplete: 'name', type: 'text', most: labelCharacters },
  email: { autocomplete: 'email', type: 'email', most: 254 },
  phone: { autocomplete: 'tel', type: 'tel', most: 40 },
} as const;

export function AskingPart(props: AskingPartProps): JSX.Element {
  const form = createMemo(() => formFor(props.asks ?? asksNothing, props.knows));
  const [typed, setTyped] = createSignal(readTyped(props.typed.read()));
  const [isTried, setTried] = createSignal(false);
  const [isRefused, setRefused] = createSignal(false);
  const wrong = createMemo(() => checkAnswers(form(), typed()));
  const errorOf = (field: AskedField) => {
    const trouble = isTried() ? wrong().get(field) : undefined;
    return trouble === undefined ? undefined : wordsFor(trouble, field);
  };
  const write = (next: AskedAnswers) => {
    setRefused(false);
    setTyped(next);
    props.typed.write(JSON.stringify(next));
  };
  let element: HTMLFormElement | undefined;

  onMount(() => {
    // Whoever is known may have nothing to fill in.
    if (!asksAnything(form())) props.done(JSON.stringify({ own: [] } satisfies AskedAnswers));
    else if (props.autofocus) element?.querySelector('input')?.focus();
  });

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    setTried(true);
    if (wrong().size > 0) {
      element?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    const answers = answersToSend(form(), typed());
    if (answers === undefined) setRefused(true);
    else props.done(JSON.stringify(answers));
  }

  return (
    <form
      ref={(found) => (element = found)}
      class="asking"
      novalidate
      aria-label={t('asked.title')}
      onSubmit={submit}
    >
      <h2 class="asking-title">{t(props.isAway ? 'asked.title-away' : 'asked.title')}</h2>
      <Show when={form().help}>
        {(help) => (
          <p class="asking-help">
            <bdi>{help()}</bdi>
          </p>
        )}
      </Show>
      <For each={contactFields.filter((field) => form()[field] !== 'no')}>
        {(field) => (
          <TextField
            label={labelOf(t(`asked.${field}`), form()[field] === 'must')}
            type={contacts[field].type}
            autocomplete={contacts[field].autocomplete}
            maxlength={contacts[field].most}
            {...(field === 'email' && { hint: t('asked.email-hint') })}
            required={form()[field] === 'must'}
            value={typed()[field] ?? ''}
            error={errorOf(field)}
            onInput={(event) => write({ ...typed(), [field]: event.currentTarget.value })}
          />
        )}
      </For>
      <For each={form().own}>
        {(field, at) => (
          <Own
            field={field}
            value={typed().own.find(({ label }) => label === field.label)?.value}
            error={errorOf(`own.${at()}`)}
            onChange={(value) => write(withOwn(typed(), field.label, value))}
          />
        )}
      </For>
      <Show when={form().consent}>
        {(consent) => (
          <Check
            isChecked={typed().consent !== undefined}
            error={errorOf('consent')}
            isRequired
            onChange={(on) => {
              const { consent: _, ...others } = typed();
              write(on ? { ...others, consent: consent().text } : others);
            }}
          >
            <bdi>{consent().text}</bdi>{' '}
            <Show when={consent().link}>
              {(link) => (
                <a href={link()} target="_blank" rel="noopener noreferrer nofollow">
                  {t('asked.read-more')}
                </a>
              )}
            </Show>
          </Check>
        )}
      </Show>
      <Show when={isRefused()}>
        <p class="field-error" role="alert">
          {t('asked.not-taken')}
        </p>
      </Show>
      <Button type="submit" look="primary">
        {t('asked.continue')}
      </Button>
    </form>
  );
}

const labelOf = (label: string, isRequired: boolean) =>
  isRequired ? label : t('asked.optional', { label });

function wordsFor(trouble: AskedTrouble, field: AskedField): string {
  return field === 'consent' ? t('asked.agree-first') : t(`asked.${trouble}`);
}

interface OwnProps {
  readonly field: OwnField;
  readonly value: string | boolean | undefined;
  readonly error: string | undefined;
  onChange(value: string | boolean): void;
}

function Own(props: OwnProps): JSX.Element {
  const id = createUniqueId();
  const { field } = props;
  const label = () => labelOf(field.label, field.required);
  const text = () => (typeof props.value === 'string' ? props.value : '');
  switch (field.kind) {
    case 'line':
      return (
        <TextField
          label={label()}
          maxlength={lineCharacters}
          required={field.required}
          value={text()}
          error={props.error}
          onInput={(event) => props.onChange(event.currentTarget.value)}
        />
      );
    case 'text':
      return (
        <div class="field">
          <label for={id} class="field-label">
            {label()}
          </label>
          <textarea
            id={id}
            class="field-input"
            rows={3}
            maxlength={textCharacters}
            required={field.required}
            aria-invalid={props.error !== undefined}
            aria-describedby={props.error === undefined ? undefined : `${id}-error`}
            value={text()}
            onInput={(event) => props.onChange(event.currentTarget.value)}
          />
          <Trouble id={id} sentence={props.error} />
        </div>
      );
    case 'choice':
      return (
        <SelectField
          label={label()}
          value={text()}
          options={[
            ['', t('asked.choose')],
            ...field.choices.map((choice) => [choice, choice] as const),
          ]}
          error={props.error}
          onChange={(choice) => props.onChange(choice)}
        />
      );
    case 'check':
      return (
        <Check
          isChecked={props.value === true}
          isRequired={field.required}
          error={props.error}
          onChange={(on) => props.onChange(on)}
        >
          <bdi>{label()}</bdi>
        </Check>
      );
  }
}

interface CheckProps {
  readonly isChecked: boolean;
  readonly isRequired: boolean;
  readonly error: string | undefined;
  readonly children: JSX.Element;
  onChange(on: boolean): void;
}

function Check(props: CheckProps): JSX.Element {
  const id = createUniqueId();
  return (
    <div class="field">
      <div class="asking-check">
        <input
          id={id}
          type="checkbox"
          checked={props.isChecked}
          required={props.isRequired}
          aria-invalid={props.error !== undefined}
          aria-describedby={props.error === undefined ? undefined : `${id}-error`}
          onChange={(event) => props.onChange(event.currentTarget.checked)}
        />
        <label for={id}>{props.children}</label>
      </div>
      <Trouble id={id} sentence={props.error} />
    </div>
  );
}

function Trouble(props: {
  readonly id: string;
  readonly sentence: string | undefined;
}): JSX.Element {
  return (
    <Show when={props.sentence}>
      {(sentence) => (
        <p id={`${props.id}-error`} class="field-error" role="alert">
          {sentence()}
        </p>
      )}
    </Show>
  );
}
