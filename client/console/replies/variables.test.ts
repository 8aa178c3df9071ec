import { expect, test } from 'vitest';
import { expand, unknownIn, unknownWords } from './variables.ts';

test('variables stand for what is known in the conversation', () => {
  const facts = { 'client.name': 'Anna', 'agent.name': 'Support' };
  expect(expand('Hello {{client.name}}, I am {{ agent.name }}.', facts)).toBe(
    'Hello Anna, I am Support.',
  );
});

test('what is not known stays as it was written', () => {
  expect(expand('Ticket {{ticket.number}} of {{clinet.name}}', {})).toBe(
    'Ticket {{ticket.number}} of {{clinet.name}}',
  );
  expect(expand('{{constructor}} {{__proto__}}', {})).toBe('{{constructor}} {{__proto__}}');
});

test('[V-34] a name that looks like a variable is a name, and one with a dollar too', () => {
  const facts = { 'client.name': '{{agent.name}}', 'agent.name': 'Mara' };
  expect(expand('Hello {{client.name}}', facts)).toBe('Hello {{agent.name}}');
  expect(expand('{{client.name}}!', { 'client.name': '$& $1' })).toBe('$& $1!');
});

test('those that nobody knows are named once, and the known ones are not', () => {
  const text = '{{client.name}} {{clinet.name}} {{price}} {{clinet.name}} {{ }} {{}}';
  expect(unknownIn(text)).toEqual(['clinet.name', 'price']);
  expect(unknownWords('{{date}}')).toBeUndefined();
  expect(unknownWords('{{price}}')).toBe(
    '{{price}} is not known: it will stay in the message as it is.',
  );
  expect(unknownWords(text)).toContain('{{clinet.name}}, {{price}} are not known');
});

test('[V-77] a long row of brackets costs no time [W8]', () => {
  const before = performance.now();
  expand('{{'.repeat(2000), {});
  expand(`{{${' '.repeat(4000)}`, {});
  expect(performance.now() - before).toBeLessThan(200);
});
