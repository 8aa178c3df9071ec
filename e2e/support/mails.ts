/** What an installation without a mail server wrote instead: files in its data folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';

/** Waits for the mail to this address that has a link for this purpose. @returns the address of the link */
export async function linkMailedTo(
  dataDir: string,
  to: string,
  purpose: 'confirm' | 'reset' | 'invite',
): Promise<string> {
  const link = new RegExp(`http://[^\\s"<]+/account/#${purpose}=[A-Za-z0-9_-]{43}`);
  let found = '';
  await expect(() => {
    const texts = mailsIn(join(dataDir, 'outbox')).filter((text) => text.includes(`To: ${to}`));
    found = texts.map((text) => link.exec(text)?.[0]).find((one) => one !== undefined) ?? '';
    expect(found).not.toBe('');
  }).toPass({ timeout: 15_000 });
  return found;
}

function mailsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name.endsWith('.eml'))
    .map(({ name }) => decoded(readFileSync(join(folder, name), 'latin1')));
}

/** RFC 2045, section 6.7: quoted-printable. */
function decoded(raw: string): string {
  return raw
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
