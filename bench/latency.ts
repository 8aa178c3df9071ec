/** Typed here, painted there: Parley beside its peers, over a direct link and through the server. */
import { openBarePages } from './bare-page.ts';
import { openPair, withPlace, type Place } from './pairs.ts';
import { measureLatency, type Pace, type Writer } from './painted.ts';
import { openParleyPages } from './parley-pages.ts';
import type { Part } from './part.ts';
import { inTurns, ratioOf, times } from './rounds.ts';
import { percentile, row, shown, type Row } from './statistics.ts';

const ms = (value: number) => `${value.toFixed(1)} ms`;

interface Amount {
  readonly rounds: number;
  /** In each direction, in each round, after some that do not count. */
  readonly messages: number;
  readonly pace: Pace;
}

const asFastAsCanBe: Pace = { beforeEnterMs: 0, pauseMs: 0 };
/** A client may write five entries a second; whoever writes more waits. A read mark is one as well. */
const aPersons: Pace = { beforeEnterMs: 60, pauseMs: 500 };

const directAmount = (quick: boolean): Amount =>
  quick
    ? { rounds: 1, messages: 10, pace: asFastAsCanBe }
    : { rounds: 8, messages: 50, pace: asFastAsCanBe };

const serverAmount = (quick: boolean): Amount =>
  quick ? { rounds: 1, messages: 4, pace: aPersons } : { rounds: 6, messages: 25, pace: aPersons };

const warmUp = 3;

function contender([a, b]: readonly [Writer, Writer], name: string, { messages, pace }: Amount) {
  let warm = false;
  return async (round: number) => {
    if (!warm) await measureLatency(a, b, warmUp, `${name}warm`, pace);
    warm = true;
    return measureLatency(a, b, messages, `${name}${round}`, pace);
  };
}

/** Our figure beside somebody else's. The middle is compared round by round; of the slowest, a round has too few. */
function beside(
  own: readonly number[][],
  other: readonly number[][],
  share: number,
): { readonly ratio: number; readonly figure: string } {
  const of = (taken: readonly number[][]) => percentile(taken.flat(), share);
  const perRound = ratioOf(
    own.map((taken) => percentile(taken, share)),
    other.map((taken) => percentile(taken, share)),
  );
  const ratio = share === 0.5 ? perRound.median : of(own) / of(other);
  const figure = `${times({ ...perRound, median: ratio })}: ${ms(of(own))} and ${ms(of(other))}`;
  return { ratio, figure };
}

async function directRows(place: Place, amount: Amount): Promise<Row[]> {
  const parley = await openParleyPages(place.browser, place.parley);
  const stock = await openPair(place, 'y-webrtc');
  const sockets = await openPair(place, 'socket.io');
  const documents = await openPair(place, 'hocuspocus');
  const taken = await inTurns(
    {
      bare: contender(await openBarePages(place.browser, place.parley.url), 'bare', amount),
      parley: contender(parley.writers, 'parley', amount),
      stock: contender(stock.writers, 'stock', amount),
      sockets: contender(sockets.writers, 'sockets', amount),
      documents: contender(documents.writers, 'documents', amount),
    },
    amount.rounds,
  );
  const half = beside(taken.parley, taken.bare, 0.5);
  const most = beside(taken.parley, taken.bare, 0.99);
  const stockHalf = beside(taken.parley, taken.stock, 0.5);
  const stockMost = beside(taken.parley, taken.stock, 0.99);
  const name = (what: string) => `typed → painted, direct, ${what}`;
  return [
    row(name('p50, to a bare data channel'), half.figure, 'at most 1.25 ×', half.ratio <= 1.25),
    row(name('p99, to a bare data channel'), most.figure, 'at most 2 ×', most.ratio <= 2),
    row(name('p50, to y-webrtc'), stockHalf.figure, 'at most 1 ×', stockHalf.ratio <= 1),
    shown(name('p99, to y-webrtc'), stockMost.figure),
    shown(name('p50, to socket.io'), beside(taken.parley, taken.sockets, 0.5).figure),
    shown(name('p99, to socket.io'), beside(taken.parley, taken.sockets, 0.99).figure),
    shown(name('p50, to Hocuspocus'), beside(taken.parley, taken.documents, 0.5).figure),
    shown(name('p99, to Hocuspocus'), beside(taken.parley, taken.documents, 0.99).figure),
  ];
}

async function serverRows(place: Place, amount: Amount): Promise<Row[]> {
  const parley = await openParleyPages(place.browser, place.parley, { link: 'server' });
  const sockets = await openPair(place, 'socket.io');
  const documents = await openPair(place, 'hocuspocus');
  const taken = await inTurns(
    {
      parley: contender(parley.writers, 'parley', amount),
      sockets: contender(sockets.writers, 'sockets', amount),
      documents: contender(documents.writers, 'documents', amount),
    },
    amount.rounds,
  );
  return [0.5, 0.99].flatMap((share) => {
    const others = {
      'socket.io': beside(taken.parley, taken.sockets, share),
      Hocuspocus: beside(taken.parley, taken.documents, share),
    };
    const slowest = Math.max(...Object.values(others).map(({ ratio }) => ratio));
    return Object.entries(others).map(([peer, { ratio, figure }]) => {
      const name = `typed → painted, through the server, p${share * 100}, to ${peer}`;
      if (share !== 0.5 || ratio < slowest) return shown(name, figure);
      return row(name, figure, 'at most 1 ×, the faster of both', ratio <= 1);
    });
  });
}

export const direct: Part = {
  name: 'direct',
  rows: ({ quick }) => withPlace((place) => directRows(place, directAmount(quick))),
};

export const throughServer: Part = {
  name: 'server',
  rows: ({ quick }) => withPlace((place) => serverRows(place, serverAmount(quick))),
};
