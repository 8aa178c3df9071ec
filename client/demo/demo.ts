/**
 * A site whose users log in. Its server signs who they are and knows what is theirs, and its page passes that on: the
 * only lines that know of Parley are those of `tellChat` and `identify`.
 */
import type { ParleyOnPage } from '../embed/parley-on-page.ts';
import { collectCalls } from './collector.ts';
import { drawHome, hideHome } from './home.ts';
import { readHome, tellChat } from './home-data.ts';

const parley: ParleyOnPage = (window.Parley ??= collectCalls());
const userKey = 'demo.user';
const login = document.querySelector<HTMLDetailsElement>('#login');
const summary = login?.querySelector('summary');
const logOut = login?.querySelector<HTMLButtonElement>('[data-log-out]');
const users = [...document.querySelectorAll<HTMLButtonElement>('[data-user]')];

const current = () => sessionStorage.getItem(userKey);

/** What a site's own page does: it asks its own server, which knows the session. */
function ask(path: string, user: string): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user }),
  });
}

async function tokenOf(user: string): Promise<string | null> {
  const answer = await ask('/demo/token', user);
  if (!answer.ok) return null;
  const { token } = (await answer.json()) as { readonly token: string };
  return token;
}

async function showHome(user: string): Promise<void> {
  try {
    const home = readHome(await (await ask('/demo/home', user)).json());
    // Somebody else logged in meanwhile.
    if (current() !== user) return;
    drawHome(home);
    tellChat(parley, home);
  } catch (fault) {
    console.error('The home could not be loaded.', fault);
  }
}

function show(): void {
  const user = current();
  const name = users.find(({ dataset }) => dataset['user'] === user)?.textContent;
  if (summary) summary.textContent = name ?? 'Log in';
  for (const button of users) button.hidden = user !== null;
  if (logOut) logOut.hidden = user === null;
  hideHome(user !== null);
  if (user !== null) void showHome(user);
}

function identify(): void {
  const user = current();
  window.Parley?.identify(user === null ? null : () => tokenOf(user));
}

function become(user: string | undefined): void {
  if (user === undefined) sessionStorage.removeItem(userKey);
  else sessionStorage.setItem(userKey, user);
  if (login) login.open = false;
  identify();
  show();
}

for (const button of users) button.addEventListener('click', () => become(button.dataset['user']));
logOut?.addEventListener('click', () => become(undefined));
if (current() !== null) identify();
show();
