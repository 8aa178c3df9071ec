/** A refusal is a value: what was asked for, or why not. Faults of our own are thrown instead. */
export type Result<Value, Refusal> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal };

export function accept<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function refuse<Refusal>(refusal: Refusal): {
  readonly ok: false;
  readonly refusal: Refusal;
} {
  return { ok: false, refusal };
}

/** Closes a switch over a union: a member without a case is a type error, and a fault at run time. */
export function unreachable(value: never): never {
  throw new Error(`This case cannot happen: ${JSON.stringify(value)}`);
}
