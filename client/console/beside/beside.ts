/** What lies beside conversations, kept up to date by the server's word: lists and the panel read it from here. */
import { batch, createMemo, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Clock } from '../../../conversation/peer/clock.ts';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import type {
  BesideJson,
  ChangeBesideRequest,
} from '../../../conversation/protocol/http/beside.ts';
import type { LabelJson } from '../../../conversation/protocol/http/labels.ts';
import type { ConversationId, LabelId } from '../../../conversation/protocol/ids.ts';
import type { Staff } from '../../../conversation/peer/staff.ts';
import type { BesideApi } from '../api/beside-api.ts';

export interface Beside {
  of(conversation: ConversationId): BesideJson;
  /** All that one may see, by name. */
  readonly labels: Accessor<readonly LabelJson[]>;
  /** Where one is mentioned and has not looked, whoever answers it. */
  readonly mentioned: Accessor<readonly ConversationSummary[]>;
  /** Grows when what lies beside it has changed. */
  changes(conversation: ConversationId): number;
  /** @returns why it was not done */
  arrange(conversation: ConversationId, to: ChangeBesideRequest): Promise<string | undefined>;
  setLabel(conversation: ConversationId, label: LabelId, on: boolean): Promise<string | undefined>;
  /** One looks at the notes that mention one. */
  seen(conversation: ConversationId): void;
  reloadLabels(): Promise<void>;
  /** Called when a note names whoever is signed in. */
  onMentioned(listener: (conversation: ConversationId) => void): () => void;
}

export type BesideParts = Pick<
  BesideApi,
  'allBeside' | 'beside' | 'arrange' | 'putLabel' | 'takeLabel' | 'labels' | 'mentionsSeen'
>;

/** Changes of one moment are asked for together. */
const gatherMs = 50;
/** Of more than these, everything is asked for at once. */
const mostAtOnce = 10;

/** Follows `staff` until the owner is disposed of. */
export function createBeside(options: {
  readonly api: BesideParts;
  readonly staff: Pick<Staff, 'onBeside'>;
  readonly clock: Pick<Clock, 'after'>;
}): Beside {
  const { api, clock } = options;
  const [items, setItems] = createSignal<ReadonlyMap<ConversationId, BesideJson>>(new Map());
  const [counts, setCounts] = createSignal<ReadonlyMap<ConversationId, number>>(new Map());
  const [resets, setResets] = createSignal(0);
  const [labels, setLabels] = createSignal<readonly LabelJson[]>([]);
  const [mentioned, setMentioned] = createSignal<readonly ConversationSummary[]>([]);
  const listeners = new Set<(conversation: ConversationId) => void>();
  const waiting = new Set<ConversationId>();
  let wantsAll = false;
  let isAsking = false;
  let isOver = false;
  let cancel = () => {};

  function keep(item: BesideJson): void {
    setItems((known) => new Map(known).set(item.conversation, item));
    const isKnown = item.labels.every((id) => labels().some((label) => label.id === id));
    if (!isKnown) void reloadLabels();
  }

  async function reloadLabels(): Promise<void> {
    const result = await api.labels();
    if (result.ok && !isOver) setLabels(result.value.labels);
  }

  async function loadAll(): Promise<void> {
    const result = await api.allBeside();
    if (!result.ok || isOver) return;
    batch(() => {
      setItems(new Map(result.value.items.map((item) => [item.conversation, item])));
      setMentioned(result.value.mentioned);
      setResets((count) => count + 1);
    });
  }

  async function loadOne(conversation: ConversationId): Promise<void> {
    const result = await api.beside(conversation);
    if (isOver) return;
    if (result.ok) keep(result.value.beside);
    else {
      setItems((known) => new Map([...known].filter(([id]) => id !== conversation)));
    }
  }

  function ask(): void {
    if (isAsking || isOver) return;
    cancel();
    cancel = clock.after(gatherMs, () => void work());
  }

  async function work(): Promise<void> {
    isAsking = true;
    const some = [...waiting];
    waiting.clear();
    const isAll = wantsAll || some.length > mostAtOnce;
    wantsAll = false;
    await (isAll ? loadAll() : Promise.all(some.map(loadOne)));
    isAsking = false;
    if (waiting.size > 0 || wantsAll) ask();
  }

  onCleanup(
    options.staff.onBeside((change) => {
      if (change === undefined) {
        wantsAll = true;
        void reloadLabels();
      } else {
        const { conversation } = change;
        waiting.add(conversation);
        const isListed = mentioned().some((one) => one.conversation === conversation);
        wantsAll ||= change.mentioned || isListed;
        setCounts((known) => new Map(known).set(conversation, (known.get(conversation) ?? 0) + 1));
        if (change.mentioned) for (const listener of listeners) listener(conversation);
      }
      ask();
    }),
  );
  onCleanup(() => {
    isOver = true;
    cancel();
  });
  wantsAll = true;
  void work();
  void reloadLabels();

  return {
    of: (conversation) => items().get(conversation) ?? nothingBeside(conversation),
    labels,
    mentioned,
    changes: (conversation) => resets() + (counts().get(conversation) ?? 0),
    async arrange(conversation, to) {
      const result = await api.arrange(conversation, to);
      if (result.ok) keep(result.value.beside);
      return result.ok ? undefined : result.refusal.message;
    },
    async setLabel(conversation, label, on) {
      const result = await (on
        ? api.putLabel(conversation, label)
        : api.takeLabel(conversation, label));
      if (result.ok) keep(result.value.beside);
      return result.ok ? undefined : result.refusal.message;
    },
    seen(conversation) {
      const now = items().get(conversation);
      if (now === undefined || now.mentions === 0) return;
      keep({ ...now, mentions: 0 });
      setMentioned((known) => known.filter((one) => one.conversation !== conversation));
      // Where it is not heard, it is shown again after the next reload.
      void api.mentionsSeen(conversation);
    },
    reloadLabels,
    onMentioned(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function nothingBeside(conversation: ConversationId): BesideJson {
  return { conversation, labels: [], priority: 'none', notes: 0, mentions: 0 };
}

/** The labels of a conversation, in their order; those that were deleted meanwhile are not among them. */
export function createLabelsOf(
  beside: Pick<Beside, 'of' | 'labels'>,
  conversation: () => ConversationId,
): Accessor<readonly LabelJson[]> {
  return createMemo(() => {
    const on = new Set(beside.of(conversation()).labels);
    return beside.labels().filter(({ id }) => on.has(id));
  });
}
