/** Which command a key means, and what a key is called. Knows no page. */
import { commands, type Command } from './commands.ts';

export interface KeyPress {
  readonly key: string;
  readonly keyCode: number;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly isComposing: boolean;
  readonly repeat: boolean;
}

export interface Situation {
  readonly isMac: boolean;
  /** Keys go into a field. */
  readonly isWriting: boolean;
  /** A dialog or a menu is open: it has keys of its own. */
  readonly isInWindow: boolean;
  /** Keys without Ctrl or ⌘ may mean something (WCAG 2.1.4). */
  readonly singleKeys: boolean;
}

/** Safari gives the key that ends a composition this code (WebKit bug 165004). */
const compositionKeyCode = 229;

/** @returns undefined where the key belongs to somebody else: the field, the window, the browser, the input method. */
export function commandFor(press: KeyPress, situation: Situation): Command | undefined {
  if (press.isComposing || press.keyCode === compositionKeyCode || situation.isInWindow) {
    return undefined;
  }
  const chord = chordOf(press, situation.isMac);
  if (chord === undefined) return undefined;
  const command = commands.find(({ keys }) => keys?.includes(chord) === true);
  if (command === undefined || (press.repeat && !goesOn(command))) return undefined;
  if (!isSingle(chord)) {
    // In a field it takes back what was written.
    return situation.isWriting && chord === 'mod+z' ? undefined : command;
  }
  return situation.singleKeys && !situation.isWriting ? command : undefined;
}

/** Going through the list goes on while the key is held; nothing else does. */
function goesOn({ id }: Command): boolean {
  return id === 'next-conversation' || id === 'previous-conversation';
}

/** A chord as it stands in the list; undefined for a key with Alt, or the modifier that is not this system's. */
function chordOf(press: KeyPress, isMac: boolean): string | undefined {
  const { key, altKey, shiftKey, ctrlKey, metaKey } = press;
  const hasMod = isMac ? metaKey : ctrlKey;
  const hasOther = isMac ? ctrlKey : metaKey;
  if (altKey || hasOther || key.length !== 1) return undefined;
  const isLetter = key.toLowerCase() !== key.toUpperCase();
  // Where `?` and `/` are depends on the keyboard; whether Shift is needed does, too.
  const shift = isLetter && shiftKey ? 'shift+' : '';
  return `${hasMod ? 'mod+' : ''}${shift}${key.toLowerCase()}`;
}

/** Works only where single keys are switched on. */
export function isSingle(chord: string): boolean {
  return !chord.startsWith('mod+');
}

/** "Ctrl K", "⌘ K", "Shift A". */
export function keyWords(chord: string, isMac: boolean): string {
  return chord
    .split('+')
    .map((part) => {
      if (part === 'mod') return isMac ? '⌘' : 'Ctrl';
      return part === 'shift' ? 'Shift' : part.toUpperCase();
    })
    .join(' ');
}

/** As `aria-keyshortcuts` has it (WAI-ARIA 1.2). */
export function ariaKeys(chord: string, isMac: boolean): string {
  return chord
    .split('+')
    .map((part) => {
      if (part === 'mod') return isMac ? 'Meta' : 'Control';
      return part === 'shift' ? 'Shift' : part.toUpperCase();
    })
    .join('+');
}

export function isMacPlatform(platform: string): boolean {
  return /mac|iphone|ipad/i.test(platform);
}
