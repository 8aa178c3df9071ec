import { expect, test } from 'vitest';
import { namespaceName, staleNamespaces } from './lab-names.ts';

test('namespaces of processes that are gone are stale, and nobody else’s', () => {
  const listed = [
    `${namespaceName(100, 1, 'core')} (id: 3)`,
    namespaceName(100, 1, 'router-a'),
    namespaceName(200, 2, 'core'),
    'parley-of-somebody',
    'other',
    '',
  ].join('\n');
  expect(staleNamespaces(listed, (pid) => pid === 200)).toEqual([
    'parley-100-1-core',
    'parley-100-1-router-a',
  ]);
});
