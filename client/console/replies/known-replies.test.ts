import { expect, test } from 'vitest';
import { accept, refuse } from '../../../conversation/protocol/result.ts';
import { createKnownReplies } from './known-replies.ts';

const nothing = { replies: [], mayAdd: { departments: [], global: false } };

function setUp() {
  let now = 0;
  let isThere = true;
  const asked: number[] = [];
  const known = createKnownReplies(
    {
      replies: () => {
        asked.push(now);
        return Promise.resolve(
          isThere ? accept(nothing) : refuse({ code: 'offline', message: 'Away.' }),
        );
      },
    },
    () => now,
  );
  return {
    known,
    asked,
    to: (moment: number) => (now = moment),
    serverIs: (there: boolean) => (isThere = there),
    settled: () =>
      Promise.resolve()
        .then(() => undefined)
        .then(() => undefined),
  };
}

test('nothing is asked before one is wanted, and one answer is kept for a while', async () => {
  const { known, asked, to, settled } = setUp();
  expect(asked).toEqual([]);
  known.want();
  known.want();
  await settled();
  expect(known.known()).toEqual(nothing);
  to(60_000);
  known.want();
  expect(asked).toEqual([0]);
  to(300_000);
  known.want();
  expect(asked).toEqual([0, 300_000]);
});

test('where the server is away it says so, and the next wish asks again', async () => {
  const { known, asked, serverIs, settled } = setUp();
  serverIs(false);
  known.want();
  await settled();
  expect(known.trouble()).toBe('Away.');
  serverIs(true);
  known.want();
  await settled();
  expect(asked).toHaveLength(2);
  expect(known.trouble()).toBeUndefined();
  expect(known.known()).toEqual(nothing);
});
