/** Issues the server's word on who writes a log, and keeps it with the log. */
import type { CertificateBody } from '../../conversation/log/certificate.ts';
import { limits } from '../../conversation/log/limits.ts';
import type { Installation } from '../database/installation.ts';

/** Long enough for a night's sleep, short enough that a stolen key is soon worthless. */
export const certificateLifetimeMs = 24 * 3_600_000;
/** A certificate with less than this left is renewed when its log is joined. */
const renewWhenLeftMs = certificateLifetimeMs / 2;

export interface IssuedCertificate {
  readonly bytes: Uint8Array;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Whether a certificate is good for a while from now on. One of later than now was issued under a clock set wrong. */
export function isFresh(
  { issued_at, expires_at }: { readonly issued_at: number; readonly expires_at: number },
  now: number,
): boolean {
  return issued_at <= now + limits.clockSkewMs && expires_at - now > renewWhenLeftMs;
}

/** @param now the server's clock, ms. */
export async function issueCertificate(
  installation: Installation,
  of: Omit<CertificateBody, 'notBefore' | 'notAfter'>,
  now: number,
): Promise<IssuedCertificate> {
  const expiresAt = now + certificateLifetimeMs;
  const bytes = await installation.signCertificate({ ...of, notBefore: now, notAfter: expiresAt });
  return { bytes, issuedAt: now, expiresAt };
}
