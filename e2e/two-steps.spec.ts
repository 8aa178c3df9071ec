import { createHmac } from 'node:crypto';
import { consoleOn, signIn } from './support/console-page.ts';
import { expect, test } from './support/test.ts';

/** What an authenticator app shows for this secret (RFC 6238). @param steps half minutes from now */
function codeOf(secret: string, steps = 0): string {
  const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = Array.from(secret.replaceAll(/\s/g, ''))
    .map((sign) => signs.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  const key = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => parseInt(byte, 2));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac('sha1', key).update(counter).digest();
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

test('an agent sets up two-step sign-in, and signs in with a code, and once with a recovery code', async ({
  parley,
  api,
  agent,
  person,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 401/);
  const ada = await api.createAgent('ada', 'Ada Byron');
  const { page } = await agent({ who: ada, available: false });
  await page.getByRole('button', { name: 'Your account, Ada Byron' }).click();
  await page.getByRole('menuitem', { name: 'My account' }).click();
  await page.getByRole('button', { name: 'Set up' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your password').fill('not mine');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(dialog.getByRole('alert')).toContainText('The password is wrong.');
  await dialog.getByLabel('Your password').fill(ada.password);
  await dialog.getByRole('button', { name: 'Go on' }).click();
  const secret = await dialog.locator('[data-secret]').innerText();
  await expect(dialog.getByLabel('Code')).toBeFocused();
  // The code before: the present one is left for signing in.
  await dialog.getByLabel('Code').fill(codeOf(secret, -1));
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  const codes = dialog.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  const [recovery = ''] = await codes.allInnerTexts();
  await dialog.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText('10 of 10 recovery codes are left.')).toBeVisible();

  const other = await (await person()).newPage();
  await other.goto(`${parley.url}/console/`);
  await signIn(other, ada);
  const code = other.getByLabel('Code');
  await expect(code).toBeFocused();
  await code.fill('000000');
  await other.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(other.getByRole('alert')).toContainText('wrong, or was used already');
  await code.fill(codeOf(secret));
  await other.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(consoleOn(other).available).toBeVisible();

  const third = await (await person()).newPage();
  await third.goto(`${parley.url}/console/`);
  await signIn(third, ada);
  await third.getByLabel('Code').fill(recovery.toUpperCase());
  await third.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(consoleOn(third).available).toBeVisible();

  // From where she began, she ends the others.
  await page.reload();
  await expect(page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')).toHaveCount(3);
  await page.getByRole('button', { name: 'End all others' }).click();
  await expect(other.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await expect(third.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await expect(page.getByText('9 of 10 recovery codes are left.')).toBeVisible();
});

test('where a super admin demands it, an agent is signed out and led through setting it up', async ({
  parley,
  api,
  agent,
}) => {
  const password = 'a long enough password 7';
  await parley.su(['create', 'root', '--password-stdin'], `${password}\n`);
  const ada = await api.createAgent('ada', 'Ada Byron');
  const atDesk = (await agent({ who: ada, available: false })).page;
  const { page } = await agent({ who: { username: 'root', password }, available: false });
  await page.goto(`${parley.url}/console/account`);
  const demand = page.getByRole('switch', { name: 'Demand two steps' });
  await page.getByRole('button', { name: 'Set up' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your password').fill(password);
  await dialog.getByRole('button', { name: 'Go on' }).click();
  const secret = await dialog.locator('[data-secret]').innerText();
  await dialog.getByLabel('Code').fill(codeOf(secret));
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  await dialog.getByRole('button', { name: 'I have kept them' }).click();
  await demand.click();
  await expect(demand).toBeChecked();

  await expect(atDesk.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await signIn(atDesk, ada);
  await expect(atDesk.getByRole('heading', { name: 'Set up two-step sign-in' })).toBeVisible();
  const own = await atDesk.locator('[data-secret]').innerText();
  await atDesk.getByLabel('Code').fill(codeOf(own));
  await atDesk.getByRole('button', { name: 'Turn on' }).click();
  await expect(atDesk.getByRole('list', { name: 'Recovery codes' })).toBeVisible();
  await atDesk.getByRole('button', { name: 'I have kept them' }).click();
  await expect(consoleOn(atDesk).available).toBeVisible();
});
