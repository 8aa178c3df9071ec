/** What a demo begins with: one department for each preset, so that each can be tried. "Support" stays the first. */
import type { ChangeStaff } from '../accounts/staff-changes.ts';
import type { DepartmentChanges } from './department-row.ts';
import type { NewDepartment } from './departments-store.ts';

const closed = { saturday: [], sunday: [] };
const office = [{ from: '09:00', to: '17:00' }];

/** Its people have something to read from the start. */
export const demoCourse = 'Linear Algebra';

const demoDepartments: readonly (readonly [NewDepartment, DepartmentChanges])[] = [
  [
    {
      name: 'School of Physics',
      preset: 'institutions',
      description: 'Admission, exams and rooms of the school. Nobody sees who asks or answers.',
    },
    {
      greeting: 'Good day! What is your question for the school?',
      offlineMessage: 'The office is closed. Ask all the same: we answer when it opens.',
      hours: {
        kind: 'week',
        timeZone: 'Europe/Berlin',
        week: {
          monday: office,
          tuesday: office,
          wednesday: office,
          thursday: office,
          friday: [{ from: '09:00', to: '13:00' }],
          ...closed,
        },
        holidays: [],
      },
    },
  ],
  [
    {
      name: demoCourse,
      preset: 'learning',
      description: 'Exercises, groups and announcements of the course.',
    },
    { greeting: 'Welcome to the course! Which exercise is it about?' },
  ],
];

/** Called once, for an empty data folder; the one admin there is leads them. */
export async function makeDemoDepartments(changeStaff: ChangeStaff): Promise<void> {
  await changeStaff(async ({ departments, audit }) => {
    const first = await departments.first();
    const members = first === undefined ? [] : await departments.members(first.id);
    const leads = members.filter(({ role }) => role === 'admin');
    for (const [wanted, changes] of demoDepartments) {
      const { id } = await departments.create(wanted);
      await departments.change(id, changes);
      for (const { account } of leads) {
        await departments.addMember(id, account);
        await departments.changeMember(id, account, { position: 'head' });
      }
      const { name, preset } = wanted;
      await audit.record('server', 'department-created', id, { name, preset });
    }
  });
}
