/** Tells listeners that something changed: once for all changes of one moment. */
export interface Changes {
  changed(): void;
  onChange(listener: () => void): () => void;
}

export function createChanges(): Changes {
  const listeners = new Set<() => void>();
  let isDue = false;

  return {
    changed: () => {
      if (isDue) return;
      isDue = true;
      // A microtask, in a host whose globals are not ours to know.
      void Promise.resolve().then(() => {
        isDue = false;
        for (const listener of listeners) listener();
      });
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
