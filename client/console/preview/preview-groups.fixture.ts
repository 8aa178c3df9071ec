/** Groups and enrolments of a server that is not there. */
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import type {
  AccountId,
  ConversationId,
  DepartmentId,
} from '../../../conversation/protocol/ids.ts';
import { accept } from '../../../conversation/protocol/result.ts';
import type { GroupsApi } from '../../groups/groups-api.ts';
import { fakeId, fakeParticipant } from '../../state/fake-peer.fixture.ts';
import type { EnrolmentsApi } from '../api/enrolments-api.ts';

const names = ['Ana Sousa', 'Ben Okafor', 'Chiara Rossi', 'Dmitri Volkov', 'Ea Holm'];
const department = fakeId('Linear algebra') as DepartmentId;
const summary: ConversationSummary = {
  conversation: fakeId('Study group') as ConversationId,
  kind: 'study-group',
  department,
  title: 'Study group',
  people: 3,
  client: fakeParticipant('Mara Lindt', 'agent'),
  status: { state: 'open', since: 0 },
  createdAt: 0,
  activeAt: 0,
  entries: 0,
};

export function createPreviewGroups(): GroupsApi & EnrolmentsApi {
  let enrolled = names.slice(0, 2).map((name, index) => ({
    account: fakeId(name) as AccountId,
    username: name.toLowerCase().replace(' ', '.'),
    name,
    since: index,
  }));
  const peopleIn = () =>
    Promise.resolve(
      accept({
        people: ['Mara Lindt', ...names.slice(0, 2)].map((name, index) => ({
          ...fakeParticipant(name, index === 0 ? 'agent' : 'client'),
          participant: fakeParticipant(name, 'client').id,
          isStarter: index === 0,
          isYou: index === 0,
          since: index,
        })),
        may: { invite: true, remove: true, leave: true, close: true, delete: false },
      }),
    );
  return {
    ownDepartments: () =>
      Promise.resolve(
        accept({
          departments: [
            {
              id: department,
              name: 'Linear algebra',
              description: 'First year.',
              standing: 'staff' as const,
              mayStart: [
                'direct',
                'study-group',
                'discussion',
                'announcement',
                'departments',
              ] as const,
            },
          ].map((one) => ({ ...one, mayStart: [...one.mayStart] })),
        }),
      ),
    findPeople: (_department, words) =>
      Promise.resolve(
        accept({
          people: names
            .filter((name) => name.toLowerCase().includes(words.toLowerCase()))
            .map((name) => ({
              account: fakeId(name) as AccountId,
              name,
              standing: 'enrolled' as const,
            })),
          more: false,
        }),
      ),
    publicDepartments: () => Promise.resolve(accept({ departments: [] })),
    startGroup: (_department, { kind, title }) =>
      Promise.resolve(
        accept({ summary: { ...summary, kind, ...(title === undefined ? {} : { title }) } }),
      ),
    startThread: () => Promise.resolve(accept({ summary: { ...summary, kind: 'departments' } })),
    takeSeat: () => Promise.resolve(accept({})),
    peopleIn,
    invite: peopleIn,
    putOut: () => Promise.resolve(accept({})),
    deleteConversation: () => Promise.resolve(accept({})),
    enrolments: () => Promise.resolve(accept({ enrolled })),
    enrol(_department, who) {
      const made = { account: fakeId(who) as AccountId, username: who, name: who, since: 0 };
      enrolled = [...enrolled, made];
      return Promise.resolve(accept({ enrolled: made }));
    },
    endEnrolment(_department, account) {
      enrolled = enrolled.filter((one) => one.account !== account);
      return Promise.resolve(accept({}));
    },
  };
}
