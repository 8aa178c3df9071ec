import type { Finding } from './finding.ts';

/** @returns the findings as a Markdown table, a line each. */
export function tableOf(findings: readonly Finding[]): string {
  const head = ['promise', 'test', 'iterations', 'faults', 'result', 'seed'];
  const lines = findings.map((finding) => [
    finding.promises.join(' '),
    finding.test,
    String(finding.iterations),
    finding.faults,
    wordsOf(finding.result),
    finding.seed === undefined ? '' : String(finding.seed),
  ]);
  return [head, head.map(() => '---'), ...lines].map(lineOf).join('\n');
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

export function wordsOf(result: Finding['result']): string {
  if (result.state === 'held') return result.note === undefined ? 'held' : `held: ${result.note}`;
  return `**${result.state}**: ${result.because}`;
}
