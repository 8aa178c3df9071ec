/** @returns the name of the page for the browser's tab; undefined for the conversations, which need none. */
export function pageName(pathname: string): string | undefined {
  const [, , place] = pathname.split('/');
  switch (place) {
    case 'archive':
      return 'Archive';
    case 'tickets':
      return 'Tickets';
    case 'replies':
      return 'Canned replies';
    case 'account':
      return 'My account';
    case 'people':
      return 'People';
    case 'sites':
      return 'Web site';
    case 'departments':
      return 'Departments';
    case 'audit':
      return 'Audit';
    case undefined:
    case '':
    case 'conversations':
      return undefined;
    default:
      return 'Not found';
  }
}
