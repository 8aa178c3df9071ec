/** Who else is here: by the server's word, and by the links that are up. */
import type { ParticipantId } from '../protocol/ids.ts';

export interface Company {
  /** The server's word. @returns whether somebody came, and whether somebody left */
  hear(
    participants: readonly ParticipantId[],
    you: ParticipantId | undefined,
  ): { readonly came: boolean; readonly left: boolean };
  /** The session that told it is gone. */
  forget(): void;
  here(): ReadonlySet<ParticipantId>;
  /** Whether the server says that somebody is here. */
  isAnybodyHere(): boolean;
  /** The server says that they are not; before its word nobody knows. */
  isAway(participant: ParticipantId): boolean;
  /** Whether somebody who is here can only be reached through the server. */
  needsServer(): boolean;
}

/** @param linked those to whom a direct link is up */
export function createCompany(linked: () => ReadonlySet<ParticipantId>): Company {
  let here: ReadonlySet<ParticipantId> = new Set();
  let isKnown = false;

  return {
    hear(participants, you) {
      const before = here;
      here = new Set(participants.filter((each) => each !== you));
      isKnown = true;
      return {
        came: participants.some((each) => !before.has(each)),
        left: [...before].some((each) => !here.has(each)),
      };
    },
    forget() {
      here = new Set();
      isKnown = false;
    },
    here: () => new Set([...here, ...linked()]),
    isAnybodyHere: () => here.size > 0,
    isAway: (participant) => isKnown && !here.has(participant),
    needsServer: () => {
      const direct = linked();
      return [...here].some((each) => !direct.has(each));
    },
  };
}
