/** Cells as people read them. */
import type { Cell, HostColumn } from '../../../conversation/protocol/host-context.ts';

export interface CellWords {
  cell(cell: Cell, type: HostColumn['type']): string;
  value(value: number, unit: string): string;
  moment(at: number): string;
}

const empty = '–';

/**
 * @param times of a table: days are written without an hour.
 * @param locale undefined: the browser's
 */
export function createCellWords(times: readonly number[] = [], locale?: string): CellWords {
  const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 6 });
  const short = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const format = new Intl.DateTimeFormat(locale, formatFor(times));
  const moment = (at: number) => format.format(at);
  return {
    moment,
    value: (value, unit) => `${short.format(value)} ${unit}`.trim(),
    cell(cell, type) {
      if (cell === null) return empty;
      if (typeof cell === 'boolean') return cell ? 'Yes' : 'No';
      if (typeof cell === 'string') return cell;
      return type === 'time' ? moment(cell) : number.format(cell);
    },
  };
}

const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };
const withHour: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
};

/** A page that says days says midnights: those of UTC, or of the place where it is. */
function formatFor(times: readonly number[]): Intl.DateTimeFormatOptions {
  if (times.length === 0) return withHour;
  if (times.every((at) => at % 86_400_000 === 0)) return { ...day, timeZone: 'UTC' };
  return times.every(isMidnightHere) ? day : withHour;
}

function isMidnightHere(at: number): boolean {
  const date = new Date(at);
  return date.getHours() === 0 && date.getMinutes() === 0;
}
