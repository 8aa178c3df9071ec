/** How many messages wait, before the title of the host page: that is all of it that a tab shows. */
export interface TabTitle {
  show(unread: number): void;
}

export function createTabTitle(document: Pick<Document, 'title'>): TabTitle {
  let before = '';
  return {
    show(unread) {
      // The page may have given itself another title meanwhile.
      const own = document.title.startsWith(before)
        ? document.title.slice(before.length)
        : document.title;
      before = unread === 0 ? '' : `(${unread > 99 ? '99+' : unread}) `;
      const title = before + own;
      if (title !== document.title) document.title = title;
    },
  };
}
