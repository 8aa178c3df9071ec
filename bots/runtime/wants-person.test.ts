import { expect, test } from 'vitest';
import { wantsPerson } from './wants-person.ts';

test.each([
  'talk to a person',
  'Can I talk to a person, please?',
  "I'd like to speak with somebody",
  'I want a human',
  'HUMAN!!',
  'agent',
  'agent please',
  'a real person',
  'Please connect me to an agent.',
  'connect me with customer service',
  'put me through to an operator',
  'I need a real human being',
  'give me an agent now',
  'Is there someone I can talk to?',
  'chat with a live agent',
])('"%s" asks for a person', (text) => {
  expect(wantsPerson(text)).toBe(true);
});

test.each([
  'My estate agent moved out',
  'What is the tariff for one person?',
  'How many people live here does not matter',
  'The person before me did not read the meter',
  'reagent',
  "I don't want to talk to a person",
  'I need someone who installs a meter',
  'Hello',
  '',
  'human '.repeat(60),
])('"%s" does not', (text) => {
  expect(wantsPerson(text)).toBe(false);
});
