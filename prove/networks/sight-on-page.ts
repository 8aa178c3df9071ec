/** What a page of ours shows, read from it: runs in the page, whatever drives the browser. */

/** As an expression whose value is the JSON of a `Sight` (side.ts). Lines of the system are left out. */
export const sightExpression = `JSON.stringify({
  link: document.querySelector('[role=log]')?.getAttribute('data-link') ?? undefined,
  messages: [...document.querySelectorAll('[data-message]:not([data-author="system"])')].map(
    (message) => ({
      text: message.querySelector('.bubble')?.textContent ?? '',
      isMine: message.getAttribute('data-author') === 'me',
      state: message.getAttribute('data-state') ?? undefined,
    }),
  ),
})`;
