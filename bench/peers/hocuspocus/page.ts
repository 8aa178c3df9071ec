/** Chat on a Hocuspocus document. */
import { HocuspocusProvider } from '@hocuspocus/provider';
import * as Y from 'yjs';
import { asked, watchReady } from '../chat-page.ts';
import { chatOver } from '../doc-chat.ts';

const { server, room } = asked();
const doc = new Y.Doc();
const provider = new HocuspocusProvider({ url: server, name: room, document: doc });
if (provider.awareness === null) throw new Error('Hocuspocus has no awareness.');
chatOver(doc, provider.awareness);
watchReady(() => provider.isSynced);
