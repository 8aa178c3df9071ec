/** Who is given TURN credentials by a running server, and how many. */
import { startParley } from '../../e2e/support/parley.ts';
import type { IceServer } from '../../conversation/protocol/session.ts';
import { sessionLimits } from '../../signaling/session/session-limits.ts';
import { becomeVisitor, openSession, signInAs } from '../hostile/people.ts';
import { must, type Tried } from '../support/claim.ts';

const longestMs = 10 * 60_000;
/** More than one network gets. */
const greedy = 160;
const perSession = 40;
const network = '127.0.3.1';

const passesIn = (servers: readonly IceServer[]) =>
  servers.flatMap(({ username }) => (username === undefined ? [] : [username]));

export async function issueWhilePeopleTalk(): Promise<Tried> {
  const parley = await startParley({
    TURN_URLS: 'turn:turn.example.com:3478',
    TURN_SECRET: 'of this proof',
  });
  try {
    const { url } = parley;
    const agent = await openSession(url, await signInAs(url, parley.admin));
    const who = await becomeVisitor(url, network);
    const visitor = await openSession(url, who, network);
    const asking = await visitor.start();
    await visitor.settled();
    const early = visitor.heard.some(({ type }) => type === 'ice-servers');
    must(passesIn(asking.joined.iceServers).length === 0 && !early, 'somebody alone has got one');

    agent.send({ type: 'available', available: true });
    await agent.next('listed', ({ summary }) => summary.status.state === 'assigned');
    const answering = await agent.join(asking.conversation);
    const passes = [
      ...passesIn(answering.joined.iceServers),
      ...passesIn((await visitor.next('ice-servers')).iceServers),
    ];
    must(new Set(passes).size === 2, `the two have ${passes.length} credentials`);
    for (const pass of passes) {
      const [, expiry = '', random = ''] = /^(\d{10}):([\w-]{22})$/.exec(pass) ?? [];
      must(random !== '', `a user name says more than when it ends: ${pass}`);
      must(Number(expiry) * 1000 - Date.now() <= longestMs, 'a credential holds for too long');
    }

    let granted = 1;
    let from = visitor;
    let page = asking;
    for (let turn = 0; turn < greedy; turn += 1) {
      // A new session now and then: what one may say in a second is another limit.
      if (turn % perSession === perSession - 1) {
        await from.close();
        from = await openSession(url, who, network);
      }
      page = await from.join(page.conversation, page);
      granted += passesIn(page.joined.iceServers).length;
    }
    const { burst, perSecond } = sessionLimits.relayPassesPerAddress;
    must(granted <= burst + 60 * perSecond, `one network has got ${granted} credentials`);
    must(granted < greedy, 'whoever asks on and on is never refused');
    return {
      iterations: greedy + 2,
      faults: `${greedy} times asked for from one network`,
      note: `${granted} granted`,
    };
  } finally {
    await parley.close();
  }
}
