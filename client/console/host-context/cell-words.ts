/** Cells as people read them. */
import type { Cell, HostColumn } from '../../../conversation/protocol/host-context.ts';

export interface CellWords {
  cell(cell: Cell, type: HostColumn['type']): string;
  value(value: number, unit: string): string;
  moment(at: number): string;
}

const empty = '–';

/** @param locale undefined: the browser's */
export function createCellWords(locale?: string): CellWords {
  const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 6 });
  const short = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const withHour = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
  const moment = (at: number) => (isMidnight(at) ? day : withHour).format(at);
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

function isMidnight(at: number): boolean {
  const date = new Date(at);
  return date.getHours() === 0 && date.getMinutes() === 0;
}
