import { expect, test, vi } from 'vitest';
import { createChime } from './chime.ts';

/** A context that sounds once somebody pressed something. */
function fakeAudio(state: 'running' | 'suspended') {
  const tones = vi.fn();
  let press = (): void => undefined;
  const pressed = new Promise<void>((resolve) => (press = resolve));
  const node = () => ({
    frequency: {},
    gain: {
      setValueAtTime: vi.fn(),
      linearRampToValueAtTime: vi.fn(),
      exponentialRampToValueAtTime: vi.fn(),
    },
    connect: (next: unknown) => next,
    start: tones,
    stop: vi.fn(),
  });
  class Audio {
    readonly state = state;
    readonly currentTime = 0;
    readonly destination = {};
    resume = () => pressed;
    close = () => Promise.resolve();
    createOscillator = node;
    createGain = node;
  }
  return { Audio: Audio as unknown as typeof AudioContext, tones, press };
}

test('a message is one tone, a conversation two', () => {
  const { Audio, tones } = fakeAudio('running');
  const chime = createChime(Audio, () => 0);
  chime.play('message');
  expect(tones).toHaveBeenCalledTimes(1);
  chime.play('conversation');
  expect(tones).toHaveBeenCalledTimes(3);
});

test('what could not be heard before somebody pressed something is not heard long after it', async () => {
  const { Audio, tones, press } = fakeAudio('suspended');
  let now = 0;
  const chime = createChime(Audio, () => now);
  chime.play('message');
  now = 60_000;
  press();
  await Promise.resolve();
  await Promise.resolve();
  expect(tones).not.toHaveBeenCalled();
});

test('a browser that only needs to be asked sounds at once', async () => {
  const { Audio, tones, press } = fakeAudio('suspended');
  const chime = createChime(Audio, () => 0);
  chime.play('message');
  press();
  await vi.waitFor(() => expect(tones).toHaveBeenCalledTimes(1));
});
