import { createSignal, Show, type JSX } from 'solid-js';
import type { SiteJson } from '../../../conversation/protocol/http/sites.ts';
import type { DepartmentJson } from '../../../conversation/protocol/http/departments.ts';
import { Button } from '../../ui/button.tsx';
import { createForm } from '../../ui/form.ts';
import { FormEnd } from '../../ui/form-end.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useConsole } from '../console-context.ts';
import { Choices } from '../../signed-in/ui/choices.tsx';
import { checkSite, originsIn, siteValues } from './site-form.ts';

interface SiteFormProps {
  /** Undefined: a new one. */
  readonly site: SiteJson | undefined;
  onDone(): void;
  onClose(): void;
}

/** A new site, or what one is called and where it is. */
export function SiteForm(props: SiteFormProps): JSX.Element {
  const { api } = useConsole();
  const [departments, setDepartments] = createSignal<readonly DepartmentJson[]>([]);
  const [chosen, setChosen] = createSignal<string>(props.site?.department ?? '');
  const form = createForm({
    initial: siteValues(props.site),
    check: checkSite,
    send: async ({ name, origins }) => {
      const department = departments().find(({ id }) => id === chosen())?.id ?? null;
      const body = { name: name.trim(), origins: originsIn(origins), department };
      const { site } = props;
      const result = await (site === undefined ? api.addSite(body) : api.changeSite(site.id, body));
      if (result.ok) props.onDone();
      return result;
    },
  });

  async function load() {
    const result = await api.departments();
    if (result.ok) setDepartments(result.value.departments);
  }
  void load();

  return (
    <form class="form" novalidate autocomplete="off" onSubmit={(event) => void form.submit(event)}>
      <TextField
        label="Name"
        autocomplete="off"
        value={form.values().name}
        error={form.error('name')}
        onInput={(event) => form.write('name', event.currentTarget.value)}
      />
      <TextField
        label="Addresses"
        hint="Of the pages that may show the chat, such as https://www.example.com. Several are parted by commas."
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        value={form.values().origins}
        error={form.error('origins')}
        onInput={(event) => form.write('origins', event.currentTarget.value)}
      />
      <SelectField
        label="Conversations go to"
        value={chosen()}
        options={[
          ['', 'The first department'] as const,
          ...departments().map(({ id, name }) => [id, name] as const),
        ]}
        onChange={setChosen}
      />
      <FormEnd
        trouble={form.trouble()}
        busy={form.busy()}
        action={props.site === undefined ? 'Add site' : 'Save'}
        onCancel={() => props.onClose()}
      />
    </form>
  );
}

interface KeyFormProps {
  readonly site: SiteJson;
  /** @param secret undefined: a public key was given. */
  onMade(secret: string | undefined): void;
  onClose(): void;
}

const keyKinds = [
  {
    value: 'secret',
    name: 'A secret',
    sentence: 'Made here and shown once. The site’s server signs with it (HS256).',
  },
  {
    value: 'public',
    name: 'A public key',
    sentence: 'The other half never leaves the site’s server (Ed25519 or P-256).',
  },
] as const;

/** A key that the site's server signs with. */
export function SiteKeyForm(props: KeyFormProps): JSX.Element {
  const { api } = useConsole();
  const [kind, setKind] = createSignal<(typeof keyKinds)[number]['value']>('secret');
  const form = createForm({
    initial: { publicKey: '' },
    check: ({ publicKey }) =>
      kind() === 'public' && publicKey.trim() === '' ? { publicKey: 'Paste the key.' } : {},
    send: async ({ publicKey }) => {
      const body = kind() === 'public' ? { publicKey } : {};
      const result = await api.addSiteKey(props.site.id, body);
      if (result.ok) props.onMade(result.value.secret);
      return result;
    },
  });
  return (
    <form class="form" novalidate onSubmit={(event) => void form.submit(event)}>
      <Choices
        legend="What the tokens are checked with"
        name="site-key"
        choices={keyKinds}
        chosen={kind()}
        onChoose={setKind}
      />
      <Show when={kind() === 'public'}>
        <label class="field">
          <span class="field-label">Public key, in PEM</span>
          <textarea
            class="field-input site-key-text mono"
            rows="5"
            spellcheck={false}
            autocapitalize="none"
            placeholder="-----BEGIN PUBLIC KEY-----"
            aria-invalid={form.error('publicKey') !== undefined}
            value={form.values().publicKey}
            onInput={(event) => form.write('publicKey', event.currentTarget.value)}
          />
          <Show when={form.error('publicKey')}>
            {(sentence) => (
              <span class="field-error" role="alert">
                {sentence()}
              </span>
            )}
          </Show>
        </label>
      </Show>
      <FormEnd
        trouble={form.trouble()}
        busy={form.busy()}
        action="Add key"
        onCancel={() => props.onClose()}
      />
    </form>
  );
}

/** A text that is to be taken elsewhere; where the browser does not let us copy, it can be selected by hand. */
export function CopyLine(props: { readonly label: string; readonly text: string }): JSX.Element {
  const [copied, setCopied] = createSignal(false);
  async function copy() {
    try {
      await navigator.clipboard.writeText(props.text);
      setCopied(true);
    } catch {
      // The browser refused: the text stands there to be selected.
    }
  }
  return (
    <div class="site-copy">
      <TextField
        label={props.label}
        readonly
        class="bot-secret"
        value={props.text}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button aria-label={`Copy: ${props.label}`} onClick={() => void copy()}>
        {copied() ? 'Copied' : 'Copy'}
      </Button>
    </div>
  );
}
