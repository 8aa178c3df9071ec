import './audit-page.css';
import { createSignal, For, Show, type JSX } from 'solid-js';
import type { AuditRowJson } from '../../../conversation/protocol/http/audit.ts';
import type { DepartmentJson } from '../../../conversation/protocol/http/departments.ts';
import { EmptyState } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { auditExportPath } from '../api/audit-api.ts';
import { useConsole } from '../console-context.ts';
import { createAuditList } from './audit-list.ts';
import { actionWords, actorWords, detailWords, momentOfDay, wordsOf } from './audit-words.ts';

export function AuditPage(): JSX.Element {
  const { api, me } = useConsole();
  const list = createAuditList(api);
  const [filter, setFilter] = createSignal({
    actor: '',
    action: '',
    department: '',
    from: '',
    to: '',
  });
  const write = (change: Partial<ReturnType<typeof filter>>) =>
    setFilter((known) => ({ ...known, ...change }));
  const [departments, setDepartments] = createSignal<readonly DepartmentJson[]>([]);
  async function loadDepartments() {
    const result = await api.departments();
    if (result.ok) setDepartments(result.value.departments);
  }
  void loadDepartments();
  const actorError = () =>
    /^[A-Za-z0-9._-]{0,64}$/.test(filter().actor.trim())
      ? undefined
      : 'Write a user name: letters, digits, dots, dashes and underscores.';
  const dayError = () => {
    const { from, to } = filter();
    return from !== '' && to !== '' && from > to ? 'This is before the first day.' : undefined;
  };

  function apply(event?: Event) {
    event?.preventDefault();
    if (actorError() !== undefined || dayError() !== undefined) return;
    const { actor, action, department, from, to } = filter();
    list.setQuery({
      actor: actor.trim() || undefined,
      action: action || undefined,
      department: departments().find(({ id }) => id === department)?.id,
      from: momentOfDay(from, false),
      to: momentOfDay(to, true),
    });
  }

  return (
    <div class="page">
      <div class="page-inner audit">
        <header class="page-head">
          <div>
            <h1 class="page-title">Audit</h1>
            <p class="page-text">
              Who did what
              {me.role === 'super-admin' ? '' : ' in your departments, and with whom you manage'}.
              Rows are never changed or deleted.
            </p>
          </div>
          <a
            class="button"
            data-look="quiet"
            data-size="normal"
            href={auditExportPath(list.query())}
            rel="external"
            download="parley-audit.csv"
          >
            Export as CSV
          </a>
        </header>
        <form class="audit-filter" aria-label="Filter" novalidate onSubmit={apply}>
          <TextField
            label="Who"
            placeholder="User name"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            value={filter().actor}
            error={actorError()}
            onInput={(event) => write({ actor: event.currentTarget.value })}
          />
          <label class="field">
            <span class="field-label">What</span>
            <select
              class="field-input"
              onChange={(event) => write({ action: event.currentTarget.value })}
            >
              <option value="">Everything</option>
              <For each={Object.entries(actionWords)}>
                {([action, words]) => <option value={action}>{words}</option>}
              </For>
            </select>
          </label>
          <SelectField
            label="Department"
            value={filter().department}
            options={[
              ['', 'All'] as const,
              ...departments().map(({ id, name }) => [id, name] as const),
            ]}
            onChange={(department) => write({ department })}
          />
          <TextField
            label="From"
            type="date"
            value={filter().from}
            onInput={(event) => write({ from: event.currentTarget.value })}
          />
          <TextField
            label="Until"
            type="date"
            value={filter().to}
            error={dayError()}
            onInput={(event) => write({ to: event.currentTarget.value })}
          />
          <Button type="submit" look="primary">
            Filter
          </Button>
        </form>
        <Show when={list.rows().length > 0}>
          <div class="card audit-card">
            <table class="audit-table">
              <thead>
                <tr>
                  <th scope="col">When</th>
                  <th scope="col">Who</th>
                  <th scope="col">What</th>
                  <th scope="col">About</th>
                </tr>
              </thead>
              <tbody>
                <For each={list.rows()}>{(row) => <Row row={row} />}</For>
              </tbody>
            </table>
          </div>
        </Show>
        <p class="sr-only" role="status">
          {list.loading() ? 'Loading' : `${list.rows().length} rows are shown`}
        </p>
        <Show when={list.loading()}>
          <div class="card audit-loading">
            <Skeleton width="100%" height="2rem" />
            <Skeleton width="100%" height="2rem" />
          </div>
        </Show>
        <Show when={list.trouble()}>
          {(sentence) => (
            <EmptyState
              title="The audit log cannot be shown"
              text={sentence()}
              action={<Button onClick={() => list.more()}>Try again</Button>}
            />
          )}
        </Show>
        <Show when={!list.loading() && list.trouble() === undefined && list.rows().length === 0}>
          <EmptyState title="Nothing like this happened" text="Change the filter to see more." />
        </Show>
        <Show when={list.hasMore() && !list.loading() && list.trouble() === undefined}>
          <Button look="ghost" onClick={() => list.more()}>
            Show more
          </Button>
        </Show>
      </div>
    </div>
  );
}

function Row(props: { readonly row: AuditRowJson }): JSX.Element {
  const { labels } = useConsole();
  return (
    <tr>
      <td class="tabular audit-when">
        <time datetime={new Date(props.row.at).toISOString()}>{labels.full(props.row.at)}</time>
      </td>
      <td>
        <bdi>{actorWords(props.row)}</bdi>
      </td>
      <td>{wordsOf(props.row.action)}</td>
      <td>
        <bdi>{props.row.thingName ?? props.row.thing}</bdi>
        <Show when={detailWords(props.row)}>
          {(words) => <span class="quiet audit-detail">{words()}</span>}
        </Show>
      </td>
    </tr>
  );
}
