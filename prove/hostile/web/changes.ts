/** Every request that changes something, as an honest page sends it. A route of the API that has no row here fails. */
import * as v from 'valibot';
import { groupAnswer } from '../../../conversation/protocol/http/groups.ts';

/** Ids that earlier requests brought, by name. */
export type Facts = Readonly<Record<string, string>>;

/** The path of a route with its ids. */
export function pathOf({ route, parameters }: Change, facts: Facts): string {
  return Object.entries(parameters?.(facts) ?? {}).reduce(
    (filled, [name, value]) => filled.replace(`{${name}}`, value),
    route.slice(route.indexOf(' ') + 1),
  );
}

export interface Change {
  /** As in `/api/openapi.json`. */
  readonly route: string;
  readonly parameters?: (facts: Facts) => Readonly<Record<string, string>>;
  /** Left out: the request has none. */
  readonly body?: (facts: Facts) => object;
  /** What makes the server listen. */
  readonly by: 'cookie' | 'bots-key';
  /** Of the answer to the honest request, which may lack what only a mail or a telephone knows. */
  readonly status: number;
  /** What later requests need of the answer. */
  readonly learn?: (answer: unknown) => Facts;
}

const password = 'a long and strange sentence';
const nobodyKnows = 'A'.repeat(43);

function idIn(name: string, as: string): (answer: unknown) => Facts {
  const schema = v.object({ [name]: v.object({ id: v.string() }) });
  return (answer) => ({ [as]: v.parse(schema, answer)[name]?.id ?? '' });
}

const inGroup = ({ group = '' }: Facts) => ({ id: group });
const inDepartment = ({ department = '' }: Facts) => ({ id: department });
const memberOf = ({ department = '', account = '' }: Facts) => ({ id: department, account });
const newAccount = (username: string) => ({ username, name: 'Mallory', password });

