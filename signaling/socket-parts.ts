/**
 * In how many parts one WebSocket message may come. An honest one of 96 KiB comes in two or three; a byte at a time
 * costs a hundred times its size while it waits for its end (CVE-2026-48779).
 */
export const socketParts = {
  maxFragments: 64,
  maxBufferedChunks: 1024,
} as const;
