import { createSignal, For, type JSX } from 'solid-js';
import { botScopes, type BotScope } from '../../../conversation/protocol/http/bots.ts';
import type { DepartmentJson } from '../../../conversation/protocol/http/departments.ts';
import type { AccountId } from '../../../conversation/protocol/ids.ts';
import { Button } from '../../ui/button.tsx';
import { createForm } from '../../ui/form.ts';
import { FormEnd, FormTrouble } from '../../ui/form-end.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useConsole } from '../console-context.ts';
import { checkBot } from '../../signed-in/account/account-form.ts';

export const scopeNames: Readonly<Record<BotScope, string>> = {
  answer: 'Answer conversations',
  'read-archive': 'Read the archive',
};

const chooseOne = 'Choose at least one.';

interface MadeProps {
  /** The key itself. */
  onMade(secret: string): void;
  onClose(): void;
}

export function NewBotForm(props: MadeProps): JSX.Element {
  const { api } = useConsole();
  const [scopes, setScopes] = createSignal<readonly BotScope[]>(['answer']);
  const [department, setDepartment] = createSignal('');
  const [departments, setDepartments] = createSignal<readonly DepartmentJson[]>([]);
  const form = createForm<'name' | 'username' | 'scopes'>({
    initial: { name: '', username: '', scopes: '' },
    check: ({ name, username }) => ({
      ...checkBot({ name, username }),
      ...(scopes().length === 0 ? { scopes: chooseOne } : {}),
    }),
    isWrongAlready: (field, value) => field === 'username' && value !== '',
    send: async ({ name, username }) => {
      const chosen = departments().find(({ id }) => id === department());
      const result = await api.addBot({
        name: name.trim(),
        username,
        scopes: [...scopes()],
        ...(chosen === undefined ? {} : { department: chosen.id }),
      });
      if (result.ok) props.onMade(result.value.secret);
      return result;
    },
  });

  async function load() {
    const result = await api.departments();
    if (!result.ok) return;
    setDepartments(result.value.departments);
    setDepartment(result.value.departments[0]?.id ?? '');
  }
  void load();

  return (
    <form class="form" novalidate autocomplete="off" onSubmit={(event) => void form.submit(event)}>
      <TextField
        label="Name"
        hint="Clients see it."
        autocomplete="off"
        error={form.error('name')}
        onInput={(event) => form.write('name', event.currentTarget.value)}
      />
      <TextField
        label="User name"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        error={form.error('username')}
        onInput={(event) => form.write('username', event.currentTarget.value)}
      />
      <label class="field">
        <span class="field-label">Department</span>
        <select class="field-input" onChange={(event) => setDepartment(event.currentTarget.value)}>
          <For each={departments()}>
            {(one) => (
              <option value={one.id} selected={one.id === department()}>
                {one.name}
              </option>
            )}
          </For>
          <option value="">None yet</option>
        </select>
      </label>
      <Scopes chosen={scopes()} onChange={setScopes} />
      <FormEnd
        trouble={form.trouble()}
        busy={form.busy()}
        action="Make bot"
        onCancel={() => props.onClose()}
      />
    </form>
  );
}

export function NewKeyForm(props: MadeProps & { readonly bot: AccountId }): JSX.Element {
  const { api } = useConsole();
  const [scopes, setScopes] = createSignal<readonly BotScope[]>(['answer']);
  const form = createForm({
    initial: { scopes: '' },
    check: () => (scopes().length === 0 ? { scopes: chooseOne } : {}),
    send: async () => {
      const result = await api.addBotKey(props.bot, [...scopes()]);
      if (result.ok) props.onMade(result.value.secret);
      return result;
    },
  });

  return (
    <form class="form" novalidate onSubmit={(event) => void form.submit(event)}>
      <Scopes chosen={scopes()} onChange={setScopes} />
      <FormEnd
        trouble={form.trouble()}
        busy={form.busy()}
        action="Make key"
        onCancel={() => props.onClose()}
      />
    </form>
  );
}

interface ScopesProps {
  readonly chosen: readonly BotScope[];
  onChange(chosen: readonly BotScope[]): void;
}

function Scopes(props: ScopesProps): JSX.Element {
  const set = (scope: BotScope, on: boolean) =>
    props.onChange(botScopes.filter((one) => (one === scope ? on : props.chosen.includes(one))));
  return (
    <fieldset class="choices">
      <legend>The key may</legend>
      <For each={botScopes}>
        {(scope) => (
          <label class="choice">
            <input
              type="checkbox"
              checked={props.chosen.includes(scope)}
              onChange={(event) => set(scope, event.currentTarget.checked)}
            />
            <span>{scopeNames[scope]}</span>
          </label>
        )}
      </For>
      <FormTrouble sentence={props.chosen.length === 0 ? chooseOne : undefined} />
    </fieldset>
  );
}

/** The key, to be copied; where the browser does not let us, it can be selected by hand. */
export function SecretShown(props: { readonly secret: string; onClose(): void }): JSX.Element {
  const [copied, setCopied] = createSignal(false);
  async function copy() {
    try {
      await navigator.clipboard.writeText(props.secret);
      setCopied(true);
    } catch {
      // The browser refused: the key stands there to be selected.
    }
  }
  return (
    <>
      <TextField
        label="Key"
        readonly
        class="bot-secret"
        value={props.secret}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div class="dialog-actions">
        <Button onClick={() => void copy()}>{copied() ? 'Copied' : 'Copy'}</Button>
        <Button look="primary" onClick={() => props.onClose()}>
          Done
        </Button>
      </div>
    </>
  );
}
