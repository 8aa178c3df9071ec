/** What is said over HTTP about the web sites that hold the widget, and the keys that their servers sign with. */
import * as v from 'valibot';
import { personName } from '../http.ts';
import { departmentId, siteId } from '../ids.ts';
import { widgetSettings } from './widget-settings.ts';

const moment = v.pipe(v.number(), v.integer(), v.minValue(0));

const label = '[a-z0-9]([a-z0-9-]*[a-z0-9])?';
/** As `frame-ancestors` takes them: a scheme, a host (`*.` only as its first label), maybe a port. */
export const embedderPattern = new RegExp(
  `^(https://(\\*\\.${label}\\.)?|http://)${label}(\\.${label})*(:[0-9]{1,5})?$`,
);
const origins = v.pipe(
  v.array(
    v.pipe(
      v.string(),
      v.maxLength(200),
      v.regex(embedderPattern, 'must look like https://www.example.com or https://*.example.com'),
    ),
  ),
  v.maxLength(20, 'must be at most 20 origins'),
);

export const siteKeyId = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{21}[AQgw]$/, 'must be an id of 22 characters'),
);

/** `HS256`: a secret that the site's server shares with us. The others: a public key whose other half stays there. */
export const siteKeyKinds = ['HS256', 'ES256', 'EdDSA'] as const;
export type SiteKeyKind = (typeof siteKeyKinds)[number];
/** One that signs, one that takes its place. */
export const mostKeysOfSite = 4;

export const siteKey = v.object({
  id: siteKeyId,
  kind: v.picklist(siteKeyKinds),
  /** Of a secret its first characters, of a public key the beginning of its SHA-256. */
  beginning: v.string(),
  createdAt: moment,
});
export type SiteKeyJson = v.InferOutput<typeof siteKey>;

export const site = v.object({
  /** Stands in `data-site`, and in the tokens as their audience. */
  id: siteId,
  name: v.string(),
  /** Of the pages that may show the widget in a frame, besides those of ALLOWED_ORIGINS. */
  origins: v.array(v.string()),
  /** Where its conversations go that name no department. */
  department: v.nullable(departmentId),
  /** The site of whatever names none. */
  isDefault: v.boolean(),
  /** How it shows the chat. */
  widget: widgetSettings,
  /** With a key, nobody writes there without a signed token. */
  keys: v.array(siteKey),
});
export type SiteJson = v.InferOutput<typeof site>;

/** GET /api/sites, the default one first. */
export const sitesAnswer = v.object({ sites: v.array(site) });
export type SitesAnswer = v.InferOutput<typeof sitesAnswer>;

/** POST /api/sites → 201 */
export const newSite = v.strictObject({
  name: personName,
  origins: v.optional(origins, () => []),
  department: v.optional(v.nullable(departmentId), null),
});
export type NewSiteRequest = v.InferInput<typeof newSite>;
export const siteAnswer = v.object({ site });
export type SiteAnswer = v.InferOutput<typeof siteAnswer>;

/** PATCH /api/sites/:id */
export const changeSite = v.strictObject({
  name: v.optional(personName),
  origins: v.optional(origins),
  department: v.optional(v.nullable(departmentId)),
  /** As a whole. */
  widget: v.optional(widgetSettings),
});
export type ChangeSiteRequest = v.InferInput<typeof changeSite>;

/** POST /api/sites/:id/keys → 201. Without a public key (PEM) a secret is made, which is shown this once. */
export const newSiteKey = v.strictObject({
  publicKey: v.optional(v.pipe(v.string(), v.maxLength(2000))),
});
export type NewSiteKeyRequest = v.InferInput<typeof newSiteKey>;
export const newSiteKeyAnswer = v.object({ key: siteKey, secret: v.optional(v.string()) });
export type NewSiteKeyAnswer = v.InferOutput<typeof newSiteKeyAnswer>;
