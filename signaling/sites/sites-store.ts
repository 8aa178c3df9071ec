/** Sites that hold the widget, and the keys that their servers sign with. */
import * as v from 'valibot';
import {
  readWidgetSettings,
  type WidgetSettings,
} from '../../conversation/protocol/http/widget-settings.ts';
import type { SiteKeyJson, SiteKeyKind } from '../../conversation/protocol/http/sites.ts';
import {
  randomIdFrom,
  toBase64Url,
  type DepartmentId,
  type SiteId,
} from '../../conversation/protocol/ids.ts';
import type { SiteKeyId } from '../accounts/actor.ts';
import type { Database } from '../database/database.ts';
import type { Together } from '../database/together.ts';
import type { VerifyingKey } from './identity-token.ts';
import type { PublicKey } from './public-key.ts';

export interface Site {
  readonly id: SiteId;
  readonly name: string;
  readonly origins: readonly string[];
  /** Undefined: the first department. */
  readonly department: DepartmentId | undefined;
  readonly isDefault: boolean;
  /** How it shows the chat. */
  readonly widget: WidgetSettings;
}

export interface NewSite {
  readonly name: string;
  readonly origins: readonly string[];
  readonly department: DepartmentId | null;
}

export type SiteChanges = { readonly [Part in keyof NewSite]?: NewSite[Part] | undefined } & {
  readonly widget?: WidgetSettings | undefined;
};

export interface Sites {
  /** The default one first, then as they were made. */
  list(): Promise<readonly Site[]>;
  get(id: SiteId): Promise<Site | undefined>;
  create(site: NewSite): Promise<Site>;
  change(id: SiteId, changes: SiteChanges): Promise<void>;
  /** Its keys go with it, and whoever came by them. */
  delete(id: SiteId): Promise<void>;
  keys(site: SiteId): Promise<readonly SiteKeyJson[]>;
  /** To check tokens with. @returns undefined where there is no such site */
  verifyingKeys(site: SiteId): Promise<readonly VerifyingKey[] | undefined>;
  /** A secret is made, and shown by whoever asked for it, once. */
  addSecret(site: SiteId): Promise<{ readonly key: SiteKeyJson; readonly secret: string }>;
  addPublicKey(site: SiteId, key: PublicKey): Promise<SiteKeyJson>;
  /** Who came with a token of it is signed out. @returns false where this site has no such key */
  removeKey(site: SiteId, key: SiteKeyId): Promise<boolean>;
}

export interface SitesStore extends Sites {
  /** The same inside of a transaction. */
  within(unit: Together): Sites;
  /** Of the site, or the default one: which pages may show the widget. */
  originsOf(id: string | undefined): readonly string[];
  /** The site, or the default one, as it is now. */
  at(id: string | undefined): SiteNow | undefined;
}

/** From memory: it is asked for every page and every newcomer. */
export interface SiteNow {
  readonly site: Site;
  /** Whether it lets in only whom its server vouches for. */
  readonly hasKeys: boolean;
}

export interface SitesOptions {
  readonly database: Database;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}

const originList = v.array(v.string());
/** By so many of 43 characters people tell secrets apart; nobody guesses the rest. */
const shownCharacters = 6;

/** Opens the store, and makes the default site where there is none. */
export async function openSitesStore(options: SitesOptions): Promise<SitesStore> {
  const { database, now, randomBytes } = options;
  let known: ReadonlyMap<string, SiteNow> = new Map();
  let main: SiteId | undefined;
  const remember = (all: readonly SiteNow[]) => {
    known = new Map(all.map((one) => [one.site.id, one]));
    main = all.find(({ site }) => site.isDefault)?.site.id;
  };
  const store = sitesIn(options, remember);

  if ((await store.list()).length === 0) {
    await database
      .insertInto('sites')
      .values({
        id: randomIdFrom(randomBytes(16)) as SiteId,
        name: 'Main site',
        department: null,
        is_default: 1,
        created_at: now(),
        deleted_at: null,
      })
      .execute();
  }
  remember(await sitesNow(database, await store.list()));

  return {
    ...store,
    within: (unit) =>
      sitesIn({ ...options, database: unit.database }, (all) =>
        unit.afterCommit(() => remember(all)),
      ),
    originsOf: (id = main ?? '') => known.get(id)?.site.origins ?? [],
    at: (id: string | undefined = main) => (id === undefined ? undefined : known.get(id)),
  };
}

