/** When the hellos of a link are said and checked (`hello.ts` says what is in them). */
import type { Certificate } from '../../log/certificate.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type { Gate } from '../transport.ts';
import {
  checkHello,
  fingerprintOf,
  makeHello,
  type Ends,
  type Hello,
  type HelloRefusal,
} from './hello.ts';
import type { RawConnection } from './wrtc.ts';

export interface HandshakeOptions {
  /** Its descriptions are read once both are applied. */
  readonly connection: Pick<RawConnection, 'localDescription' | 'remoteDescription'>;
  readonly gate: Gate;
  readonly conversation: ConversationId;
  readonly mayLink: (certificate: Certificate) => boolean;
  readonly send: (hello: Hello) => void;
  /** Our hello is sent. */
  readonly onGreeted: () => void;
  /** Called once, when both hellos are done. */
  readonly onDone: (remote: Certificate) => void;
  /** The other side's hello is not good enough. */
  readonly onRefused: (kind: HelloRefusal | 'banned') => void;
  /** A description has no fingerprint: there is nothing that a hello could be about. */
  readonly onNoFingerprint: () => void;
  readonly onFault: (error: unknown) => void;
}

export interface Handshake {
  /** A description was applied. Chromium may open a channel before it says so of the answer. */
  described(): void;
  /** Says our hello as soon as both descriptions are applied. For when the channel opens. */
  greet(): void;
  /** Checks the other side's hello. @returns false for a second one, which is not looked at. */
  meet(hello: Hello): boolean;
  /** Whether a hello came, checked or not. */
  isHelloSeen(): boolean;
  /** Whose hello was checked. */
  remote(): Certificate | undefined;
  /** Nothing is called from here on. */
  close(): void;
}

export function createHandshake(options: HandshakeOptions): Handshake {
  const { connection, gate, conversation } = options;
  let remote: Certificate | undefined;
  let isHelloSeen = false;
  let isGreeted = false;
  let isClosed = false;
  let tellDescribed: () => void = () => undefined;
  /** Both descriptions are applied; where that never happens, the time for coming up ends the link. */
  const areDescribed = new Promise<void>((resolve) => {
    tellDescribed = resolve;
  });

  function ends(): Ends | undefined {
    const local = fingerprintOf(connection.localDescription?.sdp ?? '');
    const theirs = fingerprintOf(connection.remoteDescription?.sdp ?? '');
    return local && theirs ? { local, remote: theirs } : undefined;
  }

  async function greet(): Promise<void> {
    await areDescribed;
    if (isClosed) return;
    const both = ends();
    if (both === undefined) return options.onNoFingerprint();
    const hello = await makeHello(gate, conversation, both);
    if (isClosed) return;
    options.send(hello);
    isGreeted = true;
    options.onGreeted();
    finishIfReady();
  }

  async function meet(hello: Hello): Promise<void> {
    await areDescribed;
    if (isClosed) return;
    const both = ends();
    if (both === undefined) return options.onNoFingerprint();
    const checked = await checkHello(gate, conversation, both, hello);
    if (isClosed) return;
    if (!checked.ok) return options.onRefused(checked.refusal);
    if (!options.mayLink(checked.value)) return options.onRefused('banned');
    remote = checked.value;
    finishIfReady();
  }

  /** Of the two, whichever is done last finds both done. */
  function finishIfReady(): void {
    if (!isClosed && isGreeted && remote !== undefined) options.onDone(remote);
  }

  function contain(error: unknown): void {
    if (!isClosed) options.onFault(error);
  }

  return {
    described() {
      if (connection.localDescription && connection.remoteDescription) tellDescribed();
    },
    greet: () => void greet().catch(contain),
    meet(hello) {
      if (isHelloSeen) return false;
      isHelloSeen = true;
      meet(hello).catch(contain);
      return true;
    },
    isHelloSeen: () => isHelloSeen,
    remote: () => remote,
    close() {
      isClosed = true;
    },
  };
}
