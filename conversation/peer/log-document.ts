/**
 * A conversation's entries as a Yjs document: what a transport and a store look at. Nothing reaches it but what a
 * replica has admitted. It is a module of its own, because a page can show and take in entries before Yjs is loaded.
 */
import * as Y from 'yjs';
import { rootName, writeUpdate, type Append } from '../log/update.ts';
import type { LogId } from '../protocol/ids.ts';

export interface LogDocument {
  readonly doc: Y.Doc;
  /** Only this log is written from here; undefined: none. */
  pin(log: LogId | undefined): void;
  /** Adds entries that continue what is there. */
  apply(appends: readonly Append[]): void;
  /** Adds the next entry of the pinned log, our own. @throws where `seq` is not its next number: a fault of ours. */
  push(log: LogId, seq: number, entry: Uint8Array): void;
  /** Called with what others have put into the document: a store that brings in what another tab has stored. */
  onForeign(listener: (update: Uint8Array) => void): void;
  /** All of it as one update. */
  snapshot(): Uint8Array;
  close(): void;
}

export type MakeDocument = () => LogDocument;

/** Between writes: an id no guard admits, so that nothing written by accident could travel. */
const parkedClient = 0;

export const createLogDocument: MakeDocument = () => {
  const doc = new Y.Doc();
  doc.clientID = parkedClient;
  /** Marks the transactions of this file. */
  const ours = {};
  let pinned: LogId | undefined;

  return {
    doc,
    pin: (log) => {
      pinned = log;
      doc.clientID = log ?? parkedClient;
    },
    apply: (appends) => {
      // Yjs takes a new client id when somebody else seems to write under ours. Nobody does: it is parked.
      doc.clientID = parkedClient;
      Y.applyUpdate(doc, writeUpdate(appends), ours);
      doc.clientID = pinned ?? parkedClient;
      appends.forEach((append) => shareBytes(doc, append));
    },
    push: (log, seq, entry) => {
      if (pinned !== log || Y.getState(doc.store, log) !== seq) {
        throw new Error(`Entry ${seq} does not continue our log.`);
      }
      doc.clientID = log;
      const array = doc.getArray(rootName(log));
      doc.transact(() => array.push([entry]), ours);
      doc.clientID = log;
      shareBytes(doc, { log, from: seq, entries: [entry] });
    },
    onForeign: (listener) => {
      doc.on('update', (update: Uint8Array, origin: unknown) => {
        if (origin !== ours) listener(update);
      });
    },
    snapshot: () => Y.encodeStateAsUpdate(doc),
    close: () => doc.destroy(),
  };
};

/** Yjs copies what it takes in; without this, all that was ever said would be held twice. */
function shareBytes(doc: Y.Doc, { log, from, entries }: Append): void {
  // An item is one entry, so it stands where its number says.
  const items = doc.store.clients.get(log) ?? [];
  for (const [i, bytes] of entries.entries()) {
    const item = items[from + i];
    if (item instanceof Y.Item && item.content instanceof Y.ContentBinary) {
      item.content.content = bytes;
    }
  }
}
