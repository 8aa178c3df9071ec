/** What holds for the whole installation. */
import {
  changeSettings,
  settings,
  type SettingsAnswer,
} from '../../../conversation/protocol/http/own-account.ts';
import { accountOf } from '../../accounts/actor.ts';
import type { AccountsStore } from '../../accounts/accounts-store.ts';
import type { Demands } from '../../accounts/demands.ts';
import type { SecondSteps } from '../../accounts/second-steps.ts';
import type { ChangeStaff } from '../../accounts/staff-changes.ts';
import { answer, refusal } from '../answer.ts';
import { guardedRoute, type Route } from '../route.ts';

export function settingsRoutes(options: {
  readonly accounts: AccountsStore;
  readonly demands: Demands;
  readonly secondSteps: SecondSteps;
  readonly changeStaff: ChangeStaff;
}): Route[] {
  const { accounts, demands, secondSteps, changeStaff } = options;
  return [
    guardedRoute(
      {
        method: 'get',
        path: '/api/settings',
        summary: 'Settings of the installation.',
        actions: ['demand-two-steps'],
        answers: { status: 200, schema: settings },
        refusals: ['not-allowed'],
      },
      () => ({ action: 'demand-two-steps' }),
      async () =>
        answer(200, { demandTwoSteps: await demands.twoSteps() } satisfies SettingsAnswer),
    ),
    guardedRoute(
      {
        method: 'patch',
        path: '/api/settings',
        summary:
          'Demands two-step sign-in of all staff: who has none is signed out and sets it up.',
        actions: ['demand-two-steps'],
        body: changeSettings,
        answers: { status: 200, schema: settings },
        refusals: ['not-allowed', 'conflict'],
      },
      () => ({ action: 'demand-two-steps' }),
      async ({ actor, body: { demandTwoSteps } }) => {
        const by = accountOf(actor);
        if (demandTwoSteps && !(await secondSteps.isOn(by))) {
          return refusal('conflict', 'Set up your own two-step sign-in first.', 'demandTwoSteps');
        }
        const staff = await accounts.page({ kind: 'staff', limit: Number.MAX_SAFE_INTEGER });
        await changeStaff(async ({ demands, sessions, audit }) => {
          await demands.setTwoSteps(demandTwoSteps);
          for (const { id, twoSteps } of staff) {
            if (demandTwoSteps && twoSteps !== true) await sessions.endAllOf(id);
          }
          await audit.record(by, 'settings-changed', 'installation', { demandTwoSteps });
        });
        return answer(200, { demandTwoSteps } satisfies SettingsAnswer);
      },
    ),
  ];
}
