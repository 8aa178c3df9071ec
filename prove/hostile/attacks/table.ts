/** Every attack that can be sent over a link, from the tables that the guard and the channel are tested with. */
import {
  attacks,
  awarenessAttacks,
  emptyStateVector,
  stateVectorAttacks,
} from '../../../conversation/log/attacks.fixture.ts';
import type { Victim } from '../../../conversation/log/hostile-bytes.fixture.ts';
import {
  cut,
  framed,
  malformedFrames,
} from '../../../conversation/peer/webrtc/hostile-frames.fixture.ts';

export interface LinkAttack {
  readonly title: string;
  readonly messages: (victim: Victim) => readonly (Uint8Array | string)[];
  /** Whether three of it end the link; else it is only never answered with a change. */
  readonly strikes: boolean;
}

const kinds = { hello: 1, state: 3, update: 4, typing: 7 } as const;

/** Entries that may yet find their place are no fault of whoever passes them on. */
const blameless = new Set(['A10b']);

export const linkAttacks: readonly LinkAttack[] = [
  ...attacks.map(({ id, title, update }) => ({
    title: `${id} ${title}`,
    messages: (victim: Victim) => cut(framed(kinds.update, update(victim))),
    strikes: !blameless.has(id),
  })),
  ...awarenessAttacks.flatMap(({ id, title, update }) =>
    ([kinds.hello, kinds.typing] as const).map((kind) => ({
      title: `${id} ${title}, as frame ${kind}`,
      messages: ({ log }: Victim) => cut(framed(kind, update(log))),
      strikes: true,
    })),
  ),
  ...stateVectorAttacks.map(({ id, title, stateVector }) => ({
    title: `${id} ${title}`,
    messages: () => cut(framed(kinds.state, stateVector())),
    strikes: true,
  })),
  {
    title: 'A20 everything asked for a hundred times',
    messages: () => Array.from({ length: 100 }, () => framed(kinds.state, emptyStateVector())),
    strikes: false,
  },
  ...malformedFrames.map(([title, messages]) => ({
    title: `three times ${title}`,
    messages: () => messages.slice(0, Math.ceil(messages.length / 3)),
    strikes: true,
  })),
];
