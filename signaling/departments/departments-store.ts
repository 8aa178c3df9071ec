/** Departments, their settings and their members. */
import type { Kysely } from 'kysely';
import type { ConnectionPolicy } from '../../conversation/protocol/conversation.ts';
import type { AccountId, DepartmentId } from '../../conversation/protocol/ids.ts';
import type { AccountRole } from '../accounts/actor.ts';
import type { Schema } from '../database/schema.ts';

export interface Department {
  readonly id: DepartmentId;
  readonly name: string;
  readonly description: string;
  readonly greeting: string;
  readonly firstAnswer: 'people' | 'bots';
  readonly agentCapacity: number;
  readonly botCapacity: number;
  readonly graceMs: number;
  readonly connection: ConnectionPolicy;
}

export interface Member {
  readonly account: AccountId;
  readonly username: string;
  readonly name: string;
  readonly role: AccountRole;
  readonly active: boolean;
  readonly position: 'head' | 'member';
  /** The member's own, or else the department's for agents or for bots. */
  readonly capacity: number;
}

export type DepartmentChanges = Partial<Omit<Department, 'id'>>;

export interface DepartmentsStore {
  /** Oldest first; there is always one. */
  list(): Promise<readonly Department[]>;
  /** Where conversations go that name no department. */
  first(): Promise<Department>;
  get(id: DepartmentId): Promise<Department | undefined>;
  /** @returns undefined where there is no such department. */
  change(id: DepartmentId, changes: DepartmentChanges): Promise<Department | undefined>;
  members(id: DepartmentId): Promise<readonly Member[]>;
  /** Does nothing where they are members already. */
  addMember(id: DepartmentId, account: AccountId): Promise<void>;
  removeMember(id: DepartmentId, account: AccountId): Promise<void>;
  /** Called after a change of settings or members. */
  onChange(listener: () => void): () => void;
}

export interface DepartmentsOptions {
  readonly database: Kysely<Schema>;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}
