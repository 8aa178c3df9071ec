/** `/api/sites`: how admins manage the sites that hold the widget, and the keys that their servers sign with. */
import * as http from '../../conversation/protocol/http/sites.ts';
import type { DepartmentId, SiteId } from '../../conversation/protocol/ids.ts';
import type { Relation } from '../access/permissions.ts';
import { accountOf, type SiteKeyId } from '../accounts/actor.ts';
import type { ChangeStaff } from '../accounts/staff-changes.ts';
import type { DepartmentsStore } from '../departments/departments-store.ts';
import { answer, notFound, refusal } from '../http/answer.ts';
import { guardedRoute, type Route } from '../http/route.ts';
import { publicKeySentences, readPublicKey } from './public-key.ts';
import type { Site, Sites } from './sites-store.ts';

export function siteRoutes(options: {
  readonly sites: Sites;
  readonly departments: Pick<DepartmentsStore, 'get'>;
  readonly changeStaff: ChangeStaff;
}): Route[] {
  const { sites, departments, changeStaff } = options;
  const idIn = (params: Readonly<Record<string, string>>) => params['id'] as SiteId;
  const keyIn = (params: Readonly<Record<string, string>>) => params['key'] as SiteKeyId;

  async function relationTo(params: Readonly<Record<string, string>>): Promise<Relation> {
    return (await sites.get(idIn(params))) === undefined ? 'missing' : 'other';
  }

  async function json(site: Site, within: Sites = sites): Promise<http.SiteJson> {
    return {
      ...site,
      origins: [...site.origins],
      department: site.department ?? null,
      keys: [...(await within.keys(site.id))],
    };
  }

  const noDepartment = () => refusal('malformed', 'There is no such department.', 'department');

  async function isDepartment(id: DepartmentId | null | undefined): Promise<boolean> {
    return id === undefined || id === null || (await departments.get(id)) !== undefined;
  }

  return [
    guardedRoute(
      {
        method: 'get',
        path: '/api/sites',
        summary: 'The sites that hold the widget, with their keys; the default one first.',
        actions: ['manage-sites'],
        answers: { status: 200, schema: http.sitesAnswer },
        refusals: ['not-allowed'],
      },
      () => ({ action: 'manage-sites' }),
      async () => {
        const all: http.SiteJson[] = [];
        for (const site of await sites.list()) all.push(await json(site));
        return answer(200, { sites: all } satisfies http.SitesAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/sites',
        summary: 'Adds a site.',
        actions: ['manage-sites'],
        body: http.newSite,
        answers: { status: 201, schema: http.siteAnswer },
        refusals: ['not-allowed'],
      },
      () => ({ action: 'manage-sites' }),
      async ({ actor, body }) => {
        if (!(await isDepartment(body.department))) return noDepartment();
        return changeStaff(async ({ sites, audit }) => {
          const site = await sites.create(body);
          await audit.record(accountOf(actor), 'site-created', site.id, { name: site.name });
          return answer(201, { site: await json(site, sites) } satisfies http.SiteAnswer);
        });
      },
    ),
    guardedRoute(
      {
        method: 'patch',
        path: '/api/sites/:id',
        summary:
          'Changes the name, the origins or the department of a site, or how it shows the chat.',
        actions: ['manage-sites'],
        body: http.changeSite,
        answers: { status: 200, schema: http.siteAnswer },
        refusals: ['not-allowed', 'not-found'],
      },
      async ({ params }) => ({ action: 'manage-sites', relation: await relationTo(params) }),
      async ({ actor, params, body }) => {
        if (!(await isDepartment(body.department))) return noDepartment();
        return changeStaff(async ({ sites, audit }) => {
          await sites.change(idIn(params), body);
          const site = await sites.get(idIn(params));
          if (site === undefined) return notFound();
          const fields = Object.keys(body);
          if (fields.length > 0) {
            const detail = { name: site.name, fields };
            await audit.record(accountOf(actor), 'site-changed', site.id, detail);
          }
          return answer(200, { site: await json(site, sites) } satisfies http.SiteAnswer);
        });
      },
    ),
    guardedRoute(
      {
        method: 'delete',
        path: '/api/sites/:id',
        summary: 'Takes a site away; whoever came by it is signed out. The default one stays.',
        actions: ['manage-sites'],
        answers: { status: 204 },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      async ({ params }) => ({ action: 'manage-sites', relation: await relationTo(params) }),
      async ({ actor, params }) =>
        changeStaff(async ({ sites, sessions, audit }) => {
          const site = await sites.get(idIn(params));
          if (site === undefined) return notFound();
          if (site.isDefault) {
            return refusal('conflict', 'The default site stays: it is for pages that name none.');
          }
          await sites.delete(site.id);
          sessions.lookAtVisitors();
          await audit.record(accountOf(actor), 'site-deleted', site.id, { name: site.name });
          return answer(204);
        }),
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/sites/:id/keys',
        summary:
          'Adds a public key, or makes a secret, which is shown this once. From the first one on, nobody writes there without a signed token.',
        actions: ['manage-sites'],
        body: http.newSiteKey,
        answers: { status: 201, schema: http.newSiteKeyAnswer },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      async ({ params }) => ({ action: 'manage-sites', relation: await relationTo(params) }),
      async ({ actor, params, body: { publicKey } }) => {
        const read = publicKey === undefined ? undefined : readPublicKey(publicKey);
        if (read?.ok === false) {
          return refusal('malformed', publicKeySentences[read.refusal], 'publicKey');
        }
        return changeStaff(async ({ sites, sessions, audit }) => {
          const site = await sites.get(idIn(params));
          if (site === undefined) return notFound();
          if ((await sites.keys(site.id)).length >= http.mostKeysOfSite) {
            const sentence = `A site has at most ${http.mostKeysOfSite} keys. Remove one that is not used any more.`;
            return refusal('conflict', sentence);
          }
          const added =
            read === undefined
              ? await sites.addSecret(site.id)
              : { key: await sites.addPublicKey(site.id, read.value) };
          const { kind, beginning } = added.key;
          const detail = { name: site.name, kind, key: beginning };
          await audit.record(accountOf(actor), 'site-key-added', site.id, detail);
          // Whoever is there without a token is nobody from the first key on.
          sessions.lookAtVisitors();
          return answer(201, added satisfies http.NewSiteKeyAnswer);
        });
      },
    ),
    guardedRoute(
      {
        method: 'delete',
        path: '/api/sites/:id/keys/:key',
        summary: 'Removes a key, and ends what was opened with it.',
        actions: ['manage-sites'],
        answers: { status: 204 },
        refusals: ['not-allowed', 'not-found'],
      },
      async ({ params }) => ({ action: 'manage-sites', relation: await relationTo(params) }),
      async ({ actor, params }) =>
        changeStaff(async ({ sites, sessions, audit }) => {
          const site = await sites.get(idIn(params));
          if (site === undefined) return notFound();
          if (!(await sites.removeKey(site.id, keyIn(params)))) return notFound();
          sessions.lookAtVisitors();
          const detail = { name: site.name, key: keyIn(params) };
          await audit.record(accountOf(actor), 'site-key-removed', site.id, detail);
          return answer(204);
        }),
    ),
  ];
}
