import { expect, test } from 'vitest';
import { whatIsMissing } from './missing.ts';
import { runScenario } from './run-scenario.ts';
import { scenarios } from './scenarios.ts';

const absent = whatIsMissing(['turnserver']);
const [symmetric] = scenarios.filter(({ name }) => name === 'both behind a symmetric NAT');
const title = '[W6] two peers in Node behind symmetric NATs talk through a real coturn';

if (absent !== undefined || symmetric === undefined) {
  console.info(`skipped: ${title}: ${absent ?? 'there is no such scenario'}`);
  test.skip(title);
} else {
  test(title, { timeout: 60_000 }, async () => {
    const measured = await runScenario(symmetric, ['Node', 'Node'], 'source');
    expect(measured.link).toBe('relay');
  });
}
