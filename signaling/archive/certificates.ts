/** Issues the server's word on who writes a log, and keeps it with the log. */
import type { CertificateBody } from '../../conversation/log/certificate.ts';
import type { Installation } from '../database/installation.ts';

/** Long enough for a night's sleep, short enough that a stolen key is soon worthless. */
export const certificateLifetimeMs = 24 * 3_600_000;
/** A certificate with less than this left is renewed when its log is joined. */
export const renewWhenLeftMs = certificateLifetimeMs / 2;

export interface IssuedCertificate {
  readonly bytes: Uint8Array;
  readonly issuedAt: number;
  readonly expiresAt: number;
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
