/** What the site's server knows of a home, and what its page tells the chat of it. */
import * as v from 'valibot';
import type { ParleyOnPage } from '../embed/parley-on-page.ts';

/** When it began, and what each device used, Wh. */
const used = v.tupleWithRest([v.number()], v.number());
const home = v.object({
  address: v.string(),
  tariff: v.string(),
  devices: v.array(
    v.object({ description: v.string(), address: v.string(), maxWatts: v.number() }),
  ),
  hours: v.array(used),
  days: v.array(used),
});
export type Home = v.InferOutput<typeof home>;
export type Used = v.InferOutput<typeof used>;

export const readHome = (answer: unknown): Home => v.parse(home, answer);

const kilo = (watts: number) => Math.round(watts) / 1000;

/** Beside the conversation, the agent sees what the customer sees here. */
export function tellChat(
  parley: Pick<ParleyOnPage, 'setAttributes' | 'setTable'>,
  { address, tariff, devices, hours, days }: Home,
): void {
  parley.setAttributes({ address, tariff });
  parley.setTable('devices', {
    title: 'Devices',
    columns: [
      { name: 'Device', type: 'text' },
      { name: 'Address', type: 'text' },
      { name: 'At most', type: 'number', unit: 'kW' },
    ],
    rows: devices.map((one) => [one.description, one.address, kilo(one.maxWatts)]),
  });
  const tell = (name: string, title: string, time: string, rows: readonly Used[]) =>
    parley.setTable(name, {
      title,
      columns: [
        { name: time, type: 'time' },
        { name: 'Together', type: 'number', unit: 'kWh' },
        ...devices.map(
          ({ description }) => ({ name: description, type: 'number', unit: 'kWh' }) as const,
        ),
      ],
      // What is new is read first.
      rows: rows.toReversed().map(([at, ...each]) => [at, kilo(sum(each)), ...each.map(kilo)]),
    });
  tell('hours', 'Consumption by the hour, two weeks', 'Hour', hours);
  tell('days', 'Consumption by the day, a year', 'Day', days);
}

export const sum = (numbers: readonly number[]): number =>
  numbers.reduce((all, one) => all + one, 0);
