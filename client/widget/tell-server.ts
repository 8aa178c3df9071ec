/**
 * Sends what the page around us tells with the conversation, once there is one. What the server knows already is not
 * sent again: a page tells the same on every visit.
 */
import * as v from 'valibot';
import { reconnectDelayMs } from '../../conversation/peer/backoff.ts';
import type { Conversation } from '../../conversation/peer/api.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import {
  hostTable,
  type TellContextRequest,
} from '../../conversation/protocol/http/host-context.ts';
import { attributes } from '../../conversation/protocol/http/visitors.ts';
import type { KeptValues } from '../browser/kept-values.ts';
import type { ToldSoFar } from './told.ts';
import type { Visitor } from './visitor.ts';

export interface TellServer {
  tell(told: ToldSoFar): void;
  close(): void;
}

/** What a page says in one go is sent in one go. */
const togetherMs = 300;

export function createTellServer(options: {
  readonly conversation: Pick<Conversation, 'id' | 'status' | 'onChange'>;
  readonly visitor: Pick<Visitor, 'ask'>;
  readonly values: Pick<KeptValues, 'get' | 'set'>;
  readonly clock: Clock;
  readonly random: () => number;
  /** For whoever builds the page. */
  readonly complain: (sentence: string) => void;
}): TellServer {
  const { conversation, visitor, values, clock, random, complain } = options;
  const keptName = `told.${conversation.id}`;
  let told: ToldSoFar = { attributes: undefined, tables: new Map(), removed: [] };
  let known = readKnown(values.get(keptName));
  let cancel: (() => void) | undefined;
  let attempt = 0;
  let isSending = false;
  let isOver = false;

  /** It is there for the server, and goes on. */
  const isRaised = () => {
    const status = conversation.status();
    return status !== undefined && status.state !== 'closed';
  };

  function plan(afterMs: number): void {
    if (isOver || isSending || cancel !== undefined || !isRaised()) return;
    if (newsIn(told, known) === undefined) return;
    cancel = clock.after(afterMs, () => {
      cancel = undefined;
      void send();
    });
  }

  async function send(): Promise<void> {
    const news = newsIn(told, known);
    if (news === undefined || isOver || !isRaised()) return;
    isSending = true;
    const outcome = await put(news.body);
    isSending = false;
    if (isOver) return;
    if (outcome === 'later') {
      attempt += 1;
      return plan(reconnectDelayMs(attempt, random));
    }
    attempt = 0;
    // What was refused is refused again: it is not asked for a second time.
    known = news.known;
    if (outcome === 'told') values.set(keptName, JSON.stringify([...known]));
    plan(togetherMs);
  }

  async function put(body: TellContextRequest): Promise<'told' | 'refused' | 'later'> {
    try {
      const answer = await visitor.ask(`/api/conversations/${conversation.id}/context`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (answer.ok) return 'told';
      if (answer.status === 429 || answer.status >= 500) return 'later';
      // Masked conversations refuse it, and nothing is wrong with that.
      if (answer.status !== 409) complain(await answer.text());
      return 'refused';
    } catch {
      // No network.
      return 'later';
    }
  }

  const stop = conversation.onChange(() => plan(togetherMs));
  return {
    tell(next) {
      told = checked(next, complain);
      plan(togetherMs);
    },
    close() {
      isOver = true;
      cancel?.();
      stop();
    },
  };
}

/** By what it is called; the attributes have no name. */
type Known = ReadonlyMap<string, string>;
const ofAttributes = '';

function readKnown(text: string | undefined): Known {
  const pairs = v.array(v.tuple([v.string(), v.string()]));
  try {
    const parsed = v.safeParse(pairs, JSON.parse(text ?? '[]'));
    return new Map(parsed.success ? parsed.output : []);
  } catch {
    // Cut off, or not ours.
    return new Map();
  }
}

/** What is not well-formed is left out: the page around us may be anybody's. */
function checked(told: ToldSoFar, complain: (sentence: string) => void): ToldSoFar {
  const tables = new Map<string, unknown>();
  for (const [name, table] of told.tables) {
    const parsed = v.safeParse(hostTable, table);
    if (parsed.success) tables.set(name, parsed.output);
    else complain('a table is not well-formed.');
  }
  const facts = v.safeParse(v.optional(attributes), told.attributes);
  if (!facts.success) complain('the attributes are not well-formed.');
  return { ...told, attributes: facts.success ? facts.output : undefined, tables };
}

/** @returns what the server does not know yet, and what it knows then; undefined: nothing */
function newsIn(
  told: ToldSoFar,
  known: Known,
): { readonly body: TellContextRequest; readonly known: Known } | undefined {
  const next = new Map(known);
  const body: { attributes?: unknown; tables: unknown[]; removed: string[] } = {
    tables: [],
    removed: [],
  };
  if (told.attributes !== undefined) {
    const mark = markOf(told.attributes);
    if (known.get(ofAttributes) !== mark) body.attributes = told.attributes;
    next.set(ofAttributes, mark);
  }
  for (const [name, table] of told.tables) {
    const mark = markOf(table);
    if (known.get(name) !== mark) body.tables.push(table);
    next.set(name, mark);
  }
  for (const name of told.removed) if (next.delete(name)) body.removed.push(name);
  const isNothing =
    body.attributes === undefined && body.tables.length === 0 && body.removed.length === 0;
  return isNothing ? undefined : { body: body as TellContextRequest, known: next };
}

/** Two tables of one mark would have to be made for it, and then only their own page is fooled. FNV-1a, twice. */
function markOf(value: unknown): string {
  const text = JSON.stringify(value);
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (let at = 0; at < text.length; at += 1) {
    a = Math.imul(a ^ text.charCodeAt(at), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(at), 0x85ebca6b);
  }
  return `${text.length}.${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}`;
}
