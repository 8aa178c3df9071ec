/** The audit log as a file: what it is given as, and what a spreadsheet would make of its cells. */
import { ask } from '../people.ts';
import type { Stage } from './stage.ts';

/** @returns what is wrong */
export async function lookIntoExport({ parley, admin }: Stage): Promise<string[]> {
  const { status, headers, text } = await ask(`${parley.url}/api/audit/export`, {
    headers: { ...admin },
  });
  const broken: string[] = [];
  const must = (is: boolean, what: string) => void (is || broken.push(`the export ${what}`));
  must(status === 200, `was answered with ${status}`);
  must(headers['content-type'] === 'text/csv; charset=utf-8', 'may be taken for something else');
  must(headers['x-content-type-options'] === 'nosniff', 'may be guessed to be a page');
  must(headers['content-disposition']?.startsWith('attachment;') === true, 'is shown as a page');
  const rows = rowsOf(text);
  const width = rows[0]?.length ?? 0;
  for (const row of rows) {
    must(row.length === width, `has a row of ${row.length} cells`);
    for (const cell of row) {
      must(!/^[=+\-@\t\r]/.test(cell), `has a formula: ${JSON.stringify(cell.slice(0, 60))}`);
    }
  }
  return broken;
}

/** RFC 4180. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g,
  )) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}
