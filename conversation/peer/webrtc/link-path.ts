/** Whether the bytes of a connection go straight to the other side or through a TURN server. */
import type { RawConnection } from './wrtc.ts';

/** The members of W3C statistics (webrtc-stats) that are looked at; all of them are optional in practice. */
interface Report {
  readonly id?: unknown;
  readonly type?: unknown;
  readonly selectedCandidatePairId?: unknown;
  readonly selected?: unknown;
  readonly nominated?: unknown;
  readonly state?: unknown;
  readonly localCandidateId?: unknown;
  readonly remoteCandidateId?: unknown;
  readonly candidateType?: unknown;
}

/** @returns `direct` where the statistics say nothing: then nothing suggests a relay. */
export async function pathOf(connection: RawConnection): Promise<'direct' | 'relay'> {
  const reports = new Map<unknown, Report>();
  let selected: unknown;
  const stats = await connection.getStats();
  stats.forEach((entry) => {
    const report = entry as Report;
    reports.set(report.id, report);
    if (report.type === 'transport') selected ??= report.selectedCandidatePairId;
  });
  const pairs = [...reports.values()].filter((report) => report.type === 'candidate-pair');
  const pair =
    reports.get(selected) ??
    pairs.find((report) => report.selected === true) ??
    pairs.find((report) => report.nominated === true && report.state === 'succeeded');
  const ends = [reports.get(pair?.localCandidateId), reports.get(pair?.remoteCandidateId)];
  return ends.some((end) => end?.candidateType === 'relay') ? 'relay' : 'direct';
}
