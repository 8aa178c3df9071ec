import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrast, correctAccent, parseHex } from './accent.ts';

const rgb = (hex: string) => {
  const parsed = parseHex(hex);
  if (parsed === undefined) throw new Error(`${hex} is no colour.`);
  return parsed;
};

test('a colour that can be read is left as it is', () => {
  expect(correctAccent('#2f56d3')).toMatchObject({ fill: '#2f56d3', onFill: '#ffffff' });
  expect(correctAccent('#ffd400')).toMatchObject({ fill: '#ffd400', onFill: '#1f1d1a' });
});

test('whatever the owner chose, text on it and ink of it reach 4.5:1', () => {
  const channel = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(channel, channel, channel, (r, g, b) => {
      const hex = `#${[r, g, b].map((value) => value.toString(16).padStart(2, '0')).join('')}`;
      const accent = correctAccent(hex);
      if (accent === undefined) throw new Error(hex);
      expect(contrast(rgb(accent.fill), rgb(accent.onFill))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(rgb(accent.inkOnLight), rgb('#f1eeea'))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(rgb(accent.inkOnDark), rgb('#292724'))).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

test.each(['', 'red', '#12', '#12345', 'url(x)', '#0b6b5c;}', '#0b6b5c\n'])(
  '%j is no colour and changes nothing',
  (text) => {
    expect(correctAccent(text)).toBeUndefined();
  },
);
