/**
 * Histories that failed once, as they were printed when they were found. They must hold for ever; with a changed
 * simulation the same actions may meet other chances, which does no harm.
 */
import type { History } from './history.ts';

export const failedHistories: readonly (History & { readonly because: string })[] = [];
