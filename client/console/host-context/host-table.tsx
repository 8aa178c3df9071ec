import './host-context.css';
import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import type { HostTable } from '../../../conversation/protocol/host-context.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { createCellWords } from './cell-words.ts';
import { Chart } from './chart.tsx';
import { seriesOf } from './series.ts';

export interface HostTableViewProps {
  readonly table: HostTable;
  readonly rowsPerPage: number;
}

/** A table that the page told, page by page, and its numbers over time as a drawing. */
export function HostTableView(props: HostTableViewProps): JSX.Element {
  const words = createMemo(() => {
    const isTime = props.table.columns.map(({ type }) => type === 'time');
    const cells = props.table.rows.flatMap((row) => row.filter((_, at) => isTime[at]));
    return createCellWords(cells.filter((cell) => typeof cell === 'number'));
  });
  const series = createMemo(() => seriesOf(props.table));
  const [chosen, setChosen] = createSignal('');
  const drawn = () => series().find(({ name }) => name === chosen()) ?? series()[0];
  const [wanted, setWanted] = createSignal(0);
  const pages = () => Math.max(1, Math.ceil(props.table.rows.length / props.rowsPerPage));
  /** A table that has become shorter has fewer pages. */
  const page = () => Math.min(wanted(), pages() - 1);
  const shown = createMemo(() =>
    props.table.rows.slice(page() * props.rowsPerPage, (page() + 1) * props.rowsPerPage),
  );
  const isTime = (place: number) => props.table.columns[place]?.type === 'time';
  const isNumber = (place: number) => props.table.columns[place]?.type === 'number';
  return (
    <>
      <Show when={drawn()}>
        {(series_) => (
          <>
            <Show when={series().length > 1}>
              <SelectField
                label="Shown in the drawing"
                value={series_().name}
                options={series().map(({ name }) => [name, name] as const)}
                onChange={setChosen}
              />
            </Show>
            <Chart title={`${props.table.title}: ${series_().name}`} series={series_()} />
          </>
        )}
      </Show>
      {/* It can be moved with the keyboard where it is wider than its place. */}
      <div class="host-table-place" role="region" aria-label={props.table.title} tabindex="0">
        <table class="host-table">
          <caption class="sr-only">{props.table.title}</caption>
          <thead>
            <tr>
              <For each={props.table.columns}>
                {(column) => (
                  <th scope="col" classList={{ 'host-number': column.type === 'number' }}>
                    <bdi>{column.name}</bdi>
                    <Show when={column.unit}>{(unit) => <span class="quiet"> {unit()}</span>}</Show>
                  </th>
                )}
              </For>
            </tr>
          </thead>
          <tbody>
            <For
              each={shown()}
              fallback={
                <tr>
                  <td class="quiet" colspan={props.table.columns.length}>
                    No rows
                  </td>
                </tr>
              }
            >
              {(row) => (
                <tr>
                  <For each={row}>
                    {(cell, place) => (
                      <td
                        classList={{
                          'host-number': isNumber(place()),
                          'host-time': isTime(place()),
                        }}
                      >
                        <bdi>
                          {words().cell(cell, props.table.columns[place()]?.type ?? 'text')}
                        </bdi>
                      </td>
                    )}
                  </For>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
      <Show when={pages() > 1}>
        <div class="host-pages">
          <Button
            size="small"
            look="ghost"
            disabled={page() === 0}
            aria-label={`Back in ${props.table.title}`}
            onClick={() => setWanted(page() - 1)}
          >
            Back
          </Button>
          <span class="quiet tabular" role="status">
            {`Page ${page() + 1} of ${pages()}`}
          </span>
          <Button
            size="small"
            look="ghost"
            disabled={page() === pages() - 1}
            aria-label={`Next in ${props.table.title}`}
            onClick={() => setWanted(page() + 1)}
          >
            Next
          </Button>
        </div>
      </Show>
    </>
  );
}
