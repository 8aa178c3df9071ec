/** Departments and an audit log of a server that is not there. */
import type { BotKeyJson } from '../../../conversation/protocol/http/bots.ts';
import type {
  DepartmentJson,
  MemberJson,
} from '../../../conversation/protocol/http/departments.ts';
import type { AccountId, DepartmentId } from '../../../conversation/protocol/ids.ts';
import { accept, refuse } from '../../../conversation/protocol/result.ts';
import { fakeId } from '../../state/fake-peer.fixture.ts';
import { asksNothing } from '../../../conversation/protocol/http/asking.ts';
import type { BotsApi } from '../api/bots-api.ts';
import type { AuditApi } from '../api/audit-api.ts';
import type { DepartmentsApi } from '../api/departments-api.ts';

const closed = { saturday: [], sunday: [] };
const office = [{ from: '09:00', to: '17:00' }];

function department(name: string, more: Partial<DepartmentJson> = {}): DepartmentJson {
  return {
    id: fakeId(name) as DepartmentId,
    name,
    description: 'Answers questions of all kinds.',
    greeting: 'Hello! How can we help?',
    offlineMessage: 'We are back at nine.',
    preset: 'support-desk',
    active: true,
    hours: { kind: 'always' },
    firstAnswer: 'people',
    agentCapacity: 6,
    botCapacity: 200,
    graceMs: 60_000,
    connection: 'direct',
    maxOpenThreads: 5,
    maxWorkers: 5,
    whoCloses: 'anybody',
    names: 'open',
    tellsWatching: false,
    asks: asksNothing,
    previews: false,
    kinds: ['support', 'departments', 'announcement'],
    ...more,
  };
}

function member(name: string, more: Partial<MemberJson> = {}): MemberJson {
  return {
    account: fakeId(name.toLowerCase().replaceAll(' ', '.')) as AccountId,
    username: name.toLowerCase(),
    name,
    role: 'agent',
    active: true,
    position: 'member',
    ownCapacity: null,
    capacity: 6,
    isWorker: false,
    ...more,
  };
}

export function createPreviewDepartments({
  broken,
  wait,
}: {
  readonly broken: boolean;
  readonly wait: () => Promise<void>;
}): DepartmentsApi & BotsApi & AuditApi {
  let departments = [
    department('Customer support'),
    department('School of Physics', {
      preset: 'institutions',
      names: 'masked',
      connection: 'server',
      whoCloses: 'raiser',
      hours: {
        kind: 'week',
        timeZone: 'Europe/Berlin',
        week: {
          monday: [...office, { from: '18:00', to: '20:00' }],
          tuesday: office,
          wednesday: office,
          thursday: office,
          friday: office,
          ...closed,
        },
        holidays: ['2026-12-24', '2026-12-25'],
      },
    }),
    department('Linear algebra', { preset: 'learning', active: false }),
  ];
  let members = [
    member('Mara Lindt', { role: 'super-admin', position: 'head' }),
    member('Ada Byron'),
    member('faq', { role: 'bot', capacity: 200 }),
    member('Wim Worker', { isWorker: true }),
  ];
  const faq = member('faq', { role: 'bot', capacity: 200 });
  const secret = `key_${'Qx7'.repeat(14)}A`;
  const key: BotKeyJson = {
    id: fakeId('key'),
    beginning: 'key_Qx7Qx7',
    scopes: ['answer'],
    createdAt: 0,
    usedAt: null,
    revokedAt: null,
  };
  const offline = refuse({
    code: 'offline',
    message: 'The server cannot be reached. Check your connection and try again.',
  });
  return {
    async departments() {
      await wait();
      return broken ? offline : accept({ departments });
    },
    addDepartment(wanted) {
      const made = department(wanted.name, { preset: wanted.preset });
      departments = [...departments, made];
      return Promise.resolve(accept({ department: made }));
    },
    changeDepartment(id, { position: _place, ...changes }) {
      departments = departments.map((one) =>
        one.id === id ? ({ ...one, ...changes } as DepartmentJson) : one,
      );
      const [first = department('Nothing')] = departments.filter((one) => one.id === id);
      return Promise.resolve(accept({ department: first }));
    },
    deleteDepartment(id) {
      departments = departments.filter((one) => one.id !== id);
      return Promise.resolve(accept({}));
    },
    members: () => Promise.resolve(accept({ members })),
    candidates: () =>
      Promise.resolve(
        accept({
          candidates: ['Ben Okafor', 'Chiara Rossi'].map((name) => {
            const { account, username, role } = member(name);
            return { account, username, name, role };
          }),
        }),
      ),
    putMember(_id, account, { position, capacity }) {
      members = members.map((one) =>
        one.account === account
          ? {
              ...one,
              position: position ?? one.position,
              ownCapacity: capacity === undefined ? one.ownCapacity : capacity,
            }
          : one,
      );
      return Promise.resolve(accept({ members }));
    },
    removeMember: () => Promise.resolve(accept({})),
    addWorker: () =>
      Promise.resolve(
        refuse({
          code: 'conflict',
          message: 'This department has 5 workers, and no more are allowed.',
        }),
      ),
    deleteWorker: () => Promise.resolve(accept({})),
    bots: () =>
      Promise.resolve(
        accept({
          bots: [
            { id: faq.account, username: 'faq', name: 'Questions', active: true, keys: [key] },
          ],
        }),
      ),
    addBot: ({ username, name }) =>
      Promise.resolve(
        accept({
          account: { id: faq.account, username, name, role: 'bot', active: true, createdAt: 0 },
          key,
          secret,
        }),
      ),
    addBotKey: () => Promise.resolve(accept({ key, secret })),
    revokeBotKey: () => Promise.resolve(accept({})),
    async auditRows({ before }) {
      await wait();
      if (broken) return offline;
      const rows = ['signed-in', 'department-changed', 'sign-in-failed'].map((action, index) => ({
        id: (before ?? 100) - index,
        at: Date.now() - index * 3_600_000,
        actor: index === 2 ? 'nobody' : 'mara',
        ...(index === 2 ? {} : { actorName: 'Mara Lindt' }),
        action,
        thing: 'support',
        thingName: 'Customer support',
        detail: index === 1 ? { fields: ['whoCloses'], whoCloses: 'raiser' } : {},
      }));
      return accept({ rows });
    },
  };
}
