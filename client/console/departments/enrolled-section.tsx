import { createSignal, For, Show, type JSX } from 'solid-js';
import type { DepartmentJson } from '../../../conversation/protocol/http/departments.ts';
import type { EnrolmentsAnswer } from '../../../conversation/protocol/http/enrolments.ts';
import { Button } from '../../ui/button.tsx';
import { createForm } from '../../ui/form.ts';
import { FormEnd, FormTrouble } from '../../ui/form-end.tsx';
import { PlusIcon } from '../../ui/more-icons.tsx';
import { Avatar } from '../../ui/marks.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useConsole } from '../console-context.ts';
import { ConfirmDialog } from '../../signed-in/ui/confirm-dialog.tsx';
import { Dialog } from '../../signed-in/ui/dialog.tsx';

type Enrolled = EnrolmentsAnswer['enrolled'][number];

/** Beyond this many, one looks for a name instead of reading them all. */
const manyFrom = 12;

/** The customers who belong to a department: a course's students, an office's own people. */
export function EnrolledSection(props: { readonly department: DepartmentJson }): JSX.Element {
  const { api } = useConsole();
  const [enrolled, setEnrolled] = createSignal<readonly Enrolled[]>();
  const [trouble, setTrouble] = createSignal<string>();
  const [words, setWords] = createSignal('');
  const [adds, setAdds] = createSignal(false);
  const [ends, setEnds] = createSignal<Enrolled>();
  let add: HTMLButtonElement | undefined;

  async function load() {
    const result = await api.enrolments(props.department.id);
    setTrouble(result.ok ? undefined : result.refusal.message);
    if (result.ok) setEnrolled(result.value.enrolled);
  }
  void load();

  const shown = () => {
    const wanted = words().trim().toLocaleLowerCase();
    return (enrolled() ?? []).filter(({ name, username, email = '' }) =>
      [name, username, email].some((text) => text.toLocaleLowerCase().includes(wanted)),
    );
  };
  const countWords = () => {
    const count = enrolled()?.length ?? 0;
    return count === 1 ? '1 customer.' : `${count.toLocaleString('en')} customers.`;
  };

  return (
    <section class="card group" aria-labelledby="enrolled-title">
      <div class="page-head">
        <div>
          <h2 id="enrolled-title" class="group-title">
            Enrolled
          </h2>
          <p class="page-text tabular">
            {countWords()} They take part in its groups, and read its discussions and announcements.
          </p>
        </div>
        <Button ref={(element) => (add = element)} onClick={() => setAdds(true)}>
          <PlusIcon />
          Enrol
        </Button>
      </div>
      <FormTrouble sentence={trouble()} />
      <Show when={(enrolled()?.length ?? 0) > manyFrom}>
        <TextField
          label="Search the enrolled"
          hideLabel
          type="search"
          placeholder="Search the enrolled"
          onInput={(event) => setWords(event.currentTarget.value)}
        />
      </Show>
      <Show when={enrolled()}>
        <ul class="members enrolled" aria-label="Enrolled">
          <For
            each={shown()}
            fallback={
              <li class="page-text">
                {words() === ''
                  ? 'Nobody yet. Enrol the first one by user name or e-mail address; they need an account.'
                  : 'Nobody is called like that here.'}
              </li>
            }
          >
            {(one) => (
              <li class="member" aria-label={one.name}>
                <span class="person">
                  <Avatar name={one.name} />
                  <span class="person-names">
                    <bdi class="person-name">{one.name}</bdi>
                    <span class="quiet">{one.email ?? one.username}</span>
                  </span>
                </span>
                <Button size="small" aria-label={`Remove ${one.name}`} onClick={() => setEnds(one)}>
                  Remove
                </Button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Dialog open={adds()} title="Enrol a customer" onClose={() => setAdds(false)}>
        <EnrolForm
          department={props.department}
          onEnrolled={() => {
            setAdds(false);
            void load();
          }}
          onClose={() => setAdds(false)}
        />
      </Dialog>
      <ConfirmDialog
        open={ends() !== undefined}
        title={`Remove ${ends()?.name ?? ''}?`}
        text="They leave the groups of this department at once. What they wrote stays."
        deed="Remove"
        returnFocus={() => add ?? null}
        run={async () => {
          const one = ends();
          if (one === undefined) return undefined;
          const result = await api.endEnrolment(props.department.id, one.account);
          if (!result.ok) return result.refusal.message;
          await load();
          return undefined;
        }}
        onClose={() => setEnds(undefined)}
      />
    </section>
  );
}

interface EnrolFormProps {
  readonly department: DepartmentJson;
  onEnrolled(): void;
  onClose(): void;
}

function EnrolForm(props: EnrolFormProps): JSX.Element {
  const { api } = useConsole();
  const form = createForm({
    initial: { who: '' },
    check: ({ who }) =>
      who.trim() === '' ? { who: 'Write a user name or an e-mail address.' } : {},
    send: async ({ who }) => {
      const result = await api.enrol(props.department.id, who.trim());
      if (result.ok) props.onEnrolled();
      return result;
    },
  });
  return (
    <form class="form" novalidate autocomplete="off" onSubmit={(event) => void form.submit(event)}>
      <TextField
        label="User name or e-mail"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        error={form.error('who')}
        onInput={(event) => form.write('who', event.currentTarget.value)}
      />
      <FormEnd
        trouble={form.trouble()}
        busy={form.busy()}
        action="Enrol"
        onCancel={() => props.onClose()}
      />
    </form>
  );
}
