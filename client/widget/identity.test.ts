import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import type { TicketRefusal } from '../../conversation/peer/session-link.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import { createManualClock } from '../../conversation/peer/clock.fixture.ts';
import type { IdentifiedId } from '../browser/browser-peer.ts';
import type { ToFrame, ToHost } from '../embed/embed-messages.ts';
import type { Entered, Identified } from './identified.ts';
import { createIdentity, type Who } from './identity.ts';

type Answer = Result<Entered, TicketRefusal>;

const enteredAs = (id: string): Answer =>
  accept({ id: id as IdentifiedId, token: `session of ${id}`, knows: [], conversation: undefined });
const bad: Answer = refuse({ ended: true, message: 'no' });
const busy: Answer = refuse({ ended: false, message: 'busy' });

function start(answers: Record<string, () => Answer | Promise<Answer>>) {
  const clock = createManualClock(0);
  const told: ToHost['type'][] = [];
  const renewed: string[] = [];
  let hear: (message: ToFrame) => void = () => undefined;
  let askAgain: () => Promise<Answer> = () => Promise.reject(new Error('Nobody was identified.'));
  const made = createRoot((dispose) => ({
    dispose,
    who: createIdentity({
      bridge: {
        tell: ({ type }) => told.push(type),
        onMessage: (listener) => {
          hear = listener;
          return () => undefined;
        },
        close: () => undefined,
      },
      clock,
      random: () => 0,
      enter: async (token) => answers[token]?.() ?? bad,
      makeIdentified: (entered, ask) => {
        askAgain = ask;
        const renew = ({ token }: Entered) => void renewed.push(token);
        return { id: entered.id, renew } as Identified;
      },
    }),
  }));
  const settle = async () => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  const hello = {
    type: 'hello',
    look: 'auto',
    title: '',
    accent: '',
    greeting: '',
    language: '',
    sound: true,
  } as const;
  return {
    ...made,
    clock,
    told,
    renewed,
    askAgain: () => askAgain(),
    async hello(identifies: boolean) {
      hear({ ...hello, identifies });
      await settle();
    },
    async identify(token: string) {
      hear({ type: 'identify', token });
      await settle();
    },
    advance: (ms: number) => clock.advance(ms, settle),
    says: () => wordsFor(made.who()),
  };
}

const wordsFor = (who: Who | undefined) =>
  who?.kind === 'identified' ? who.identified.id : who?.kind;

test('[R1] a page that vouches for nobody has an anonymous visitor, one that will is waited for', async () => {
  const anonymous = start({});
  await anonymous.hello(false);
  expect(anonymous.says()).toBe('anonymous');
  const waits = start({ ada: () => enteredAs('ada') });
  await waits.hello(true);
  expect(waits.says()).toBeUndefined();
  await waits.identify('ada');
  expect(waits.says()).toBe('ada');
});

test('[R1] another user gets another chat, the same one a newer session, and nobody an anonymous one', async () => {
  const page = start({ ada: () => enteredAs('ada'), eve: () => enteredAs('eve') });
  await page.identify('ada');
  const first = page.who();
  await page.identify('ada');
  expect(page.who()).toBe(first);
  expect(page.renewed).toEqual(['session of ada']);
  await page.identify('eve');
  expect(page.says()).toBe('eve');
  await page.identify('');
  expect(page.says()).toBe('anonymous');
});

test('[R1] a token that is not good is nobody’s, and another one is asked for once', async () => {
  const page = start({ ada: () => enteredAs('ada') });
  await page.identify('ada');
  await page.identify('forged');
  expect(page.says()).toBe('refused');
  await page.identify('forged again');
  expect(page.told).toEqual(['token-wanted']);
  await page.identify('ada');
  expect(page.says()).toBe('ada');
});

test('[W3] while the server is away the token is shown again, and a later one takes its place', async () => {
  let tries = 0;
  const page = start({
    ada: () =>
      (tries += 1) < 3 ? (tries === 1 ? busy : Promise.reject(new TypeError())) : enteredAs('ada'),
    eve: () => enteredAs('eve'),
  });
  await page.identify('ada');
  await page.advance(500);
  expect([tries, page.says()]).toEqual([2, undefined]);
  await page.advance(500);
  expect([tries, page.says()]).toEqual([3, 'ada']);

  tries = 0;
  await page.identify('ada');
  await page.identify('eve');
  await page.advance(60_000);
  expect([tries, page.says()]).toEqual([1, 'eve']);
});

test('[R1] whose session is over gets another one by the page’s next token, or goes on reading', async () => {
  const page = start({ ada: () => enteredAs('ada') });
  await page.identify('ada');
  const again = page.askAgain();
  expect(page.told).toEqual(['token-wanted']);
  await page.identify('ada');
  expect(await again).toEqual(enteredAs('ada'));

  const refused = page.askAgain();
  await page.identify('expired');
  expect(await refused).toEqual(bad);
  expect(page.says()).toBe('ada');

  const silence = page.askAgain();
  await page.advance(10_000);
  expect(await silence).toMatchObject({ ok: false, refusal: { ended: false } });
});
