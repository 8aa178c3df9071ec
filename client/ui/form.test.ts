import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import { createForm, type FormOptions } from './form.ts';

type Field = 'name' | 'email';
type Sent = Awaited<ReturnType<FormOptions<Field>['send']>>;

function open(options: Partial<FormOptions<Field>> = {}) {
  const sent: Readonly<Record<Field, string>>[] = [];
  const answers: ((answer: Sent) => void)[] = [];
  const form = createRoot(() =>
    createForm<Field>({
      initial: { name: '', email: '' },
      check: ({ name }) => (name === '' ? { name: 'Write a name.' } : {}),
      isWrongAlready: (_field, value) => value.includes('!'),
      send: (values) => {
        sent.push(values);
        return new Promise((resolve) => answers.push(resolve));
      },
      ...options,
    }),
  );
  return { form, sent, answer: (answer: Sent) => answers.shift()?.(answer) };
}
const refusal = (message: string, field?: string): Sent => ({
  ok: false,
  refusal: { message, ...(field === undefined ? {} : { field }) },
});

test('what is merely unfinished is said when it is sent, and nothing is sent then', async () => {
  let wrong = 0;
  const { form, sent } = open({ onWrong: () => (wrong += 1) });
  expect(form.error('name')).toBeUndefined();
  await form.submit();
  expect(form.error('name')).toBe('Write a name.');
  expect([sent.length, wrong]).toEqual([0, 1]);
});

test('what no further typing makes right is said at once', () => {
  const { form } = open({ check: () => ({ name: 'No exclamation marks.' }) });
  form.write('name', 'Ann');
  expect(form.error('name')).toBeUndefined();
  form.write('name', 'Ann!');
  expect(form.error('name')).toBe('No exclamation marks.');
});

test('it is sent once at a time', async () => {
  const { form, sent, answer } = open();
  form.write('name', 'Ann');
  const first = form.submit();
  expect(form.busy()).toBe(true);
  await form.submit();
  answer({ ok: true });
  await first;
  expect(form.busy()).toBe(false);
  expect(sent).toEqual([{ name: 'Ann', email: '' }]);
});

test('a refusal stands beside the field that it blames, until that is written to', async () => {
  const { form, answer } = open();
  form.write('name', 'Ann');
  const done = form.submit();
  answer(refusal('Taken.', 'email'));
  await done;
  expect([form.error('email'), form.trouble()]).toEqual(['Taken.', undefined]);
  form.write('email', 'a');
  expect(form.error('email')).toBeUndefined();
});

test('a refusal that blames no field of the form is the trouble of all of it, until it is sent again', async () => {
  const { form, answer } = open();
  form.write('name', 'Ann');
  const first = form.submit();
  answer(refusal('Busy.', 'captain'));
  await first;
  expect(form.trouble()).toBe('Busy.');
  const second = form.submit();
  expect(form.trouble()).toBeUndefined();
  answer({ ok: true });
  await second;
});
