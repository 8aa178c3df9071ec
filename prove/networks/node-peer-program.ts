/**
 * A peer without a browser, in a process of its own: `<server> client`, or `<server> bot <bots key>`.
 * Each line of standard input is a text to say; each line of standard output is what it sees now, as JSON.
 */
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { createNodeClock } from '../../bots/runtime/node-clock.ts';
import { openNodePeer } from '../../bots/runtime/node-peer.ts';
import { installNodeGlobals } from '../../bots/runtime/node-webrtc.ts';
import { signIn } from '../../bots/runtime/sign-in.ts';
import type { Conversation, Peer } from '../../conversation/peer/api.ts';
import { newVisitorAnswer } from '../../conversation/protocol/http.ts';
import type { Sight } from './side.ts';

const [server = '', role = '', key = ''] = process.argv.slice(2);

const report = (sentence: string, error?: unknown) => console.error(sentence, error ?? '');
installNodeGlobals({ onFault: (error) => report('A signal could not be handled.', error) });

async function visitorToken(): Promise<string> {
  const answer = await fetch(new URL('/api/visitors', server), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  return v.parse(newVisitorAnswer, await answer.json()).token;
}

async function botToken(): Promise<string> {
  const bot = { name: 'laboratory', shownName: 'Laboratory' };
  const session = await signIn({ server, fetch }, key, bot);
  if (!session.ok) throw new Error(session.refusal.message);
  return session.value;
}

const token = await (role === 'bot' ? botToken() : visitorToken());
const { peer } = openNodePeer({
  address: { server, fetch },
  token,
  clock: createNodeClock(),
  report,
});
let conversation: Conversation | undefined;
let printed = '';

function attend(next: Conversation): void {
  conversation = next;
  next.onChange(() => {
    const last = next.items().findLast((item) => item.kind === 'message' && !item.mine);
    if (last !== undefined && next.unread() > 0) next.markRead(last.id);
    print(next);
  });
  print(next);
}

function print(shown: Conversation): void {
  const messages = shown
    .items()
    .flatMap((item) =>
      item.kind === 'message' ? [{ text: item.text, isMine: item.mine, state: item.state }] : [],
    );
  const seen: Sight = { link: shown.link(), messages };
  const line = JSON.stringify(seen);
  if (line !== printed) process.stdout.write(`${line}\n`);
  printed = line;
}

/** A bot is there for every conversation; a client raises its own with its first word. */
function lookForWork(from: Peer): void {
  if (from.session().state === 'online' && !from.available()) from.setAvailable(true);
  const [next] = from.listed();
  if (conversation === undefined && next !== undefined) attend(from.open(next.conversation));
}

if (role === 'bot') {
  peer.onChange(() => lookForWork(peer));
  lookForWork(peer);
} else {
  attend(peer.start());
}
createInterface({ input: process.stdin })
  .on('line', (text) => conversation?.say(text))
  .on('close', () => process.exit(0));
