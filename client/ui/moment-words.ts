const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Day and time, as the reader's browser writes them. */
export const momentWords = (at: number): string => format.format(at);
