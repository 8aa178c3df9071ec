/** Everything that reads text or JSON: messages of sessions and signals, bodies and queries, postMessage, links, SDP. */
import { deepStrictEqual, ok } from 'node:assert';
import * as v from 'valibot';
import { readToFrame, readToHost } from '../../../client/embed/embed-messages.ts';
import { linkify } from '../../../client/chat/linkify.ts';
import { fingerprintOf } from '../../../conversation/peer/webrtc/hello.ts';
import { fromBase64Url, toBase64Url } from '../../../conversation/protocol/ids.ts';
import * as http from '../../../conversation/protocol/http.ts';
import {
  confirmCustomer,
  newCustomer,
  newPasswordReset,
  usePasswordReset,
} from '../../../conversation/protocol/http/customers.ts';
import {
  changeSettings,
  confirmTwoSteps,
} from '../../../conversation/protocol/http/own-account.ts';
import { auditQuery } from '../../../conversation/protocol/http/audit.ts';
import { newBot } from '../../../conversation/protocol/http/bots.ts';
import {
  changeDepartment,
  newDepartment,
  newWorker,
  putMember,
} from '../../../conversation/protocol/http/departments.ts';
import { newEnrolment } from '../../../conversation/protocol/http/enrolments.ts';
import {
  invitation,
  newGroup,
  newThread,
  peopleQuery,
} from '../../../conversation/protocol/http/groups.ts';
import { fromServer, toServer } from '../../../conversation/protocol/session.ts';
import { peerSignal, signalToServer } from '../../../conversation/protocol/signal.ts';
import { checkRequest } from '../../../signaling/http/check-request.ts';
import { isOwnOrigin } from '../../../signaling/http/same-origin.ts';
import { relayOnly } from '../../../signaling/rooms/relay-only.ts';
import { toSearchQuery } from '../../../signaling/archive/search-query.ts';
import { payloads } from '../markup/payloads.ts';
import type { Target } from './engine.ts';
import { jsonMutant, mutant } from './mutator.ts';

const id = 'AAAAAAAAAAAAAAAAAAAAAA';
const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Values that are JSON: changed as trees, and now and then as bytes. */
function jsonTarget(
  name: string,
  honest: readonly unknown[],
  check: (value: unknown) => boolean,
): Target {
  return {
    name,
    corpus: honest.map((value) => bytesOf(JSON.stringify(value))),
    mutant(corpus, random) {
      const input = mutant(corpus.slice(0, 1 + Math.floor(random() * corpus.length)), random);
      if (random() < 0.2) return input;
      const whole = corpus[Math.floor(random() * corpus.length)] ?? input;
      const value = parsed(whole);
      if (value === undefined) return input;
      let changed = jsonMutant(value, random);
      while (random() < 0.4) changed = jsonMutant(changed, random);
      return bytesOf(JSON.stringify(changed) ?? '');
    },
    check(input) {
      const value = parsed(input);
      return value !== undefined && check(value);
    },
  };
}

function parsed(input: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(input));
  } catch {
    // No JSON: every program says malformed.
    return undefined;
  }
}

/** What a schema accepts it accepts again, as the same; and no key came along that it does not know. */
function checkedBy(schema: v.GenericSchema) {
  return (value: unknown): boolean => {
    const read = v.safeParse(schema, value);
    if (!read.success) return false;
    const again = v.safeParse(schema, JSON.parse(JSON.stringify(read.output)));
    ok(again.success, 'what was accepted is not accepted again');
    deepStrictEqual(again.output, read.output, 'what was accepted reads as something else');
    expectPlain(read.output);
    return true;
  };
}

function expectPlain(value: unknown): void {
  if (Array.isArray(value)) return value.forEach(expectPlain);
  if (typeof value !== 'object' || value === null) return;
  ok(Object.getPrototypeOf(value) === Object.prototype, 'an object with another prototype');
  ok(!Object.hasOwn(value, '__proto__'), 'an own key __proto__');
  Object.values(value).forEach(expectPlain);
}

const joining = {
  conversation: id,
  key: { algorithm: 'Ed25519', bytes: 'A'.repeat(43) },
  have: [[1, 2]],
};
const participant = { id, name: 'Ada', role: 'agent' };
const status = { state: 'assigned', since: 1, to: participant };
const summary = {
  conversation: id,
  department: id,
  client: participant,
  status,
  createdAt: 1,
  activeAt: 1,
};

