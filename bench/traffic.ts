/** What one message costs on the wire: said alone, with quiet before and after, so that the counts have no noise. */
import { sentBy } from './frames.ts';
import { openPair, withPlace, type Pair, type Place } from './pairs.ts';
import { openParleyPages } from './parley-pages.ts';
import type { Part } from './part.ts';
import { countSockets, together, type SocketCounter, type SocketTraffic } from './sockets.ts';
import { exact, median, type Row } from './statistics.ts';

const messages = 7;
/** The first ones may bring what is needed only once. */
const warmUp = 2;
/** Longer than any mark or word about typing waits for its turn. */
const quietMs = 700;

interface Traffic extends SocketTraffic {
  readonly frames: number;
  readonly bytes: number;
}

async function sum(pair: Pair, sockets: Pick<SocketCounter, 'sum'>): Promise<Traffic> {
  return { ...(await sentBy(pair.writers)), ...sockets.sum() };
}

/** Until no frame went anywhere for a while. */
async function quiet(pair: Pair, sockets: Pick<SocketCounter, 'sum'>): Promise<Traffic> {
  let before = await sum(pair, sockets);
  for (;;) {
    await new Promise((later) => setTimeout(later, quietMs));
    const now = await sum(pair, sockets);
    if (JSON.stringify(now) === JSON.stringify(before)) return now;
    before = now;
  }
}

/** @returns what one message costs: the middle of some, since a slow machine now and then needs two frames for one */
async function measure(
  pair: Pair,
  sockets: Pick<SocketCounter, 'sum'>,
  name: string,
): Promise<Traffic> {
  const [author, reader] = pair.writers;
  await author.focus();
  const say = async (n: number) => {
    // The same length always.
    const mark = `mark-${name}-${100 + n};`;
    await author.page.keyboard.insertText(`${mark} My meter says 4711, is that right?`);
    await author.page.keyboard.press('Enter');
    await reader.frame.waitForFunction((text) => window.benchPainted.has(text), mark);
    return quiet(pair, sockets);
  };
  const sums: Traffic[] = [];
  for (let n = 0; n < messages + warmUp; n += 1) sums.push(await say(n));
  const share = (what: keyof Traffic) =>
    median(sums.slice(warmUp).map((now, n) => now[what] - (sums[n + warmUp - 1]?.[what] ?? 0)));
  return {
    frames: share('frames'),
    bytes: share('bytes'),
    uploads: share('uploads'),
    passedOn: share('passedOn'),
    framesOut: share('framesOut'),
    framesIn: share('framesIn'),
    bytesOut: share('bytesOut'),
    bytesIn: share('bytesIn'),
  };
}

async function trafficRows(place: Place): Promise<Row[]> {
  const [client, agent, stock, documents] = [0, 1, 2, 3].map(countSockets) as FourCounters;
  const ours = await openParleyPages(place.browser, place.parley, {}, (context, who) =>
    (who === 'client' ? client : agent).watch(context),
  );
  const stockPair = await openPair(place, 'y-webrtc', (context) => stock.watch(context));
  const documentPair = await openPair(place, 'hocuspocus', (context) => documents.watch(context));
  const both = together(client, agent);
  const uploadsBefore = client.sum().uploads;
  const [parley, webrtc, hocuspocus] = await Promise.all([
    measure(ours, both, 'parley'),
    measure(stockPair, stock, 'stock'),
    measure(documentPair, documents, 'documents'),
  ]);
  const authors = (client.sum().uploads - uploadsBefore) / (messages + warmUp);
  return [
    exact(
      'frames a message, direct link',
      parley.frames,
      `${figure(parley.frames)} = ${ratio(parley.frames, webrtc.frames)} × y-webrtc (${figure(webrtc.frames)})`,
      { bar: 'at most 0.6 ×', met: parley.frames <= webrtc.frames * 0.6 },
    ),
    exact(
      'bytes a message, direct link',
      parley.bytes,
      `${figure(parley.bytes)} = ${ratio(parley.bytes, webrtc.bytes)} × y-webrtc (${figure(webrtc.bytes)})`,
    ),
    exact('uploads of a message by its author, direct link', authors, authors.toFixed(2), {
      bar: 'at most 1',
      met: authors <= 1,
    }),
    exact(
      'updates that the server passes on, a message, direct link',
      parley.passedOn,
      figure(parley.passedOn),
      { bar: 'none', met: parley.passedOn === 0 },
    ),
    exact(
      'frames a message between both and the server, direct link',
      parley.framesOut + parley.framesIn,
      `${withServer(parley, 'frames')}; Hocuspocus ${withServer(hocuspocus, 'frames')}`,
    ),
    exact(
      'bytes a message between both and the server, direct link',
      parley.bytesOut + parley.bytesIn,
      `${withServer(parley, 'bytes')}; Hocuspocus ${withServer(hocuspocus, 'bytes')}`,
    ),
  ];
}

type FourCounters = [SocketCounter, SocketCounter, SocketCounter, SocketCounter];

function withServer(traffic: Traffic, what: 'frames' | 'bytes'): string {
  return `${figure(traffic[`${what}Out`])} to it, ${figure(traffic[`${what}In`])} from it`;
}

const ratio = (own: number, other: number) => (own / other).toFixed(2);
const figure = (value: number) => value.toFixed(0);

export const traffic: Part = { name: 'traffic', rows: () => withPlace(trafficRows) };
