import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import * as v from 'valibot';
import { archiveListAnswer, transcriptAnswer } from '../../conversation/protocol/http.ts';
import { departmentsAnswer, membersAnswer } from '../../conversation/protocol/http/departments.ts';
import { startTestServer } from '../server.fixture.ts';

test('a demo has a department for each preset, made once, with "Support" first', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-demo-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  const environment = { DEMO: '1', DATA_DIR: dataDir };
  const server = await startTestServer(environment);
  const cookie = await server.signInAsAdmin();
  const listed = async (path: string) => (await server.ask(path, { cookie })).json;
  const { departments } = v.parse(departmentsAnswer, await listed('/api/departments'));
  expect(departments.map(({ name, preset }) => [name, preset])).toEqual([
    ['Support', 'support-desk'],
    ['School of Physics', 'institutions'],
    ['Linear Algebra', 'learning'],
  ]);
  for (const { id } of departments) {
    const { members } = v.parse(membersAnswer, await listed(`/api/departments/${id}/members`));
    expect(members).toMatchObject([{ username: 'admin', position: 'head' }]);
  }
  const { conversations } = v.parse(archiveListAnswer, await listed('/api/archive/conversations'));
  const begun = conversations.map(({ kind, title, people }) => [kind, title, people]);
  expect(begun.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))).toEqual([
    ['announcement', 'Welcome to the course', 1],
    ['discussion', 'Exercise 1', 1],
  ]);
  for (const { conversation } of conversations) {
    const transcript = await listed(`/api/archive/conversations/${conversation}`);
    const { entries } = v.parse(transcriptAnswer, transcript);
    expect(entries.map(({ verdict }) => verdict)).toEqual(['accepted', 'accepted']);
  }
  const name = { name: 'Helpers' };
  const path = `/api/departments/${departments[2]?.id}`;
  await server.ask(path, { method: 'PATCH', cookie, body: name });
  await server.close();

  const again = await startTestServer(environment);
  const { json } = await again.ask('/api/departments', { cookie });
  await again.close();
  expect(v.parse(departmentsAnswer, json).departments.map((one) => one.name)).toEqual([
    'Support',
    'School of Physics',
    'Helpers',
  ]);
});

test('without the demo there is "Support" and nothing else', async () => {
  const server = await startTestServer();
  const { json } = await server.ask('/api/departments/public');
  await server.close();
  expect(json?.['departments']).toMatchObject([{ name: 'Support', isOpen: true }]);
});
