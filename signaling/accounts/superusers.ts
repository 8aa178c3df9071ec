/** What `npm run su` does, without a terminal or a process. */
import * as v from 'valibot';
import { username as usernameSchema } from '../../conversation/protocol/http.ts';
import { accept, refuse, unreachable, type Result } from '../../conversation/protocol/result.ts';
import { createAuditLog, type AuditLog } from '../audit.ts';
import type { Database } from '../database/database.ts';
import { createAccountsStore, type Account, type AccountsStore } from './accounts-store.ts';
import { checkPassword, createPasswords, passwordSentences } from './passwords.ts';
import { together } from '../database/together.ts';
import { releaseWork } from './release-work.ts';
import { createSecondSteps } from './second-steps.ts';
import { endSessionsOf } from './sessions.ts';

export interface SuperuserTools {
  /** Called only when the command line was understood. */
  openDatabase(): Promise<Database>;
  askPassword(source: 'prompt' | 'stdin'): Promise<string>;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}

/** 0 done, 1 refused, 2 not understood. */
export interface Outcome {
  readonly code: 0 | 1 | 2;
  readonly message: string;
}

type Command =
  | { readonly verb: 'list' }
  | { readonly verb: 'create' | 'passwd'; readonly username: string; readonly source: Source }
  | { readonly verb: 'delete'; readonly username: string };
type Source = 'prompt' | 'stdin';

const usage = `Usage: npm run su -- <command>

  create <username>   makes a super admin and asks for the password
  passwd <username>   sets a new password, takes away the second step and ends all sessions
  delete <username>   removes the super admin
  list                lists the super admins

  --password-stdin    reads the password from standard input instead of the terminal
  DATA_DIR            the data folder (./data); the server may run or not`;

function parse(args: readonly string[]): Result<Command, string> {
  const flags = args.filter((arg) => arg.startsWith('-'));
  const [verb, username, ...rest] = args.filter((arg) => !arg.startsWith('-'));
  const source = flags.includes('--password-stdin') ? 'stdin' : 'prompt';
  const unknownFlag = flags.find((flag) => flag !== '--password-stdin');
  if (unknownFlag !== undefined) return refuse(`The option ${unknownFlag} is not known.`);
  switch (verb) {
    case 'list':
      return username === undefined
        ? accept({ verb })
        : refuse('The command list takes no user name.');
    case 'create':
    case 'passwd':
    case 'delete': {
      if (username === undefined) return refuse(`The command ${verb} needs a user name.`);
      if (rest.length > 0) return refuse(`The command ${verb} takes one user name.`);
      if (!isUsername(username)) {
        return refuse(
          `"${username}" is no user name; use 1 to 64 letters, digits, dots, dashes or underscores.`,
        );
      }
      return accept(verb === 'delete' ? { verb, username } : { verb, username, source });
    }
    case undefined:
      return refuse('A command is missing.');
    default:
      return refuse(`The command "${verb}" is not known.`);
  }
}

const isUsername = (text: string): boolean => v.is(usernameSchema, text);

/** @param args the command line after the program's name. */
export async function runSuperuserCommand(
  args: readonly string[],
  tools: SuperuserTools,
): Promise<Outcome> {
  if (args.some((arg) => arg === '--help' || arg === '-h')) return done(usage);
  const parsed = parse(args);
  if (!parsed.ok) return { code: 2, message: `${parsed.refusal}\n\n${usage}` };
  const database = await tools.openDatabase();
  try {
    return await run(parsed.value, database, tools);
  } finally {
    await database.destroy();
  }
}

interface SuperuserStores {
  readonly accounts: AccountsStore;
  readonly audit: AuditLog;
  readonly endSessions: (account: Account['id']) => Promise<void>;
  /** Whoever may use this command holds the whole installation: nobody else could help who has lost it. */
  readonly removeSecondStep: (account: Account['id']) => Promise<void>;
  /** What is assigned to the account waits for somebody else. */
  readonly releaseWork: (account: Account['id']) => Promise<unknown>;
}

