/**
 * Queries of the busiest paths are put together once. Kysely builds and prints a query anew each time it is asked,
 * which takes longer than SQLite takes to answer.
 */
import type { CompiledQuery, Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** Stands for a value in a query that is built without it. */
class Place {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Says where a value goes, by its name. */
export type ValueOf<Values> = <Name extends keyof Values & string>(name: Name) => Values[Name];

/**
 * @param build is called with the first use; asks `value` for each of the query's values, none of which may decide how
 * it is built.
 * @returns the rows for other values each time.
 */
export function compiledOnce<Values extends object, Row>(
  build: (database: Kysely<Schema>, value: ValueOf<Values>) => { compile(): CompiledQuery<Row> },
): (database: Kysely<Schema>, values: Values) => Promise<readonly Row[]> {
  let compiled: CompiledQuery<Row> | undefined;
  return async (database, values) => {
    // Kysely binds whatever it is given, and nothing looks at it before the database does.
    compiled ??= build(database, ((name: string) => new Place(name)) as ValueOf<Values>).compile();
    const given = new Map<string, unknown>(Object.entries(values));
    const parameters = compiled.parameters.map((it) =>
      it instanceof Place ? given.get(it.name) : it,
    );
    const { rows } = await database.executeQuery<Row>({ ...compiled, parameters });
    return rows;
  };
}
