/**
 * What each kind of organisation decides, as one table. A preset is a beginning: every value can be changed
 * afterwards.
 *
 * - `support-desk`: a company's teams. Names are open, and staff close what is done.
 * - `institutions`: a university with its schools (U1 to U9). Neither side learns who the other one is, only whoever
 *   raised a thread ends it, and nothing is said among users or among workers.
 * - `learning`: courses. All seven kinds of conversation, and people hear when somebody watches.
 */
import type { Preset } from '../../conversation/protocol/http/departments.ts';
import { conversationKinds, type ConversationKind } from '../../conversation/protocol/kinds.ts';
import type { ConnectionPolicy } from '../../conversation/protocol/conversation.ts';

export interface Policies {
  readonly maxOpenThreads: number;
  readonly maxWorkers: number;
  readonly whoCloses: 'raiser' | 'anybody';
  readonly names: 'open' | 'masked';
  readonly tellsWatching: boolean;
  readonly connection: ConnectionPolicy;
  readonly kinds: readonly ConversationKind[];
}

export const policiesOf: Readonly<Record<Preset, Policies>> = {
  'support-desk': {
    maxOpenThreads: 5,
    maxWorkers: 5,
    whoCloses: 'anybody',
    names: 'open',
    tellsWatching: false,
    connection: 'direct',
    kinds: ['support', 'departments', 'announcement'],
  },
  institutions: {
    maxOpenThreads: 5,
    maxWorkers: 5,
    whoCloses: 'raiser',
    names: 'masked',
    tellsWatching: false,
    // What is masked shows no address either.
    connection: 'server',
    kinds: ['support', 'departments'],
  },
  learning: {
    maxOpenThreads: 5,
    maxWorkers: 5,
    whoCloses: 'anybody',
    names: 'open',
    tellsWatching: true,
    connection: 'direct',
    kinds: conversationKinds,
  },
};
