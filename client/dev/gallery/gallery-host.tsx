/** What the page around a chat tells: tables of every type of column, and their drawings. */
import { For, type JSX } from 'solid-js';
import type { HostTable } from '../../../conversation/protocol/host-context.ts';
import { HostTableView } from '../../console/host-context/host-table.tsx';

const hour = 3_600_000;
const numbers = (count: number, value: (at: number) => number) =>
  Array.from({ length: count }, (_, at) => [at * hour, value(at)]);
const overTime = (name: string, rows: HostTable['rows']): HostTable => ({
  name,
  title: name,
  columns: [
    { name: 'Hour', type: 'time' },
    { name: 'Used', type: 'number', unit: 'kWh' },
  ],
  rows,
});

const tables: readonly HostTable[] = [
  overTime(
    'A day, as bars',
    numbers(24, (at) => 1 + Math.sin(at / 4) ** 2),
  ),
  overTime(
    'Two weeks, as a line',
    numbers(336, (at) => 2 + Math.sin(at / 4) + Math.sin(at / 60)),
  ),
  overTime(
    'Below and above zero',
    numbers(60, (at) => 4 * Math.sin(at / 7)),
  ),
  overTime(
    'Nothing but zeros',
    numbers(5, () => 0),
  ),
  overTime('No rows', []),
  {
    name: 'Every type',
    title: 'Every type of column, with long words',
    columns: [
      { name: 'Device', type: 'text' },
      { name: 'Since', type: 'time' },
      { name: 'At most', type: 'number', unit: 'kW' },
      { name: 'Still there', type: 'yes-no' },
    ],
    rows: [
      ['Donaudampfschifffahrtsgesellschaftskapitänskajütenheizung', 0, 3.2, true],
      ['مضخة حرارية', null, 11, false],
      ['', 86_400_000, null, null],
    ],
  },
];

export function HostTables(): JSX.Element {
  return (
    <div class="gallery-row">
      <For each={tables}>
        {(table) => (
          <div class="gallery-panel host-told">
            <h5 class="host-told-title">{table.title}</h5>
            <HostTableView table={table} rowsPerPage={6} />
          </div>
        )}
      </For>
    </div>
  );
}
