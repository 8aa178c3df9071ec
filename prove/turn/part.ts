/** W7, W8: credentials that Parley issues, against a real coturn with the configuration that Parley ships. */
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { iceServersFor, turnLifetimeMs } from '../../signaling/session/ice-servers.ts';
import type { Part, Result } from '../finding.ts';
import { claim } from '../support/claim.ts';
import { command } from '../networks/command.ts';
import { coturnVersion, startCoturn } from '../networks/coturn.ts';
import { createInternet, publicNetworks, turnAddress } from '../networks/internet.ts';
import type { Lab } from '../networks/lab.ts';
import { whatIsMissing } from '../networks/missing.ts';
import { printed } from '../networks/printed.ts';
import { programLine } from '../networks/programs.ts';
import { bytesOf, forbiddenTargets } from './addresses.ts';
import { issueWhilePeopleTalk } from './issue.ts';
import { listenerPort, outcomesShown, wrongOutcomes, type Outcome } from './outcome.ts';

const promises = ['W7', 'W8', 'W9'];
const whoGetsThem =
  'A running server gives TURN credentials to nobody who is alone, to both who can talk, for ten minutes at the most, and to one network so many';
const test = 'TURN credentials used to reach addresses that are not the internet, and for too much';
/** Advisories until 2026 concern earlier ones (deploy/turnserver.conf). */
const advised = '4.17.2';

export const part: Part = {
  name: 'turn',
  async prove(_options, report) {
    await claim(report, { promises: ['W8'], test: whoGetsThem }, issueWhilePeopleTalk);
    const absent = whatIsMissing(['turnserver']);
    const version = coturnVersion() ?? 'of no known version';
    const faults = `coturn ${version}, ${forbiddenTargets().length} addresses`;
    if (absent !== undefined) {
      const result = { state: 'skipped', because: absent } as const;
      report({ promises, test, iterations: 0, faults, result });
      return;
    }
    const { outcomes, arrived } = await tryAll();
    const wrong = [
      ...wrongOutcomes(outcomes),
      ...arrived.filter((what) => what !== 'allowed').map((what) => `a packet came to ${what}`),
      ...(arrived.includes('allowed') ? [] : ['no packet came to the peer that is allowed']),
    ];
    const result: Result =
      wrong.length === 0
        ? { state: 'held', note: `all refused; for production ${advised} or later is advised` }
        : { state: 'broken', because: `${wrong.length}: ${wrong.slice(0, 5).join('; ')}` };
    report({ promises, test, iterations: outcomes.length, faults, result });
  },
};

/** Says on a line of its own what came, on any address. */
const listener = `
const socket = require('node:dgram').createSocket('udp6');
socket.on('message', (data) => console.log('came ' + data));
socket.bind(${listenerPort}, '::', () => console.log('listening'));
`;

async function tryAll(): Promise<{ outcomes: Outcome[]; arrived: string[] }> {
  const open = { nat: 'full cone', firewall: 'open' } as const;
  const internet = await createInternet({ a: open, b: open });
  const { lab } = internet;
  try {
    const secret = randomBytes(32).toString('hex');
    const turn = await startCoturn({
      lab,
      place: 'turn',
      address: turnAddress,
      secret,
      allowedPeers: publicNetworks,
    });
    try {
      await ownEverything(lab);
      const arrived: string[] = [];
      const child = lab.spawn('turn', [process.execPath, '-e', listener], { stdio: 'pipe' });
      const lines = createInterface({ input: child.stdout ?? process.stdin });
      lines.on('line', (line) => {
        if (line.startsWith('came ')) arrived.push(line.slice(5));
      });
      await printed(child, /listening/);
      const outcomes = await outcomesOf(lab, secret);
      return { outcomes, arrived };
    } finally {
      await turn.close();
    }
  } finally {
    await internet.close();
  }
}

/** What is sent to a forbidden address comes to the listener, if it is sent at all. */
async function ownEverything(lab: Lab): Promise<void> {
  for (const { name, address } of forbiddenTargets()) {
    const isPlain = address.length === 4 && address.equals(bytesOf(name));
    const isLocal = name.startsWith('127.') || name.startsWith('0.');
    const isMany = Number(name.split('.')[0]) >= 224;
    if (isPlain && !isLocal && !isMany) {
      await lab.ip('turn', 'route', 'add', 'local', `${name}/32`, 'dev', 'lo', 'table', 'local');
    }
  }
}

async function outcomesOf(lab: Lab, secret: string): Promise<Outcome[]> {
  const issuedAt = (at: number): readonly [username: string, credential: string] => {
    const urls = [`turn:${turnAddress}:3478?transport=udp`];
    const nonce = randomBytes(9).toString('base64url');
    const [server] = iceServersFor({ urls, secret }, nonce, at);
    if (server?.username === undefined || server.credential === undefined) {
      throw new Error('Parley issued no TURN credential.');
    }
    return [server.username, server.credential];
  };
  const [program, ...args] = [
    ...lab.inside('a'),
    ...programLine('source', 'prove/turn/turn-program.ts'),
    turnAddress,
    ...issuedAt(Date.now()),
    ...issuedAt(Date.now() - turnLifetimeMs - 5_000),
  ];
  return v.parse(outcomesShown, JSON.parse(await command(program, args)));
}
