/** The sound of something new: two soft tones, made here, so that no file is fetched. */
/** One tone for a message, two for a conversation. */
export type Sound = 'message' | 'conversation';

export interface Chime {
  play(sound: Sound): void;
  close(): void;
}

const tones: Readonly<Record<Sound, readonly number[]>> = {
  message: [660],
  conversation: [660, 880],
};
const toneSeconds = 0.18;
const loudness = 0.08;
const patienceMs = 1000;

/**
 * Browsers let a page sound only after a click or a key: until then a chime is silence, not an error.
 *
 * @param Audio the browser's `AudioContext`.
 */
export function createChime(
  Audio: typeof AudioContext,
  now: () => number = () => performance.now(),
): Chime {
  let context: AudioContext | undefined;
  return {
    play(sound) {
      const there = (context ??= new Audio());
      if (there.state !== 'suspended') return playAll(there, sound);
      // Refused until the person used the page; the badge and the title tell them all the same. A browser that keeps
      // the wish until then would sound at that click, when the message is old.
      const until = now() + patienceMs;
      there.resume().then(
        () => {
          if (there === context && now() <= until) playAll(there, sound);
        },
        () => undefined,
      );
    },
    close() {
      // A context that is closed already has nothing left to release.
      context?.close().catch(() => undefined);
      context = undefined;
    },
  };
}

function playAll(context: AudioContext, sound: Sound): void {
  for (const [index, frequency] of tones[sound].entries()) {
    playTone(context, frequency, context.currentTime + index * toneSeconds);
  }
}

function playTone(context: AudioContext, frequency: number, at: number): void {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.type = 'sine';
  tone.frequency.value = frequency;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(loudness, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + toneSeconds * 2);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + toneSeconds * 2);
}
