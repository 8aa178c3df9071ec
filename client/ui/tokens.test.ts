import { expect, test } from 'vitest';
import { contrast, parseHex } from './accent.ts';
import tokens from './tokens.css?raw';

type Rgb = readonly [number, number, number];
type Scheme = 'light' | 'dark';

/** WCAG 2.2: 1.4.3 for text, 1.4.11 for what shows a control or its state. */
const text = 4.5;
const shape = 3;

const css = tokens.replaceAll(/\/\*[\s\S]*?\*\//g, '');
const values = new Map(
  [...css.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]),
);

/** Splits at commas outside of brackets. */
function parts(list: string): string[] {
  const found: string[] = [''];
  let depth = 0;
  for (const character of list) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) found.push('');
    else found[found.length - 1] += character;
  }
  return found.map((part) => part.trim());
}

/** Reads what the tokens are written with: hex, light-dark(), var() with a fallback and color-mix(). */
function colour(value: string, scheme: Scheme): Rgb {
  const written = value.trim();
  if (written === 'black') return [0, 0, 0];
  if (written === 'white') return [255, 255, 255];
  const hex = parseHex(written);
  if (hex !== undefined) return hex;
  const [, name = '', inner = ''] = /^([\w-]+)\(([\s\S]*)\)$/.exec(written) ?? [];
  const [first = '', second = '', third = ''] = parts(inner);
  switch (name) {
    case 'light-dark':
      return colour(scheme === 'light' ? first : second, scheme);
    case 'var': {
      const known = values.get(first.slice(2));
      return colour(known ?? second, scheme);
    }
    case 'color-mix':
      return mix(second, third, scheme);
    default:
      throw new Error(`tokens.css: "${written}" is not understood.`);
  }
}

function mix(one: string, other: string, scheme: Scheme): Rgb {
  const read = (part: string) => {
    const share = /\s(\d+)%$/.exec(part);
    return {
      lab: toOklab(colour(share === null ? part : part.slice(0, share.index), scheme)),
      share: share === null ? undefined : Number(share[1]) / 100,
    };
  };
  const [a, b] = [read(one), read(other)];
  const share = a.share ?? 1 - (b.share ?? 0.5);
  return fromOklab(a.lab.map((value, i) => value * share + (b.lab[i] ?? 0) * (1 - share)));
}

/** https://bottosson.github.io/posts/oklab/ */
function toOklab(rgb: Rgb): number[] {
  const [r, g, b] = rgb.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([L = 0, a = 0, b = 0]: number[]): Rgb {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channel = (linear: number) => {
    const share = linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;
    return Math.min(255, Math.max(0, share * 255));
  };
  return [
    channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    channel(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

const surfaces = ['bg', 'surface', 'surface-2', 'surface-3'];
const softs = ['accent-soft', 'good-soft', 'warn-soft', 'danger-soft'];

/** Everything that is drawn on something, and what it needs. */
const pairs: readonly (readonly [ink: string, on: readonly string[], least: number])[] = [
  ['ink', [...surfaces, ...softs, 'raised'], text],
  ['ink-2', [...surfaces, ...softs], text],
  ['ink-3', [...surfaces, 'accent-soft'], text],
  ['accent-ink', ['bg', 'surface', 'surface-2', 'accent-soft'], text],
  ['on-accent', ['accent', 'accent-hover', 'accent-active'], text],
  ['good-ink', ['bg', 'surface', 'surface-2', 'good-soft', 'accent-soft'], text],
  ['warn-ink', ['bg', 'surface', 'surface-2', 'warn-soft', 'accent-soft'], text],
  ['danger-ink', ['bg', 'surface', 'surface-2', 'danger-soft', 'accent-soft'], text],
  ['on-danger', ['danger'], text],
  ['on-tip', ['tip'], text],
  ['focus', [...surfaces, 'accent-soft'], shape],
  ['line-strong', ['bg', 'surface'], shape],
  ['knob', ['good', 'line-strong'], shape],
  ['good', ['bg', 'surface'], shape],
  ['warn', ['bg', 'surface'], shape],
  ['danger', ['bg', 'surface'], shape],
  ['accent', ['bg', 'surface'], shape],
];

test.each(['light', 'dark'] as const)('every %s pair of tokens reaches WCAG AA', (scheme) => {
  const ratio = (ink: string, on: string) =>
    contrast(colour(`var(--${ink})`, scheme), colour(`var(--${on})`, scheme));
  const poor = pairs.flatMap(([ink, on, least]) =>
    on
      .filter((name) => ratio(ink, name) < least)
      .map((name) => `${ink} on ${name}: ${ratio(ink, name).toFixed(2)}, needs ${least}`),
  );
  expect(poor).toEqual([]);
});

test('a mixed colour is what Chromium draws', () => {
  const drawn = (value: string) => colour(value, 'light').map(Math.round);
  expect(drawn('color-mix(in oklab, #2f56d3, black 10%)')).toEqual([39, 74, 183]);
  expect(drawn('color-mix(in oklab, #2f56d3 11%, #ffffff)')).toEqual([230, 237, 252]);
});
