import { beforeAll, expect, test } from 'vitest';
import { attacks } from '../log/attacks.fixture.ts';
import {
  conversation,
  newAuthor,
  newSigner,
  start,
  verify,
  type Author,
} from '../log/log.fixture.ts';
import type { Signer, VerifySignature } from '../log/signatures.ts';
import { rootName, writeUpdate } from '../log/update.ts';
import { createManualClock } from './clock.fixture.ts';
import { createReplica, type Replica } from './replica.ts';
import { createLogDocument } from './log-document.ts';
import { createTabs, type BroadcastChannelLike } from './tabs.ts';

let installation: Signer;
beforeAll(async () => {
  installation = await newSigner('P-256');
});

/** Signatures that are being checked: the host works on them outside of its loop. */
let checking = 0;
const counted: VerifySignature = async (...given) => {
  checking += 1;
  const isGenuine = await verify(...given);
  checking -= 1;
  return isGenuine;
};

function newReplica(): Replica {
  const replica = createReplica({
    conversation,
    verify: counted,
    installationKey: () => installation.publicKey.bytes,
    now: () => start,
  });
  replica.attach(createLogDocument);
  replica.load([], []);
  return replica;
}

/** Channels of one name; what is posted arrives when the test flushes. */
function newBrowser() {
  const ports: ((data: unknown) => void)[] = [];
  let posted: (() => void)[] = [];
  let count = 0;
  const open = (): BroadcastChannelLike => {
    const listeners: ((event: { readonly data: unknown }) => void)[] = [];
    const self = (data: unknown) => listeners.forEach((listener) => listener({ data }));
    ports.push(self);
    return {
      postMessage: (data) => {
        count += 1;
        for (const port of ports) if (port !== self) posted.push(() => port(structuredClone(data)));
      },
      addEventListener: (_type, listener) => void listeners.push(listener),
      close: () => void ports.splice(ports.indexOf(self), 1),
    };
  };
  const flush = async () => {
    for (let quiet = 0; quiet < 5; quiet += 1) {
      const due = posted;
      posted = [];
      if (due.length > 0 || checking > 0) quiet = 0;
      due.forEach((deliver) => deliver());
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    open,
    flush,
    posted: () => count,
    say: (data: unknown) => ports.forEach((port) => port(data)),
  };
}

const updateOf = (author: Author, from = 0) =>
  writeUpdate([{ log: author.log, from, entries: author.written.slice(from) }]);

async function twoTabs() {
  const browser = newBrowser();
  const clock = createManualClock(start);
  const ana = await newAuthor({ log: 5, installation });
  const [left, right] = [newReplica(), newReplica()];
  await left.admitCertificate(ana.certificate.bytes, false);
  await ana.say('before');
  await left.admit(updateOf(ana), 'link');
  const tabs = [createTabs(left, browser.open(), clock), createTabs(right, browser.open(), clock)];
  return { browser, clock, ana, left, right, tabs };
}

test('a tab that opens gets what the others have, with its certificates', async () => {
  const { browser, right } = await twoTabs();
  await browser.flush();
  expect([...right.held()]).toEqual([[5, 1]]);
});

test('what one tab writes or receives is in the others, and is not sent round and round', async () => {
  const { browser, clock, ana, left, right } = await twoTabs();
  await browser.flush();
  const before = browser.posted();
  await ana.say('received');
  await left.admit(updateOf(ana, 1), 'archive');
  await ana.say('written');
  left.pin(ana.log);
  left.write(ana.written[2]!);
  await clock.advance(20, () => browser.flush());
  expect([...right.held()]).toEqual([[5, 3]]);
  // What comes within a moment is one message.
  expect(browser.posted()).toBe(before + 1);
  const posted = browser.posted();
  await browser.flush();
  expect(browser.posted()).toBe(posted);
});

test('entries that another tab has brought in between are not missing in what is sent', async () => {
  const { browser, clock, ana, left, right } = await twoTabs();
  await browser.flush();
  for (const text of ['from a link', 'from another tab', 'from a link again']) await ana.say(text);
  const one = (from: number) =>
    writeUpdate([{ log: ana.log, from, entries: ana.written.slice(from, from + 1) }]);
  await left.admit(one(1), 'link');
  await left.admit(one(2), 'tab');
  await right.admit(one(1), 'link');
  await right.admit(one(2), 'link');
  await left.admit(one(3), 'link');
  await clock.advance(20, () => browser.flush());
  expect([...right.held()]).toEqual([[5, 4]]);
});

test('[W4] what another page says on the channel passes the gate or is not heard', async () => {
  const { browser, right, left, ana } = await twoTabs();
  await browser.flush();
  const victim = { log: ana.log, from: 1, rootName: rootName(ana.log), conversation };
  for (const attack of attacks) {
    browser.say({ kind: 'update', bytes: attack.update(victim) });
  }
  for (const garbage of [
    null,
    'hello',
    {},
    { kind: 'update' },
    { kind: 'hello', have: [[0, 1]] },
  ]) {
    browser.say(garbage);
  }
  browser.say({ kind: 'certificate', bytes: new Uint8Array(100) });
  await browser.flush();
  for (const replica of [left, right]) {
    expect([...replica.held()]).toEqual([[5, 1]]);
    expect([...replica.doc.share.keys()]).toEqual(['log/5']);
  }
});

test('a tab that missed something asks once a second, and a closed one says nothing', async () => {
  const { browser, clock, ana, left, right, tabs } = await twoTabs();
  await browser.flush();
  await ana.say('lost on the way');
  tabs[1]!.close();
  await left.admit(updateOf(ana, 1), 'link');
  await browser.flush();
  const again = createTabs(right, browser.open(), clock);
  // Its hello is answered with what was missed.
  await browser.flush();
  expect([...right.held()]).toEqual([[5, 2]]);
  again.close();
  tabs[0]!.close();
  const posted = browser.posted();
  await ana.say('nobody listens');
  await left.admit(updateOf(ana, 2), 'link');
  await browser.flush();
  expect(browser.posted()).toBe(posted);
  expect(clock.waiting()).toBe(0);
});
