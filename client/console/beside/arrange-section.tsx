import './beside.css';
import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import { priorities } from '../../../conversation/protocol/http/beside.ts';
import type { LabelJson } from '../../../conversation/protocol/http/labels.ts';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import { FormTrouble } from '../../ui/form-end.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { isAdmin, useConsole } from '../console-context.ts';
import { Menu, MenuItem, MenuLine, MenuNote } from '../ui/menu.tsx';
import { createLabelsOf } from './beside.ts';
import { LabelChip } from './label-chip.tsx';
import { LabelsDialog } from './labels-dialog.tsx';
import { SnoozeDialog } from './snooze-dialog.tsx';
import { snoozeChoices } from './snooze-times.ts';
import { priorityWords } from './words.ts';

/** Labels, priority and sleep of the conversation that is open. */
export function ArrangeSection(props: { readonly summary: ConversationSummary }): JSX.Element {
  const { beside, commands, labels: times, me, now, undo } = useConsole();
  const [trouble, setTrouble] = createSignal<string>();
  const [manages, setManages] = createSignal(false);
  const [choosesMoment, setChoosesMoment] = createSignal(false);
  const id = () => props.summary.conversation;
  const on = createLabelsOf(beside, id);
  const fitting = createMemo(() =>
    beside
      .labels()
      .filter(
        ({ department }) => department === undefined || department === props.summary.department,
      ),
  );
  const until = () => beside.of(id()).snoozedUntil;
  const isClosed = () => props.summary.status.state === 'closed';
  /** @param done said once it is done, with the way back */
  async function attempt(
    deed: Promise<string | undefined>,
    done: string,
    back: () => Promise<string | undefined>,
  ) {
    const why = await deed;
    setTrouble(why);
    if (why === undefined) undo.offer({ done, undo: back });
  }
  const snooze = (at: number | null) => {
    const before = until() ?? null;
    return attempt(
      beside.arrange(id(), { snoozedUntil: at }),
      at === null ? 'The conversation is awake.' : 'The conversation is snoozed.',
      () => beside.arrange(id(), { snoozedUntil: before }),
    );
  };
  function prioritize(priority: (typeof priorities)[number]) {
    const before = beside.of(id()).priority;
    return attempt(beside.arrange(id(), { priority }), 'The priority is changed.', () =>
      beside.arrange(id(), { priority: before }),
    );
  }
  const toggle = (label: LabelJson, isOn: boolean) =>
    attempt(
      beside.setLabel(id(), label.id, !isOn),
      isOn ? `The label ${label.name} is taken off.` : `The label ${label.name} is set.`,
      () => beside.setLabel(id(), label.id, isOn),
    );
  commands.offer({
    snooze: {
      run: () => (until() === undefined ? setChoosesMoment(true) : void snooze(null)),
      may: () => !isClosed(),
    },
  });
  return (
    <section class="context-part arrange" aria-label="Labels and priority">
      <div class="context-head-line">
        <h4 class="context-label">Labels</h4>
        <Menu label="Change labels" class="context-edit" trigger="Change">
          <For each={fitting()} fallback={<MenuNote>There are no labels yet.</MenuNote>}>
            {(label) => {
              const isOn = () => on().some((one) => one.id === label.id);
              return (
                <MenuItem onSelect={() => void toggle(label, isOn())}>
                  <span class="menu-check" aria-hidden="true">
                    {isOn() ? '✓' : ''}
                  </span>
                  <LabelChip label={label} />
                  <span class="sr-only">{isOn() ? ', set' : ''}</span>
                </MenuItem>
              );
            }}
          </For>
          <Show when={isAdmin(me)}>
            <MenuLine />
            <MenuItem onSelect={() => setManages(true)}>Manage labels…</MenuItem>
          </Show>
        </Menu>
      </div>
      <Show when={on().length > 0} fallback={<p class="quiet">None</p>}>
        <ul class="label-list">
          <For each={on()}>
            {(label) => (
              <li>
                <LabelChip label={label} />
              </li>
            )}
          </For>
        </ul>
      </Show>
      <SelectField
        label="Priority"
        value={beside.of(id()).priority}
        options={priorities.map((one) => [one, priorityWords[one]] as const)}
        onChange={(priority) => void prioritize(priority)}
      />
      <Show when={!isClosed()}>
        <div class="context-head-line">
          <h4 class="context-label">Snooze</h4>
          <Show
            when={until() === undefined}
            fallback={
              <Button size="small" onClick={() => void snooze(null)}>
                Wake now
              </Button>
            }
          >
            <Menu label="Snooze until…" class="context-edit" trigger="Until…">
              <For each={snoozeChoices(now())}>
                {(choice) => (
                  <MenuItem onSelect={() => void snooze(choice.at)}>{choice.words}</MenuItem>
                )}
              </For>
              <MenuLine />
              <MenuItem onSelect={() => setChoosesMoment(true)}>Choose a moment…</MenuItem>
            </Menu>
          </Show>
        </div>
        <p class="quiet">
          <Show when={until()} fallback="Not snoozed">
            {(at) => <>Sleeps until {times.full(at())}, or until the client writes.</>}
          </Show>
        </p>
      </Show>
      <FormTrouble sentence={trouble()} />
      <LabelsDialog open={manages()} onClose={() => setManages(false)} />
      <SnoozeDialog
        open={choosesMoment()}
        onChoose={(at) => {
          setChoosesMoment(false);
          void snooze(at);
        }}
        onClose={() => setChoosesMoment(false)}
      />
    </section>
  );
}
