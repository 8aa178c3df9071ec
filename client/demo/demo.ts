/**
 * A site whose users log in. Its server signs who they are, and its page passes that on: the only lines that know of
 * Parley are those with `identify` in them.
 */
import type { ParleyOnPage } from '../embed/parley-on-page.ts';

const userKey = 'demo.user';
const login = document.querySelector<HTMLDetailsElement>('#login');
const summary = login?.querySelector('summary');
const logOut = login?.querySelector<HTMLButtonElement>('[data-log-out]');
const users = [...(login?.querySelectorAll<HTMLButtonElement>('[data-user]') ?? [])];

const current = () => sessionStorage.getItem(userKey);

/** What a site's own page does: it asks its own server, which knows the session. */
async function tokenOf(user: string): Promise<string | null> {
  const answer = await fetch('/demo/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user }),
  });
  if (!answer.ok) return null;
  const { token } = (await answer.json()) as { readonly token: string };
  return token;
}

function identify(parley: ParleyOnPage | undefined): void {
  const user = current();
  parley?.identify(user === null ? null : () => tokenOf(user));
}

function show(): void {
  const user = current();
  const name = users.find(({ dataset }) => dataset['user'] === user)?.textContent;
  if (summary) summary.textContent = name ?? 'Log in';
  for (const button of users) button.hidden = user !== null;
  if (logOut) logOut.hidden = user === null;
}

function become(user: string | undefined): void {
  if (user === undefined) sessionStorage.removeItem(userKey);
  else sessionStorage.setItem(userKey, user);
  if (login) login.open = false;
  show();
  identify(window.Parley);
}

for (const button of users) button.addEventListener('click', () => become(button.dataset['user']));
logOut?.addEventListener('click', () => become(undefined));
show();
if (current() !== null) {
  if (window.Parley === undefined) {
    window.addEventListener('parley-ready', () => identify(window.Parley), { once: true });
  } else identify(window.Parley);
}
