import { expect, test } from 'vitest';
import { pathOf } from './link-path.ts';
import type { RawConnection } from './wrtc.ts';

const pair = { type: 'candidate-pair', localCandidateId: 'l', remoteCandidateId: 'r' };
const ends = (local: string, remote: string) => [
  { id: 'l', candidateType: local },
  { id: 'r', candidateType: remote },
];

function connectionWith(reports: readonly object[]): RawConnection {
  return { getStats: () => Promise.resolve(reports) } as unknown as RawConnection;
}

test.for([
  ['nothing', [], 'direct'],
  ['a pair of hosts', [{ id: 'p', ...pair, selected: true }, ...ends('host', 'host')], 'direct'],
  ['our relay', [{ id: 'p', ...pair, selected: true }, ...ends('relay', 'host')], 'relay'],
  ['their relay', [{ id: 'p', ...pair, selected: true }, ...ends('prflx', 'relay')], 'relay'],
  [
    "a transport's pair, another one being nominated",
    [
      { id: 't', type: 'transport', selectedCandidatePairId: 'p' },
      { id: 'q', type: 'candidate-pair', nominated: true, state: 'succeeded' },
      { id: 'p', ...pair },
      ...ends('relay', 'host'),
    ],
    'relay',
  ],
  [
    'a nominated pair that failed',
    [{ id: 'p', ...pair, nominated: true, state: 'failed' }, ...ends('relay', 'host')],
    'direct',
  ],
] as const)('statistics of %s are a link that is %s', async ([, reports, path]) => {
  expect(await pathOf(connectionWith(reports))).toBe(path);
});