const requests: readonly (readonly [string, v.GenericSchema, unknown])[] = [
  ['newVisitor', http.newVisitor, {}],
  ['newTicket', http.newTicket, {}],
  ['signIn', http.signIn, { username: 'admin', password: 'x', code: '123456' }],
  ['signOut', http.signOut, {}],
  ['changePassword', http.changePassword, { current: 'x', next: 'y' }],
  [
    'newCustomer',
    newCustomer,
    { name: 'Ann', email: 'ann@example.org', mobile: '+49 170 1234567', password: 'x' },
  ],
  ['confirmCustomer', confirmCustomer, { key: 'k'.repeat(43) }],
  ['newPasswordReset', newPasswordReset, { email: 'ann@example.org' }],
  ['usePasswordReset', usePasswordReset, { key: 'k'.repeat(43), password: 'x' }],
  ['confirmTwoSteps', confirmTwoSteps, { code: '123456' }],
  ['changeSettings', changeSettings, { demandTwoSteps: true }],
  ['newAccount', http.newAccount, { username: 'ada', name: 'Ada', role: 'agent', password: 'x' }],
  ['changeAccount', http.changeAccount, { active: true, name: 'Ada', password: 'x' }],
  [
    'changeDepartment',
    changeDepartment,
    {
      name: 'Help',
      greeting: 'Hi',
      agentCapacity: 3,
      connection: 'relay',
      hours: {
        kind: 'week',
        timeZone: 'Europe/Berlin',
        week: {
          monday: [{ from: '09:00', to: '24:00' }],
          tuesday: [],
          wednesday: [],
          thursday: [],
          friday: [],
          saturday: [],
          sunday: [],
        },
        holidays: ['2026-12-24'],
      },
    },
  ],
  ['newDepartment', newDepartment, { name: 'Help', preset: 'learning', description: '' }],
  ['putMember', putMember, { position: 'head', capacity: 3 }],
  ['newGroup', newGroup, { kind: 'study-group', title: 'Exercise 3', people: [id] }],
  ['newThread', newThread, { to: id, subject: 'The hall' }],
  ['invitation', invitation, { people: [id] }],
  ['peopleQuery', peopleQuery, { q: 'an', limit: '10' }],
  ['newEnrolment', newEnrolment, { who: 'ana@example.org' }],
  ['newWorker', newWorker, { username: 'ada', name: 'Ada', password: 'x' }],
  ['newBot', newBot, { username: 'mat', name: 'Mat', scopes: ['answer'] }],
  ['auditQuery', auditQuery, { actor: 'ada', action: 'signed-in', before: '7', limit: '9' }],
  ['newBotSession', http.newBotSession, { username: 'mat', name: 'Mat' }],
  ['archiveListQuery', http.archiveListQuery, { state: 'open', before: '7', limit: '9' }],
  ['transcriptQuery', http.transcriptQuery, { from: '7', limit: '9' }],
  ['searchQuery', http.searchQuery, { q: 'words', limit: '9' }],
];

const sdp =
  'v=0\r\no=- 1 2 IN IP4 192.168.1.5\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 192.168.1.5\r\na=candidate:1 1 udp 1 192.168.1.5 5 typ host\r\na=candidate:2 1 udp 1 203.0.113.5 5 typ relay raddr 192.168.1.5 rport 9\r\na=fingerprint:sha-256 AA:BB\r\na=setup:actpass\r\na=mid:0\r\n';
const candidate =
  'candidate:1 1 udp 41885439 203.0.113.5 50000 typ relay raddr 192.168.1.5 rport 4000';

