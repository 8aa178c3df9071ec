/** Many conversations for one agent. */
import * as v from 'valibot';
import { meAnswer } from '../conversation/protocol/http.ts';
import { departmentsAnswer } from '../conversation/protocol/http/departments.ts';
import type { Parley } from '../e2e/support/parley.ts';
import { ask, becomeVisitor, openSession, signInAs } from '../prove/hostile/people.ts';
import type { Peer } from '../signaling/session/client.fixture.ts';

/** The admin of the first start may answer so many at once. */
export async function allowAll(parley: Parley, count: number): Promise<void> {
  const proof = await signInAs(parley.url, parley.admin);
  const headers = { ...proof, origin: parley.url };
  const get = async (path: string): Promise<unknown> =>
    JSON.parse((await ask(parley.url + path, { headers })).text);
  const me = v.parse(meAnswer, await get('/api/me'));
  if (me.kind !== 'account') throw new Error('The admin is not signed in.');
  for (const { id } of v.parse(departmentsAnswer, await get('/api/departments')).departments) {
    const path = `/api/departments/${id}/members/${me.account.id}`;
    const body = JSON.stringify({ position: 'head', capacity: count });
    const { status, text } = await ask(parley.url + path, { method: 'PUT', headers, body });
    if (status !== 200) throw new Error(`The capacity was not changed: ${text}`);
  }
}

/** Clients who each began a conversation. */
export async function openAll(parley: Parley, count: number): Promise<Peer[]> {
  const peers: Peer[] = [];
  for (let n = 0; n < count; n += 1) {
    // Limits count by address.
    const from = `127.0.3.${n + 1}`;
    const session = await openSession(parley.url, await becomeVisitor(parley.url, from), from);
    const peer = await session.start();
    await peer.saved(await peer.say(`Hello, I am number ${n}`));
    peers.push(peer);
  }
  return peers;
}