async function sitesNow(database: Database, all: readonly Site[]): Promise<readonly SiteNow[]> {
  const rows = await database.selectFrom('site_keys').select('site').distinct().execute();
  const keyed = new Set(rows.map(({ site }) => site));
  return all.map((site) => ({ site, hasKeys: keyed.has(site.id) }));
}

/** @param told is called with all of them after each change. */
function sitesIn(
  { database, now, randomBytes }: SitesOptions,
  told: (all: readonly SiteNow[]) => void,
): Sites {
  const changed = async () => told(await sitesNow(database, await list()));
  const present = () =>
    database
      .selectFrom('sites')
      .select(['id', 'name', 'origins', 'department', 'is_default', 'widget'])
      .where('deleted_at', 'is', null);
  const list = async (): Promise<readonly Site[]> =>
    (
      await present().orderBy('is_default', 'desc').orderBy('created_at').orderBy('id').execute()
    ).map(siteOf);
  const get = async (id: SiteId) => {
    const row = await present().where('id', '=', id).executeTakeFirst();
    return row && siteOf(row);
  };

  async function addKey(
    site: SiteId,
    { kind, material, beginning }: { kind: SiteKeyKind; material: string; beginning: string },
  ): Promise<SiteKeyJson> {
    const key = { id: randomIdFrom(randomBytes(16)) as SiteKeyId, kind, beginning };
    const at = now();
    await database
      .insertInto('site_keys')
      .values({ ...key, site, material, created_at: at })
      .execute();
    await changed();
    return { ...key, createdAt: at };
  }

  async function removeKey(site: SiteId, key: SiteKeyId): Promise<boolean> {
    const { numDeletedRows } = await database
      .deleteFrom('site_keys')
      .where('site', '=', site)
      .where('id', '=', key)
      .executeTakeFirst();
    await changed();
    return numDeletedRows > 0n;
  }

  const keys = async (site: SiteId) =>
    database
      .selectFrom('site_keys')
      .select(['id', 'kind', 'beginning', 'created_at as createdAt'])
      .where('site', '=', site)
      .orderBy('created_at')
      .orderBy('id')
      .execute();

  return {
    list,
    get,
    async create({ name, origins, department }) {
      const id = randomIdFrom(randomBytes(16)) as SiteId;
      await database
        .insertInto('sites')
        .values({
          id,
          name,
          origins: JSON.stringify(origins),
          department,
          created_at: now(),
          deleted_at: null,
        })
        .execute();
      await changed();
      return {
        id,
        name,
        origins,
        department: department ?? undefined,
        isDefault: false,
        widget: {},
      };
    },
    async change(id, { name, origins, department, widget }) {
      const columns = {
        ...(name === undefined ? {} : { name }),
        ...(origins === undefined ? {} : { origins: JSON.stringify(origins) }),
        ...(department === undefined ? {} : { department }),
        ...(widget === undefined ? {} : { widget: JSON.stringify(widget) }),
      };
      if (Object.keys(columns).length === 0) return;
      await database.updateTable('sites').set(columns).where('id', '=', id).execute();
      await changed();
    },
    async delete(id) {
      for (const key of await keys(id)) await removeKey(id, key.id);
      await database.updateTable('sites').set({ deleted_at: now() }).where('id', '=', id).execute();
      await changed();
    },
    keys,
    async verifyingKeys(site) {
      if ((await get(site)) === undefined) return undefined;
      return database
        .selectFrom('site_keys')
        .select(['id', 'kind', 'material'])
        .where('site', '=', site)
        .execute();
    },
    async addSecret(site) {
      const secret = toBase64Url(randomBytes(32));
      const beginning = secret.slice(0, shownCharacters);
      return { key: await addKey(site, { kind: 'HS256', material: secret, beginning }), secret };
    },
    addPublicKey: (site, { kind, pem, beginning }) =>
      addKey(site, { kind, material: pem, beginning }),
    removeKey,
  };
}

function siteOf(row: {
  readonly id: SiteId;
  readonly name: string;
  readonly origins: string;
  readonly department: DepartmentId | null;
  readonly is_default: 0 | 1;
  readonly widget: string;
}): Site {
  return {
    id: row.id,
    name: row.name,
    origins: v.parse(originList, JSON.parse(row.origins)),
    department: row.department ?? undefined,
    isDefault: row.is_default === 1,
    widget: readWidgetSettings(row.widget),
  };
}