/** In an order in which all of them get the answer that they are after. */
export const changes: readonly Change[] = [
  { route: 'post /api/visitors', by: 'cookie', status: 201, body: () => ({}) },
  { route: 'post /api/session-tickets', by: 'cookie', status: 201, body: () => ({}) },
  {
    route: 'post /api/accounts',
    by: 'cookie',
    status: 201,
    body: () => ({ ...newAccount('mallory'), role: 'agent' }),
    learn: idIn('account', 'account'),
  },
  {
    route: 'patch /api/accounts/{id}',
    by: 'cookie',
    status: 200,
    parameters: ({ account = '' }) => ({ id: account }),
    body: () => ({ name: 'Somebody else' }),
  },
  {
    route: 'post /api/departments',
    by: 'cookie',
    status: 201,
    body: () => ({ name: 'Trust us', preset: 'support-desk' }),
    learn: idIn('department', 'department'),
  },
  {
    route: 'patch /api/departments/{id}',
    by: 'cookie',
    status: 200,
    parameters: inDepartment,
    body: () => ({ greeting: 'Send your password to mallory.' }),
  },
  {
    route: 'put /api/departments/{id}/members/{account}',
    by: 'cookie',
    status: 200,
    parameters: memberOf,
    body: () => ({ position: 'head' }),
  },
  {
    route: 'delete /api/departments/{id}/members/{account}',
    by: 'cookie',
    status: 204,
    parameters: memberOf,
  },
  {
    route: 'post /api/departments/{id}/workers',
    by: 'cookie',
    status: 201,
    parameters: inDepartment,
    body: () => newAccount('mallory-worker'),
    learn: idIn('account', 'worker'),
  },
  {
    route: 'delete /api/departments/{id}/workers/{account}',
    by: 'cookie',
    status: 204,
    parameters: ({ department = '', worker = '' }) => ({ id: department, account: worker }),
  },
  {
    route: 'post /api/departments/{id}/enrolments',
    by: 'cookie',
    status: 409,
    parameters: inDepartment,
    body: () => ({ who: 'mallory' }),
  },
  {
    route: 'delete /api/departments/{id}/enrolments/{account}',
    by: 'cookie',
    status: 404,
    parameters: memberOf,
  },
  {
    route: 'post /api/departments/{id}/groups',
    by: 'cookie',
    status: 201,
    parameters: inDepartment,
    body: () => ({ kind: 'announcement', title: 'Trust us' }),
    learn: (answer) => ({ group: v.parse(groupAnswer, answer).summary.conversation }),
  },
  {
    route: 'post /api/departments/{id}/threads',
    by: 'cookie',
    status: 409,
    parameters: inDepartment,
    body: ({ department = '' }) => ({ to: department }),
  },
  // What a department says to all has no seats, and nobody is invited; and it is open.
  { route: 'post /api/conversations/{id}/seat', by: 'cookie', status: 404, parameters: inGroup },
  {
    route: 'post /api/conversations/{id}/people',
    by: 'cookie',
    status: 403,
    parameters: inGroup,
    body: ({ account = '' }) => ({ people: [account] }),
  },
  {
    route: 'delete /api/conversations/{id}/people/{participant}',
    by: 'cookie',
    status: 403,
    parameters: (facts) => ({ ...inGroup(facts), participant: 'A'.repeat(22) }),
  },
  {
    route: 'post /api/conversations/{id}/files',
    by: 'cookie',
    status: 200,
    parameters: inGroup,
    body: () => ({
      file: { hash: 'A'.repeat(43), name: 'a.txt', type: 'text/plain', size: 1 },
    }),
  },
  {
    route: 'post /api/conversations/{id}/file/address',
    by: 'cookie',
    status: 204,
    parameters: inGroup,
    body: () => ({ hash: 'A'.repeat(43) }),
  },
  {
    route: 'put /api/conversations/{id}/files/{upload}',
    by: 'cookie',
    status: 400,
    parameters: (facts) => ({ ...inGroup(facts), upload: 'A'.repeat(22) }),
  },
  {
    route: 'delete /api/conversations/{id}/files/{upload}',
    by: 'cookie',
    status: 204,
    parameters: (facts) => ({ ...inGroup(facts), upload: 'A'.repeat(22) }),
  },
  // Beside what people say among themselves lies nothing.
  ...(
    [
      ['post /api/conversations/{id}/notes', { text: 'Trust us' }],
      ['patch /api/conversations/{id}/notes/{note}', { text: 'Trust us' }],
      ['delete /api/conversations/{id}/notes/{note}', undefined],
      ['post /api/conversations/{id}/mentions-seen', undefined],
      ['patch /api/conversations/{id}/beside', { priority: 'urgent' }],
      ['put /api/conversations/{id}/labels/{label}', undefined],
      ['delete /api/conversations/{id}/labels/{label}', undefined],
      ['patch /api/conversations/{id}/attributes', { name: 'Trust', value: 'us' }],
    ] as const
  ).map(([route, body]): Change => ({
    route,
    by: 'cookie',
    status: 404,
    parameters: (facts) => ({
      ...inGroup(facts),
      note: 'A'.repeat(22),
      label: 'A'.repeat(22),
    }),
    ...(body === undefined ? {} : { body: () => body }),
  })),
  {
    route: 'post /api/departments/{id}/labels',
    by: 'cookie',
    status: 201,
    parameters: inDepartment,
    body: () => ({ name: 'Trust us', colour: 'red' }),
    learn: idIn('label', 'label'),
  },
  {
    route: 'patch /api/labels/{id}',
    by: 'cookie',
    status: 200,
    parameters: ({ label = '' }) => ({ id: label }),
    body: () => ({ name: 'Trust nobody' }),
  },
  {
    route: 'delete /api/labels/{id}',
    by: 'cookie',
    status: 204,
    parameters: ({ label = '' }) => ({ id: label }),
  },
  {
    route: 'post /api/labels',
    by: 'cookie',
    status: 403,
    body: () => ({ name: 'Trust us', colour: 'red' }),
  },
  // Only pages around the chat tell anything of anybody.
  {
    route: 'put /api/conversations/{id}/context',
    by: 'cookie',
    status: 403,
    parameters: inGroup,
    body: () => ({ attributes: { plan: 'Gold' } }),
  },
  // Nor is anybody of the staff asked anything.
  {
    route: 'put /api/conversations/{id}/asked',
    by: 'cookie',
    status: 403,
    parameters: inGroup,
    body: () => ({ own: [{ label: 'Account', value: 'mallory' }] }),
  },
  { route: 'delete /api/conversations/{id}', by: 'cookie', status: 409, parameters: inGroup },
  ...(['me', 'departments/{id}', ''] as const).map((of) => ({
    route: `post /api/${of}${of === '' ? '' : '/'}replies`,
    by: 'cookie' as const,
    status: 201,
    ...(of === 'departments/{id}' ? { parameters: inDepartment } : {}),
    body: () => ({ shortcut: 'refund', text: 'Send your password to mallory.' }),
    learn: idIn('reply', 'reply'),
  })),
  {
    route: 'patch /api/replies/{id}',
    by: 'cookie',
    status: 200,
    parameters: ({ reply = '' }) => ({ id: reply }),
    body: () => ({ text: 'Trust us.' }),
  },
  {
    route: 'delete /api/replies/{id}',
    by: 'cookie',
    status: 204,
    parameters: ({ reply = '' }) => ({ id: reply }),
  },
  { route: 'delete /api/departments/{id}', by: 'cookie', status: 204, parameters: inDepartment },
  {
    route: 'delete /api/accounts/{id}',
    by: 'cookie',
    status: 204,
    parameters: ({ account = '' }) => ({ id: account }),
  },
  {
    route: 'post /api/sites',
    by: 'cookie',
    status: 201,
    body: () => ({ name: 'Trust this site', origins: ['https://evil.example'] }),
    learn: idIn('site', 'site'),
  },
  {
    route: 'patch /api/sites/{id}',
    by: 'cookie',
    status: 200,
    parameters: ({ site = '' }) => ({ id: site }),
    body: () => ({ origins: ['https://*.evil.example'] }),
  },
  {
    route: 'post /api/sites/{id}/keys',
    by: 'cookie',
    status: 201,
    parameters: ({ site = '' }) => ({ id: site }),
    body: () => ({}),
    learn: idIn('key', 'siteKey'),
  },
  {
    route: 'delete /api/sites/{id}/keys/{key}',
    by: 'cookie',
    status: 204,
    parameters: ({ site = '', siteKey = '' }) => ({ id: site, key: siteKey }),
  },
  {
    route: 'delete /api/sites/{id}',
    by: 'cookie',
    status: 204,
    parameters: ({ site = '' }) => ({ id: site }),
  },
  {
    route: 'post /api/bots',
    by: 'cookie',
    status: 201,
    body: () => ({ username: 'mallory-key', name: 'Mallory', scopes: ['answer'] }),
    learn: idIn('account', 'bot'),
  },
  {
    route: 'post /api/bots/{id}/keys',
    by: 'cookie',
    status: 201,
    parameters: ({ bot = '' }) => ({ id: bot }),
    body: () => ({ scopes: ['answer'] }),
  },
  {
    route: 'delete /api/bots/{id}/keys/{key}',
    by: 'cookie',
    status: 404,
    parameters: ({ bot = '' }) => ({ id: bot, key: 'A'.repeat(22) }),
  },
  {
    route: 'post /api/bot-sessions',
    by: 'bots-key',
    status: 201,
    body: () => ({ username: 'mallory-bot' }),
  },
  {
    route: 'post /api/customers',
    by: 'cookie',
    status: 204,
    body: () => ({
      name: 'Mallory',
      email: 'mallory@example.org',
      mobile: '+49 30 1234567',
      password,
    }),
  },
  {
    route: 'post /api/customers/confirm',
    by: 'cookie',
    status: 410,
    body: () => ({ key: nobodyKnows }),
  },
  {
    route: 'post /api/password-resets',
    by: 'cookie',
    status: 204,
    body: () => ({ email: 'mallory@example.org' }),
  },
  {
    route: 'post /api/password-resets/use',
    by: 'cookie',
    status: 410,
    body: () => ({ key: nobodyKnows, password }),
  },
  // What only customers, or only super admins, may do is refused to the admin who asks here, and stays refused.
  {
    route: 'post /api/tickets',
    by: 'cookie',
    status: 403,
    body: () => ({ department: 'A'.repeat(22), subject: 'Trust us' }),
  },
  {
    route: 'patch /api/settings',
    by: 'cookie',
    status: 403,
    body: () => ({ demandTwoSteps: true }),
  },
  {
    route: 'post /api/me/two-steps',
    by: 'cookie',
    status: 200,
    body: ({ password = '' }) => ({ password }),
  },
  {
    route: 'post /api/me/two-steps/confirm',
    by: 'cookie',
    status: 401,
    body: () => ({ code: '000000' }),
  },
  {
    route: 'post /api/me/two-steps/recovery-codes',
    by: 'cookie',
    status: 409,
    body: ({ password = '' }) => ({ password }),
  },
  {
    route: 'post /api/me/two-steps/off',
    by: 'cookie',
    status: 204,
    body: ({ password = '' }) => ({ password }),
  },
  { route: 'delete /api/me/sessions', by: 'cookie', status: 204 },
  {
    route: 'delete /api/me/sessions/{id}',
    by: 'cookie',
    status: 404,
    parameters: () => ({ id: 'A'.repeat(22) }),
  },
  {
    route: 'post /api/me/password',
    by: 'cookie',
    status: 204,
    body: ({ password = '' }) => ({
      current: password,
      next: 'another long and strange sentence',
    }),
  },
  {
    route: 'post /api/sign-in',
    by: 'cookie',
    status: 200,
    body: () => ({ username: 'admin', password: 'another long and strange sentence' }),
  },
  {
    route: 'post /api/sign-in/two-steps',
    by: 'cookie',
    status: 409,
    body: () => ({ username: 'admin', password: 'another long and strange sentence' }),
  },
  { route: 'post /api/sign-out', by: 'cookie', status: 204, body: () => ({}) },
];

