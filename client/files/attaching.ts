/** Files that stand beside the text box, before they are sent with the next message. */
import { createSignal, type Accessor } from 'solid-js';
import { mostFilesOfMessage, safeFileName } from '../../conversation/protocol/file.ts';
import type { Result } from '../../conversation/protocol/result.ts';
import type { Prepared } from './prepare.ts';
import { t } from '../words/words.ts';

export interface Attached {
  readonly number: number;
  readonly name: string;
  /** Undefined while it is made ready; a sentence where it cannot be sent. */
  readonly prepared: Prepared | undefined;
  readonly why: string | undefined;
}

export interface Attaching {
  readonly attached: Accessor<readonly Attached[]>;
  add(files: readonly File[]): void;
  remove(number: number): void;
  /** Whether all that is attached can be sent now; false where nothing is. */
  isReady(): boolean;
  /** Whether something is still made ready, and nothing stands in its way. */
  isComing(): boolean;
  /** What is sent now; nothing is attached any more. */
  take(): readonly Prepared[];
}

/** @param prepare `prepareFile` */
export function createAttaching(
  prepare: (file: File) => Promise<Result<Prepared, string>>,
): Attaching {
  const [attached, setAttached] = createSignal<readonly Attached[]>([]);
  let made = 0;
  const change = (number: number, to: Partial<Attached>) =>
    setAttached((all) => all.map((one) => (one.number === number ? { ...one, ...to } : one)));

  async function addOne(file: File): Promise<void> {
    const number = (made += 1);
    const name = safeFileName(file.name);
    const isTooMany = attached().length >= mostFilesOfMessage;
    const why = isTooMany ? t('attach.too-many', { most: mostFilesOfMessage }) : undefined;
    setAttached((all) => [...all, { number, name, prepared: undefined, why }]);
    if (isTooMany) return;
    const result = await prepare(file);
    if (!result.ok) change(number, { why: result.refusal });
    else if (attached().some((one) => one.prepared?.file.hash === result.value.file.hash)) {
      change(number, { why: t('attach.twice') });
    } else change(number, { prepared: result.value, name: result.value.file.name });
  }

  return {
    attached,
    add: (files) => {
      for (const file of files) void addOne(file);
    },
    remove: (number) => setAttached((all) => all.filter((one) => one.number !== number)),
    isReady: () =>
      attached().length > 0 && attached().every(({ prepared }) => prepared !== undefined),
    isComing: () =>
      attached().every(({ why }) => why === undefined) &&
      attached().some(({ prepared }) => prepared === undefined),
    take: () => {
      const ready = attached().flatMap(({ prepared }) => prepared ?? []);
      setAttached([]);
      return ready;
    },
  };
}
