/**
 * Queries that are written once and asked often. Putting one together and into words takes Kysely several times as
 * long as SQLite takes to answer it; here both are done once, and only the values differ from then on.
 */
import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
  type Compilable,
  type QueryResult,
  type RawBuilder,
} from 'kysely';
import type { Schema } from './schema.ts';

/** Stands where a value goes. */
class Place {
  readonly name: PropertyKey;

  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/** Writes SQL, and asks nobody. */
const writer = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** The value of this name; its type is that of the column beside it. */
export type ValueOf<Values> = <Name extends keyof Values>(name: Name) => RawBuilder<Values[Name]>;

/** A database, or a transaction of it. */
type Asked = Pick<Kysely<Schema>, 'executeQuery'>;

/** @param build is called once; what it decides may not depend on values */
export function keepQuery<Values extends object, Row>(
  build: (database: Kysely<Schema>, value: ValueOf<Values>) => Compilable<Row>,
): (database: Asked, values: Values) => Promise<QueryResult<Row>> {
  const kept = build(writer, (name) => sql`${new Place(name)}`).compile();
  const places = kept.parameters.map((it) => {
    if (it instanceof Place) return (values: Values) => Reflect.get(values, it.name) as unknown;
    return () => it;
  });
  return (database, values) =>
    database.executeQuery({ ...kept, parameters: places.map((valueOf) => valueOf(values)) });
}

/** One of so many as there may be, so that the sentence stays the same. @param list JSON of an array */
export const anyOf = <Value>(list: RawBuilder<string>): RawBuilder<Value> =>
  sql<Value>`(select value from json_each(${list}))`;
