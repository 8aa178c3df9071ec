import type { TimeLabels } from '../../chat/time-labels.ts';

/** Whether `at` lies on the reader's present day. */
export function isToday(labels: TimeLabels, at: number, now: number): boolean {
  return labels.day(at, now) === labels.day(now, now);
}