async function run(command: Command, database: Database, tools: SuperuserTools): Promise<Outcome> {
  const { now, randomBytes } = tools;
  const accounts = createAccountsStore({ database, now, randomBytes });
  /** What is changed and the audit row that tells of it: both, or neither. */
  const change = <Value>(work: (stores: SuperuserStores) => Promise<Value>) =>
    together(database, (unit) =>
      work({
        accounts: createAccountsStore({ database: unit.database, now, randomBytes }),
        audit: createAuditLog(unit.database, now),
        removeSecondStep: (account) =>
          createSecondSteps({ database: unit.database, now, randomBytes }).remove(account),
        endSessions: (account) => endSessionsOf(unit.database, account),
        releaseWork: (account) => releaseWork(account, { database: unit.database, now }),
      }),
    );
  switch (command.verb) {
    case 'list': {
      const names = (await accounts.list()).filter(isSuperAdmin).map((account) => account.username);
      return done(names.length === 0 ? 'There are no super admins.' : names.join('\n'));
    }
    case 'create': {
      const { username } = command;
      const existing = await accounts.byUsername(username);
      if (existing !== undefined) {
        return refused(
          `The user name "${existing.username}" is taken by ${words[existing.role]}; choose another one.`,
        );
      }
      const hash = await askForHash(command, tools);
      if (!hash.ok) return refused(hash.refusal);
      const created = await change(async ({ accounts, audit }) => {
        const made = await accounts.create({
          username,
          name: username,
          role: 'super-admin',
          passwordHash: hash.value,
          createdBy: undefined,
        });
        if (made.ok)
          await audit.record('su', 'account-created', made.value.id, { role: 'super-admin' });
        return made;
      });
      if (!created.ok) return refused(`The user name "${username}" is taken; choose another one.`);
      return done(`Created the super admin "${username}".`);
    }
    case 'passwd': {
      const account = await superAdminNamed(accounts, command.username);
      if (!account.ok) return refused(account.refusal);
      const hash = await askForHash(command, tools);
      if (!hash.ok) return refused(hash.refusal);
      const { id } = account.value;
      await change(async ({ accounts, audit, endSessions, removeSecondStep }) => {
        await accounts.setPasswordHash(id, hash.value);
        await removeSecondStep(id);
        await endSessions(id);
        await audit.record('su', 'password-changed', id);
      });
      return done(`Changed the password of "${account.value.username}" and ended all sessions.`);
    }
    case 'delete': {
      const account = await superAdminNamed(accounts, command.username);
      if (!account.ok) return refused(account.refusal);
      const { id, username } = account.value;
      await change(async ({ accounts, audit, releaseWork }) => {
        await releaseWork(id);
        await accounts.delete(id);
        await audit.record('su', 'account-deleted', id, { username });
      });
      return done(`Deleted the super admin "${account.value.username}".`);
    }
    default:
      return unreachable(command);
  }
}

const done = (message: string): Outcome => ({ code: 0, message });
const refused = (message: string): Outcome => ({ code: 1, message });
const isSuperAdmin = ({ role }: Account) => role === 'super-admin';

const words: Record<Account['role'], string> = {
  'super-admin': 'a super admin',
  admin: 'an admin',
  agent: 'an agent',
  customer: 'a customer',
  bot: 'a bot',
};

async function superAdminNamed(
  accounts: AccountsStore,
  username: string,
): Promise<Result<Account, string>> {
  const account = await accounts.byUsername(username);
  if (account === undefined) return refuse(`There is no super admin "${username}".`);
  if (isSuperAdmin(account)) return accept(account);
  return refuse(
    `"${account.username}" is ${words[account.role]}; here only super admins are changed, others in the console.`,
  );
}

async function askForHash(
  { username, source }: { readonly username: string; readonly source: Source },
  tools: SuperuserTools,
): Promise<Result<string, string>> {
  const password = await tools.askPassword(source);
  const good = checkPassword(password, username);
  if (!good.ok) return refuse(`${passwordSentences[good.refusal]} Nothing was changed.`);
  const hash = await createPasswords().hash(password);
  return hash.ok ? hash : refuse('Nothing was changed: the password could not be hashed.');
}
