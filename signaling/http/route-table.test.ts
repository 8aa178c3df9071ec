import { expect, test } from 'vitest';
import { createRouteTable } from './route-table.ts';

const find = createRouteTable([
  { method: 'get', path: '/api/people' },
  { method: 'post', path: '/api/people' },
  { method: 'get', path: '/api/people/:id' },
  { method: 'patch', path: '/api/people/:id' },
  { method: 'get', path: '/api/people/newest' },
  { method: 'put', path: '/api/people/:person/marks/:mark' },
]);

const found = (method: string, path: string) => {
  const it = find(method, path);
  return it.kind === 'route' ? [it.route.method, it.route.path, it.params] : it.kind;
};

test('a route is found by its path and its method, with what stands for its parameters', () => {
  expect(found('GET', '/api/people')).toEqual(['get', '/api/people', {}]);
  expect(found('POST', '/api/people')).toEqual(['post', '/api/people', {}]);
  expect(found('PATCH', '/api/people/7')).toEqual(['patch', '/api/people/:id', { id: '7' }]);
  expect(found('PUT', '/api/people/7/marks/8')).toEqual([
    'put',
    '/api/people/:person/marks/:mark',
    { person: '7', mark: '8' },
  ]);
});

test('what is written out comes before a parameter', () => {
  expect(found('GET', '/api/people/newest')).toEqual(['get', '/api/people/newest', {}]);
  expect(found('PUT', '/api/people/newest/marks/8')).toMatchObject([
    'put',
    '/api/people/:person/marks/:mark',
    { person: 'newest' },
  ]);
});

test('whoever asks for the head alone gets that of what is read', () => {
  expect(found('HEAD', '/api/people/7')).toEqual(['get', '/api/people/:id', { id: '7' }]);
});

test('[W9] a known address asked in another way is told apart from an unknown one', () => {
  for (const method of ['DELETE', 'OPTIONS', 'TRACE', 'constructor']) {
    expect([method, found(method, '/api/people')]).toEqual([method, 'other-method']);
  }
  for (const path of [
    '',
    '/',
    '/api',
    '/api/',
    '/api/people/',
    '/api//people',
    '/api/people/7/marks',
    '/api/people/7/marks/',
    '/api/people/7/marks/8/9',
    '/api/PEOPLE',
    '/api/__proto__',
    '/api/constructor',
  ]) {
    expect([path, found('GET', path)]).toEqual([path, 'none']);
  }
});

test('a parameter is what came, not what it could mean', () => {
  expect(found('GET', '/api/people/%2e%2e')).toMatchObject([
    'get',
    '/api/people/:id',
    { id: '%2e%2e' },
  ]);
});
