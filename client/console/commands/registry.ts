/** What the commands do now. A page says it while it is there. */
import { createSignal, onCleanup } from 'solid-js';
import type { CommandId } from './commands.ts';

export interface Deed {
  run(): void;
  /** Left out: always. */
  may?(): boolean;
}
export type Deeds = { readonly [Id in CommandId]?: Deed };

export interface CommandRegistry {
  /** Until the owner is disposed of; the last one to say it counts. */
  offer(deeds: Deeds): void;
  can(id: CommandId): boolean;
  /** @returns whether there was anything to do */
  run(id: CommandId): boolean;
}

export function createCommandRegistry(): CommandRegistry {
  const [offers, setOffers] = createSignal<readonly Deeds[]>([]);
  const deedOf = (id: CommandId) => {
    const deed = offers().findLast((deeds) => deeds[id] !== undefined)?.[id];
    return deed?.may?.() === false ? undefined : deed;
  };
  return {
    offer(deeds) {
      setOffers((before) => [...before, deeds]);
      onCleanup(() => setOffers((before) => before.filter((one) => one !== deeds)));
    },
    can: (id) => deedOf(id) !== undefined,
    run(id) {
      const deed = deedOf(id);
      deed?.run();
      return deed !== undefined;
    },
  };
}
