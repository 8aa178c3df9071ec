/** What every page of the console works with once somebody is signed in. */
import { createContext, useContext, type Accessor } from 'solid-js';
import type { AccountJson } from '../../conversation/protocol/http.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { KeptValues } from '../browser/kept-values.ts';
import type { Transfers } from '../files/transfers.ts';
import type { TimeLabels } from '../chat/time-labels.ts';
import type { OwnDepartments } from '../groups/own-departments.ts';
import type { PeerState } from '../state/peer-state.ts';
import type { Notifier } from '../browser/notifier.ts';
import type { CommandRegistry } from './commands/registry.ts';
import type { Closing } from './conversations/closing.ts';
import type { Preferences } from './preferences.ts';
import type { KnownReplies } from './replies/known-replies.ts';
import type { Undo } from './undo/undo.ts';
import type { ConsoleApi } from './api/console-api.ts';
import type { Beside } from './beside/beside.ts';
import type { NoteRemoval } from './beside/note-removal.ts';
import type { Desk } from './conversations/desk.ts';

export interface ConsoleContext {
  readonly api: ConsoleApi;
  readonly me: AccountJson;
  readonly peer: PeerState;
  readonly desk: Desk;
  /** What staff keep beside conversations. */
  readonly beside: Beside;
  readonly ownDepartments: OwnDepartments;
  readonly transfers: Transfers;
  readonly clock: Clock;
  /** Moves every second. */
  readonly now: Accessor<number>;
  readonly labels: TimeLabels;
  readonly preferences: Preferences;
  readonly notifier: Notifier;
  readonly commands: CommandRegistry;
  readonly undo: Undo;
  readonly closing: Closing;
  readonly noteRemoval: NoteRemoval;
  readonly replies: KnownReplies;
  /** Whether keys are called as on a Mac. */
  readonly isMac: boolean;
  /** What was begun and not sent, per conversation; it stays in this tab. */
  readonly drafts: KeptValues;
  signOut(): void;
}

const context = createContext<ConsoleContext>();
export const ConsoleProvider = context.Provider;

export function useConsole(): ConsoleContext {
  const value = useContext(context);
  if (value === undefined) throw new Error('useConsole is for components inside ConsoleProvider.');
  return value;
}

/** Admins read the archive and manage people and departments; agents answer. */
export function isAdmin(account: Pick<AccountJson, 'role'>): boolean {
  return account.role === 'admin' || account.role === 'super-admin';
}
