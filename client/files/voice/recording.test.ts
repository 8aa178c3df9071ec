import { expect, test } from 'vitest';
import { createManualClock } from '../../../conversation/peer/clock.fixture.ts';
import {
  MicrophoneRefused,
  mostVoiceMs,
  startRecording,
  type Microphone,
  type VoiceState,
} from './recording.ts';

const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

function world(open?: () => Promise<Microphone>) {
  const clock = createManualClock(0);
  const states: VoiceState[] = [];
  const microphone = { level: () => 0.5, isOpen: true, hasSound: true };
  const recording = startRecording({
    clock,
    onChange: (state) => states.push(state),
    open:
      open ??
      (async () => ({
        level: microphone.level,
        stop: async () => {
          if (!microphone.hasSound) throw new Error('nothing');
          return new Blob(['sound']);
        },
        close: () => (microphone.isOpen = false),
      })),
  });
  return { clock, states, microphone, recording, last: () => states.at(-1) };
}

test('[L3] a voice is recorded until it is stopped; then nobody listens any more', async () => {
  const { clock, states, microphone, recording, last } = world();
  expect(last()).toEqual({ state: 'asking' });
  await turn();
  await clock.advance(1_000, turn);
  expect(last()).toEqual({ state: 'recording', ms: 1_000, level: 0.5 });
  recording.stop();
  recording.stop();
  await turn();
  expect(states.slice(-2)).toMatchObject([
    { state: 'ending', ms: 1_000 },
    { state: 'recorded', voice: { ms: 1_000 } },
  ]);
  await turn();
  expect([microphone.isOpen, clock.waiting()]).toEqual([false, 0]);
});

test('[W8] it ends by itself after five minutes', async () => {
  const { clock, last } = world();
  await turn();
  await clock.advance(mostVoiceMs, () => Promise.resolve());
  await turn();
  expect(last()).toMatchObject({ state: 'recorded', voice: { ms: mostVoiceMs } });
});

test('what is given up lets go of the microphone, also when that comes afterwards', async () => {
  const { states, microphone, recording, clock } = world();
  await turn();
  recording.close();
  const told = states.length;
  await clock.advance(1_000, turn);
  expect([microphone.isOpen, states.length, clock.waiting()]).toEqual([false, told, 0]);

  let isClosed = false;
  let come: (microphone: Microphone) => void = () => undefined;
  const late = world(() => new Promise((resolve) => (come = resolve)));
  late.recording.close();
  come({ level: () => 0, stop: async () => new Blob(), close: () => (isClosed = true) });
  await turn();
  expect([isClosed, late.states]).toEqual([true, [{ state: 'asking' }]]);
});

test('[W9] why there is no voice is said', async () => {
  const refused = world(() => Promise.reject(new MicrophoneRefused('not-allowed', undefined)));
  await turn();
  expect(refused.last()).toEqual({ state: 'refused', why: 'not-allowed' });
  const silent = world();
  await turn();
  silent.microphone.hasSound = false;
  silent.recording.stop();
  await turn();
  expect(silent.last()).toEqual({ state: 'refused', why: 'broken' });
});
