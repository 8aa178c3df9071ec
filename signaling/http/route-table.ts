/** Finds the route of a request in as many steps as its path has parts, however many routes there are. */
import type { RouteDescription } from './route.ts';

export type Found<Route> =
  | {
      readonly kind: 'route';
      readonly route: Route;
      readonly params: Readonly<Record<string, string>>;
    }
  /** The address is known, and is asked in another way. */
  | { readonly kind: 'other-method' }
  | { readonly kind: 'none' };

interface Place<Route> {
  readonly byMethod: Map<string, { readonly route: Route; readonly names: readonly string[] }>;
  readonly next: Map<string, Place<Route>>;
  /** Behind a parameter, whatever it is. */
  any: Place<Route> | undefined;
}

const none = { kind: 'none' } as const;
const otherMethod = { kind: 'other-method' } as const;

const emptyPlace = <Route>(): Place<Route> => ({
  byMethod: new Map(),
  next: new Map(),
  any: undefined,
});

/** @returns what finds the route of a method and a path, whose parameters are as they came. */
export function createRouteTable<Route extends Pick<RouteDescription, 'method' | 'path'>>(
  routes: readonly Route[],
): (method: string, path: string) => Found<Route> {
  const root = emptyPlace<Route>();
  for (const route of routes) {
    let place = root;
    const names: string[] = [];
    for (const part of route.path.split('/')) {
      if (part.startsWith(':')) {
        names.push(part.slice(1));
        place = place.any ??= emptyPlace();
      } else {
        const next = place.next.get(part) ?? emptyPlace<Route>();
        place.next.set(part, next);
        place = next;
      }
    }
    place.byMethod.set(route.method.toUpperCase(), { route, names });
  }

  return (method, path) => {
    const parts = path.split('/');
    const values: string[] = [];
    // What is written out comes before a parameter at the same place.
    const find = (place: Place<Route>, at: number): Place<Route> | undefined => {
      const part = parts[at];
      if (part === undefined) return place.byMethod.size > 0 ? place : undefined;
      const written = place.next.get(part);
      const found = written && find(written, at + 1);
      if (found !== undefined || place.any === undefined || part === '') return found;
      values.push(part);
      const behind = find(place.any, at + 1);
      if (behind === undefined) values.pop();
      return behind;
    };
    const place = find(root, 0);
    if (place === undefined) return none;
    const leaf = place.byMethod.get(method === 'HEAD' ? 'GET' : method);
    if (leaf === undefined) return otherMethod;
    const params = Object.fromEntries(leaf.names.map((name, i) => [name, values[i] ?? '']));
    return { kind: 'route', route: leaf.route, params };
  };
}
