/** To whom a conversation can be passed on, as choices in an order that helps. */
import type { TransferTargetsAnswer } from '../../../conversation/protocol/http/transfers.ts';
import {
  transferNoteCharacters,
  type TransferTarget,
} from '../../../conversation/protocol/session.ts';

export interface Choice {
  /** Unique among the choices. */
  readonly value: string;
  readonly name: string;
  readonly line: string;
  readonly kind: 'person' | 'bot' | 'department';
  readonly target: TransferTarget;
  /** Why not, as the line says; undefined where it is possible. */
  readonly isImpossible: boolean;
}

type Person = TransferTargetsAnswer['people'][number];

/** Those who can take it first: available people, people who are here, the others; then bots, then departments. */
export function choicesOf(
  { people, departments }: TransferTargetsAnswer,
  { holder, isTicket }: { readonly holder: string | undefined; readonly isTicket: boolean },
): readonly Choice[] {
  const rank = (person: Person) =>
    (person.kind === 'bot' ? 4 : 0) + (person.here ? 0 : 2) + (person.available ? 0 : 1);
  const staff = people
    .filter(({ account }) => account !== holder)
    .toSorted((a, b) => rank(a) - rank(b))
    .map((person): Choice => {
      const isAway = !person.here && (person.kind === 'bot' || !isTicket);
      const isFull = person.open >= person.capacity;
      return {
        value: person.account,
        name: person.name,
        kind: person.kind,
        line: personWords(person),
        target: { kind: 'account', account: person.account },
        isImpossible: isAway || isFull,
      };
    });
  const others = departments.map(({ department, name }): Choice => ({
    value: department,
    name,
    kind: 'department',
    line: 'Department',
    target: { kind: 'department', department },
    isImpossible: false,
  }));
  return [...staff, ...others];
}

function personWords({ kind, here, available, open, capacity }: Person): string {
  if (kind === 'bot') return here ? 'Bot' : 'Bot, not running';
  const presence = available ? 'Available' : here ? 'Here, not available' : 'Away';
  return `${presence}, holds ${open} of ${capacity}`;
}

/** @returns what is wrong with a note; undefined while nothing is. */
export function noteError(note: string): string | undefined {
  const length = Array.from(note.trim()).length;
  if (length <= transferNoteCharacters) return undefined;
  return `A note has at most ${transferNoteCharacters} characters; this one has ${length}.`;
}
