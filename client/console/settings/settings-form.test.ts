import { expect, test } from 'vitest';
import type { DepartmentJson } from '../../../conversation/protocol/http/departments.ts';
import type { DepartmentId } from '../../../conversation/protocol/ids.ts';
import { changesOf, checkSettings, valuesOf } from './settings-form.ts';

const department: DepartmentJson = {
  id: 'support' as DepartmentId,
  name: 'Support',
  description: '',
  greeting: 'Hello!',
  firstAnswer: 'people',
  agentCapacity: 5,
  botCapacity: 100,
  graceMs: 60_000,
  connection: 'direct',
  offlineMessage: '',
  preset: 'support-desk',
  active: true,
  hours: { kind: 'always' },
  maxOpenThreads: 5,
  maxWorkers: 5,
  whoCloses: 'anybody',
  names: 'open',
  tellsWatching: false,
  kinds: ['support'],
};

test('what was not changed is not sent', () => {
  expect(changesOf(department, valuesOf(department))).toEqual({});
});

test('only what differs is sent, seconds as milliseconds', () => {
  const values = { ...valuesOf(department), graceSeconds: ' 90 ', firstAnswer: 'bots' as const };
  expect(changesOf(department, values)).toEqual({ graceMs: 90_000, firstAnswer: 'bots' });
});

test('each field that is wrong has its sentence', () => {
  const values = valuesOf(department);
  expect(checkSettings(values)).toEqual({});
  const wrong = { ...values, name: ' ', agentCapacity: '1.5', graceSeconds: '-1' };
  expect(Object.keys(checkSettings(wrong))).toEqual(['name', 'agentCapacity', 'graceMs']);
  expect(Object.keys(checkSettings({ ...values, agentCapacity: '1001' }))).toEqual([
    'agentCapacity',
  ]);
  expect(Object.keys(checkSettings({ ...values, agentCapacity: '' }))).toEqual(['agentCapacity']);
  expect(Object.keys(checkSettings({ ...values, greeting: 'x'.repeat(501) }))).toEqual([
    'greeting',
  ]);
});
