/** What is typed in the form before the chat, as it is kept over a reload. */
import * as v from 'valibot';
import type { AskedAnswers } from '../../../conversation/protocol/http/asking.ts';

const typed = v.object({
  name: v.optional(v.string()),
  email: v.optional(v.string()),
  phone: v.optional(v.string()),
  own: v.array(v.object({ label: v.string(), value: v.union([v.string(), v.boolean()]) })),
  consent: v.optional(v.string()),
});

const nothing: AskedAnswers = { own: [] };

export function readTyped(text: string): AskedAnswers {
  try {
    const parsed = v.safeParse(typed, JSON.parse(text));
    return parsed.success ? parsed.output : nothing;
  } catch {
    // Nothing yet, or cut off.
    return nothing;
  }
}

export function withOwn(
  answers: AskedAnswers,
  label: string,
  value: string | boolean,
): AskedAnswers {
  const others = answers.own.filter((one) => one.label !== label);
  return { ...answers, own: [...others, { label, value }] };
}
