import { expect, test } from 'vitest';
import type { LogId } from '../../protocol/ids.ts';
import { createLinkTyping } from './link-typing.ts';

const [mine, theirs] = [5 as LogId, 6 as LogId];

test('typing that is said again is told again, so that what is not repeated can be forgotten', () => {
  const typing = createLinkTyping(mine);
  const told: (readonly [LogId, boolean])[] = [];
  typing.onTyping((log, isTyping) => told.push([log, isTyping]));
  typing.heard(theirs, true);
  typing.heard(theirs, true);
  typing.heard(theirs, false);
  typing.setTyping(true);
  expect(told).toEqual([
    [theirs, true],
    [theirs, true],
    [theirs, false],
  ]);
  typing.close();
});
