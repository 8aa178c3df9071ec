/** What is typed about a site, as the server takes it. */
import { embedderPattern, type SiteJson } from '../../../conversation/protocol/http/sites.ts';
import type { FormErrors } from '../../ui/form.ts';

export type SiteField = 'name' | 'origins';

export const siteValues = (site: SiteJson | undefined): Record<SiteField, string> => ({
  name: site?.name ?? '',
  origins: site?.origins.join(', ') ?? '',
});

/** Parted by blanks, commas or lines, without what follows an origin. */
export function originsIn(typed: string): string[] {
  return typed
    .split(/[\s,]+/)
    .map((origin) => origin.replace(/\/$/, '').toLowerCase())
    .filter((origin) => origin !== '');
}

export function checkSite({ name, origins }: Record<SiteField, string>): FormErrors<SiteField> {
  const odd = originsIn(origins).find((origin) => !embedderPattern.test(origin));
  return {
    ...(name.trim() === '' ? { name: 'Give it a name.' } : {}),
    ...(odd === undefined
      ? {}
      : { origins: `“${odd}” is no address like https://www.example.com.` }),
  };
}
