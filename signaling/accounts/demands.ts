/** What a super admin demands of all staff. */
import type { Database } from '../database/database.ts';

export interface Demands {
  twoSteps(): Promise<boolean>;
  setTwoSteps(demanded: boolean): Promise<void>;
}

const name = 'demand-two-steps';

export function createDemands(database: Database): Demands {
  return {
    async twoSteps() {
      const row = await database
        .selectFrom('settings')
        .select('value')
        .where('name', '=', name)
        .executeTakeFirst();
      return row?.value === 'true';
    },
    async setTwoSteps(demanded) {
      const value = String(demanded);
      await database
        .insertInto('settings')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    },
  };
}
