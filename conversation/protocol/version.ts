/**
 * The version of everything two processes say to each other (PROTOCOL.md).
 * A changed message changes the number; `version.test.ts` hashes the schemas and insists.
 */
export const protocolVersion = 1;
/** The oldest version this code still understands. */
export const oldestSupportedVersion = 1;
