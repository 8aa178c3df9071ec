/** What is checked of an account's form as one types; the server checks again and knows more. */
import * as v from 'valibot';
import {
  email as emailSchema,
  mobile as mobileSchema,
} from '../../../conversation/protocol/http/contact.ts';
import { username as usernameSchema } from '../../../conversation/protocol/http.ts';
import type { FormErrors } from '../../ui/form.ts';

export type AccountField = 'name' | 'username' | 'password';
export type AccountValues = Readonly<Record<AccountField, string>>;

/** As the server has it (NIST SP 800-63B, 5.1.1.2: length counts, not the kinds of characters). */
const leastPassword = 8;
const mostPassword = 256;

/** @returns a sentence for each field that is wrong; none means that it may be sent. */
export function checkAccount(values: AccountValues): FormErrors<AccountField> {
  return errorsOf({
    name: nameError(values.name),
    username: usernameError(values.username),
    password: passwordError(values.password),
  });
}

/** A bot has no password: its key is made for it. */
export function checkBot(
  values: Readonly<Record<'name' | 'username', string>>,
): FormErrors<'name' | 'username'> {
  return errorsOf({ name: nameError(values.name), username: usernameError(values.username) });
}

export type NewPersonField = AccountField | 'email' | 'mobile';

/** @param first how they get in the first time */
export function checkNewPerson(
  values: Readonly<Record<NewPersonField, string>>,
  first: 'invitation' | 'password',
): FormErrors<NewPersonField> {
  const isInvited = first === 'invitation';
  return errorsOf({
    name: nameError(values.name),
    username: usernameError(values.username),
    email: values.email === '' && !isInvited ? undefined : emailError(values.email),
    mobile: values.mobile === '' ? undefined : mobileError(values.mobile),
    password: isInvited ? undefined : passwordError(values.password),
  });
}

export type PersonField = 'name' | 'email' | 'mobile';

/** What may be changed of somebody; a customer keeps an address, as it is what they sign in with. */
export function checkPerson(
  values: Readonly<Record<PersonField, string>>,
  needsEmail: boolean,
): FormErrors<PersonField> {
  return errorsOf({
    name: nameError(values.name),
    email: values.email === '' && !needsEmail ? undefined : emailError(values.email),
    mobile: values.mobile === '' ? undefined : mobileError(values.mobile),
  });
}

export type CustomerField = 'name' | 'email' | 'mobile' | 'password';

export function checkCustomer(
  values: Readonly<Record<CustomerField, string>>,
): FormErrors<CustomerField> {
  return errorsOf({
    name: values.name.trim() === '' ? 'Write your name.' : nameError(values.name),
    email: emailError(values.email),
    mobile: mobileError(values.mobile),
    password: passwordError(values.password),
  });
}

export function emailError(email: string): string | undefined {
  if (email.trim() === '') return 'Write an e-mail address.';
  return v.is(emailSchema, email) ? undefined : 'Write an e-mail address like ann@example.org.';
}

export function mobileError(mobile: string): string | undefined {
  if (mobile.trim() === '') return 'Write a mobile number.';
  return v.is(mobileSchema, mobile) ? undefined : 'Write a mobile number like +49 170 1234567.';
}

/** What no further typing makes right is said at once, what is merely unfinished when it is sent. */
export function wrongAlready(field: NewPersonField, value: string): boolean {
  switch (field) {
    case 'username':
      return value !== '' && usernameError(value) !== undefined;
    case 'email':
      return /\S\s+\S|[,;<>()"]|@.*@|@.*\.\.|@[.-]/.test(value);
    case 'mobile':
      return !/^\s*\+?[0-9 ()./-]*$/.test(value);
    case 'name':
      return value.trim().length > 80;
    case 'password':
      return false;
  }
}

export function nameError(name: string): string | undefined {
  const trimmed = name.trim();
  if (trimmed === '') return 'Write the name that clients will see.';
  return trimmed.length > 80 ? 'A name has at most 80 characters.' : undefined;
}

export function usernameError(username: string): string | undefined {
  if (username === '') return 'Write a user name to sign in with.';
  if (v.is(usernameSchema, username)) return undefined;
  return 'Use 1 to 64 letters, digits, dots, dashes or underscores, beginning with a letter or a digit.';
}

export function passwordError(password: string): string | undefined {
  const length = Array.from(password).length;
  if (length === 0) return 'Write a password.';
  if (length < leastPassword)
    return `Use at least ${leastPassword} characters; 15 or more are better.`;
  return length > mostPassword ? `Use at most ${mostPassword} characters.` : undefined;
}

export function emailErrors({ email }: Readonly<Record<'email', string>>): FormErrors<'email'> {
  return errorsOf({ email: emailError(email) });
}

export function passwordErrors({
  password,
}: Readonly<Record<'password', string>>): FormErrors<'password'> {
  return errorsOf({ password: passwordError(password) });
}

export type PasswordField = 'current' | 'next' | 'again';

export function checkPasswordChange(
  values: Readonly<Record<PasswordField, string>>,
): FormErrors<PasswordField> {
  return errorsOf({
    current: values.current === '' ? 'Write your present password.' : undefined,
    next:
      passwordError(values.next) ??
      (values.next === values.current ? 'The new password is the present one.' : undefined),
    again: values.again === values.next ? undefined : 'This is not the same as above.',
  });
}

function errorsOf<Field extends string>(
  found: Record<Field, string | undefined>,
): FormErrors<Field> {
  const wrong = Object.entries(found).filter(([, error]) => error !== undefined);
  return Object.fromEntries(wrong) as FormErrors<Field>;
}

/** No 0, O, 1, l, I: it may be read out. 32 characters, so that five bits choose one without bias. */
const readable = 'abcdefghijkmnpqrstuvwxyz23456789';

/**
 * Twenty characters of five bits each, in groups that are easily read out: "k7mq2-…".
 *
 * @param random at least 20 bytes of a CSPRNG.
 */
export function generatePassword(random: Uint8Array): string {
  const letters = Array.from(random.subarray(0, 20), (byte) => readable.charAt(byte & 31));
  return [0, 5, 10, 15].map((at) => letters.slice(at, at + 5).join('')).join('-');
}
