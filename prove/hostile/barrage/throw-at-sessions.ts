/** Mutants of everything that is said on `/session`, from seats that are real; frames with entries too. */
import { writeUpdate } from '../../../conversation/log/update.ts';
import { writeEntriesFrame } from '../../../conversation/protocol/frames.ts';
import { protocolVersion } from '../../../conversation/protocol/version.ts';
import { mutant } from '../fuzz/mutator.ts';
import { becomeVisitor, openSession, openSocket, ticketFor } from '../people.ts';
import { mutantsOf, type Barrage } from './mutants.ts';
import { watchSocket } from './watch-socket.ts';

const seats = 8;
/** Whoever misbehaved has to wait for the next ticket, so every socket is another visitor's, of a network of its own. */
const address = (turn: number) => `127.${40 + (turn % 100)}.${Math.floor(turn / 100) % 250}.7`;

export const throwAtSessions: Barrage = async ({ url, random, goesOn, tally }) => {
  const mutants = mutantsOf('messages of a session to the server', random);
  let turn = 0;

  const throwOnce = async (from: string) => {
    const who = await becomeVisitor(url, from);
    const honest = await openSession(url, who, from);
    const peer = await honest.start();
    const { conversation } = peer;
    const frame = writeEntriesFrame(conversation, writeUpdate([await peer.say('a', 'b', 'c')]));
    const ticket = await ticketFor(url, who, from);
    const socket = await openSocket(url, '/session', from);
    const watched = watchSocket(socket, tally, () => undefined);
    const send = (data: string | Uint8Array) => {
      tally.sent();
      socket.send(data);
    };
    // Now and then nothing is said before.
    if (random() < 0.9) {
      socket.send(JSON.stringify({ type: 'hello', version: protocolVersion, ticket }));
      await watched.heard();
    }
    while (watched.isOpen() && goesOn()) {
      if (random() < 0.2) send(mutant([frame], random));
      else send(mutants().replaceAll('AAAAAAAAAAAAAAAAAAAAAA', conversation));
      await watched.settled();
    }
    await watched.end();
    await honest.close();
  };

  const throwOn = async () => {
    while (goesOn()) await throwOnce(address((turn += 1)));
  };
  await Promise.all(Array.from({ length: seats }, throwOn));
};
