/** Every reason that the archive counts: shown from the start, so that an alert can be written before it happens. */
import type { UpdateRefusal } from '../conversation/log/update.ts';
import type { RunRefusal } from './archive/archive.ts';

/** `quarantined` was stored and is not believed; everything else was not stored. */
export type ArchiveReason = UpdateRefusal | RunRefusal['reason'] | 'quarantined';

/** Record, so that a new reason is not forgotten here. */
const known: Readonly<Record<ArchiveReason, true>> = {
  // The guard's first half: the bytes are no update of ours.
  'too-large': true,
  'too-many-logs': true,
  'too-many-entries': true,
  truncated: true,
  'bad-number': true,
  'log-order': true,
  'empty-run': true,
  'clock-range': true,
  'not-binary': true,
  'wrong-root': true,
  'wrong-origin': true,
  'entry-length': true,
  deletes: true,
  'trailing-bytes': true,
  // Its second half: who says so.
  'not-an-entry': true,
  'wrong-conversation': true,
  'wrong-log': true,
  'wrong-place': true,
  'wrong-payload': true,
  erased: true,
  'not-allowed': true,
  'not-valid-now': true,
  forged: true,
  // The archive's own.
  gap: true,
  conflict: true,
  'broken-chain': true,
  depth: true,
  'unknown-log': true,
  quarantined: true,
};

export const archiveReasons = Object.keys(known) as readonly ArchiveReason[];
