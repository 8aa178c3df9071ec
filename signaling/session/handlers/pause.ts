import type { Services } from '../services.ts';
import type { Session } from '../session.ts';

/** A rate that is exceeded costs time; it ends early when nothing may be put off any more. */
export function pause({ clock }: Services, session: Session, ms: number): Promise<void> {
  if (ms <= 0) return Promise.resolve();
  const waited = new Promise<void>((resolve) => {
    clock.after(ms, resolve);
  });
  return Promise.race([waited, session.hurry]);
}
