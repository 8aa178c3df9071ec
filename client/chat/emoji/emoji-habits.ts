/** The skin tone and the emoji that somebody used last, in this browser. */
import * as v from 'valibot';
import { isEmoji } from '../../../conversation/log/emoji.ts';
import type { KeptValues } from '../../browser/kept-values.ts';
import { tones, type Tone } from './emoji-search.ts';

const mostRecent = 16;
const name = 'emoji';

const kept = v.object({
  tone: v.picklist(tones),
  recent: v.pipe(v.array(v.pipe(v.string(), v.check(isEmoji))), v.maxLength(mostRecent)),
});

export interface EmojiHabits {
  tone(): Tone;
  setTone(tone: Tone): void;
  /** Newest first. */
  recent(): readonly string[];
  used(emoji: string): void;
}

export function createEmojiHabits(values: KeptValues): EmojiHabits {
  function read(): v.InferOutput<typeof kept> {
    try {
      return v.parse(kept, JSON.parse(values.get(name) ?? ''));
    } catch {
      // Nothing yet, or of another version.
      return { tone: '', recent: [] };
    }
  }
  const write = (change: Partial<v.InferOutput<typeof kept>>) =>
    values.set(name, JSON.stringify({ ...read(), ...change }));
  return {
    tone: () => read().tone,
    setTone: (tone) => write({ tone }),
    recent: () => read().recent,
    used: (emoji) => {
      const others = read().recent.filter((one) => one !== emoji);
      write({ recent: [emoji, ...others].slice(0, mostRecent) });
    },
  };
}
