import { language } from '../words/words.ts';

/** "12 kB", "3.4 MB" in the words of the page: decimal, as file managers say it. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return say(bytes, 'byte', 0);
  if (bytes < 1_000_000) return say(bytes / 1000, 'kilobyte', 0);
  return say(bytes / 1_000_000, 'megabyte', 1);
}

/** Bytes have no short name in English. */
function say(amount: number, unit: 'byte' | 'kilobyte' | 'megabyte', digits: number): string {
  return new Intl.NumberFormat(language(), {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount);
}
