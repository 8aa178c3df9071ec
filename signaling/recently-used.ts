/** A map with room for so many: whoever was not asked for the longest time makes room. */
export interface RecentlyUsed<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
}

export function createRecentlyUsed<Key, Value>(most: number): RecentlyUsed<Key, Value> {
  /** In order of use: a map keeps the order in which its keys were set. */
  const kept = new Map<Key, Value>();

  function set(key: Key, value: Value): void {
    kept.delete(key);
    kept.set(key, value);
    if (kept.size <= most) return;
    for (const oldest of kept.keys()) {
      kept.delete(oldest);
      return;
    }
  }

  return {
    get(key) {
      const value = kept.get(key);
      if (value !== undefined) set(key, value);
      return value;
    },
    set,
  };
}
