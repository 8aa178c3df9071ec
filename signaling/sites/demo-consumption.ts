/** What the demo's devices use in an hour: made from a seed, so that every start tells the same. */

export const deviceKinds = ['heat-pump', 'wallbox', 'battery', 'household'] as const;
export type DeviceKind = (typeof deviceKinds)[number];

export interface DemoDevice {
  readonly id: string;
  readonly kind: DeviceKind;
  readonly maxWatts: number;
}

const hoursOfYear = 365.25 * 24;
/** The company is in Flensburg, an hour ahead of UTC; its summer time is left out. */
const aheadHours = 1;

/** @param hour whole hours since 1970. @returns watt-hours, at most what the device can take */
export function consumptionOf({ id, kind, maxWatts }: DemoDevice, hour: number): number {
  const local = hour + aheadHours;
  const ofDay = local % 24;
  const day = Math.floor(local / 24);
  /** 1 in the middle of January, 0 in the middle of July. */
  const cold = (1 + Math.cos(((hour - 15 * 24) / hoursOfYear) * 2 * Math.PI)) / 2;
  const noise = 0.85 + 0.3 * chance(id, hour);
  const share = shares[kind]({
    ofDay,
    cold,
    today: chance(id, -day),
    isWeekend: day % 7 === 2 || day % 7 === 3,
  });
  return Math.round(Math.min(1, Math.max(0, share * noise)) * maxWatts);
}

interface Hour {
  /** From 0 to 23. */
  readonly ofDay: number;
  readonly cold: number;
  /** From 0 to 1, the same all day. */
  readonly today: number;
  readonly isWeekend: boolean;
}

const bump = (ofDay: number, at: number, width: number) => Math.exp(-(((ofDay - at) / width) ** 2));

/** Of what each can take. */
const shares: Readonly<Record<DeviceKind, (hour: Hour) => number>> = {
  'heat-pump': ({ ofDay, cold }) =>
    0.05 + cold * (0.35 + 0.3 * bump(ofDay, 6, 2) + 0.2 * bump(ofDay, 20, 3)),
  // Two or three evenings a week, for some hours.
  wallbox: ({ ofDay, today }) => (today > 0.6 && ofDay >= 22 - 6 * today && ofDay < 23 ? 0.7 : 0),
  battery: ({ ofDay, cold, today }) =>
    (1 - 0.7 * cold) * (0.4 + 0.6 * today) * bump(ofDay, 12, 2.5),
  household: ({ ofDay, cold, isWeekend }) =>
    0.04 +
    0.14 * bump(ofDay, isWeekend ? 9 : 7, 1.5) +
    (isWeekend ? 0.12 : 0.03) * bump(ofDay, 13, 2) +
    (0.16 + 0.08 * cold) * bump(ofDay, 19, 2.2),
};

/** From 0 to 1, the same for the same device and number. */
function chance(id: string, number: number): number {
  let mixed = Math.imul(number | 0, 0x9e3779b1);
  for (let at = 0; at < id.length; at += 1)
    mixed = Math.imul(mixed ^ id.charCodeAt(at), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
}
