/** What has come of files that are not whole yet: after a reload they are gone on with. A second door to idb-keyval. */
import { createStore, delMany, getMany, keys, set } from 'idb-keyval';

export interface KeptParts {
  /** What is here from the beginning of the file on, in order. */
  read(name: string): Promise<readonly Blob[]>;
  /** Rejects where this browser keeps nothing (more). */
  add(name: string, from: number, part: Blob): Promise<void>;
  forget(name: string): Promise<void>;
}

/** All that is kept so, looked at whenever a file is begun; the oldest goes first. */
const mostBytes = 200 * 1024 * 1024;
/** Nobody waits longer for the rest. */
const mostMs = 24 * 60 * 60 * 1000;

/** The key says all but the content, so that nothing is read to count it. */
type PartKey = [name: string, from: number, upTo: number, at: number];

/** @param owner whose files they are, where one browser may be several people */
export function createKeptParts(owner: string | undefined, now: () => number): KeptParts {
  const store = createStore(
    owner === undefined ? 'parley-parts' : `parley-parts-${owner}`,
    'coming',
  );
  const all = async () => await keys<PartKey>(store);

  async function makeRoom(): Promise<void> {
    const parts = (await all()).toSorted((a, b) => b[3] - a[3]);
    let bytes = 0;
    const tooMuch = parts.filter(([, from, upTo, at]) => {
      bytes += upTo - from;
      return bytes > mostBytes || at < now() - mostMs;
    });
    if (tooMuch.length > 0) await delMany(tooMuch, store);
  }

  return {
    async read(name) {
      await makeRoom();
      const parts = (await all()).filter((key) => key[0] === name).toSorted((a, b) => a[1] - b[1]);
      const row: PartKey[] = [];
      let upTo = 0;
      for (const part of parts) {
        if (part[1] !== upTo) continue;
        row.push(part);
        upTo = part[2];
      }
      const contents = await getMany<unknown>(row, store);
      // One that is not what its key says is none.
      const good: Blob[] = [];
      for (const [i, [, from, to]] of row.entries()) {
        const content = contents[i];
        if (!(content instanceof Blob) || content.size !== to - from) break;
        good.push(content);
      }
      return good;
    },
    async add(name, from, part) {
      const key: PartKey = [name, from, from + part.size, now()];
      await set(key, part, store);
    },
    async forget(name) {
      await delMany(
        (await all()).filter((key) => key[0] === name),
        store,
      );
    },
  };
}
