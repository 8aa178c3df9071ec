/**
 * `npm test`: types, lint and format; unit and integration tests; a build; browser tests; the measurements in their
 * short form, which judges no times; then what came of it.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { runBrowserTests } from './e2e.mjs';
import { run } from './processes.mjs';

const folder = mkdtempSync(join(tmpdir(), 'parley-test-'));
const unitReport = join(folder, 'unit.json');
const browserReport = join(folder, 'browser.json');
const unitReporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`];
const none = { passed: 0, failed: 0, skipped: 0 };

function read(path, count) {
  try {
    return count(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // The runner ended before it wrote a report; its exit code says so.
    return none;
  }
}

const steps = [
  {
    name: 'check',
    run: () => run('npm', ['run', '--silent', 'check']),
    count: () => none,
  },
  {
    name: 'unit and integration',
    run: () => run('npm', ['run', '--silent', 'unit', '--', ...unitReporters]),
    count: () =>
      read(unitReport, (report) => ({
        passed: report.numPassedTests,
        failed: report.numFailedTests,
        skipped: report.numPendingTests + report.numTodoTests,
      })),
  },
  {
    name: 'build',
    run: () => (build({ always: true }) ? 0 : 1),
    count: () => none,
  },
  {
    name: 'browser',
    run: () =>
      runBrowserTests(['--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport }),
    count: () =>
      read(browserReport, ({ stats }) => ({
        passed: stats.expected,
        failed: stats.unexpected + stats.flaky,
        skipped: stats.skipped,
      })),
  },
  {
    name: 'measurements',
    run: () => run('npm', ['run', '--silent', 'bench', '--', '--quick']),
    count: () => none,
  },
];

const lines = [];
const total = { ...none };
for (const step of steps) {
  process.stdout.write(`\n── ${step.name}\n`);
  const startedAt = performance.now();
  const code = await step.run();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  const counted = { ...step.count() };
  // A step that fails without a failed test (a type error, a crash) is one failure, so that it is in the sum.
  if (code !== 0 && counted.failed === 0) counted.failed = 1;
  for (const key of Object.keys(total)) total[key] += counted[key];
  const tests = counted.passed > 0 ? `, ${counted.passed} passed, ${counted.failed} failed` : '';
  const skipped = counted.skipped > 0 ? `, ${counted.skipped} skipped` : '';
  lines.push(`${code === 0 ? '✓' : '✗'} ${step.name} (${seconds} s${tests}${skipped})`);
  if (code !== 0 && step.name === 'build') break;
}
rmSync(folder, { recursive: true, force: true });

const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.stdout.write(
  `\n${lines.join('\n')}\n${total.passed} passed, ${total.failed} failed${skipped}\n`,
);
process.exitCode = total.failed === 0 ? 0 : 1;
