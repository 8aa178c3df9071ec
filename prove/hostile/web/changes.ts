/** Every request that changes something, as an honest page sends it. A route of the API that has no row here fails. */
export interface Facts {
  /** Of the account that `post /api/accounts` made. */
  readonly account: string;
  readonly password: string;
  readonly department: string;
}

export interface Change {
  /** As in `/api/openapi.json`. */
  readonly route: string;
  readonly parameters?: (facts: Facts) => Readonly<Record<string, string>>;
  readonly body: (facts: Facts) => object;
  /** What makes the server listen. */
  readonly by: 'cookie' | 'bots-key';
  /** Of the answer to the honest request. */
  readonly status: number;
}

/** In an order in which all of them succeed. */
export const changes: readonly Change[] = [
  { route: 'post /api/visitors', by: 'cookie', status: 201, body: () => ({}) },
  { route: 'post /api/session-tickets', by: 'cookie', status: 201, body: () => ({}) },
  {
    route: 'post /api/accounts',
    by: 'cookie',
    status: 201,
    body: () => ({
      username: 'mallory',
      name: 'Mallory',
      role: 'agent',
      password: 'a long and strange sentence',
    }),
  },
  {
    route: 'patch /api/accounts/{id}',
    by: 'cookie',
    status: 200,
    parameters: ({ account }) => ({ id: account }),
    body: () => ({ name: 'Somebody else' }),
  },
  {
    route: 'patch /api/departments/{id}',
    by: 'cookie',
    status: 200,
    parameters: ({ department }) => ({ id: department }),
    body: () => ({ greeting: 'Send your password to mallory.' }),
  },
  {
    route: 'post /api/bot-sessions',
    by: 'bots-key',
    status: 201,
    body: () => ({ username: 'mallory-bot' }),
  },
  {
    route: 'post /api/me/password',
    by: 'cookie',
    status: 204,
    body: ({ password }) => ({ current: password, next: 'another long and strange sentence' }),
  },
  {
    route: 'post /api/sign-in',
    by: 'cookie',
    status: 200,
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
