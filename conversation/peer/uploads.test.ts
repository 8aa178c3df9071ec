import { beforeAll, expect, test } from 'vitest';
import type { Entry } from '../log/entry.ts';
import { entryOf, newAuthor, newSigner, start, type Author } from '../log/log.fixture.ts';
import { readUpdate } from '../log/update.ts';
import type { LogId } from '../protocol/ids.ts';
import { createManualClock } from './clock.fixture.ts';
import { createUploads } from './uploads.ts';

let author: Author;
let entries: readonly Entry[];
beforeAll(async () => {
  author = await newAuthor({ log: 5, installation: await newSigner('P-256') });
  for (const text of ['one', 'two', 'three']) await author.say(text);
  entries = author.written.map(entryOf);
});

/** @param savedUpTo how many entries of the log have receipts here. */
function setUp(savedUpTo: number) {
  const sent: string[] = [];
  const givenUp: LogId[] = [];
  const uploads = createUploads({
    replica: {
      onEntries: () => () => undefined,
      certificates: () => new Map([[author.log, author.certificate]]),
      entries: () => entries,
    },
    receipts: { savedUpTo: () => savedUpTo },
    clock: createManualClock(start),
    me: () => author.participant.id,
    isJoined: () => true,
    isLinked: () => false,
    isAway: () => false,
    sendEntries: (update) => {
      const read = readUpdate(update);
      if (!read.ok) throw new Error(read.refusal);
      for (const run of read.value)
        sent.push(`${run.from} to ${run.from + run.entries.length - 1}`);
      return true;
    },
    onGivenUp: (log) => givenUp.push(log),
  });
  return { uploads, sent, givenUp };
}

test('what the archive has is not sent again', () => {
  const { uploads, sent } = setUp(2);
  uploads.joined(new Map([[author.log, 2]]));
  expect(sent).toEqual(['2 to 2']);
});

test('[W3] an archive that was restored from a backup gets again what it had acknowledged and has lost', () => {
  const { uploads, sent, givenUp } = setUp(2);
  uploads.joined(new Map([[author.log, 1]]));
  expect(sent).toEqual(['1 to 2']);
  uploads.joined(new Map());
  expect(sent).toEqual(['1 to 2', '0 to 2']);
  expect(givenUp).toEqual([]);
});
