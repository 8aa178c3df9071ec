/** The short form of a part as a test. */
import { expect, test } from 'vitest';
import type { Finding, Part } from '../finding.ts';

export function expectHeld(part: Part, timeoutMs: number): void {
  test(
    `everything that the short form of "${part.name}" tries holds`,
    { timeout: timeoutMs },
    async () => {
      const findings: Finding[] = [];
      await part.prove({ long: false, seed: 1, wants: () => true }, (finding) =>
        findings.push(finding),
      );
      expect(findings.filter(({ result }) => result.state === 'broken')).toEqual([]);
      expect(findings.length).toBeGreaterThan(0);
    },
  );
}
