/** What a department asks before a conversation, and what was answered; nobody checked the answers. */
import * as v from 'valibot';
import { email, mobile } from './contact.ts';

export const mostOwnFields = 5;
export const labelCharacters = 80;
export const helpCharacters = 300;
export const consentCharacters = 500;
export const mostChoices = 12;
export const lineCharacters = 200;
export const textCharacters = 2000;

/** No marks that turn the direction of what follows. */
const line = (most: number) =>
  v.pipe(
    v.string(),
    v.maxLength(most),
    v.regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]*$/u, 'must be one line of text'),
  );
const lines = (most: number) =>
  v.pipe(
    v.string(),
    v.maxLength(most),
    v.regex(
      /^(?:\n|[^\p{Cc}\u202A-\u202E\u2066-\u2069])*$/u,
      'must be text without control characters',
    ),
  );
const label = v.pipe(line(labelCharacters), v.trim(), v.minLength(1, 'must not be empty'));
const areDifferent = (words: string[]) => new Set(words).size === words.length;

/** `away`: only where nobody would answer. */
export const askingTimes = ['never', 'away', 'always'] as const;
/** Whether it is asked, and has to be answered. */
export const demands = ['no', 'may', 'must'] as const;
export type Demand = (typeof demands)[number];
export const contactFields = ['name', 'email', 'phone'] as const;
export type ContactField = (typeof contactFields)[number];

const base = { label, required: v.boolean() };
export const ownField = v.variant('kind', [
  v.strictObject({ kind: v.literal('line'), ...base }),
  v.strictObject({ kind: v.literal('text'), ...base }),
  v.strictObject({ kind: v.literal('check'), ...base }),
  v.strictObject({
    kind: v.literal('choice'),
    ...base,
    choices: v.pipe(
      v.array(label),
      v.minLength(2, 'must have at least two choices'),
      v.maxLength(mostChoices),
      v.check(areDifferent, 'must have choices that differ'),
    ),
  }),
]);
export type OwnField = v.InferOutput<typeof ownField>;

const webAddress = v.pipe(
  line(500),
  v.regex(
    /^https?:\/\/[a-z\d](?:[a-z\d.-]{0,250}[a-z\d])?(?::\d{1,5})?(?:[/?#][^\s"<>\\^`{|}]*)?$/i,
    'must be an address like https://example.org/privacy',
  ),
);

export const askingForm = v.strictObject({
  when: v.picklist(askingTimes),
  name: v.picklist(demands),
  email: v.picklist(demands),
  phone: v.picklist(demands),
  own: v.pipe(
    v.array(ownField),
    v.maxLength(mostOwnFields),
    v.check(
      (fields) => areDifferent(fields.map((one) => one.label)),
      'must have fields of different names',
    ),
  ),
  /** Stands above the fields. */
  help: line(helpCharacters),
  /** What people agree to before they write. */
  consent: v.nullable(
    v.strictObject({
      text: v.pipe(line(consentCharacters), v.trim(), v.minLength(1, 'must not be empty')),
      link: v.optional(webAddress),
    }),
  ),
});
export type AskingForm = v.InferOutput<typeof askingForm>;

export const asksNothing: AskingForm = {
  when: 'never',
  name: 'no',
  email: 'no',
  phone: 'no',
  own: [],
  help: '',
  consent: null,
};

const answerName = v.pipe(line(labelCharacters), v.trim(), v.minLength(1));
const ownAnswer = v.strictObject({ label, value: v.union([lines(textCharacters), v.boolean()]) });

/**
 * PUT /api/conversations/:id/asked → 204. What was asked stands beside what was answered, so that it can be read once
 * the form is another one.
 */
export const askedAnswers = v.strictObject({
  name: v.optional(answerName),
  email: v.optional(email),
  phone: v.optional(mobile),
  own: v.pipe(
    v.array(ownAnswer),
    v.maxLength(mostOwnFields),
    v.check((all) => areDifferent(all.map((one) => one.label)), 'must answer each field once'),
  ),
  /** The text that they agreed to. */
  consent: v.optional(lines(consentCharacters)),
});
export type AskedAnswers = v.InferOutput<typeof askedAnswers>;
export const askedAnswersBytes = 64 * 1024;

/** GET /api/conversations/:id/asked. */
export const askedAnswer = v.object({
  /** Absent where nothing was asked, or the conversation is masked. */
  asked: v.optional(
    v.object({
      answers: askedAnswers,
      /** Their e-mail address was not confirmed: no mail goes out to it. */
      answeredAt: v.pipe(v.number(), v.integer(), v.minValue(0)),
    }),
  ),
});
export type AskedAnswer = v.InferOutput<typeof askedAnswer>;
