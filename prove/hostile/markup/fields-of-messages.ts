/** What a message carries beside its text: names of files, quotations, reactions. */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { isEmoji } from '../../../conversation/log/emoji.ts';
import type { Payloads, PayloadType } from '../../../conversation/log/payload.ts';
import { fileRef, safeFileName } from '../../../conversation/protocol/file.ts';
import { entryIdOf, type EntryId } from '../../../conversation/protocol/ids.ts';
import { openConsole, type ConsolePage } from '../../../e2e/support/console-page.ts';
import type { Peer } from '../../../signaling/session/client.fixture.ts';
import { becomeVisitor, openSession } from '../people.ts';
import type { Field } from './field.ts';
import { archive, scrollThrough } from './places.ts';
import { writable, type Stage } from './stage.ts';
import type { Watch } from './watch.ts';

export const fieldsOfMessages: readonly Field[] = [
  {
    field: 'name of a file',
    places: ["the console's thread", "the console's list", 'the transcript', 'the archive list'],
    async try(stage, payloads) {
      const files = payloads.flatMap((payload, n) => {
        const ending = n % 2 === 0 ? 'txt' : 'png';
        const type = n % 2 === 0 ? 'text/plain' : 'image/png';
        const hash = createHash('sha256').update(payload).digest('base64url');
        // As it is where that is a name, and as the pages themselves would make one of it.
        const names = new Set([`${payload}.${ending}`, safeFileName(`${payload}.${ending}`)]);
        return [...names].map((name) => v.safeParse(fileRef, { hash, name, type, size: 4 }));
      });
      const good = files.flatMap((file) => (file.success ? [file.output] : []));
      return {
        shown: good.length,
        refused: files.length - good.length,
        ...(await inThread(stage, async ({ peer }) => {
          for (const file of good) await write(peer, 'message', { text: '', files: [file] });
        })),
      };
    },
  },
  {
    field: 'quoted message',
    places: ["the console's thread", "the console's list", 'the transcript', 'the archive list'],
    async try(stage, payloads) {
      const texts = writable(payloads);
      return {
        shown: texts.length,
        refused: payloads.length - texts.length,
        ...(await inThread(stage, async ({ peer }) => {
          for (const text of texts) {
            const replyTo = await write(peer, 'message', { text });
            await write(peer, 'message', { text: `> ${text}`, replyTo });
          }
        })),
      };
    },
  },
  {
    field: 'reaction',
    places: ["the console's thread", 'the transcript'],
    async try(stage, payloads) {
      const emoji = payloads.filter((payload) => isEmoji(payload));
      const broken = emoji
        .filter((one) => /[\p{L}<>&"'=]/u.test(one))
        .map((one) => `taken for an emoji: ${JSON.stringify(one)}`);
      return {
        shown: emoji.length + 1,
        refused: payloads.length - emoji.length,
        ...(await inThread(stage, async ({ peer }) => {
          const of = await write(peer, 'message', { text: 'Hello' });
          for (const one of [...emoji, '👍'])
            await write(peer, 'reaction', { of, emoji: one, on: true });
        })),
        broken,
      };
    },
  },
];

/** A visitor writes, an agent has it open, and the archive shows it. */
async function inThread(
  stage: Stage,
  work: (who: { readonly peer: Peer; readonly console: ConsolePage }) => Promise<void>,
): Promise<{ readonly watch: Watch }> {
  const { parley } = stage;
  const { context, watch } = await stage.newBrowser();
  const console = await openConsole(context, parley.url, parley.admin);
  const visitor = await openSession(parley.url, await becomeVisitor(parley.url));
  const peer = await visitor.start();
  await peer.saved(await peer.say('Hello'));
  await console.open(0);
  await work({ peer, console });
  await watch.inspect(console.page, 'the thread while it grows');
  await scrollThrough(console.page, watch, "the console's thread");
  await archive(console.page, stage, watch, peer.conversation);
  await visitor.close();
  await context.close();
  return { watch };
}

async function write<Type extends PayloadType>(
  peer: Peer,
  type: Type,
  value: Payloads[Type],
): Promise<EntryId> {
  const { log } = peer.writer;
  const from = peer.writer.next();
  const append = { log, from, entries: [await peer.writer.write(type, value)] };
  peer.upload([append]);
  await peer.saved(append);
  return entryIdOf(log, from);
}
