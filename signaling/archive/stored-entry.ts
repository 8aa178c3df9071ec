/** Puts an entry together again: head (header and signature) and payload are stored apart, so that a payload can be erased. */
export function joinEntry(head: Uint8Array, payload: Uint8Array | null): Uint8Array {
  const bytes = new Uint8Array(head.length + (payload?.length ?? 0));
  bytes.set(head);
  if (payload !== null) bytes.set(payload, head.length);
  return bytes;
}
