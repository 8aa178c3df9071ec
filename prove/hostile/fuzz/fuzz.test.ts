import { expect, test } from 'vitest';
import { binaryTargets } from './binary-targets.ts';
import { fuzz } from './engine.ts';
import { jsonTargets } from './json-targets.ts';
import { mutant, randomFrom } from './mutator.ts';

const runs = 400;

test.each(
  [...(await binaryTargets()), ...jsonTargets()].map((target) => [target.name, target] as const),
)(
  `[W9] %s: what is accepted is harmless, what is refused changes nothing`,
  async (_name, target) => {
    // New seeds are for `npm run prove -- fuzz`: here everybody sees the same.
    for (const each of [1, 2]) {
      const fuzzed = await fuzz(target, {
        random: randomFrom(each),
        goesOn: (done) => done < runs / 2,
      });
      expect(fuzzed.broken).toBeUndefined();
      expect(fuzzed.runs).toBe(runs / 2);
    }
  },
);

test('a parser that takes too much is found, with the input that shows it', async () => {
  const found = await fuzz(
    {
      name: 'a careless parser',
      corpus: [Uint8Array.of(1, 2, 3)],
      mutant,
      check(input) {
        if (input.length > 3) throw new Error('too long');
        return true;
      },
    },
    { random: randomFrom(1), goesOn: (done) => done < 1000 },
  );
  expect(found.broken?.because).toContain('too long');
  expect(found.broken?.input.length).toBeGreaterThan(3);
});
