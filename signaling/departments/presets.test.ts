import { expect, test } from 'vitest';
import { presets } from '../../conversation/protocol/http/departments.ts';
import { conversationKinds } from '../../conversation/protocol/kinds.ts';
import { policiesOf } from './presets.ts';

test('[U7] every preset begins with five open threads and five workers', () => {
  for (const preset of presets) {
    expect(policiesOf[preset]).toMatchObject({ maxOpenThreads: 5, maxWorkers: 5 });
  }
});

test('a support desk has open names, and its staff may close', () => {
  const { names, whoCloses, kinds } = policiesOf['support-desk'];
  expect({ names, whoCloses }).toEqual({ names: 'open', whoCloses: 'anybody' });
  expect(kinds).toContain('support');
});

test('[U3] [U5] [U6] [U8] institutions are masked, and only the raiser ends a thread', () => {
  expect(policiesOf.institutions).toMatchObject({
    names: 'masked',
    connection: 'server',
    whoCloses: 'raiser',
    kinds: ['support', 'departments'],
  });
});

test('[L1] learning has all seven kinds of conversation', () => {
  expect(conversationKinds).toHaveLength(7);
  expect(policiesOf.learning.kinds.toSorted()).toEqual(conversationKinds.toSorted());
});

test('what is masked goes through the server, in every preset', () => {
  for (const preset of presets) {
    const { names, connection } = policiesOf[preset];
    if (names === 'masked') expect(connection).toBe('server');
  }
});
