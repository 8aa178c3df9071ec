/** What every transport must do: content converges, links and typing are told, hostile peers change nothing. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '../protocol/conversation.ts';
import type { LogId } from '../protocol/ids.ts';
import type { TestPeer } from './transport.fixture.ts';

/** A place where peers meet: what a server, a network and a clock are in real life. */
export interface TransportWorld {
  /** Makes a peer and lets it join; all peers are in one conversation. */
  join(options: { log: number; role: Role; participant?: number }): Promise<TestPeer>;
  /** Joins again after `leave` of the peer. */
  rejoin(peer: TestPeer): void;
  /** A peer whose certificate another installation signed, with the place of an honest one. */
  joinImpostor(options: { log: number; role: Role }): Promise<TestPeer>;
  /** Lets the world go on until the condition holds. @throws where it never does. */
  until(what: string, condition: () => boolean): Promise<void>;
  /** Lets the world go on for as long as something wrong would take to show. */
  settle(): Promise<void>;
  /** The network between this peer and all others is gone, without a word. */
  cut(peer: TestPeer): void;
  mend(peer: TestPeer): void;
  close(): Promise<void>;
}

export function describeTransport(name: string, make: () => Promise<TransportWorld>): void {
  describe(name, () => {
    let world: TransportWorld;
    beforeEach(async () => {
      world = await make();
    });
    afterEach(() => world.close());

    const bothLinked = (a: TestPeer, b: TestPeer) => () => isLinked(a, b) && isLinked(b, a);

    test('[W5] two peers meet, and what each says the other has', async () => {
      const client = await world.join({ log: 11, role: 'client' });
      const agent = await world.join({ log: 22, role: 'agent' });
      await world.until('both are linked', bothLinked(client, agent));
      await client.say('Is anyone there?');
      await agent.say('Yes.');
      await world.until('both have both', () => same(client, agent, 2));
      expect(client.links().map(({ log, path }) => [log, path])).toEqual([[22, 'direct']]);
      expect(client.links()[0]?.certificate.participant).toBe(agent.author.participant.id);
    });

    test('what was written before they met arrives, in both directions', async () => {
      const client = await world.join({ log: 11, role: 'client' });
      await client.say('one', 'two');
      const agent = await world.join({ log: 22, role: 'agent' });
      await agent.say('three');
      await world.until('both have all', () => same(client, agent, 3));
    });

    test('a late joiner gets what others said, from any of them, with their certificates', async () => {
      const client = await world.join({ log: 11, role: 'client' });
      const bot = await world.join({ log: 22, role: 'bot' });
      await client.say('hello');
      await bot.say('olleh');
      await world.until('bot and client have both', () => same(client, bot, 2));
      client.leave();
      const agent = await world.join({ log: 33, role: 'agent' });
      await world.until('the agent has both from the bot', () => same(bot, agent, 2));
      expect(agent.replica.certificates().get(client.log)?.participant).toBe(
        client.author.participant.id,
      );
    });

    test('a history of 1 MB arrives whole', async () => {
      const client = await world.join({ log: 11, role: 'client' });
      const long = 'x'.repeat(8000);
      for (let i = 0; i < 128; i += 1) await client.say(`${i} ${long}`);
      const agent = await world.join({ log: 22, role: 'agent' });
      await world.until('the agent has all of it', () => same(client, agent, 128));
    });

    test('typing is told when it starts, when it stops, and ends with the link', async () => {
      const client = await world.join({ log: 11, role: 'client' });
      const agent = await world.join({ log: 22, role: 'agent' });
      await world.until('both are linked', bothLinked(client, agent));
      client.room().setTyping(true);
      await world.until('the agent sees it', () => agent.typists.has(client.log));
      client.room().setTyping(false);
      await world.until('the agent sees the end of it', () => !agent.typists.has(client.log));
      client.room().setTyping(true);
      await world.until('the agent sees it again', () => agent.typists.has(client.log));
      client.leave();
      await world.until('it ended with the link', () => !agent.typists.has(client.log));
    });

    test('a link ends when the other side leaves, and comes back with it', async () => {
      const client = await world.join({ log: 11, role: 'client' });
      const agent = await world.join({ log: 22, role: 'agent' });
      await world.until('both are linked', bothLinked(client, agent));
      client.leave();
      await world.until('the agent has no link', () => agent.links().length === 0);
      await client.say('said alone');
      await agent.say('said alone, too');
      world.rejoin(client);
      await world.until('both have both', () => same(client, agent, 2));
    });

    test('a silent link is given up, and nothing said meanwhile is lost', async () => {
      const client = await world.join({ log: 11, role: 'client' });
      const agent = await world.join({ log: 22, role: 'agent' });
      await world.until('both are linked', bothLinked(client, agent));
      world.cut(client);
      await client.say('into the void');
      await agent.say('from the other side of it');
      await world.until(
        'both gave it up',
        () => !isLinked(client, agent) && !isLinked(agent, client),
      );
      world.mend(client);
      await world.until('both have both', () => same(client, agent, 2));
    });

    test('two programs of one participant are not introduced to each other', async () => {
      const tab = await world.join({ log: 11, role: 'client', participant: 1 });
      const otherTab = await world.join({ log: 12, role: 'client', participant: 1 });
      const agent = await world.join({ log: 22, role: 'agent' });
      await tab.say('from the first tab');
      await world.until('the other tab has it by way of the agent', () => same(otherTab, agent, 1));
      expect(isLinked(tab, otherTab) || isLinked(otherTab, tab)).toBe(false);
    });

    test('[V-93] [W4] a peer with a certificate of somebody else gets no link', async () => {
      const client = await world.join({ log: 11, role: 'client' });
      await client.say('a secret');
      const impostor = await world.joinImpostor({ log: 22, role: 'agent' });
      await world.settle();
      expect(client.links()).toEqual([]);
      expect(impostor.heard()).toEqual([]);
    });
  });
}

function isLinked(peer: TestPeer, to: TestPeer): boolean {
  return peer.links().some(({ log }: { log: LogId }) => log === to.log);
}

function same(a: TestPeer, b: TestPeer, count: number): boolean {
  const heard = a.heard();
  return heard.length === count && heard.join('\n') === b.heard().join('\n');
}
