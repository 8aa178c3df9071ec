/** How a person is reached: checked in forms as one types, and again by the server. */
import * as v from 'valibot';

const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';

/** RFC 5321, section 4.1.2, without quoted local parts and address literals, which no provider gives out. */
export const email = v.pipe(
  v.string(),
  v.trim(),
  v.toLowerCase(),
  v.maxLength(254),
  v.regex(
    new RegExp(`^(?=[^@]{1,64}@)${atom}(?:\\.${atom})*@(?:${label}\\.)+[A-Za-z]${label}$`),
    'must be an e-mail address like ann@example.org',
  ),
);

/** Kept as its digits, with the plus of the country code (ITU-T E.164: at most 15). */
export const mobile = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(40),
  v.regex(/^\+?[0-9 ()./-]*$/, 'must be a mobile number like +49 170 1234567'),
  v.transform((typed) => typed.replaceAll(/[^+0-9]/g, '')),
  v.regex(/^\+?[0-9]{6,15}$/, 'must be a mobile number like +49 170 1234567'),
);

export const gender = v.picklist(['female', 'male', 'other']);
export type GenderJson = v.InferOutput<typeof gender>;
