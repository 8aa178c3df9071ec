import { expect, test } from 'vitest';
import { limits } from '../../log/limits.ts';
import { seededRandom } from '../memory-mesh.ts';
import { createAssembler, readFrame, writeFrame, type Frame } from './frames.ts';

const bytes = (length: number, fill = 7) => new Uint8Array(length).fill(fill);

const frames: readonly Frame[] = [
  { kind: 'hello', certificate: bytes(158), signature: bytes(64) },
  { kind: 'certificates', certificates: [bytes(158, 1), bytes(422, 2)] },
  { kind: 'state', stateVector: bytes(20) },
  { kind: 'update', update: bytes(300) },
  { kind: 'piece', last: true, bytes: bytes(10) },
  { kind: 'ask' },
  { kind: 'typing', typing: true },
  { kind: 'ping', number: 4_000_000_000 },
  { kind: 'pong', number: 1 },
];

test.for(frames.map((frame) => [frame.kind, frame] as const))(
  '%s is read as it was written',
  ([, frame]) => {
    const [message, ...rest] = writeFrame(frame);
    expect(rest).toEqual([]);
    expect(readFrame(message ?? bytes(0))).toEqual({ ok: true, value: frame });
  },
);

test('[W5] what is larger than 16 KiB goes in pieces and comes out whole', () => {
  const frame: Frame = { kind: 'update', update: bytes(limits.updateBytes, 9) };
  const messages = writeFrame(frame);
  expect(messages.length).toBe(5);
  const assembler = createAssembler();
  const added = messages.map((message) => {
    expect(message.length).toBeLessThanOrEqual(limits.pieceBytes);
    const piece = readFrame(message);
    if (!piece.ok || piece.value.kind !== 'piece') throw new Error('This should be a piece.');
    return assembler.add(piece.value);
  });
  expect(added.slice(0, -1).every((each) => each.ok && each.value === undefined)).toBe(true);
  expect(added.at(-1)).toEqual({ ok: true, value: frame });
});

test('[W8] pieces without end are refused, and the next frame comes through', () => {
  const assembler = createAssembler();
  const results = Array.from({ length: 9 }, () =>
    assembler.add({ last: false, bytes: bytes(16_000) }),
  );
  expect(results.at(-1)).toEqual({ ok: false, refusal: 'malformed' });
  const whole = new Uint8Array([6]);
  expect(assembler.add({ last: true, bytes: whole })).toEqual({ ok: false, refusal: 'malformed' });
  const state = new Uint8Array([3, 0]);
  expect(assembler.add({ last: true, bytes: state }).ok).toBe(true);
});

test('a piece that is made of pieces, or of a hello, is refused', () => {
  for (const frame of frames.filter(({ kind }) =>
    ['hello', 'piece', 'ping', 'typing'].includes(kind),
  )) {
    const [message = bytes(0)] = writeFrame(frame);
    const added = createAssembler().add({ last: true, bytes: message });
    expect(added).toEqual({ ok: false, refusal: 'malformed' });
  }
});

test('no bytes make the reader throw (seed 20261121)', () => {
  const random = seededRandom(20_261_121);
  const samples = frames.flatMap(writeFrame);
  for (let round = 0; round < 20_000; round += 1) {
    const sample = samples[Math.floor(random() * samples.length)] ?? bytes(0);
    const changed = sample.slice(0, Math.floor(random() * (sample.length + 1)));
    if (changed.length > 0) changed[Math.floor(random() * changed.length)] = random() * 256;
    const read = readFrame(changed);
    if (read.ok) expect(Array.from(writeFrame(read.value)[0] ?? [])).toEqual(Array.from(changed));
  }
});
