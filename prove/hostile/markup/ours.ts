/** Which elements our components draw, and where: one that stands anywhere else came of a payload. */

/** Drawn all over the pages; a payload that became one of these has no handler and no address. */
const everywhere = new Set(
  (
    'html head meta title link script style body noscript iframe div span p a ul ol li dl dt dd h1 h2 h3 header footer ' +
    'main nav section aside form fieldset legend input textarea button label select option bdi time output ' +
    'svg path circle rect line polyline polygon ellipse g defs'
  ).split(' '),
);

/** Drawn by few components, each of which puts its own class on them. */
const marked: Readonly<Record<string, readonly string[]>> = {
  blockquote: ['text-quote', 'transfer-quote'],
  pre: ['text-code', 'widget-code'],
  dialog: ['message-details', 'picture-viewer'],
  figure: ['file', 'chart'],
  figcaption: ['file-caption', 'chart-caption'],
  details: ['quarantined'],
  article: ['note'],
  hr: ['menu-line'],
  table: ['audit-table', 'people', 'host-table'],
  h4: ['context-label'],
  h5: ['host-told-title'],
};

/** Drawn within an element of ours that has one of these classes. */
const within: Readonly<Record<string, readonly string[]>> = {
  strong: ['bubble', 'menu-note'],
  em: ['bubble'],
  code: ['bubble', 'site-id', 'bot-key'],
  mark: ['hit-text'],
  img: ['file-picture', 'picture-viewer'],
  audio: ['file'],
  video: ['file'],
  summary: ['quarantined'],
  progress: ['transcript-progress', 'file'],
  datalist: ['hours'],
  caption: ['host-table'],
  thead: ['audit-table', 'people', 'host-table'],
  tbody: ['audit-table', 'people', 'host-table'],
  tr: ['audit-table', 'people', 'host-table'],
  th: ['audit-table', 'people', 'host-table'],
  td: ['audit-table', 'people', 'host-table'],
};

/** @param around the classes of everything that it stands in */
export function isOurs(name: string, own: string, around: ReadonlySet<string>): boolean {
  if (everywhere.has(name)) return true;
  const has = (list: readonly string[] | undefined, classes: ReadonlySet<string>) =>
    list?.some((one) => classes.has(one)) === true;
  return has(marked[name], new Set(own.split(' '))) || has(within[name], around);
}
