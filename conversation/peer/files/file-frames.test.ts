import { expect, test } from 'vitest';
import { mostFileBytes, type FileHash } from '../../protocol/file.ts';
import { readFileFrame, writeFileFrame, type FileFrame } from './file-frames.ts';
import { fileLimits } from './file-limits.ts';
import { malformedFileFrames } from './hostile-files.fixture.ts';

const hash = `${'A'.repeat(42)}E` as FileHash;
const most = fileLimits.messageBytes - 5;

const frames: readonly FileFrame[] = [
  { kind: 'want', number: 1, hash, from: 0, length: 1 },
  { kind: 'want', number: 2 ** 32 - 1, hash, from: 70, length: fileLimits.rangeBytes },
  { kind: 'want', number: 7, hash, from: mostFileBytes - 1, length: 1 },
  { kind: 'stop', number: 3 },
  { kind: 'bytes', number: 4, bytes: new Uint8Array(1).fill(9) },
  { kind: 'bytes', number: 4, bytes: new Uint8Array(most).fill(9) },
  { kind: 'none', number: 5 },
];

test.each(frames.map((frame) => [frame.kind, frame] as const))(
  '%s is read as it was written',
  (_, frame) => {
    const read = readFileFrame(writeFileFrame(frame));
    expect(read).toEqual({ ok: true, value: frame });
  },
);

test.each(malformedFileFrames)('[W9] %s is no frame', (_, message) => {
  expect(readFileFrame(message).ok).toBe(false);
});

test('[W9] no other bytes are a frame: whatever is read is written the same again', () => {
  for (let kind = 0; kind < 8; kind += 1) {
    for (const length of [0, 1, 4, 5, 6, 44, 45, 46, 1000]) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i === 0 ? kind : (i * 37) % 3));
      const read = readFileFrame(bytes);
      if (read.ok) expect(writeFileFrame(read.value)).toEqual(bytes);
    }
  }
});
