import { createEffect, createMemo, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Conversation } from '../../conversation/peer/api.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { KeptValues } from '../browser/kept-values.ts';
import type { createTellServer } from './tell-server.ts';
import type { ToldSoFar } from './told.ts';
import type { Visitor } from './visitor.ts';

/** Few pages tell anything: what sends it is loaded when one does. Goes on until the owner is disposed of. */
export function createLateTelling(options: {
  readonly told: Accessor<ToldSoFar>;
  readonly conversation: Accessor<Conversation>;
  readonly visitor: Pick<Visitor, 'ask'>;
  readonly values: KeptValues;
  readonly clock: Clock;
}): void {
  const { told, conversation, visitor, values, clock } = options;
  const [make, setMake] = createSignal<typeof createTellServer>();
  const isAnything = () => {
    const { attributes, tables, removed } = told();
    return attributes !== undefined || tables.size > 0 || removed.length > 0;
  };
  createEffect(() => {
    if (!isAnything() || make() !== undefined) return;
    import('./tell-server.ts').then(
      (loaded) => setMake(() => loaded.createTellServer),
      // The page's next word tries again.
      (fault: unknown) => console.error('Parley', fault),
    );
  });
  const server = createMemo(() => {
    const made = make()?.({
      conversation: conversation(),
      visitor,
      values,
      clock,
      random: Math.random,
      complain: (sentence) => console.error('Parley:', sentence),
    });
    onCleanup(() => made?.close());
    return made;
  });
  createEffect(() => server()?.tell(told()));
}
