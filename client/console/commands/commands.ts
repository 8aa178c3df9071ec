/**
 * Everything the console does on a key or by its name. The palette, the help sheet and the hints in tooltips are made
 * from this list. What a command does is said where it is done (registry.ts): where nobody says it, there is none.
 */

export const commandGroups = ['Conversations', 'This conversation', 'Pages', 'You'] as const;
export type CommandGroup = (typeof commandGroups)[number];

interface Described {
  readonly name: string;
  readonly group: CommandGroup;
  /** Chords: `mod` is Ctrl, and ⌘ on a Mac. A chord without `mod` works while nobody writes, and can be switched off. */
  readonly keys?: readonly string[];
  /** Other words by which it is found. */
  readonly also?: string;
}

const described = {
  'open-palette': { name: 'Find anything', group: 'You', keys: ['mod+k'], also: 'search commands' },
  'show-keys': {
    name: 'Show all keys',
    group: 'You',
    keys: ['?'],
    also: 'help shortcuts keyboard',
  },
  undo: { name: 'Undo', group: 'You', keys: ['mod+z'], also: 'take back' },

  'next-conversation': { name: 'Next conversation', group: 'Conversations', keys: ['j'] },
  'previous-conversation': { name: 'Previous conversation', group: 'Conversations', keys: ['k'] },
  'next-unread': {
    name: 'Next unread conversation',
    group: 'Conversations',
    keys: ['n'],
    also: 'waiting new',
  },
  'search-list': {
    name: 'Search in the list',
    group: 'Conversations',
    keys: ['/'],
    also: 'filter find',
  },
  'new-conversation': {
    name: 'New conversation',
    group: 'Conversations',
    keys: ['c'],
    also: 'begin group direct message',
  },

  'write-reply': {
    name: 'Write to the client',
    group: 'This conversation',
    keys: ['r'],
    also: 'reply message answer composer',
  },
  'write-note': {
    name: 'Write a note',
    group: 'This conversation',
    keys: ['m'],
    also: 'private memo',
  },
  'close-conversation': {
    name: 'Close conversation',
    group: 'This conversation',
    keys: ['e'],
    also: 'end done finish',
  },
  'pass-on': {
    name: 'Pass on',
    group: 'This conversation',
    keys: ['t'],
    also: 'transfer assign hand over',
  },
  snooze: { name: 'Snooze', group: 'This conversation', keys: ['h'], also: 'later remind hide' },
  'make-ticket': { name: 'Make a ticket, or change its subject', group: 'This conversation' },
  'show-details': {
    name: 'Show or hide details',
    group: 'This conversation',
    keys: ['i'],
    also: 'context panel information client',
  },
  'leave-conversation': {
    name: 'Back to the list',
    group: 'This conversation',
    keys: ['u'],
    also: 'leave',
  },

  'go-conversations': { name: 'Go to conversations', group: 'Pages', also: 'inbox' },
  'go-tickets': { name: 'Go to tickets', group: 'Pages' },
  'go-departments': { name: 'Go to departments', group: 'Pages', also: 'settings sites bots' },
  'go-replies': { name: 'Go to canned replies', group: 'Pages', also: 'templates snippets macros' },
  'go-archive': { name: 'Go to the archive', group: 'Pages', also: 'transcripts history' },
  'go-people': { name: 'Go to people', group: 'Pages', also: 'accounts agents customers' },
  'go-audit': { name: 'Go to the audit log', group: 'Pages' },
  'go-account': {
    name: 'Go to my account',
    group: 'Pages',
    also: 'password settings notifications',
  },

  'toggle-available': {
    name: 'Be available, or not',
    group: 'You',
    keys: ['shift+a'],
    also: 'online away break pause',
  },
  'toggle-sound': { name: 'Turn sounds on or off', group: 'You', also: 'mute alerts' },
  'toggle-notifications': {
    name: 'Turn notifications on or off',
    group: 'You',
    also: 'desktop browser alerts',
  },
  'theme-light': { name: 'Light colours', group: 'You', also: 'theme day' },
  'theme-dark': { name: 'Dark colours', group: 'You', also: 'theme night' },
  'theme-auto': { name: 'Colours as the system has them', group: 'You', also: 'theme automatic' },
  'toggle-keys': { name: 'Turn single keys on or off', group: 'You', also: 'shortcuts keyboard' },
  'sign-out': { name: 'Sign out', group: 'You', also: 'log out leave' },
} as const satisfies Record<string, Described>;

export type CommandId = keyof typeof described;

export interface Command extends Described {
  readonly id: CommandId;
}

export const commands: readonly Command[] = Object.entries<Described>(described).map(
  ([id, command]) => ({ ...command, id: id as CommandId }),
);

export function commandOf(id: CommandId): Command {
  return { ...described[id], id };
}
