/** What people write who want it to become more than text: tags, handlers, schemes, templates, quotes, directions. */
import corpus from './payloads.json' with { type: 'json' };

export const payloads: readonly string[] = corpus;

/** Of a name: what the server takes at the most. */
export const nameLength = 80;

/** @returns `count` of them, others for each seed, in the order of the corpus. */
export function someOf(count: number, seed: number): string[] {
  const step = Math.max(1, Math.floor(payloads.length / count));
  return payloads.filter((_payload, i) => (i + seed) % step === 0);
}
