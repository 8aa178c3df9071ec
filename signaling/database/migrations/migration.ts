/** One step of the schema. Once released it is never edited, only followed by another. */
export interface Migration {
  /** Number and words; migrations are worked off in the order of the list in `all.ts`. */
  readonly name: string;
  readonly sql: string;
  /**
   * Makes a table anew that others refer to (sqlite.org/lang_altertable.html, section 7): the foreign keys are not
   * kept while it does, or they would follow the old table; all of them are looked at before it is committed.
   */
  readonly rebuilds?: true;
}
