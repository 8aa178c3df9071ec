/** Two sites, one of which vouches for its users. */
import type { AskedAnswer } from '../../../conversation/protocol/http/asking.ts';
import type { ContextAnswer } from '../../../conversation/protocol/http/host-context.ts';
import type { SiteJson } from '../../../conversation/protocol/http/sites.ts';
import type { SiteId } from '../../../conversation/protocol/ids.ts';
import { accept } from '../../../conversation/protocol/result.ts';
import { fakeId } from '../../state/fake-peer.fixture.ts';
import type { SitesApi } from '../api/sites-api.ts';

const main: SiteJson = {
  id: fakeId('main-site') as SiteId,
  name: 'Main site',
  origins: [],
  department: null,
  isDefault: true,
  widget: {},
  keys: [],
};
const shop: SiteJson = {
  ...main,
  id: fakeId('shop') as SiteId,
  name: 'Shop',
  origins: ['https://shop.example'],
  isDefault: false,
  keys: [{ id: fakeId('key'), kind: 'HS256', beginning: 'Zk3b9x', createdAt: 0 }],
};

const hour = 3_600_000;
const told: ContextAnswer = {
  attributes: { plan: 'Gold', basket: 129.9, newsletter: true },
  tables: [
    {
      name: 'Visits',
      title: 'Visits by the hour',
      columns: [
        { name: 'Hour', type: 'time' },
        { name: 'Pages', type: 'number' },
      ],
      rows: Array.from({ length: 60 }, (_, at) => [at * hour, 3 + (at % 7)]),
    },
  ],
  toldAt: 0,
};

const asked: AskedAnswer = {
  asked: {
    answers: {
      name: 'Mira',
      email: 'mira@example.org',
      own: [{ label: 'What is it about?', value: 'The bill' }],
      consent: 'We keep what you write here for a year.',
    },
    answeredAt: Date.UTC(2026, 9, 21, 9, 30),
  },
};

export function previewSites(): SitesApi {
  const done = () => Promise.resolve(accept(undefined));
  const [key] = shop.keys;
  if (key === undefined) throw new Error('The shop of the preview has a key.');
  return {
    sites: () => Promise.resolve(accept({ sites: [main, shop] })),
    addSite: () => Promise.resolve(accept({ site: shop })),
    changeSite: () => Promise.resolve(accept({ site: shop })),
    deleteSite: done,
    addSiteKey: () => Promise.resolve(accept({ key, secret: 'a-secret-that-is-shown-once' })),
    removeSiteKey: done,
    hostContext: () => Promise.resolve(accept(told)),
    asked: () => Promise.resolve(accept(asked)),
    client: () =>
      Promise.resolve(
        accept({
          kind: 'identified',
          name: 'Anna Martins',
          site: 'Shop',
          subject: 'customer-4471',
          email: 'anna@example.org',
          attributes: { plan: 'Gold', orders: 12, newsletter: true },
          verifiedAt: 0,
        }),
      ),
  };
}
