/**
 * Histories that failed once, as they were printed when they were found. They must hold for ever; with a changed
 * simulation the same actions may meet other chances, which does no harm.
 */
import type { History } from './history.ts';

export const failedHistories: readonly (History & { readonly because: string })[] = [
  {
    because:
      'W3: "text 14" was never saved: said while the store was being read, and the page was left at once',
    setup: {
      seed: 69,
      connection: 'direct',
      first: 'people',
      programs: [
        { user: 'client', device: 0 },
        { user: 'cleo', device: 1 },
        { user: 'cleo', device: 2 },
        { user: 'robot', device: 3 },
      ],
      guests: [],
      skewMs: [28622, -154, -111, -171],
      delayMs: 60,
      loss: 0,
      duplication: 0,
      reordering: 0,
    },
    actions: [
      { do: 'say', program: 3, text: 'text 1', after: 164 },
      { do: 'say', program: 3, text: 'text 3', after: 137 },
      { do: 'say', program: 0, text: 'text 4', after: 20 },
      { do: 'wipe device', device: 3, forMs: 594, after: 161 },
      { do: 'say', program: 3, text: 'text 14', after: 599 },
      { do: 'close tab', program: 3, forMs: 501, after: 1 },
    ],
  },
  {
    because: 'W2: a tab that was away until the conversation was over was asked for it',
    setup: {
      seed: 2024,
      connection: 'direct',
      first: 'people',
      programs: [
        { user: 'client', device: 0 },
        { user: 'client', device: 1 },
        { user: 'ben', device: 2 },
        { user: 'ben', device: 2 },
      ],
      guests: [],
      skewMs: [-145, 56, -16491],
      delayMs: 20,
      loss: 0,
      duplication: 0,
      reordering: 0,
    },
    actions: [
      { do: 'crash server', forMs: 1039, after: 0 },
      { do: 'say', program: 0, text: 'text 6', after: 427 },
      { do: 'crash server', forMs: 809, after: 1315 },
      { do: 'end', program: 0, after: 172 },
    ],
  },
  {
    because:
      'W3: a page on a full device said that it keeps nothing, and was closed all the same: nothing was promised',
    setup: {
      seed: 6060,
      connection: 'direct',
      first: 'people',
      programs: [{ user: 'client', device: 0 }],
      guests: [],
      skewMs: [55, -6788],
      delayMs: 20,
      loss: 0,
      duplication: 0,
      reordering: 0,
    },
    actions: [
      { do: 'crash server', forMs: 24, after: 81 },
      { do: 'fill device', device: 0, forMs: 631, after: 133 },
      { do: 'say', program: 0, text: 'text 3', after: 62 },
      { do: 'close tab', program: 0, forMs: 713, after: 420 },
    ],
  },
];
