/** @returns the name of the page for the browser's tab; undefined for the conversations, which need none. */
export function pageName(pathname: string): string | undefined {
  const [, , place] = pathname.split('/');
  switch (place) {
    case 'archive':
      return 'Archive';
    case 'people':
      return 'People';
    case 'settings':
      return 'Settings';
    case undefined:
    case '':
    case 'conversations':
      return undefined;
    default:
      return 'Not found';
  }
}