export function jsonTargets(): Target[] {
  return [
    jsonTarget(
      'messages of a session to the server',
      [
        { type: 'hello', version: 1, ticket: 'x' },
        { type: 'start', ...joining, prefer: 'mat' },
        { type: 'start', ...joining, kind: 'course' },
        { type: 'join', ...joining, write: true },
        { type: 'join', ...joining, resume: { log: 1, next: 2, head: 'A'.repeat(43) } },
        { type: 'sync', conversation: id, have: [[7, 7]] },
        { type: 'typing', conversation: id, typing: true },
        { type: 'preview', conversation: id, text: 'I would like' },
        { type: 'link', conversation: id, log: 7, up: true },
        { type: 'available', available: true },
        { type: 'close', conversation: id },
        { type: 'ping' },
      ],
      checkedBy(toServer),
    ),
    jsonTarget(
      'messages of a session from the server',
      [
        {
          type: 'welcome',
          version: 1,
          now: 1,
          you: { kind: 'visitor', name: 'V' },
          installationKey: 'AA',
          conversations: [summary],
          available: false,
        },
        { type: 'status', conversation: id, status, participants: [participant] },
        {
          type: 'saved',
          conversation: id,
          runs: [{ log: 1, from: 0, count: 1, seq: 1, receivedAt: 1, verdict: 'accepted' }],
        },
        { type: 'refused', code: 'limit', message: 'No.', conversation: id, log: 1, next: 2 },
        { type: 'here', conversation: id, participants: [id] },
        { type: 'previews', conversation: id, on: true },
        { type: 'preview', conversation: id, participant: id, text: 'I would like' },
        {
          type: 'ice-servers',
          conversation: id,
          iceServers: [{ urls: ['turn:x'], username: 'u', credential: 'c' }],
        },
      ],
      checkedBy(fromServer),
    ),
    jsonTarget(
      'signals',
      [
        { type: 'subscribe', topics: [id] },
        { type: 'publish', topic: id, data: { type: 'announce', from: 'b3a1c6ce-5a4f' } },
        {
          type: 'publish',
          topic: id,
          data: {
            type: 'signal',
            from: 'b3a1c6ce-5a4f',
            to: 'b3a1c6ce-5a4f',
            token: 1,
            signal: { type: 'offer', sdp },
          },
        },
        {
          type: 'publish',
          topic: id,
          data: {
            type: 'signal',
            from: 'b3a1c6ce-5a4f',
            to: 'b3a1c6ce-5a4f',
            signal: { type: 'candidate', candidate: { candidate, sdpMid: '0', sdpMLineIndex: 0 } },
          },
        },
      ],
      checkedBy(signalToServer),
    ),
    jsonTarget(
      'signals where only relays may pass',
      [
        { type: 'offer', sdp },
        { type: 'candidate', candidate: { candidate, sdpMid: '0' } },
        { type: 'candidate', candidate: { candidate: candidate.replace('relay', 'host') } },
      ],
      (value) => {
        const read = v.safeParse(peerSignal, value);
        if (!read.success) return false;
        const passed = relayOnly(read.output);
        if (passed === undefined) return false;
        // A browser reads a candidate only where a line begins with it (RFC 8866, section 5).
        const named =
          passed.type === 'candidate'
            ? [passed.candidate.candidate]
            : passed.sdp.split(/[\r\n]+/).filter((line) => /^\s*a\s*=\s*candidate/i.test(line));
        ok(
          // The empty one says that there are no more.
          named.every((line) => line === '' || line.endsWith(' typ relay raddr 0.0.0.0 rport 0')),
          'another candidate passed',
        );
        return true;
      },
    ),
    ...requests.map(([name, schema, honest]) =>
      jsonTarget(`requests: ${name}`, [honest], (value) => {
        const read = checkRequest(schema, value);
        if (read.ok) {
          expectPlain(read.value);
          ok(
            Object.keys(value as object).every((key) => key in (read.value as object)),
            'a key that is not known was taken',
          );
          return true;
        }
        const answer = JSON.stringify(read.refusal);
        for (const word of longWords(value))
          ok(!answer.includes(word), 'an answer repeats what was sent');
        return false;
      }),
    ),
    jsonTarget(
      'messages between a host page and the chat',
      [
        { parley: 1, type: 'unread', count: 3 },
        { parley: 1, type: 'hello', look: 'dark', title: 'T', accent: '#fff' },
        { parley: 1, type: 'shown', open: true, focus: true },
        { parley: 1, type: 'kept', kept: true },
      ],
      (value) => {
        const read = readToHost(value) ?? readToFrame(value);
        if (read !== undefined) expectPlain(read);
        return read !== undefined;
      },
    ),
    {
      name: 'texts: links, search words, ids, origins, descriptions',
      corpus: [
        ...payloads.map(bytesOf),
        bytesOf(sdp),
        bytesOf('http://127.0.0.1:8080'),
        bytesOf(id),
      ],
      mutant,
      check(input) {
        const text = textOf(input);
        const pieces = linkify(text);
        ok(pieces.map((piece) => piece.text).join('') === text, 'a text is shown as another one');
        for (const piece of pieces) {
          if (piece.kind === 'link')
            ok(/^(?:https?|mailto|tel):/.test(piece.href), 'a link to elsewhere');
        }
        const query = toSearchQuery(text);
        ok(
          query === undefined || /^(?:"[\p{L}\p{N}\p{M}]+" ?)+\*$/u.test(query),
          'words became operators',
        );
        const bytes = fromBase64Url(text);
        ok(bytes === undefined || toBase64Url(bytes) === text, 'two spellings of one id');
        const isOwn = isOwnOrigin(text, '127.0.0.1:8080', undefined);
        ok(
          !isOwn || /^https?:\/\/127\.0\.0\.1:8080$/i.test(text),
          'another origin is taken for ours',
        );
        const known = 'https://chat.example.com';
        ok(
          !isOwnOrigin(text, '127.0.0.1:8080', known) || text === known,
          'another origin is taken for the one that is configured',
        );
        fingerprintOf(text);
        return pieces.some(({ kind }) => kind === 'link');
      },
    },
  ];
}

/** Strings of the sender's that no sentence of ours contains by accident. */
function longWords(value: unknown): string[] {
  if (typeof value === 'string') return value.length > 20 ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(longWords);
}
