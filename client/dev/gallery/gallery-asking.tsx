/** What a department asks before the first words. Once it is filled in, the box to write in takes its place. */
import { For, onMount, type JSX } from 'solid-js';
import type {
  AskedAnswers,
  AskingForm,
  ContactField,
} from '../../../conversation/protocol/http/asking.ts';
import { AskingPart } from '../../widget/asking/asking-part.tsx';

const form: AskingForm = {
  when: 'always',
  name: 'must',
  email: 'must',
  phone: 'may',
  own: [
    { kind: 'choice', label: 'What is it about?', required: true, choices: ['A bill', 'A meter'] },
    { kind: 'text', label: 'Anything else?', required: false },
  ],
  help: 'So that we can answer you well.',
  consent: { text: 'We keep what you write for a year.', link: 'https://example.org/privacy' },
};

const half: AskedAnswers = {
  name: 'Anna Weber',
  email: 'anna@',
  own: [{ label: 'What is it about?', value: 'A bill' }],
};

interface Exhibit {
  readonly asks: AskingForm;
  readonly isAway?: boolean;
  readonly typed?: AskedAnswers;
  readonly isTried?: boolean;
  readonly knows?: readonly ContactField[];
}

const exhibits: readonly Exhibit[] = [
  { asks: form },
  { asks: form, isTried: true },
  { asks: form, typed: half, isTried: true },
  // Offline, for somebody whose name the page around us told.
  { asks: { ...form, own: [] }, isAway: true, knows: ['name'] },
];

export function AskingForms(): JSX.Element {
  return (
    <div class="gallery-row gallery-tops">
      <For each={exhibits}>{(exhibit) => <Exhibited {...exhibit} />}</For>
    </div>
  );
}

function Exhibited(props: Exhibit): JSX.Element {
  let panel: HTMLElement | undefined;
  onMount(() => {
    if (props.isTried === true) panel?.querySelector('form')?.requestSubmit();
  });
  return (
    <div class="gallery-panel gallery-whole" ref={(element) => (panel = element)}>
      <AskingPart
        asks={props.asks}
        knows={props.knows ?? []}
        isAway={props.isAway === true}
        autofocus={false}
        typed={{
          read: () => (props.typed === undefined ? '' : JSON.stringify(props.typed)),
          write: () => undefined,
        }}
        done={() => undefined}
      />
    </div>
  );
}
