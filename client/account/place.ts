/** Where on the page one is: by what stands behind the `#` of the address. */

export type Place =
  | { readonly at: 'home' | 'register' | 'forgot' }
  /** By a link in a mail. */
  | { readonly at: 'confirm' | 'reset' | 'invite'; readonly key: string };

export function placeOf(hash: string): Place {
  const [, purpose, key] = /^#(confirm|reset|invite)=([A-Za-z0-9_-]+)$/.exec(hash) ?? [];
  switch (purpose) {
    case 'confirm':
    case 'reset':
    case 'invite':
      return { at: purpose, key: key ?? '' };
    default:
      return { at: hash === '#register' ? 'register' : hash === '#forgot' ? 'forgot' : 'home' };
  }
}

/** A key goes from the address at once: nobody finds it there, in the history or over a shoulder. */
export function takePlace({
  location,
  history,
}: {
  readonly location: Pick<Location, 'hash' | 'pathname'>;
  readonly history: Pick<History, 'replaceState'>;
}): Place {
  const place = placeOf(location.hash);
  if ('key' in place) history.replaceState(null, '', location.pathname);
  return place;
}
