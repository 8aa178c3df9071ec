/** A form of text fields: what is in it, what is wrong with it, and whether it is on its way. */
import { createSignal } from 'solid-js';

export type FormErrors<Field extends string> = Partial<Record<Field, string>>;

interface Refused {
  readonly ok: false;
  readonly refusal: { readonly message: string; readonly field?: string | undefined };
}

export interface FormOptions<Field extends string> {
  /** Names all fields. */
  readonly initial: Readonly<Record<Field, string>>;
  /** @returns a sentence for each field that is wrong */
  check(values: Readonly<Record<Field, string>>): FormErrors<Field>;
  /** Whether what is wrong with a field is said before anything was sent; otherwise it may just be unfinished. */
  isWrongAlready?(field: Field, value: string): boolean;
  /** Called once at a time, and only while nothing is wrong. */
  send(values: Readonly<Record<Field, string>>): Promise<{ readonly ok: true } | Refused>;
  /** Which field a refusal blames, where its `field` does not say so. */
  blamed?(refusal: Refused['refusal']): Field | undefined;
  /** Something is wrong, here or by the server's word. */
  onWrong?(): void;
}

export interface Form<Field extends string> {
  values(): Readonly<Record<Field, string>>;
  /** What is wrong with a field, once it is time to say so. Never because the field was left: lines would move away from under the pointer. */
  error(field: Field): string | undefined;
  write(field: Field, value: string): void;
  /** Why it was refused, where no field is to blame. */
  trouble(): string | undefined;
  busy(): boolean;
  submit(event?: SubmitEvent): Promise<void>;
}

export function createForm<Field extends string>(options: FormOptions<Field>): Form<Field> {
  const [values, setValues] = createSignal<Readonly<Record<Field, string>>>(options.initial);
  const [tried, setTried] = createSignal(false);
  const [told, setTold] = createSignal<FormErrors<Field>>({});
  const [trouble, setTrouble] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);

  function refused(refusal: Refused['refusal']): void {
    const field =
      options.blamed?.(refusal) ??
      (Object.keys(options.initial) as Field[]).find((one) => one === refusal.field);
    if (field === undefined) setTrouble(refusal.message);
    else setTold(() => ({ [field]: refusal.message }) as FormErrors<Field>);
    options.onWrong?.();
  }

  return {
    values,
    error: (field) => {
      const isDue = tried() || options.isWrongAlready?.(field, values()[field]) === true;
      return told()[field] ?? (isDue ? options.check(values())[field] : undefined);
    },
    write: (field, value) => {
      setTold((known) => ({ ...known, [field]: undefined }));
      setValues((known) => ({ ...known, [field]: value }));
    },
    trouble,
    busy,
    submit: async (event) => {
      event?.preventDefault();
      setTried(true);
      setTrouble(undefined);
      if (busy()) return;
      if (Object.keys(options.check(values())).length > 0) {
        options.onWrong?.();
        return;
      }
      setBusy(true);
      const result = await options.send(values());
      setBusy(false);
      if (!result.ok) refused(result.refusal);
    },
  };
}
