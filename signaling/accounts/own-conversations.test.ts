import { expect, test } from 'vitest';
import * as v from 'valibot';
import { ownConversationsAnswer } from '../../conversation/protocol/http/customers.ts';
import { createSchool, type SchoolPerson } from '../conversations/school.fixture.ts';

test('[L1] customers list the groups they are in, and what is said to all of a course of theirs', async () => {
  const school = await createSchool();
  try {
    const { ana, ben, teacher, begin, ask } = school;
    await begin(teacher, { kind: 'announcement', title: 'The exam' });
    await begin(ana, { kind: 'study-group', title: 'Optics' });
    const stranger = await school.customer('Cleo');
    const titles = async (who: SchoolPerson) => {
      const { json } = await ask(who, 'GET', '/api/me/conversations');
      const { conversations } = v.parse(ownConversationsAnswer, json);
      return conversations
        .map(({ title }) => title)
        .toSorted((a = '', b = '') => a.localeCompare(b));
    };
    expect(await titles(ana)).toEqual(['Optics', 'The exam']);
    expect(await titles(ben)).toEqual(['The exam']);
    expect(await titles(stranger)).toEqual([]);
  } finally {
    await school.close();
  }
});
