/** What is asked for and told about searching. */
import * as v from 'valibot';

export const searchTask = v.object({
  folder: v.string(),
  messages: v.number(),
  queries: v.number(),
  /** LIKE reads everything: fewer of them. */
  slowQueries: v.number(),
});

const times = v.object({ p50Ms: v.number(), p99Ms: v.number() });

export const searchAnswer = v.object({
  archive: times,
  /** With LIKE, over a table that has nothing but the texts. */
  like: times,
  indexBytes: v.number(),
  /** For others: a text in each line, and the words of a query in each. */
  texts: v.string(),
  words: v.string(),
});
export type SearchAnswer = v.InferOutput<typeof searchAnswer>;

/** As many as a page of results shows. */
export const hitsPerPage = 50;
