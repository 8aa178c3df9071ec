import { createSignal, For, Show, type JSX } from 'solid-js';
import { botScopes, type BotScope } from '../../../conversation/protocol/http/bots.ts';
import type { DepartmentJson } from '../../../conversation/protocol/http/departments.ts';
import type { AccountId } from '../../../conversation/protocol/ids.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { ApiRefusal } from '../api/api-client.ts';
import { useConsole } from '../console-context.ts';
import { nameError, usernameError } from '../people/account-form.ts';

export const scopeNames: Readonly<Record<BotScope, string>> = {
  answer: 'Answer conversations',
  'read-archive': 'Read the archive',
};

interface MadeProps {
  /** The key itself. */
  onMade(secret: string): void;
  onClose(): void;
}

export function NewBotForm(props: MadeProps): JSX.Element {
  const { api } = useConsole();
  const [name, setName] = createSignal('');
  const [username, setUsername] = createSignal('');
  const [scopes, setScopes] = createSignal<readonly BotScope[]>(['answer']);
  const [department, setDepartment] = createSignal('');
  const [departments, setDepartments] = createSignal<readonly DepartmentJson[]>([]);
  const [tried, setTried] = createSignal(false);
  const [refused, setRefused] = createSignal<ApiRefusal>();
  const [busy, setBusy] = createSignal(false);
  const told = (field: string) => (refused()?.field === field ? refused()?.message : undefined);
  const errors = () => ({
    name: told('name') ?? (tried() ? nameError(name()) : undefined),
    username:
      told('username') ?? (tried() || username() !== '' ? usernameError(username()) : undefined),
  });

  async function load() {
    const result = await api.departments();
    if (!result.ok) return;
    setDepartments(result.value.departments);
    setDepartment(result.value.departments[0]?.id ?? '');
  }
  void load();

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    setRefused(undefined);
    const isWrong = errors().name !== undefined || errors().username !== undefined;
    if (busy() || isWrong || scopes().length === 0) return;
    setBusy(true);
    const chosen = departments().find(({ id }) => id === department());
    const result = await api.addBot({
      name: name().trim(),
      username: username(),
      scopes: [...scopes()],
      ...(chosen === undefined ? {} : { department: chosen.id }),
    });
    setBusy(false);
    if (result.ok) props.onMade(result.value.secret);
    else setRefused(result.refusal);
  }

  return (
    <form class="form" novalidate autocomplete="off" onSubmit={(event) => void submit(event)}>
      <TextField
        label="Name"
        hint="Clients see it."
        autocomplete="off"
        error={errors().name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <TextField
        label="User name"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        error={errors().username}
        onInput={(event) => {
          setRefused(undefined);
          setUsername(event.currentTarget.value);
        }}
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
      <Trouble refusal={refused()} />
      <Actions busy={busy()} action="Make bot" onClose={() => props.onClose()} />
    </form>
  );
}

export function NewKeyForm(props: MadeProps & { readonly bot: AccountId }): JSX.Element {
  const { api } = useConsole();
  const [scopes, setScopes] = createSignal<readonly BotScope[]>(['answer']);
  const [refused, setRefused] = createSignal<ApiRefusal>();
  const [busy, setBusy] = createSignal(false);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (busy() || scopes().length === 0) return;
    setBusy(true);
    const result = await api.addBotKey(props.bot, [...scopes()]);
    setBusy(false);
    if (result.ok) props.onMade(result.value.secret);
    else setRefused(result.refusal);
  }

  return (
    <form class="form" novalidate onSubmit={(event) => void submit(event)}>
      <Scopes chosen={scopes()} onChange={setScopes} />
      <Trouble refusal={refused()} />
      <Actions busy={busy()} action="Make key" onClose={() => props.onClose()} />
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
      <Show when={props.chosen.length === 0}>
        <p class="field-error" role="alert">
          Choose at least one.
        </p>
      </Show>
    </fieldset>
  );
}

/** What belongs to no field. */
function Trouble(props: { readonly refusal: ApiRefusal | undefined }): JSX.Element {
  const sentence = () => {
    const { refusal } = props;
    const hasField = refusal?.field === 'name' || refusal?.field === 'username';
    return hasField ? undefined : refusal?.message;
  };
  return (
    <Show when={sentence()}>
      {(words) => (
        <p class="field-error" role="alert">
          {words()}
        </p>
      )}
    </Show>
  );
}

interface ActionsProps {
  readonly busy: boolean;
  readonly action: string;
  onClose(): void;
}

function Actions(props: ActionsProps): JSX.Element {
  return (
    <div class="dialog-actions">
      <Button look="ghost" onClick={() => props.onClose()}>
        Cancel
      </Button>
      <Button type="submit" look="primary" busy={props.busy}>
        {props.action}
      </Button>
    </div>
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