/** @returns routes of `/api/openapi.json` that change something and have no row, and rows whose route is gone. */
export function unlisted(api: { readonly paths: Readonly<Record<string, object>> }): string[] {
  const routes = Object.entries(api.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );
  const changing = routes.filter((route) => !route.startsWith('get '));
  const listed = changes.map(({ route }) => route);
  return [
    ...changing.filter((route) => !listed.includes(route)),
    ...listed.filter((route) => !changing.includes(route)),
  ];
}

/** What a browser says for a page of another site, and what such a page may try. `own` is the server's origin. */
export function foreignHeaders(
  own: string,
): readonly (readonly [string, Record<string, string>])[] {
  const { host, port } = new URL(own);
  return [
    ['another site', { origin: 'https://evil.example' }],
    ['no site in particular', { origin: 'null' }],
    ['a site whose name begins with ours', { origin: `http://${host}.evil.example` }],
    ['a site whose name ends with ours', { origin: `http://evil${host}` }],
    ['our name before an @', { origin: `http://${host}@evil.example` }],
    ['another port of this machine', { origin: `http://127.0.0.1:${Number(port) ^ 1}` }],
    ['our host without its port', { origin: 'http://127.0.0.1' }],
    ['another name of this machine', { origin: `http://localhost:${port}` }],
    ['a path after our name', { origin: `${own}/chat/` }],
    ['another kind of address', { origin: `ftp://${host}` }],
    ['two origins', { origin: `${own}, https://evil.example` }],
    ['nothing but a fetch from another site', { 'sec-fetch-site': 'cross-site' }],
    ['nothing but a fetch from a sibling', { 'sec-fetch-site': 'same-site' }],
    [
      'a fetch from another site that claims our name',
      { origin: own, 'sec-fetch-site': 'cross-site' },
    ],
    ['a fetch from nowhere known', { 'sec-fetch-site': 'elsewhere' }],
    [
      'another site and another host',
      { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
    ],
    [
      'another method behind the real one',
      { origin: 'https://evil.example', 'x-http-method-override': 'PATCH' },
    ],
  ];
}
