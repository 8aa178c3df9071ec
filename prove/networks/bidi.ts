/**
 * As much of WebDriver BiDi (w3c.github.io/webdriver-bidi) as it takes to drive one page. Playwright's own way to a
 * stock Firefox asks for commands that the ESR does not know.
 */
import * as v from 'valibot';
import { WebSocket } from 'ws';

export interface BidiPage {
  goto(url: string): Promise<void>;
  /** @param expression its value must be JSON text. */
  evaluate(expression: string): Promise<unknown>;
  close(): void;
}

const answer = v.looseObject({
  id: v.number(),
  type: v.picklist(['success', 'error']),
  result: v.optional(v.unknown()),
  message: v.optional(v.string()),
});
const tree = v.object({ contexts: v.array(v.object({ context: v.string() })) });
const evaluated = v.variant('type', [
  v.object({
    type: v.literal('success'),
    result: v.object({ type: v.literal('string'), value: v.string() }),
  }),
  v.object({ type: v.literal('exception'), exceptionDetails: v.object({ text: v.string() }) }),
]);

const limitMs = 30_000;

/** @param url of the browser, such as `ws://127.0.0.1:9222/session`. */
export async function openBidiPage(url: string): Promise<BidiPage> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  const waiting = new Map<number, (message: v.InferOutput<typeof answer>) => void>();
  let ids = 0;
  await new Promise<void>((done, fail) => {
    socket.once('open', done);
    socket.once('error', fail);
  });
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => {
    const message = v.safeParse(answer, JSON.parse(data.toString()));
    // Everything else is an event that nobody asked for.
    if (message.success) waiting.get(message.output.id)?.(message.output);
  });

  function ask(method: string, params: object): Promise<unknown> {
    ids += 1;
    const id = ids;
    return new Promise((done, fail) => {
      const giveUp = () => fail(new Error(`Firefox does not answer ${method}.`));
      const timer = setTimeout(giveUp, limitMs);
      waiting.set(id, ({ type, result, message = '' }) => {
        waiting.delete(id);
        clearTimeout(timer);
        if (type === 'success') done(result);
        else fail(new Error(`${method}: ${message}`));
      });
      socket.send(JSON.stringify({ id, method, params }));
    });
  }

  await ask('session.new', { capabilities: {} });
  const { contexts } = v.parse(tree, await ask('browsingContext.getTree', {}));
  const [first] = contexts;
  if (first === undefined) throw new Error('Firefox has no page.');
  const { context } = first;

  return {
    async goto(to) {
      await ask('browsingContext.navigate', { context, url: to, wait: 'complete' });
    },
    async evaluate(expression) {
      const asked = { expression, target: { context }, awaitPromise: true };
      const said = v.parse(evaluated, await ask('script.evaluate', asked));
      if (said.type === 'exception') throw new Error(said.exceptionDetails.text);
      return JSON.parse(said.result.value);
    },
    close: () => socket.close(),
  };
}
