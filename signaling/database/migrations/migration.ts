/** One step of the schema. Once released it is never edited, only followed by another. */
export interface Migration {
  /** Number and words; migrations are worked off in the order of the list in `all.ts`. */
  readonly name: string;
  readonly sql: string;
}
