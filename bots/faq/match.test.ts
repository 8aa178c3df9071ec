import { expect, test } from 'vitest';
import { createMatcher, tokens } from './match.ts';
import questions from './questions.json' with { type: 'json' };

const match = createMatcher(questions);

test.each([
  ['How do I submit my meter reading?', 'meter reading'],
  ['meter readings', 'meter reading'],
  ['where is the meter number', 'meter reading'],
  ['What tariffs do you have?', 'tariffs'],
  ['price of electricity', 'tariffs'],
  ['I am moving to a new house', 'moving house'],
  ['why is my invoice so high', 'bills'],
  ['how can I pay?', 'payment'],
  ['power cut!!!', 'outage'],
  ['there is a blackout', 'outage'],
  ['solar panels', 'solar feed-in'],
  ['register pv', 'solar feed-in'],
  ['can I charge my car at home', 'electric car'],
  ['cancel contract', 'cancelling'],
  ['I would like to terminate my contract', 'cancelling'],
  ['opening hours?', 'opening hours'],
  ['how to save energy', 'saving energy'],
])('"%s" is about %s', (text, topic) => {
  expect(match(text)?.topic.topic).toBe(topic);
});

test.each([
  '',
  '???',
  'hello',
  'Tell me a joke',
  'My dog ate the fridge magnet',
  'Who won the cup yesterday?',
])('"%s" is about nothing we know', (text) => {
  expect(match(text)).toBeUndefined();
});

test('every known question finds its own topic', () => {
  for (const topic of questions)
    for (const question of topic.questions)
      expect([question, match(question)?.topic.topic]).toEqual([question, topic.topic]);
});

test('word forms and fillers do not matter', () => {
  expect(tokens('Please, where are my readings?')).toEqual(tokens('read'));
});
