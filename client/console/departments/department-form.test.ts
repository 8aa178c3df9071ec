import { expect, test } from 'vitest';
import { asksNothing } from '../../../conversation/protocol/http/asking.ts';
import type { DepartmentJson } from '../../../conversation/protocol/http/departments.ts';
import type { DepartmentId } from '../../../conversation/protocol/ids.ts';
import { changesOf, checkDepartment, groups, valuesOf } from './department-form.ts';

const department: DepartmentJson = {
  id: 'support' as DepartmentId,
  name: 'Support',
  description: '',
  greeting: 'Hello!',
  offlineMessage: 'Back at nine.',
  preset: 'support-desk',
  active: true,
  hours: { kind: 'always' },
  firstAnswer: 'people',
  agentCapacity: 5,
  botCapacity: 100,
  graceMs: 60_000,
  asks: asksNothing,
  connection: 'direct',
  maxOpenThreads: 5,
  maxWorkers: 5,
  whoCloses: 'anybody',
  names: 'open',
  tellsWatching: false,
  previews: false,
  kinds: ['support', 'departments'],
};
const values = valuesOf(department);

test('what was not changed is not sent', () => {
  for (const group of ['about', 'answers', 'policies'] as const) {
    expect(changesOf(department, values, group)).toEqual({});
  }
  const turned = { ...values, kinds: ['departments', 'support'] as typeof values.kinds };
  expect(changesOf(department, turned, 'policies')).toEqual({});
});

test('only what differs is sent, and of one group only; seconds become milliseconds', () => {
  const changed = {
    ...values,
    name: ' Help ',
    graceMs: ' 90 ',
    firstAnswer: 'bots' as const,
    maxWorkers: '7',
    kinds: ['support' as const],
  };
  expect(changesOf(department, changed, 'about')).toEqual({ name: 'Help' });
  expect(changesOf(department, changed, 'answers')).toEqual({
    graceMs: 90_000,
    firstAnswer: 'bots',
  });
  expect(changesOf(department, changed, 'policies')).toEqual({ maxWorkers: 7, kinds: ['support'] });
});

test('each field that is wrong has its sentence', () => {
  const wrong = (change: Partial<typeof values>) =>
    Object.keys(checkDepartment({ ...values, ...change }));
  expect(wrong({})).toEqual([]);
  expect(wrong({ name: ' ', agentCapacity: '1.5', graceMs: '-1' })).toEqual([
    'name',
    'agentCapacity',
    'graceMs',
  ]);
  expect(wrong({ agentCapacity: '1001' })).toEqual(['agentCapacity']);
  expect(wrong({ botCapacity: '' })).toEqual(['botCapacity']);
  expect(wrong({ maxOpenThreads: '0' })).toEqual(['maxOpenThreads']);
  expect(wrong({ maxWorkers: '0' })).toEqual([]);
  expect(wrong({ offlineMessage: 'x'.repeat(501) })).toEqual(['offlineMessage']);
});

test('every field stands in one group', () => {
  const all = Object.values(groups).flat();
  expect(new Set(all).size).toBe(all.length);
  expect(all).toHaveLength(16);
});
