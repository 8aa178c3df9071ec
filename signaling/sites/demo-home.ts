/**
 * The tables of the demo's energy company: its customers' devices, and what each used hour by hour for a year. They
 * are made with `DEMO` only, and nothing of Parley reads them but the demo page's own server.
 */
import { sql } from 'kysely';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { consumptionOf, deviceKinds, type DemoDevice } from './demo-consumption.ts';
import type { DemoUser } from './demo-site.ts';

export interface DemoHome {
  readonly address: string;
  readonly tariff: string;
  readonly devices: readonly {
    readonly description: string;
    readonly address: string;
    readonly maxWatts: number;
  }[];
  /** Of the last two weeks and of the last year: when it began, and what each device used, Wh. */
  readonly hours: readonly Used[];
  readonly days: readonly Used[];
}
export type Used = readonly [at: number, ...wattHours: number[]];

export interface DemoHomes {
  read(user: DemoUser): Promise<DemoHome>;
}

const hourMs = 3_600_000;
const hoursKept = 365 * 24;
const hoursShown = 14 * 24;

const homes: Readonly<
  Record<DemoUser, { readonly address: string; readonly tariff: string; readonly meter: number }>
> = {
  hanna: { address: 'Deichstraße 14, Flensburg', tariff: 'Breeze', meter: 48_120 },
  jonas: { address: 'Hafenweg 3, Husum', tariff: 'Calm', meter: 51_077 },
};
const devicesOf: Readonly<
  Record<DemoUser, readonly (readonly [DemoDevice['kind'], string, string, number])[]>
> = {
  hanna: [
    ['heat-pump', 'Heat pump', 'Cellar', 3200],
    ['wallbox', 'Wallbox', 'Carport', 11_000],
    ['battery', 'Battery', 'Cellar', 4600],
    ['household', 'Household', 'Meter 48120', 6000],
  ],
  jonas: [
    ['household', 'Household', 'Meter 51077', 6000],
    ['wallbox', 'Charging point', 'Courtyard, place 7', 3700],
  ],
};

const deviceRow = v.object({
  id: v.string(),
  kind: v.picklist(deviceKinds),
  description: v.string(),
  address: v.string(),
  maxWatts: v.number(),
});
const usedRow = v.object({ at: v.number(), device: v.string(), wattHours: v.number() });

/** Makes the tables, and their rows where they are missing. */
export async function openDemoHomes(database: Database, now: () => number): Promise<DemoHomes> {
  await sql`create table if not exists demo_devices (
    id text primary key,
    customer text not null,
    kind text not null,
    description text not null,
    address text not null,
    max_watts integer not null
  ) strict`.execute(database);
  await sql`create table if not exists demo_consumption (
    device text not null references demo_devices (id),
    hour integer not null,
    watt_hours integer not null,
    primary key (device, hour)
  ) strict, without rowid`.execute(database);
  for (const [customer, devices] of Object.entries(devicesOf)) {
    for (const [at, [kind, description, address, maxWatts]] of devices.entries()) {
      await sql`insert or ignore into demo_devices values (
        ${`${customer}-${at}`}, ${customer}, ${kind}, ${description}, ${address}, ${maxWatts}
      )`.execute(database);
    }
  }

  async function devicesAt(customer: DemoUser) {
    const { rows } = await sql`select id, kind, description, address, max_watts as maxWatts
      from demo_devices where customer = ${customer} order by id`.execute(database);
    return v.parse(v.array(deviceRow), rows);
  }

  /** A meter goes on: hours since the last look are read in, and what is older than a year goes. */
  async function readMeters(devices: readonly DemoDevice[], thisHour: number): Promise<void> {
    const first = thisHour - hoursKept;
    const readings: [string, number, number][] = [];
    for (const device of devices) {
      const { rows } = await sql<{ last: number | null }>`select max(hour) as last
        from demo_consumption where device = ${device.id}`.execute(database);
      const from = Math.max(first, (rows[0]?.last ?? -1) + 1);
      for (let hour = from; hour < thisHour; hour += 1) {
        readings.push([device.id, hour, consumptionOf(device, hour)]);
      }
    }
    if (readings.length === 0) return;
    await sql`insert or ignore into demo_consumption
      select value ->> 0, value ->> 1, value ->> 2 from json_each(${JSON.stringify(readings)})`.execute(
      database,
    );
    await sql`delete from demo_consumption where hour < ${first}`.execute(database);
  }

  /** @param hours in each of the parts; the first one is not before `from`. */
  async function used(
    devices: readonly DemoDevice[],
    from: number,
    hours: number,
  ): Promise<readonly Used[]> {
    const ids = sql.join(devices.map(({ id }) => id));
    const { rows } = await sql`select hour / ${sql.lit(hours)} * ${sql.lit(hours)} as at, device,
        sum(watt_hours) as wattHours
      from demo_consumption where device in (${ids}) and hour >= ${from}
      group by at, device order by at`.execute(database);
    const parts = new Map<number, number[]>();
    for (const { at, device, wattHours } of v.parse(v.array(usedRow), rows)) {
      const part = parts.get(at) ?? devices.map(() => 0);
      part[devices.findIndex(({ id }) => id === device)] = wattHours;
      parts.set(at, part);
    }
    return [...parts].map(([at, wattHours]) => [at * hourMs, ...wattHours]);
  }

  return {
    async read(user) {
      const devices = await devicesAt(user);
      const thisHour = Math.floor(now() / hourMs);
      await readMeters(devices, thisHour);
      const today = Math.floor(thisHour / 24) * 24;
      return {
        ...homes[user],
        devices: devices.map(({ description, address, maxWatts }) => ({
          description,
          address,
          maxWatts,
        })),
        hours: await used(devices, thisHour - hoursShown, 1),
        // Whole days only: the first and the last one are cut off.
        days: (await used(devices, thisHour - hoursKept + 24, 24))
          .slice(1)
          .filter(([at]) => at < today * hourMs),
      };
    },
  };
}
