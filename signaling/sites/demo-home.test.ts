import { afterAll, beforeAll, expect, test } from 'vitest';
import * as v from 'valibot';
import { startTestServer, type TestServer } from '../server.fixture.ts';
import { consumptionOf, deviceKinds, type DemoDevice } from './demo-consumption.ts';

const year = Array.from({ length: 365 * 24 }, (_, at) => 480_000 + at);
const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
const device = (kind: DemoDevice['kind']): DemoDevice => ({ id: 'a', kind, maxWatts: 3000 });

test.each(deviceKinds)(
  '[E8] a year of the %s is always the same, and within what it can take',
  (kind) => {
    const hours = year.map((hour) => consumptionOf(device(kind), hour));
    expect(hours).toEqual(year.map((hour) => consumptionOf(device(kind), hour)));
    expect(Math.min(...hours)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...hours)).toBeLessThanOrEqual(3000);
    expect(sum(hours)).toBeGreaterThan(100_000);
    expect(hours).not.toEqual(
      year.map((hour) => consumptionOf({ ...device(kind), id: 'b' }, hour)),
    );
  },
);

test('[E8] it is warmer in July than in January, and darker at night', () => {
  const inMonth = (month: number) => {
    const first = Date.UTC(2026, month, 10) / 3_600_000;
    return sum(
      Array.from({ length: 240 }, (_, at) => consumptionOf(device('heat-pump'), first + at)),
    );
  };
  expect(inMonth(0)).toBeGreaterThan(3 * inMonth(6));
  const at = (hour: number) =>
    sum(
      Array.from({ length: 100 }, (_, day) =>
        consumptionOf(device('household'), 480_000 + day * 24 + hour - 1),
      ),
    );
  expect(at(19)).toBeGreaterThan(2 * at(3));
});

const home = v.object({
  address: v.string(),
  devices: v.array(
    v.object({ description: v.string(), address: v.string(), maxWatts: v.number() }),
  ),
  hours: v.array(v.array(v.number())),
  days: v.array(v.array(v.number())),
});

let server: TestServer;
let plain: TestServer;
beforeAll(async () => {
  server = await startTestServer({ DEMO: '1' });
  plain = await startTestServer();
});
afterAll(async () => {
  await server.close();
  await plain.close();
});

test('[E8] the demo’s server knows the devices of its customers, and a year of what they used', async () => {
  const { json } = await server.ask('/demo/home', { body: { user: 'hanna' } });
  const hanna = v.parse(home, json);
  expect(hanna.devices.map(({ description }) => description)).toEqual([
    'Heat pump',
    'Wallbox',
    'Battery',
    'Household',
  ]);
  expect([hanna.hours.length, hanna.days.length]).toEqual([14 * 24, 363]);
  expect(hanna.hours.every((row) => row.length === 5)).toBe(true);
  const last = hanna.hours.at(-1)?.[0] ?? 0;
  expect(Date.now() - last).toBeLessThan(2 * 3_600_000 + 1000);
  // A day is the sum of its hours.
  const day = hanna.days.at(-1) ?? [];
  const ofDay = hanna.hours.filter(
    ([at = 0]) => Math.floor(at / 86_400_000) * 86_400_000 === day[0],
  );
  expect(ofDay).toHaveLength(24);
  expect(sum(ofDay.map((row) => row[4] ?? 0))).toBe(day[4]);
  // Looked at again, nothing is there twice.
  expect((await server.ask('/demo/home', { body: { user: 'hanna' } })).text).toBe(
    JSON.stringify(json),
  );
});

test('[W9] nobody else has a home there, and without the demo there are no such tables', async () => {
  expect((await server.ask('/demo/home', { body: { user: 'mallory' } })).status).toBe(404);
  expect((await server.ask('/demo/home', { body: [] })).status).toBe(404);
  expect(
    (await server.ask('/demo/home', { body: {}, headers: { origin: 'https://evil.example' } }))
      .status,
  ).toBe(403);
  expect((await plain.ask('/demo/home', { body: { user: 'hanna' } })).status).toBe(405);
});
