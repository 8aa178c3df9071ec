/** Malformed and odd signals on `/signal`, from seats that are introduced to an honest agent. */
import { oneOf } from '../fuzz/mutator.ts';
import { becomeVisitor, openSession, openSocket } from '../people.ts';
import { mutantsOf, type Barrage } from './mutants.ts';
import { manyCandidates, oddSignals } from './odd-signals.ts';
import { watchSocket } from './watch-socket.ts';

const seats = 8;
const address = (n: number) => `127.0.21.${n + 1}`;
/** Between two sockets of one seat: how fast one network may come and go is another limit. */
const perSocket = 40;

export const throwSignals: Barrage = async ({ url, random, goesOn, tally }) => {
  const mutants = mutantsOf('signals', random);
  const throwFrom = async (n: number) => {
    const who = await becomeVisitor(url, address(n));
    const session = await openSession(url, who, address(n));
    const { joined } = await session.start();
    const topic = joined.topic ?? '';
    const from = crypto.randomUUID();
    let to: string = crypto.randomUUID();
    let isFirst = true;
    while (goesOn()) {
      const socket = await openSocket(url, '/signal', address(n));
      const watched = watchSocket(socket, tally, (text) => {
        // Under which name the other side is known now.
        const announced = /"type":"announce","from":"([\w-]+)"/.exec(text)?.[1];
        if (announced !== undefined) to = announced;
      });
      const send = (text: string) => {
        tally.sent();
        socket.send(text);
      };
      socket.send(JSON.stringify({ type: 'subscribe', topics: [topic] }));
      socket.send(JSON.stringify({ type: 'publish', topic, data: { type: 'announce', from } }));
      // All at once; in the tally they would stand for everything else.
      for (const signal of isFirst ? manyCandidates : []) {
        if (!watched.isOpen()) break;
        socket.send(
          JSON.stringify({ type: 'publish', topic, data: { type: 'signal', from, to, signal } }),
        );
      }
      isFirst = false;
      await watched.settled();
      for (let turn = 0; turn < perSocket && watched.isOpen() && goesOn(); turn += 1) {
        if (random() < 0.5) {
          for (const signal of oneOf(oddSignals, random)) {
            if (!watched.isOpen()) break;
            const data = { type: 'signal', from, to, signal };
            send(JSON.stringify({ type: 'publish', topic, data }));
          }
        } else {
          const text = mutants().replaceAll('AAAAAAAAAAAAAAAAAAAAAA', topic);
          send(text.replaceAll('b3a1c6ce-5a4f', () => (random() < 0.5 ? from : to)));
        }
        await watched.settled();
      }
      await watched.end();
    }
    await session.close();
  };
  await Promise.all(Array.from({ length: seats }, (_, n) => throwFrom(n)));
};
