import { expect, test } from 'vitest';
import { fakeParticipant } from '../state/fake-peer.fixture.ts';
import { hostOrigin } from './frame-bridge.ts';
import { assetsOf } from './service-worker.ts';
import { whoAnswers } from './who-answers.ts';

const ada = fakeParticipant('Ada', 'agent');
const mat = fakeParticipant('Mat', 'bot');
const facts = { status: undefined, answers: undefined, here: [], team: 'Support' };

test('before the first message, the header says who would answer', () => {
  expect(whoAnswers({ ...facts, answers: 'people' }).line).toBe('We are here now');
  expect(whoAnswers({ ...facts, answers: 'nobody' }).line).toMatch(/^Leave a message/);
  expect(whoAnswers(facts).name).toBe('Support');
});

test('while waiting, the place in the queue is shown', () => {
  const who = whoAnswers({ ...facts, status: { state: 'waiting', since: 0, position: 2 } });
  expect(who.line).toBe('You are number 2 in the queue');
});

test('an assigned person is here or away, and a bot is called one', () => {
  const to = (participant: typeof ada) =>
    ({ state: 'assigned', since: 0, to: participant }) as const;
  expect(whoAnswers({ ...facts, status: to(ada), here: [ada] })).toMatchObject({
    line: 'Here now',
    here: true,
  });
  expect(whoAnswers({ ...facts, status: to(ada) }).line).toMatch(/^Away/);
  expect(whoAnswers({ ...facts, status: to(mat), here: [mat] })).toMatchObject({
    kind: 'bot',
    line: 'Bot, answers at once',
  });
});

test('only a frame that names an exact origin speaks to its host', () => {
  expect(hostOrigin('?embed=https%3A%2F%2Fa.example', true)).toBe('https://a.example');
  expect(hostOrigin('?embed=https%3A%2F%2Fa.example', false)).toBeUndefined();
  expect(hostOrigin('?embed=https%3A%2F%2Fa.example%2Fpath', true)).toBeUndefined();
  expect(hostOrigin('?embed=*', true)).toBeUndefined();
  expect(hostOrigin('?embed=null', true)).toBeUndefined();
  expect(hostOrigin('?embed=javascript:alert(1)', true)).toBeUndefined();
  expect(hostOrigin('', true)).toBeUndefined();
});

test('the worker keeps the hashed files that the page names, and nothing else', () => {
  const html =
    '<script src="/assets/chat-a_1B.js"></script><link href="/assets/chat-2.css"><link href="/icon.svg"><a href="https://x/assets/y.js">';
  expect(assetsOf(html)).toEqual(['/assets/chat-a_1B.js', '/assets/chat-2.css']);
  const late =
    '<meta name="parley-late" content="/assets/webrtc-1.js /assets/noble-2.js https://x/assets/y.js /x.js">';
  expect(assetsOf(html + late)).toEqual([
    '/assets/chat-a_1B.js',
    '/assets/chat-2.css',
    '/assets/webrtc-1.js',
    '/assets/noble-2.js',
  ]);
});
