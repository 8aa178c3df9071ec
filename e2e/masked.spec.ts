import { publicDepartmentsAnswer } from '../conversation/protocol/http/departments.ts';
import * as v from 'valibot';
import { expect, test } from './support/test.ts';

test('[U1] [U5] [U6] [W7] a thread to a school: neither side sees who the other one is, and only the raiser ends it', async ({
  parley,
  api,
  client,
  agent,
}) => {
  // Whatever the day of the week.
  await api.setDepartment({ hours: { kind: 'always' } }, 'School of Physics');
  const asked = await fetch(`${parley.url}/api/departments/public`);
  const { departments } = v.parse(publicDepartmentsAnswer, await asked.json());
  const school = departments.find(({ name }) => name === 'School of Physics');
  expect(school).toBeDefined();

  const console = await agent();
  const student = await client({ query: `?department=${school!.id}` });
  await student.say('May I hand it in on Friday?');
  await expect(console.conversations.getByText(/Client \d{4}/).first()).toBeVisible();
  await console.open(0);
  await console.say('Yes, until noon.');
  await student.sees('Yes, until noon.', 'them');
  await student.linkIs('server');
  await expect(student.page.getByText('School of Physics').first()).toBeVisible();
  expect(await student.page.locator('body').innerText()).not.toContain('Admin');
  expect(await console.page.locator('body').innerText()).not.toContain('Visitor');
});
