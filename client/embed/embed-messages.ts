/**
 * What the host page's script and the chat's frame say to each other by postMessage.
 * Checked by hand on both sides: the script has to stay a few kilobytes.
 */

import { mostTables } from '../../conversation/protocol/host-context.ts';
import {
  greetingCharacters,
  languagePattern,
  looks,
  titleCharacters,
  type Look,
} from '../../conversation/protocol/widget.ts';

export type ToFrame =
  /** The first word, in answer to `ready`. `identifies`: who the visitor is comes next. */
  | {
      readonly type: 'hello';
      readonly look: Look;
      readonly title: string;
      readonly accent: string;
      /** Of this site; empty: the department's. */
      readonly greeting: string;
      /** That the visitor reads here; empty: nobody said. */
      readonly language: string;
      /** Whether a new message may be heard. */
      readonly sound: boolean;
      readonly identifies: boolean;
    }
  /** What the page's server signed of who is there; empty: nobody is signed in there any more. */
  | { readonly type: 'identify'; readonly token: string }
  /** What the page tells of whoever is there. Checked where it is used (widget/told.ts), which is loaded later. */
  | { readonly type: 'context'; readonly told: Told<unknown> }
  | { readonly type: 'shown'; readonly open: boolean; readonly focus: boolean };

export interface Told<Part> {
  /** What was told before is of somebody else. */
  readonly forget?: boolean;
  /** All of them. */
  readonly attributes?: Part;
  readonly tables?: readonly Part[];
  /** Names of tables. */
  readonly removed?: readonly Part[];
}

export type ToHost =
  | { readonly type: 'ready' }
  /** What was opened with the last token is over, or none came yet. */
  | { readonly type: 'token-wanted' }
  /** Whether there is a conversation to come back to: only then is the frame loaded with the page. */
  | { readonly type: 'kept'; readonly kept: boolean }
  | { readonly type: 'unread'; readonly count: number }
  | { readonly type: 'close' };

/** Marks our messages among whatever else a page's scripts post to each other. */
const mark = 1;
/** As much as the server looks at (protocol/http.ts). */
const longestToken = 8192;

export function wrap(message: ToFrame | ToHost): { readonly parley: 1 } & (ToFrame | ToHost) {
  return { parley: mark, ...message };
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(data: unknown): Fields | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const fields = data as Fields;
  return fields['parley'] === mark ? fields : undefined;
}

/** @returns the message, newly made of its checked parts, or undefined for anything else. */
export function readToFrame(data: unknown): ToFrame | undefined {
  const fields = fieldsOf(data);
  switch (fields?.['type']) {
    case 'hello': {
      const { title, accent, identifies, greeting, language, sound } = fields;
      const look = looks.find((known) => known === fields['look']);
      if (look === undefined || typeof title !== 'string' || typeof accent !== 'string') {
        return undefined;
      }
      return {
        type: 'hello',
        look,
        title: title.slice(0, titleCharacters),
        accent: accent.slice(0, 9),
        greeting: typeof greeting === 'string' ? greeting.slice(0, greetingCharacters) : '',
        language: typeof language === 'string' && languagePattern.test(language) ? language : '',
        sound: sound !== false,
        identifies: identifies === true,
      };
    }
    case 'identify': {
      const { token } = fields;
      if (typeof token !== 'string' || token.length > longestToken) return undefined;
      return { type: 'identify', token };
    }
    case 'context': {
      const told = fields['told'];
      if (typeof told !== 'object' || told === null) return undefined;
      const { forget, attributes, tables, removed } = told as Fields;
      return {
        type: 'context',
        told: {
          ...(forget === true && { forget }),
          ...(attributes !== undefined && { attributes }),
          ...(Array.isArray(tables) && { tables: tables.slice(0, mostTables) }),
          ...(Array.isArray(removed) && { removed: removed.slice(0, mostTables) }),
        },
      };
    }
    case 'shown': {
      const { open, focus } = fields;
      if (typeof open !== 'boolean' || typeof focus !== 'boolean') return undefined;
      return { type: 'shown', open, focus };
    }
    default:
      return undefined;
  }
}

/** @returns the message, newly made of its checked parts, or undefined for anything else. */
export function readToHost(data: unknown): ToHost | undefined {
  const fields = fieldsOf(data);
  switch (fields?.['type']) {
    case 'ready':
      return { type: 'ready' };
    case 'token-wanted':
      return { type: 'token-wanted' };
    case 'close':
      return { type: 'close' };
    case 'kept': {
      const { kept } = fields;
      return typeof kept === 'boolean' ? { type: 'kept', kept } : undefined;
    }
    case 'unread': {
      const { count } = fields;
      const isCount = typeof count === 'number' && Number.isInteger(count) && count >= 0;
      return isCount ? { type: 'unread', count } : undefined;
    }
    default:
      return undefined;
  }
}
