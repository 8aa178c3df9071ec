/** One line of CSV (RFC 4180) that no spreadsheet takes for a formula. */

/** Excel and others compute what begins like this; an apostrophe in front makes it text. */
const formulaLike = /^[=+\-@\t\r]/;

function cell(value: string): string {
  const harmless = formulaLike.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}
