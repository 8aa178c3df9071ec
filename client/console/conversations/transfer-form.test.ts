import { expect, test } from 'vitest';
import type { TransferTargetsAnswer } from '../../../conversation/protocol/http/transfers.ts';
import type { AccountId, DepartmentId } from '../../../conversation/protocol/ids.ts';
import { choicesOf, noteError } from './transfer-form.ts';

const person = (
  name: string,
  more: Partial<TransferTargetsAnswer['people'][number]> = {},
): TransferTargetsAnswer['people'][number] => ({
  account: name as AccountId,
  name,
  kind: 'person',
  here: true,
  available: true,
  open: 0,
  capacity: 5,
  ...more,
});
const targets: TransferTargetsAnswer = {
  people: [
    person('Away', { here: false, available: false }),
    person('Busy', { available: false }),
    person('Echo', { kind: 'bot' }),
    person('Free'),
    person('Full', { open: 5 }),
  ],
  departments: [{ department: 'sales' as DepartmentId, name: 'Sales' }],
};
const asked = { holder: undefined, isTicket: false };

test('whoever can take it stands first, and departments last', () => {
  const names = choicesOf(targets, asked).map(({ name }) => name);
  expect(names).toEqual(['Free', 'Full', 'Busy', 'Away', 'Echo', 'Sales']);
});

test('who is away or full cannot be chosen; a ticket can wait for who is away', () => {
  const impossible = (isTicket: boolean) =>
    choicesOf(targets, { ...asked, isTicket })
      .filter((choice) => choice.isImpossible)
      .map(({ name }) => name);
  expect(impossible(false)).toEqual(['Full', 'Away']);
  expect(impossible(true)).toEqual(['Full']);
});

test('whoever has it is no choice', () => {
  const names = choicesOf(targets, { ...asked, holder: 'Free' }).map(({ name }) => name);
  expect(names).not.toContain('Free');
});

test('a note of 501 characters is too long', () => {
  expect(noteError('💡'.repeat(500))).toBeUndefined();
  expect(noteError('a'.repeat(501))).toContain('500');
});
