/**
 * What the host page's script and the chat's frame say to each other by postMessage.
 * Checked by hand on both sides: the script has to stay a few kilobytes.
 */

export const looks = ['light', 'dark', 'auto'] as const;
export type Look = (typeof looks)[number];

export type ToFrame =
  /** The first word, in answer to `ready`. `identifies`: who the visitor is comes next. */
  | {
      readonly type: 'hello';
      readonly look: Look;
      readonly title: string;
      readonly accent: string;
      readonly identifies: boolean;
    }
  /** What the page's server signed of who is there; empty: nobody is signed in there any more. */
  | { readonly type: 'identify'; readonly token: string }
  | { readonly type: 'shown'; readonly open: boolean; readonly focus: boolean };

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
const longestTitle = 80;
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
      const { title, accent, identifies } = fields;
      const look = looks.find((known) => known === fields['look']);
      if (look === undefined || typeof title !== 'string' || typeof accent !== 'string') {
        return undefined;
      }
      return {
        type: 'hello',
        look,
        title: title.slice(0, longestTitle),
        accent: accent.slice(0, 9),
        identifies: identifies === true,
      };
    }
    case 'identify': {
      const { token } = fields;
      if (typeof token !== 'string' || token.length > longestToken) return undefined;
      return { type: 'identify', token };
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
