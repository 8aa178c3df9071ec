/**
 * What a chat in a frame of another page needs besides: its talk with that page, and who that page says is there. A chunk of
 * its own, which the first script loads beside the application (main.ts).
 */
import type { Accessor } from 'solid-js';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { DepartmentId } from '../../conversation/protocol/ids.ts';
import type { KeptValues } from '../browser/kept-values.ts';
import { applyLook } from './apply-look.ts';
import { createFrameBridge, hostOrigin, type FrameBridge } from './frame-bridge.ts';
import { createIdentified, enter } from './identified.ts';
import { createIdentity, type Who } from './identity.ts';
import { createToldDoor, type ToldDoor } from './told-door.ts';
import { WaitingPage } from './waiting-page.tsx';

export interface Frame {
  readonly bridge: FrameBridge;
  /** What the page tells of whoever writes. */
  readonly told: ToldDoor;
  /** Stands there until it is known who writes. */
  readonly WaitingPage: typeof WaitingPage;
  readonly applyLook: typeof applyLook;
  /** Undefined until that is known. Lives as long as the owner. */
  whoWrites(chat: {
    readonly clock: Clock;
    readonly values: KeptValues;
    readonly department: DepartmentId | undefined;
    readonly bot: string | undefined;
  }): Accessor<Who | undefined>;
}

/** @returns undefined where the page around us does not say who it is: then the chat is one of its own. */
export function openFrame(self: Window): Frame | undefined {
  const host = hostOrigin(self.location.search, self.parent !== self);
  if (host === undefined) return undefined;
  const bridge = createFrameBridge(self, host);
  const told = createToldDoor();
  return {
    bridge,
    told,
    WaitingPage,
    applyLook,
    whoWrites: (chat) =>
      createIdentity({
        bridge,
        settled: (isSettled) => told.settled(isSettled),
        clock: chat.clock,
        random: Math.random,
        enter: (token) => enter(token, chat.department),
        makeIdentified: (entered, askAgain) => createIdentified(entered, { ...chat, askAgain }),
      }),
  };
}
