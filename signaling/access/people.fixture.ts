/** One of each kind of actor, and what shows the server who asks. */
import { createBotKeys } from '../accounts/bot-keys.ts';
import type { AccountRole, Actor, SiteKeyId } from '../accounts/actor.ts';
import type { Ask } from '../server.fixture.ts';
import { createIdentifiedVisitors } from '../sites/identified-visitors.ts';
import { openSitesStore } from '../sites/sites-store.ts';
import type { Makers } from './makers.fixture.ts';
import type { ActorKind } from './permissions.ts';

export interface Person {
  readonly kind: ActorKind;
  readonly actor: Actor | undefined;
  /** What shows the server who asks. */
  readonly proof: Pick<Ask, 'cookie' | 'bearer'>;
  /** Of another session of theirs: one gets so many tickets only. */
  readonly anotherProof?: () => Promise<Person['proof']>;
}

/** A visitor who was never here. */
export async function newVisitor({
  visitors,
}: Pick<Makers, 'visitors'>): Promise<Person & { readonly actor: Actor }> {
  const { token, visitor, name } = await visitors.create();
  return { kind: 'visitor', actor: { kind: 'visitor', visitor, name }, proof: { bearer: token } };
}

/** All of the staff belong to the first department. */
export async function createPeople(makers: Makers): Promise<readonly Person[]> {
  const { bindWorker, departments, newAccount, sessions, stores, support } = makers;

  async function person(role: AccountRole): Promise<Person> {
    const { id, actor } = await newAccount(role);
    if (role !== 'customer') await departments.addMember(support, id);
    const kind = role === 'bot' ? 'bot' : 'cookie';
    const anotherProof = async () => {
      const { token } = await sessions.open(id, kind);
      return kind === 'bot' ? { bearer: token } : { cookie: `parley=${token}` };
    };
    return { kind: role, actor, proof: await anotherProof(), anotherProof };
  }

  /** A bot whose key lets it read, and nothing else. */
  async function readingBot(): Promise<Person> {
    const { id, actor } = await newAccount('bot');
    await departments.addMember(support, id);
    const { key } = await createBotKeys(stores).issue(id, ['read-archive'], id);
    const anotherProof = async () => ({
      bearer: (await sessions.open(id, 'bot', { key: key.id })).token,
    });
    const reads = { ...actor, scopes: ['read-archive'] } as const;
    return { kind: 'bot', actor: reads, proof: await anotherProof(), anotherProof };
  }

  async function worker(): Promise<Person> {
    const agent = await person('agent');
    if (agent.actor?.kind !== 'account') throw new Error('Agents are accounts.');
    await bindWorker(agent.actor.account, support);
    return { ...agent, kind: 'worker', actor: { ...agent.actor, workerOf: support } };
  }

  /** As a token of the site's server makes them. */
  async function identifiedVisitor(): Promise<Person> {
    const sites = await openSitesStore(stores);
    const { id: site } = await sites.create({ name: 'Shop', origins: [], department: null });
    const { key } = await sites.addSecret(site);
    const entered = await createIdentifiedVisitors(stores).enter({
      site,
      key: key.id as SiteKeyId,
      claims: { sub: 'user-1', name: 'Ada' },
      until: stores.now() + 60_000,
    });
    if (entered === undefined) throw new Error('A token without a jti is never used up.');
    const { token, visitor, name } = entered;
    const actor = { kind: 'visitor', visitor, name, identified: true } as const;
    return { kind: 'identified', actor, proof: { bearer: token } };
  }

  return [
    await person('super-admin'),
    await person('admin'),
    await person('agent'),
    await worker(),
    await person('customer'),
    await identifiedVisitor(),
    await newVisitor(makers),
    await person('bot'),
    await readingBot(),
    { kind: 'nobody', actor: undefined, proof: {} },
  ];
}
