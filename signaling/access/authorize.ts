/** The one decision about every request and message: by the table of `permissions.ts`, and nothing else. */
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Actor } from '../accounts/actor.ts';
import {
  kindOf,
  raiserMay,
  reachOf,
  scopeFor,
  type Action,
  type Reach,
  type Relation,
} from './permissions.ts';

/** `not-found`: it is not there, or it is somebody else's; nobody learns which. */
export type AccessRefusal = 'not-allowed' | 'not-found';

const distance: Readonly<Record<Exclude<Relation, 'raiser' | 'both'>, number>> = {
  own: 1,
  department: 2,
  other: 3,
  missing: 4,
};
const length: Readonly<Record<Reach, number>> = { none: 0, own: 1, department: 2, all: 3 };

/**
 * @param actor undefined: nobody is signed in
 * @param relation of what is asked about to the actor; left out where the action is about no single thing
 */
export function authorize(
  actor: Actor | undefined,
  action: Action,
  relation?: Relation,
): Result<true, AccessRefusal> {
  const reach = length[reachOf(kindOf(actor), action)];
  if (reach === 0 || !hasScope(actor, action)) return refuse('not-allowed');
  if (relation === 'raiser' || relation === 'both') {
    const least = relation === 'both' ? length.department : length.all;
    return raiserMay.has(action) || reach >= least ? accept(true) : refuse('not-found');
  }
  if (relation === undefined || distance[relation] <= reach) return accept(true);
  return refuse('not-found');
}

function hasScope(actor: Actor | undefined, action: Action): boolean {
  const needed = scopeFor[action];
  if (needed === undefined || actor?.kind !== 'account' || actor.role !== 'bot') return true;
  return (actor.scopes ?? ['answer']).includes(needed);
}
