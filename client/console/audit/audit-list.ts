/** The audit log, page after page. */
import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { AuditRowJson } from '../../../conversation/protocol/http/audit.ts';
import type { AuditApi, AuditQuery } from '../api/audit-api.ts';

export interface AuditList {
  readonly rows: Accessor<readonly AuditRowJson[]>;
  readonly query: Accessor<AuditQuery>;
  readonly loading: Accessor<boolean>;
  readonly trouble: Accessor<string | undefined>;
  readonly hasMore: Accessor<boolean>;
  /** Begins anew. */
  setQuery(query: AuditQuery): void;
  /** The next page, or the one that failed again. */
  more(): void;
}

/** Loads the first page at once; ends with its owner. */
export function createAuditList(api: AuditApi): AuditList {
  const [rows, setRows] = createSignal<readonly AuditRowJson[]>([]);
  const [query, setQuery] = createSignal<AuditQuery>({});
  const [loading, setLoading] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  const [next, setNext] = createSignal<number>();
  let running: AbortController | undefined;

  async function load(before: number | undefined) {
    running?.abort();
    const control = new AbortController();
    running = control;
    setLoading(true);
    setTrouble(undefined);
    try {
      const result = await api.auditRows({ ...query(), before }, control.signal);
      if (control.signal.aborted) return;
      setLoading(false);
      if (!result.ok) {
        setTrouble(result.refusal.message);
        return;
      }
      const page = result.value;
      setRows((known) => (before === undefined ? page.rows : [...known, ...page.rows]));
      setNext(page.next);
    } catch (error) {
      // Cancelled by another filter, or the page was left.
      if (!control.signal.aborted) throw error;
    }
  }
  onCleanup(() => running?.abort());
  void load(undefined);

  return {
    rows,
    query,
    loading,
    trouble,
    hasMore: () => next() !== undefined,
    setQuery(wanted) {
      setQuery(wanted);
      setRows([]);
      setNext(undefined);
      void load(undefined);
    },
    more() {
      if (!loading()) void load(next());
    },
  };
}
