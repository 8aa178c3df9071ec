/**
 * A site owner's colour, corrected until everything drawn with it can be read (WCAG 2.2, 1.4.3: 4.5:1).
 * Small and free of the DOM: the embed script uses it too.
 */

/** Red, green and blue from 0 to 255. */
type Rgb = readonly [number, number, number];

/** Fills with text on them. */
export interface AccentFill {
  readonly fill: string;
  readonly onFill: string;
}

export interface Accent extends AccentFill {
  /** The accent as ink: links and focus rings on the light and on the dark surfaces. */
  readonly inkOnLight: string;
  readonly inkOnDark: string;
}

const enough = 4.5;
const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];
/** --ink, and the darkest light and the lightest dark surface of tokens.css. */
const ink: Rgb = [31, 29, 26];
const lightSurface: Rgb = [241, 238, 234];
const darkSurface: Rgb = [41, 39, 36];

/** @returns the colours to use, or undefined where `colour` is not like #2f56d3 or #25d. */
export function correctAccent(colour: string): Accent | undefined {
  const wanted = parseHex(colour);
  if (wanted === undefined) return undefined;
  return {
    ...fillOf(wanted),
    inkOnLight: hex(towards(wanted, black, lightSurface)),
    inkOnDark: hex(towards(wanted, white, darkSurface)),
  };
}

/** Of `correctAccent`, what a button needs. */
export function correctFill(colour: string): AccentFill | undefined {
  const wanted = parseHex(colour);
  return wanted && fillOf(wanted);
}

/** Ink on a light accent; a middle one, too dark for ink, is darkened until white can be read. */
function fillOf(wanted: Rgb): AccentFill {
  const isLight = contrast(wanted, ink) >= enough;
  return {
    fill: hex(isLight ? wanted : towards(wanted, black, white)),
    onFill: hex(isLight ? ink : white),
  };
}

/** Moves `colour` towards `goal` in small steps until it stands out from `against`. */
function towards(colour: Rgb, goal: Rgb, against: Rgb): Rgb {
  for (let step = 0; step < 50; step += 1) {
    const mixed = mix(colour, goal, step / 50);
    if (contrast(mixed, against) >= enough) return mixed;
  }
  return goal;
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const channel = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * share);
  return [channel(0), channel(1), channel(2)];
}

/** WCAG 2.2, "contrast ratio": 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

function luminance(colour: Rgb): number {
  const linear = (i: 0 | 1 | 2) => {
    const share = colour[i] / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(0) + 0.7152 * linear(1) + 0.0722 * linear(2);
}

export function parseHex(text: string): Rgb | undefined {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(text);
  const parts = short ?? /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text);
  if (parts === null) return undefined;
  const channel = (i: number) => {
    const digits = parts[i] ?? '';
    return Number.parseInt(short === null ? digits : digits + digits, 16);
  };
  return [channel(1), channel(2), channel(3)];
}

function hex(colour: Rgb): string {
  return `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
