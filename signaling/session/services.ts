/** What the handlers work with; made once per server (`session-server.ts`). */
import type { Participant } from '../../conversation/protocol/conversation.ts';

import type {
  ConversationId,
  DepartmentId,
  LogId,
  Topic,
} from '../../conversation/protocol/ids.ts';
import type { Relations } from '../access/relations.ts';
import type { Sessions } from '../accounts/sessions.ts';
import type { Tickets } from '../accounts/tickets.ts';
import type { Archive, AppendResult } from '../archive/archive.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { Installation } from '../database/installation.ts';
import type { DepartmentsStore } from '../departments/departments-store.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Availability } from '../pairing/availability.ts';
import type { Pairing } from '../pairing/pairing.ts';
import type { AuditLog } from '../audit.ts';
import type { BesideNews } from '../beside/beside-news.ts';
import type { Notify } from '../tickets/notices.ts';
import type { TicketsStore } from '../tickets/tickets-store.ts';
import type { Groups } from '../conversations/groups.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { Directory } from './directory.ts';
import type { LogStore } from './log-store.ts';
import type { Oversight } from './oversight.ts';
import type { RelayPasses } from './relay-passes.ts';
import type { ActorKey, Joined } from './session.ts';
import type { Viewers } from './viewers.ts';

/** Where peers are introduced to one another; `signaling/rooms` does it. */
export interface Introductions {
  enter(peer: {
    readonly topic: Topic;
    readonly conversation: ConversationId;
    readonly participant: Participant['id'];
    readonly log: LogId;
    readonly role: Participant['role'];
    readonly policy: 'direct' | 'relay';
  }): void;
  leave(topic: Topic): void;
  /** The peer that writes `from` proved a direct link to the peer that writes `to`, or lost it. */
  linkReported(conversation: ConversationId, from: LogId, to: LogId, up: boolean): void;
  hasLink(conversation: ConversationId, reader: LogId, writer: LogId): boolean;
}

export interface SessionSettings {
  /** Addresses of proxies whose X-Forwarded-For is believed are applied before: the sender's address. */
  readonly startsPerAddress: (address: string) => boolean;
  /** How many of a group are linked each with each; more are served by the server alone. */
  readonly meshPeers: number;
}

export interface Services {
  readonly archive: Archive;
  readonly availability: Availability;
  readonly beside: BesideNews;
  readonly clock: Clock;
  readonly conversations: ConversationStore;
  readonly database: Database;
  readonly departments: DepartmentsStore;
  readonly directory: Directory;
  readonly groups: Groups;
  readonly installation: Installation;
  readonly introductions: Introductions;
  readonly log: Log;
  readonly logs: LogStore;
  readonly metrics: Metrics;
  readonly news: News;
  readonly oversight: Oversight;
  readonly pairing: Pairing;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly relations: Relations;
  readonly relayPasses: RelayPasses;
  readonly sessions: Sessions;
  readonly settings: SessionSettings;
  readonly tickets: Tickets;
  readonly viewers: Viewers;
  readonly customerTickets: TicketsStore;
  readonly notify: Notify | undefined;
  readonly audit: AuditLog;
  readonly topicFor: (conversation: ConversationId, log: LogId) => Topic;
}

/** Telling those concerned that something changed. */
export interface News {
  /** Receipts to all peers of the conversation; new entries to those without a direct link to `from`. */
  appended(
    conversation: ConversationId,
    result: AppendResult,
    from: Joined | undefined,
  ): Promise<void>;
  /** Certificates that a peer has not got yet, to all peers. */
  certified(conversation: ConversationId): Promise<void>;
  /** Writes an event into the server's log and passes it on. */
  event(conversation: ConversationId, event: string, participant?: Participant): Promise<void>;
  /** The status to all peers, and to the lists of all whom it concerns. */
  changed(
    conversation: ConversationId,
    alsoConcerned?: readonly ActorKey[],
    /** Where it was until now, if that is not where it is. */
    formerDepartment?: DepartmentId,
  ): Promise<void>;
  /** Who is here, to all peers. */
  here(conversation: ConversationId): void;
}
